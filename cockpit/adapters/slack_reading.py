"""What was said in a thread or a channel, read and made harmless; nothing is written from here."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress

from cockpit.adapters import slack_shown, slack_text
from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_channels import Channels
from cockpit.adapters.slack_people import People
from cockpit.domain.model import Reply
from cockpit.ports.outside import Garbled, Refused, Unreachable
from cockpit.ports.told import Backlog, Stretch

_PAGE = 200
_LONG_PAGE = 999
"""Replies that are asked for at once: threads are looked through again and again."""
_MOST_PAGES = 10
_MOST_QUESTIONS = 2
"""For what is new in a channel or a thread, whatever there is."""
_LATELY = 100
"""Messages that are read of a channel that was never read before."""
_ALIVE_S = 60.0
"""A thread that was there so lately is taken to be there, seconds."""
_LOOK_S = 3.0
"""Looking whether a thread is still there holds up a message no longer than that, seconds."""
_MOST_THREADS = 500


class Reading:
    """Reads what was said in one workspace."""

    def __init__(self, channels: Channels, people: People) -> None:
        self._channels = channels
        self._people = people
        self._alive: dict[tuple[str, str], float] = {}
        self._reacted_to: set[tuple[str, str]] = set()
        """Parents under which there was a reaction: that it was taken back is news too."""

    async def replies(self, channel: str, thread: str, after: str) -> Stretch:
        """As the port has it."""
        low = slack_text.order_of(after or thread)
        arguments: dict[str, object] = {
            "ts": thread,
            "oldest": after or thread,
            "inclusive": False,
            "include_all_metadata": True,
            "limit": _LONG_PAGE,
        }
        found, is_cut = await self._pages(channel, "conversations.replies", arguments)
        self.is_there(channel, thread)
        fresh = [
            message
            for message in found
            if (message.raw("ts") == thread and self._has_reactions(channel, message))
            or (
                slack_text.order_of(message.raw("ts")) > low
                and message.raw("ts") != thread
                and message.raw("subtype") not in slack_shown.GONE
            )
        ]
        await self._learn_names(fresh)
        fresh.sort(key=lambda message: slack_text.order_of(message.raw("ts")))
        last = max((m.raw("ts") for m in found), key=slack_text.order_of, default=after or thread)
        parent = next((m for m in found if m.raw("ts") == thread), Node(None))
        is_gone = parent.raw("subtype") in slack_shown.GONE

        def shown(message: Node) -> Reply:
            return slack_shown.reply(self._people, channel, thread, message)

        return Stretch(
            replies=tuple(shown(message) for message in fresh),
            goes_on_after=last if is_cut else "",
            first=shown(parent) if parent and not is_gone else None,
            is_gone=is_gone,
        )

    async def history(self, channel: str, after: str) -> Backlog:
        """As the port has it; besides, up to eight people are looked up who were never seen."""
        arguments: dict[str, object] = {"include_all_metadata": True, "limit": _PAGE}
        if after:
            arguments |= {"oldest": after, "inclusive": False}
        else:
            arguments["limit"] = _LATELY
        most = _MOST_QUESTIONS if after else 1
        found, is_cut = await self._pages(channel, "conversations.history", arguments, most)
        low = slack_text.order_of(after)
        said = [
            message
            for message in found
            if message.raw("subtype") not in slack_shown.NOISE
            and slack_text.order_of(message.raw("ts")) > max(low, (0, 0))
        ]
        await self._learn_names(said)
        said.sort(key=lambda message: slack_text.order_of(message.raw("ts")))
        heard = tuple(slack_shown.heard(self._people, channel, message) for message in said)
        return Backlog(messages=heard, is_cut=bool(after) and is_cut)

    async def _pages(
        self, channel: str, method: str, arguments: dict[str, object], most: int = _MOST_QUESTIONS
    ) -> tuple[list[Node], bool]:
        """What so many questions bring, and whether there is more."""
        found: list[Node] = []
        cursor = ""
        for _ in range(most):
            body = await self._page(channel, method, arguments, cursor)
            found += body.nodes("messages")
            cursor = body.node("response_metadata").raw("next_cursor")
            if not cursor:
                break
        return found, bool(cursor)

    async def messages(
        self, channel: str, thread: str, oldest: str, *, inclusive: bool
    ) -> AsyncGenerator[Node, None]:
        """Messages of a thread, or of the channel itself, page after page.

        Raises:
            Unreachable: there are more than could be read.
        """
        arguments: dict[str, object] = {
            "oldest": oldest,
            "inclusive": inclusive,
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        method = "conversations.history"
        if thread:
            method, arguments["ts"] = "conversations.replies", thread
        cursor = ""
        for _ in range(_MOST_PAGES):
            body = await self._page(channel, method, arguments, cursor)
            for message in body.nodes("messages"):
                yield message
            cursor = body.node("response_metadata").raw("next_cursor")
            if not cursor:
                return
        raise Unreachable(f"more than {_MOST_PAGES * _PAGE} messages to look through", "see Slack")

    async def first(
        self, channel: str, thread: str, oldest: str, is_it: Callable[[Node], bool]
    ) -> Node:
        """The first message from then on that is it; nothing when there certainly is none.

        What was meant for a thread that is gone stands in the channel itself.
        """
        for place in dict.fromkeys((thread, "")):
            found = self.messages(channel, place, oldest, inclusive=True)
            try:
                async with aclosing(found):
                    async for message in found:
                        if is_it(message):
                            return message
            except Refused as error:
                if not place or error.code != "thread_not_found":
                    raise
            else:
                break
        return Node(None)

    async def message(self, channel: str, ts: str) -> Node:
        """One message, in a thread or not; nothing when it is gone."""
        arguments = {"ts": ts, "oldest": ts, "latest": ts, "inclusive": True, "limit": 10}
        try:
            body = await self._page(channel, "conversations.replies", arguments, "")
        except Refused as error:
            if error.code == "thread_not_found":
                return Node(None)
            raise
        found = (message for message in body.nodes("messages") if message.raw("ts") == ts)
        return next(found, Node(None))

    def is_there(self, channel: str, thread: str) -> None:
        """The thread has just been seen."""
        if len(self._alive) >= _MOST_THREADS:
            self._alive.clear()
        self._alive[channel, thread] = asyncio.get_running_loop().time() + _ALIVE_S

    async def need(self, channel: str, thread: str) -> None:
        """Whether a thread is there, unless it was just now; Slack would say what was meant for a
        thread without its first message to the whole channel.

        Raises:
            Refused: it is gone. Where that cannot be found out, nothing is raised.
        """
        if self._alive.get((channel, thread), 0.0) > asyncio.get_running_loop().time():
            return
        arguments = {"ts": thread, "limit": 1}
        with suppress(TimeoutError, Unreachable, Garbled):
            try:
                async with asyncio.timeout(_LOOK_S):
                    await self._page(channel, "conversations.replies", arguments, "")
            except Refused as error:
                if error.code == "thread_not_found":
                    raise
                return
            self.is_there(channel, thread)

    def _has_reactions(self, channel: str, parent: Node) -> bool:
        key = (channel, parent.raw("ts"))
        if parent.nodes("reactions"):
            self._reacted_to.add(key)
        return key in self._reacted_to

    async def _page(
        self, channel: str, method: str, arguments: dict[str, object], cursor: str
    ) -> Node:
        more = {"cursor": cursor} if cursor else {}
        body = await self._channels.ask(channel, method, {**arguments, **more})
        if not body.is_list("messages"):
            raise Garbled("Slack does not list the messages", "check slack.api_url")
        return body

    async def _learn_names(self, messages: Sequence[Node]) -> None:
        await self._people.learn(slack_shown.named(messages))
