"""Rooms: channels of an incident's own, opened, furnished and archived, and looked at."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cockpit.adapters import slack_text, slack_words
from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_channels import Channels
from cockpit.adapters.slack_people import People
from cockpit.adapters.slack_wire import Wire
from cockpit.domain.effects_chat import AddBookmark, ArchiveRoom, InviteToRoom, OpenRoom, SetTopic
from cockpit.ports.outside import Changed, Garbled, Refused
from cockpit.ports.plain import plain

RoomChange = OpenRoom | SetTopic | InviteToRoom | AddBookmark | ArchiveRoom

TOPIC_LIMIT = 250
_TITLE_LIMIT, _LINK_LIMIT = 256, 2048
_MOST_INVITED = 100
"""At once."""
_PAGE, _MOST_PAGES = 1000, 10
_INVITE = "conversations.invite"
_IN_ALREADY = frozenset({"already_in_channel", "cant_invite_self"})
"""As good as invited."""
_PARTIAL = frozenset(
    {
        *_IN_ALREADY,
        "cant_invite",
        "no_permission",
        "org_user_not_in_team",
        "ura_max_channels",
        "user_is_restricted",
        "user_not_found",
    }
)
"""Refusals that say of whom they speak."""
_TICK = timedelta(seconds=1)


class Rooms:
    """The rooms of one workspace; `ref` is always a room's id."""

    def __init__(self, wire: Wire, channels: Channels, people: People) -> None:
        self._wire = wire
        self._channels = channels
        self._people = people

    async def alter(self, change: RoomChange, ref: str) -> Changed:
        """Carry it out, once; what stands already is as good."""
        if isinstance(change, OpenRoom):
            return await self._open(change)
        if not ref:
            raise Refused("the incident's own channel is not there yet", "open it first")
        match change:
            case SetTopic(topic=topic):
                await self._set_topic(ref, topic)
            case InviteToRoom(user_ids=users):
                await self._invite(ref, users)
            case AddBookmark():
                await self._bookmark(ref, change)
            case ArchiveRoom():
                arguments = {"channel": ref}
                fine = {"already_archived"}
                await self._wire.ask("conversations.archive", arguments, write=True, fine=fine)
        return Changed(ref=ref)

    async def find(self, change: RoomChange, ref: str, since: datetime) -> Changed | None:
        """Whether it stands."""
        if isinstance(change, OpenRoom):
            return await self._find_opened(change, since)
        if not ref or not await self._stands(change, ref):
            return None
        return Changed(ref=ref)

    async def _stands(self, change: RoomChange, ref: str) -> bool:
        match change:
            case SetTopic(topic=topic):
                shown = (await self._info(ref)).node("topic").raw("value")
                return _same(shown, topic)
            case InviteToRoom(user_ids=users):
                return set(users) <= await self._members(ref)
            case AddBookmark(title=title):
                url = await self._link(change)
                body = await self._wire.ask("bookmarks.list", {"channel_id": ref})
                kept, shown = body.nodes("bookmarks"), plain(title, _TITLE_LIMIT)
                return any(_same(b.raw("link"), url) and _same(b.raw("title"), shown) for b in kept)
            case ArchiveRoom():
                return (await self._info(ref)).flag("is_archived")
            case _:
                return False

    async def _open(self, change: OpenRoom) -> Changed:
        arguments = {"name": change.name, "is_private": change.is_private}
        method = "conversations.create"
        body = await self._wire.ask(method, arguments, write=True, fine={"name_taken"})
        if not body.flag("ok"):
            room = await self._channels.find(change.name)
            if room and room.raw("creator") == await self._people.me():
                # It may be from an attempt whose answer was lost: a look can tell by its age.
                raise Garbled(f"the app has opened #{change.name} already")
            reason, mend = slack_words.words("name_taken", method)
            if not room:
                reason += ", where the app cannot see it"
            raise Refused(reason, mend, code="name_taken")
        return _opened(body.node("channel"))

    async def _find_opened(self, change: OpenRoom, since: datetime) -> Changed | None:
        room = await self._channels.find(change.name)
        if not room or room.raw("creator") != await self._people.me():
            return None
        opened = _opened(room)
        if room.flag("is_archived"):
            raise Refused(f"#{change.name} is archived", "choose another name", code="name_taken")
        if opened.at is not None and opened.at < since - _TICK:
            words = f"#{change.name} exists since {opened.at:%Y-%m-%d %H:%M} UTC: the app opened it"
            raise Refused(words, "choose another name", code="name_taken")
        return opened

    async def _set_topic(self, ref: str, topic: str) -> None:
        method = "conversations.setTopic"
        if len(topic) > TOPIC_LIMIT:
            reason, mend = slack_words.words("too_long", method)
            raise Refused(reason, mend, code="too_long")
        await self._wire.ask(method, {"channel": ref, "topic": topic}, write=True)

    async def _invite(self, ref: str, users: tuple[str, ...]) -> None:
        """Those who can be invited are, whatever becomes of the others.

        Raises:
            Refused: somebody could not be invited; it says who, and why.
        """
        failed: list[Node] = []
        for start in range(0, len(users), _MOST_INVITED):
            some = ",".join(users[start : start + _MOST_INVITED])
            arguments = {"channel": ref, "users": some, "force": True}
            body = await self._wire.ask(_INVITE, arguments, write=True, fine=_PARTIAL)
            errors = body.nodes("errors")
            if not body.flag("ok") and not errors:
                errors = [Node({"user": some, "error": body.raw("error")})]
            failed += [one for one in errors if one.raw("error") not in _IN_ALREADY]
        if failed:
            await self._people.learn(one.raw("user") for one in failed)
            code = failed[0].raw("error")
            _, mend = slack_words.words(code, _INVITE)
            raise Refused(f"not everybody was invited: {self._told(failed)}", mend, code=code)

    def _told(self, failed: Iterable[Node]) -> str:
        """Who was not invited, and why."""
        reasons: dict[str, list[str]] = {}
        for one in failed:
            reason, _ = slack_words.words(one.text("error", limit=60), _INVITE)
            reasons.setdefault(reason, []).append(self._people.name(one.raw("user")))
        return "; ".join(f"{', '.join(names)}: {why}" for why, names in reasons.items())

    async def _bookmark(self, ref: str, change: AddBookmark) -> None:
        method = "bookmarks.add"
        url = await self._link(change)
        if not url.startswith(("https://", "http://")) or len(url) > _LINK_LIMIT:
            reason, mend = slack_words.words("invalid_link", method)
            raise Refused(reason, mend, code="invalid_link")
        arguments = {
            "channel_id": ref,
            "title": plain(change.title, _TITLE_LIMIT),
            "type": "link",
            "link": url,
        }
        await self._wire.ask(method, arguments, write=True)

    async def _link(self, change: AddBookmark) -> str:
        """What is kept; where a message stands, only Slack knows."""
        if change.url or not change.thread:
            return change.url
        arguments = {"channel": change.channel, "message_ts": change.thread}
        return (await self._wire.ask("chat.getPermalink", arguments)).raw("permalink")

    async def _info(self, ref: str) -> Node:
        return (await self._wire.ask("conversations.info", {"channel": ref})).node("channel")

    async def _members(self, ref: str) -> set[str]:
        found: set[str] = set()
        cursor = ""
        for _ in range(_MOST_PAGES):
            arguments = {"channel": ref, "limit": _PAGE, "cursor": cursor}
            body = await self._wire.ask("conversations.members", arguments)
            found.update(body.texts("members"))
            cursor = body.node("response_metadata").raw("next_cursor")
            if not cursor:
                break
        return found


def _opened(room: Node) -> Changed:
    if not room.raw("id"):
        raise Garbled("Slack does not confirm the channel", "look in Slack")
    return Changed(ref=room.raw("id"), at=slack_text.instant(str(room.number("created"))))


def _same(shown: str, wanted: str) -> bool:
    """Whether Slack shows this text, which it may have escaped, and may show with other spaces."""
    found = {" ".join(text.split()) for text in (shown, slack_text.unescaped(shown))}
    return " ".join(wanted.split()) in found
