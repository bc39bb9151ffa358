"""Which channel a name means, and questions about one channel; what is said there is not known."""

import re
from collections.abc import Mapping

from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_wire import Wire
from cockpit.ports.outside import Refused
from cockpit.ports.plain import plain

_ID = re.compile(r"[CGD][A-Z0-9]+")
"""Names have no capitals."""
_PAGE = 1000
_MOST_PAGES = 10
_KINDS = "public_channel,private_channel"
_UNKNOWN = frozenset({"channel_not_found", "team_not_found"})
_POST = "chat.postMessage"
"""The one method that takes a channel's name too."""


class Channels:
    """The channels of a workspace; an id is taken as it is, a name is looked up once."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._ids: dict[str, str] = {}

    async def ask(
        self,
        channel: str,
        method: str,
        arguments: Mapping[str, object],
        *,
        write: bool = False,
        key: str = "channel",
    ) -> Node:
        """Call a method about a channel, which may be named; the argument is called `key`.

        A name that does not mean what it meant is looked up anew: a refusal for that reason has
        changed nothing.
        """
        is_id = _ID.fullmatch(channel) is not None
        known = channel if is_id or method == _POST else ""
        known = self._ids.get(channel, known)
        if known:
            try:
                body = await self._wire.ask(method, {**arguments, key: known}, write=write)
            except Refused as error:
                if is_id or error.code not in _UNKNOWN:
                    raise
                self._ids.pop(channel, None)
            else:
                self._learn(channel, body)
                return body
        found = await self.id_of(channel)
        return await self._wire.ask(method, {**arguments, key: found}, write=write)

    async def id_of(self, channel: str) -> str:
        """The id of a channel that may be named.

        Raises:
            Refused: there is no such channel that the app can see.
        """
        if _ID.fullmatch(channel) or channel in self._ids:
            return self._ids.get(channel, channel)
        name = channel.removeprefix("#")
        room, renamed = await self._search(name)
        if not room:
            words = f"Slack knows no channel {plain(name, 80)} that the app can see"
            if renamed:
                words += f"; #{renamed.text('name')} was called so once"
            mend = "set slack.channels to the channel's id, which stays when it is renamed"
            raise Refused(words, mend, code="channel_not_found")
        self._ids[channel] = room.raw("id")
        return self._ids[channel]

    async def find(self, name: str) -> Node:
        """The channel of that name, archived or not; nothing where the app sees none.

        Raises:
            Refused: there are more channels than are gone through.
        """
        room, _ = await self._search(name)
        return room

    async def _search(self, name: str) -> tuple[Node, Node]:
        """The channel of that name, and one that had it before."""
        cursor, renamed = "", Node(None)
        for _ in range(_MOST_PAGES):
            arguments = {"types": _KINDS, "limit": _PAGE, "cursor": cursor}
            body = await self._wire.ask("conversations.list", arguments)
            for room in body.nodes("channels"):
                if room.raw("name") == name:
                    return room, renamed
                if name in room.texts("previous_names"):
                    renamed = room
            cursor = body.node("response_metadata").raw("next_cursor")
            if not cursor:
                return Node(None), renamed
        words = f"there are more than {_MOST_PAGES * _PAGE} channels to look through"
        raise Refused(words, "set slack.channels to ids", code="channel_not_found")

    def _learn(self, channel: str, body: Node) -> None:
        if _ID.fullmatch(body.raw("channel")):
            self._ids[channel] = body.raw("channel")
