"""The chat port, met by Slack; what to say is not decided here."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from cockpit.adapters import slack_text
from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_wire import Token, Wire
from cockpit.domain.model import Reply
from cockpit.ports import Garbled, PortError, Posted, Refused, Unreachable, plain

EVENT_TYPE = "cockpit_effect"
"""Our mark in a message's metadata; everybody in the workspace can read it."""
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]+")
"""Names have no capitals."""
_MARKS = uuid.UUID("5f0b5b0e-6f0a-5f5e-9d0e-8f6d1c1f4a77")
_PAGE = 200
_LIST_PAGE = 1000
_CHANNEL_KINDS = "public_channel,private_channel"
_MOST_PAGES = 10
_EARLIER_S = 60
"""Looking for a message starts this much before it can have been posted: clocks differ."""
_MOST_NAMES = 500
_NAMES_AT_ONCE = 8
"""People who are looked up for one reading; the rest show their ids until the next."""
_UNSEEN = frozenset({"tombstone", "thread_broadcast_deleted"})


class Slack:
    """Slack's Web API as one app.

    Args:
        api_url: such as "https://slack.com/api/".
        token: asked for before the first question, and again after the token was refused.
        timeout_s: for one answer.
    """

    def __init__(self, *, api_url: str, token: Token, timeout_s: float) -> None:
        self._wire = Wire(api_url, token, timeout_s)
        self._names: dict[str, str] = {}
        self._emails: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        """Of channels that are configured by name: reading needs the id."""

    async def check(self) -> None:
        """Whether Slack can be reached and takes the token: raises what is in the way."""
        await self._wire.ask("auth.test", {})

    async def post(self, channel: str, text: str, thread: str, marker: str) -> Posted:
        """Post plain text, once; the marker goes into its metadata."""
        if len(text) > slack_text.TEXT_LIMIT:
            words = f"{len(text)} characters are more than Slack keeps ({slack_text.TEXT_LIMIT})"
            raise Refused(words, "shorten it, or send it in two", code="msg_too_long")
        arguments: dict[str, object] = {
            "channel": self._ids.get(channel, channel),
            "text": slack_text.escaped(text),
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            "client_msg_id": _message_id(marker),
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"id": marker}},
        }
        if thread:
            arguments["thread_ts"] = thread
        body = await self._wire.ask("chat.postMessage", arguments, write=True)
        ts = body.raw("ts")
        if slack_text.order_of(ts) == (0, 0):
            raise Garbled("Slack does not confirm the message", "look in the channel")
        self._ids[channel] = body.raw("channel") or channel
        warnings = body.node("response_metadata").texts("warnings")
        return Posted(ts=ts, at=slack_text.instant(ts), warning=", ".join(warnings))

    async def find(self, channel: str, thread: str, marker: str, since: datetime) -> Posted | None:
        """The message with this marker, looked for from a minute before `since` on."""
        oldest = slack_text.ts_at(since - timedelta(seconds=_EARLIER_S))
        wanted = _message_id(marker)
        for message in await self._messages(channel, thread, oldest, inclusive=True):
            if _marker(message) == marker or message.raw("client_msg_id") == wanted:
                ts = message.raw("ts")
                return Posted(ts=ts, at=slack_text.instant(ts))
        return None

    async def replies(self, channel: str, thread: str, after: str) -> tuple[Reply, ...]:
        """Messages of a thread later than `after` (empty: all), oldest first, not the parent."""
        found = await self._messages(channel, thread, after or thread, inclusive=False)
        low = slack_text.order_of(after or thread)
        fresh = [
            message
            for message in found
            if message.raw("ts") != thread
            and slack_text.order_of(message.raw("ts")) > low
            and message.raw("subtype") not in _UNSEEN
        ]
        await self._learn_names(fresh)
        fresh.sort(key=lambda message: slack_text.order_of(message.raw("ts")))
        return tuple(self._reply(channel, thread, message) for message in fresh)

    def close(self) -> None:
        """Let the threads end."""
        self._wire.close()

    def _reply(self, channel: str, thread: str, message: Node) -> Reply:
        ts = message.raw("ts")
        return Reply(
            channel=channel,
            thread=thread,
            ts=ts,
            at=slack_text.instant(ts),
            author=self._author(message),
            author_email=self._emails.get(message.raw("user"), ""),
            text=slack_text.readable(message.raw("text"), self._name) or "(no text)",
            ours=plain(_marker(message)),
        )

    def _author(self, message: Node) -> str:
        named = message.text("username") or message.node("bot_profile").text("name")
        user = message.raw("user")
        return named or (self._name(user) if user else message.text("bot_id") or "somebody")

    def _name(self, user: str) -> str:
        return self._names.get(user) or plain(user, 40)

    async def _learn_names(self, messages: Iterable[Node]) -> None:
        wanted: set[str] = set()
        for message in messages:
            wanted |= {message.raw("user"), *slack_text.mentioned(message.raw("text"))}
        unknown = sorted(wanted - self._names.keys() - {""})
        for user in unknown[:_NAMES_AT_ONCE]:
            try:
                body = await self._wire.ask("users.info", {"user": user})
            except Refused as error:
                if error.retry_after_s is not None:
                    return
                name, email = plain(user, 40), ""
            except PortError:
                return
            else:
                person = body.node("user")
                profile = person.node("profile")
                name = profile.text("display_name", "real_name") or person.text("real_name", "name")
                email = profile.text("email")
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
                self._emails.clear()
            self._names[user], self._emails[user] = name or plain(user, 40), email

    async def _channel_id(self, channel: str) -> str:
        """The id behind a channel's name; Slack posts to a name, and reads by id alone."""
        if _CHANNEL_ID.fullmatch(channel):
            return channel
        cursor = ""
        while channel not in self._ids:
            arguments: dict[str, object] = {"types": _CHANNEL_KINDS, "limit": _LIST_PAGE}
            body = await self._wire.ask("conversations.list", {**arguments, "cursor": cursor})
            for room in body.nodes("channels"):
                if room.raw("name") == channel.removeprefix("#"):
                    self._ids[channel] = room.raw("id")
            cursor = body.node("response_metadata").raw("next_cursor")
            if not cursor:
                break
        if channel in self._ids:
            return self._ids[channel]
        words = f"Slack knows no channel {plain(channel, 80)} that the app can see"
        raise Refused(words, "set slack.channels to the channel's id", code="channel_not_found")

    async def _messages(
        self, channel: str, thread: str, oldest: str, *, inclusive: bool
    ) -> list[Node]:
        """Messages of a thread, or of the channel itself, page after page, all of them.

        Raises:
            Unreachable: there are more than could be read.
        """
        arguments: dict[str, object] = {
            "channel": await self._channel_id(channel),
            "oldest": oldest,
            "inclusive": inclusive,
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        method = "conversations.history"
        if thread:
            method, arguments["ts"] = "conversations.replies", thread
        found: list[Node] = []
        for _ in range(_MOST_PAGES):
            body = await self._wire.ask(method, arguments)
            if not body.is_list("messages"):
                raise Garbled("Slack does not list the messages", "check slack.api_url")
            found += body.nodes("messages")
            cursor = body.node("response_metadata").raw("next_cursor")
            if not cursor:
                return found
            arguments["cursor"] = cursor
        raise Unreachable(f"more than {_MOST_PAGES * _PAGE} messages to look through", "see Slack")


def _message_id(marker: str) -> str:
    """The same for the same effect, so that Slack may know a second copy for what it is."""
    return str(uuid.uuid5(_MARKS, marker))


def _marker(message: Node) -> str:
    metadata = message.node("metadata")
    if metadata.raw("event_type") != EVENT_TYPE:
        return ""
    return metadata.node("event_payload").raw("id")
