"""Checks of the chat: token, scopes against what is configured, channels, user groups."""

from cockpit.domain.procedure import Procedure
from cockpit.domain.readiness import Group, Topic
from cockpit.domain.watch import ChannelSpec
from cockpit.ports.outside import Refused
from cockpit.ports.readiness import ChatAccount
from cockpit.ports.told import Workspace
from cockpit.readiness.check import Check, Look, Said, failed, passed, unseen, warned

_APPS = "api.slack.com/apps, OAuth & Permissions: add the scopes, then reinstall the app"
_PURPOSES = ("incident", "oncall", "noise", "log", "alerts", "operations", "security")
_POSTED = ("incident", "oncall", "noise", "log", "security")
"""Channels that something is posted to; without them a step of the procedure cannot be taken."""


def checks(
    chat: ChatAccount,
    workspace: Workspace,
    procedure: Procedure,
    followed: tuple[ChannelSpec, ...],
) -> list[Check]:
    """All of them: one for each channel and group that the procedure names."""
    made = [
        Check(
            topic=_topic("token", "token"),
            look=_token(chat),
            meaning="nobody hears of an incident from here: declare by hand",
            is_way=True,
        ),
        Check(
            topic=_topic("scopes", "scopes"),
            look=_scopes(chat, needed(procedure)),
            meaning="some of what you press will be refused",
        ),
    ]
    made += [
        _posting(chat, channel, name, uses)
        for channel, (name, uses) in channels(procedure, followed).items()
    ]
    groups = (procedure.oncall_group, *procedure.security_groups)
    if any(groups):
        named = tuple(dict.fromkeys(group for group in groups if group))
        made.append(
            Check(
                topic=_topic("groups", "user groups"),
                look=_groups(workspace, named),
                meaning="those people will not be tagged",
            )
        )
    return made


def _posting(chat: ChatAccount, channel: str, name: str, uses: tuple[str, ...]) -> Check:
    return Check(
        topic=_topic(f"channel {name}", name),
        look=_channel(chat, channel, uses, posts=any(use in _POSTED for use in uses)),
        meaning=f"cockpit can neither read nor post there ({', '.join(uses)})",
    )


def channels(
    procedure: Procedure, followed: tuple[ChannelSpec, ...]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every channel in use, by what the chat knows it by: what it is called, and what it is for."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for purpose in _PURPOSES:
        channel = getattr(procedure.channels, purpose)
        if channel:
            name, uses = found.get(channel, (procedure.channels.name(channel), ()))
            found[channel] = (name, (*uses, purpose))
    for spec in followed:
        found.setdefault(spec.id, (spec.name, ("followed",)))
    return found


def needed(procedure: Procedure) -> tuple[tuple[str, str], ...]:
    """The scopes that what is configured takes, and what for.

    Source: the methods that the adapter calls, and the vendor's page of each.
    """
    wanted = [
        ("chat:write", "to post"),
        ("channels:history", "to read threads"),
        ("channels:read", "to find channels"),
        ("users:read", "to know who writes"),
        ("users:read.email", "to mention people by their address"),
        ("files:write", "to share logs"),
        ("channels:manage", "to open a channel for an incident"),
        ("bookmarks:write", "to pin links to that channel"),
    ]
    tagged = (t.groups for level in procedure.levels for t in level.tells)
    if procedure.oncall_group or procedure.security_groups or any(tagged):
        wanted.append(("usergroups:read", "to tag groups"))
    if procedure.oncall_group:
        wanted.append(("usergroups:write", f"to take over @{procedure.oncall_group}"))
    return tuple(wanted)


_VITAL = frozenset({"chat:write", "channels:history"})


def _topic(name: str, title: str) -> Topic:
    return Topic(id=f"chat-{name.replace(' ', '-')}", group=Group.CHAT, title=title)


def _token(chat: ChatAccount) -> Look:
    async def look() -> Said:
        standing = await chat.standing()
        return passed(f"{standing.name or 'valid'}, in {standing.team or 'the workspace'}")

    return look


def _scopes(chat: ChatAccount, wanted: tuple[tuple[str, str], ...]) -> Look:
    async def look() -> Said:
        given = (await chat.standing()).scopes
        if given is None:
            mend = "look at the app's page, OAuth & Permissions"
            return unseen("Slack does not say what the token may do", mend=mend)
        missing = [(scope, why) for scope, why in wanted if scope not in given]
        if not missing:
            return passed(f"all {len(wanted)} that are used")
        words = "missing " + ", ".join(f"{scope} ({why})" for scope, why in missing)
        if any(scope in _VITAL for scope, _ in missing):
            return failed(words, mend=_APPS)
        return warned(words, "that much will be refused when you press it", _APPS)

    return look


def _channel(chat: ChatAccount, channel: str, uses: tuple[str, ...], *, posts: bool) -> Look:
    async def look() -> Said:
        try:
            found = await chat.membership(channel)
        except Refused as error:
            if error.code == "missing_scope":
                return unseen(error.reason, mend=error.mend or _APPS)
            raise
        if found.is_archived:
            mend = "unarchive it in Slack, or name another in the configuration"
            return failed(f"#{found.name} is archived", mend=mend)
        if found.is_member and found.missing:
            words = f"joined, and the token may not read it: {found.missing} is missing"
            return failed(words, "replies and reactions there are not seen here", _APPS)
        if found.is_member:
            return passed(f"joined ({', '.join(uses)})")
        mend = f"in #{found.name}, write: /invite @ and the app's name"
        if not posts:
            return failed("the app is not in it", "what is said there is not seen here", mend)
        return failed("the app is not in it", mend=mend)

    return look


def _groups(workspace: Workspace, wanted: tuple[str, ...]) -> Look:
    async def look() -> Said:
        known = {group.name.casefold() for group in await workspace.groups()}
        missing = [handle for handle in wanted if handle.casefold() not in known]
        if missing:
            mend = "make them in Slack (People, User groups), or correct the procedure"
            names = ", ".join(f"@{handle}" for handle in missing)
            return failed(f"Slack knows no {names}", mend=mend)
        return passed(", ".join(f"@{handle}" for handle in wanted))

    return look
