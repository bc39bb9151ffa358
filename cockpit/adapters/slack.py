"""The chat port, met by Slack; what to say is not decided here."""

from datetime import datetime

from cockpit.adapters import slack_marks, slack_text
from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_account import SlackAccount
from cockpit.adapters.slack_changes import EARLIER, Changes, check_length
from cockpit.adapters.slack_channels import Channels
from cockpit.adapters.slack_people import People
from cockpit.adapters.slack_reading import Reading
from cockpit.adapters.slack_wire import Token, Wire
from cockpit.adapters.slack_workspace import SlackWorkspace
from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_chat import ChatChange
from cockpit.ports.outside import Changed, Garbled
from cockpit.ports.told import Posted, Stretch

_CHARSET = "_charset"
"""How the warnings end that are about our request, and not about what stands in the channel."""
_UNTHREADED = "in the channel itself, its thread is gone"


class Slack:
    """Slack's Web API as one app.

    Args:
        api_url: such as "https://slack.com/api/".
        token: asked for before the first question, and again after the token was refused.
        timeout_s: for one answer.
    """

    def __init__(self, *, api_url: str, token: Token, timeout_s: float, readers: int = 2) -> None:
        self._wire = Wire(api_url, token, timeout_s, readers)
        self._channels = Channels(self._wire)
        people = People(self._wire)
        self._reading = Reading(self._channels, people)
        self._changes = Changes(self._wire, self._channels, people, self._reading)
        self.workspace = SlackWorkspace(self._wire, self._channels, people, self._reading)
        """The same workspace, for whoever wants to know whom it knows."""
        self.account = SlackAccount(self._wire, self._channels)
        """And for whoever wants to know what we may do there."""

    async def check(self) -> None:
        """Whether Slack can be reached and takes the token: raises what is in the way."""
        await self._wire.ask("auth.test", {})

    async def post(self, message: PostMessage, thread: str) -> Posted:
        """Post, once; the effect's id goes into its metadata.

        Slack's marks for bold and the like stay letters unless somebody is mentioned: only where
        it reads marks does Slack promise to notify.
        """
        check_length(message.text)
        arguments: dict[str, object] = {
            "text": slack_text.composed(message.text, message.mentions),
            "mrkdwn": bool(message.mentions),
            "unfurl_links": False,
            "unfurl_media": False,
            "client_msg_id": slack_marks.message_id(message.id),
            "metadata": slack_marks.metadata(message),
        }
        if thread:
            await self._reading.need(message.channel, thread)
            arguments["thread_ts"] = thread
        body = await self._channels.ask(message.channel, "chat.postMessage", arguments, write=True)
        ts = body.raw("ts")
        if slack_text.order_of(ts) == (0, 0):
            raise Garbled("Slack does not confirm the message", "look in the channel")
        warnings = body.node("response_metadata").texts("warnings")
        warnings = [w for w in warnings if not w.endswith(_CHARSET)]
        if _is_elsewhere(body.node("message"), thread):
            warnings.append(_UNTHREADED)
        else:
            self._reading.is_there(message.channel, thread or ts)
        return Posted(ts=ts, at=slack_text.instant(ts), warning=", ".join(warnings))

    async def find(self, channel: str, thread: str, marker: str, since: datetime) -> Posted | None:
        """The message with this marker, looked for from a minute before `since` on."""
        oldest = slack_text.ts_at(since - EARLIER)
        message = await self._reading.first(
            channel, thread, oldest, lambda message: slack_marks.is_from(message, marker)
        )
        ts = message.raw("ts")
        return Posted(ts=ts, at=slack_text.instant(ts)) if message else None

    async def replies(self, channel: str, thread: str, after: str) -> Stretch:
        """Messages of a thread later than `after` (empty: all), oldest first, bounded.

        Reactions to a message are seen when it is read again. The parent comes first, its ts being
        the thread's, if somebody has reacted to it.
        """
        return await self._reading.replies(channel, thread, after)

    async def alter(self, change: ChatChange, ref: str, thread: str) -> Changed:
        """Change something at the chat, once."""
        return await self._changes.alter(change, ref, thread)

    async def find_alteration(
        self, change: ChatChange, ref: str, thread: str, since: datetime
    ) -> Changed | None:
        """Whether this change stands."""
        return await self._changes.find(change, ref, thread, since)

    def close(self) -> None:
        """Let the threads end."""
        self._wire.close()


def _is_elsewhere(posted: Node, thread: str) -> bool:
    """Whether what was meant for a thread says that it is in none."""
    return bool(thread and posted and posted.raw("thread_ts") != thread)
