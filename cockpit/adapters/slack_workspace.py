"""The workspace port, met by Slack: whom and what it knows; nothing is written from here."""

import asyncio
from collections import Counter

from cockpit.adapters.slack_channels import Channels
from cockpit.adapters.slack_people import People, Somebody
from cockpit.adapters.slack_reading import Reading
from cockpit.adapters.slack_wire import Wire
from cockpit.domain.chat import Mention, Reach
from cockpit.ports.outside import Garbled, Refused
from cockpit.ports.plain import plain
from cockpit.ports.told import Backlog

_MOST_SHOWN = 20
_FRESH_S = 300.0
"""For so long counts, groups and addresses are taken as they are, seconds."""
_MOST_KEPT = 1000
_PAGE, _MOST_PAGES = 1000, 10
_RESERVED = frozenset({"here", "channel", "everyone"})
"""Nobody may be called so: these words notify a whole channel."""


class SlackWorkspace:
    """The people, groups and channels of one workspace."""

    def __init__(self, wire: Wire, channels: Channels, people: People, reading: Reading) -> None:
        self._wire = wire
        self._channels = channels
        self._people = people
        self._reading = reading
        self._groups: tuple[tuple[Mention, ...], float] = ((), 0.0)
        self._members: dict[str, tuple[int, float]] = {}
        self._by_email: dict[str, tuple[Somebody | None, float]] = {}
        self._names: tuple[tuple[Somebody, ...], Counter[str]] = ((), Counter())

    async def people(self, words: str) -> tuple[Mention, ...]:
        """Those whose name, handle or address these words begin parts of, at most twenty.

        Everybody is listed at most twice an hour; whoever is gone, or no person, is left out.
        """
        everybody = await self._people.everybody()
        wanted = words.removeprefix("@").casefold().split()
        found = [one for one in everybody if _fits(one, wanted)]
        whole = " ".join(wanted)
        found.sort(key=lambda one: (not _begins(one, whole), one.name.casefold(), one.id))
        return tuple(self._mention(one, everybody) for one in found[:_MOST_SHOWN])

    async def groups(self) -> tuple[Mention, ...]:
        """Every user group that is in use; none where the workspace's plan has none."""
        kept, stale_at = self._groups
        now = asyncio.get_running_loop().time()
        if now >= stale_at:
            arguments = {"include_count": True}
            fine = {"plan_upgrade_required"}
            body = await self._wire.ask("usergroups.list", arguments, fine=fine)
            if body.flag("ok") and not body.is_list("usergroups"):
                raise Garbled("Slack does not list its groups", "check slack.api_url")
            kept = tuple(
                Mention(
                    reach=Reach.GROUP,
                    name=group.text("handle", "name", limit=80).lstrip("@ "),
                    id=group.raw("id"),
                    people=group.number("user_count"),
                )
                for group in body.nodes("usergroups")
                if not group.number("date_delete") and group.raw("id")
            )
            self._groups = (kept, now + _FRESH_S)
        return kept

    async def members(self, channel: str) -> int:
        """How many are in a channel; apps count too."""
        count, stale_at = self._members.get(channel, (0, 0.0))
        now = asyncio.get_running_loop().time()
        if now >= stale_at:
            arguments = {"include_num_members": True}
            body = await self._channels.ask(channel, "conversations.info", arguments)
            count = body.node("channel").number("num_members") or await self._count(channel)
            if len(self._members) >= _MOST_KEPT:
                self._members.clear()
            self._members[channel] = (count, now + _FRESH_S)
        return count

    async def group_members(self, group_id: str) -> tuple[Mention, ...]:
        """Who is in a user group now; never remembered, for it is about to be replaced."""
        body = await self._wire.ask("usergroups.users.list", {"usergroup": group_id})
        if not body.is_list("users"):
            raise Garbled("Slack does not say who is in the group", "look in Slack")
        users = body.texts("users")
        await self._people.learn(users)
        return tuple(
            Mention(reach=Reach.PERSON, name=self._people.name(user), id=user, people=1)
            for user in users
        )

    async def person(self, email: str) -> Mention | None:
        """Whoever has this address, remembered for some minutes."""
        key = email.strip().casefold()
        if not key:
            return None
        found, stale_at = self._by_email.get(key, (None, 0.0))
        now = asyncio.get_running_loop().time()
        if now >= stale_at:
            found = await self._people.by_email(key)
            if len(self._by_email) >= _MOST_KEPT:
                self._by_email.clear()
            self._by_email[key] = (found, now + _FRESH_S)
        if found is None or not found.id or not found.is_person:
            return None
        return Mention(reach=Reach.PERSON, name=found.name, id=found.id, people=1)

    async def link(self, channel: str, ts: str) -> str:
        """Where a message is read; Slack alone knows."""
        body = await self._channels.ask(channel, "chat.getPermalink", {"message_ts": ts})
        return body.text("permalink")

    async def history(self, channel: str, after: str) -> Backlog:
        """What was said in a channel after this ts, newest kept; empty: the last hundred."""
        return await self._reading.history(channel, after)

    async def _count(self, channel: str) -> int:
        count, cursor = 0, ""
        for _ in range(_MOST_PAGES):
            arguments = {"limit": _PAGE, "cursor": cursor}
            body = await self._channels.ask(channel, "conversations.members", arguments)
            count += len(body.texts("members"))
            cursor = body.node("response_metadata").raw("next_cursor")
            if not cursor:
                return count
        raise Refused(f"{plain(channel, 80)} has more members than can be counted")

    def _mention(self, one: Somebody, everybody: tuple[Somebody, ...]) -> Mention:
        """Their name, with the handle where the name alone would not tell who is meant."""
        if self._names[0] is not everybody:
            self._names = (everybody, Counter(other.name.casefold() for other in everybody))
        name, key = one.name, one.name.casefold()
        if one.handle and (key in _RESERVED or self._names[1][key] > 1):
            name = f"{name} ({one.handle})"
        return Mention(reach=Reach.PERSON, name=name, id=one.id, people=1)


def _parts(one: Somebody) -> list[str]:
    whole = (one.name, one.real_name, one.handle, one.email)
    return [part.casefold() for text in whole for part in (*text.split(), text) if part]


def _fits(one: Somebody, wanted: list[str]) -> bool:
    parts = _parts(one)
    return all(any(part.startswith(word) for part in parts) for word in wanted)


def _begins(one: Somebody, whole: str) -> bool:
    return one.name.casefold().startswith(whole) or one.handle.casefold().startswith(whole)
