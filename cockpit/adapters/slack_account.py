"""What our token is at Slack, and which channels we are in; nothing is joined from here."""

from cockpit.adapters.slack_channels import Channels
from cockpit.adapters.slack_wire import Wire
from cockpit.ports.readiness import ChatStanding, Membership


class SlackAccount:
    """The chat account port, met by Slack."""

    def __init__(self, wire: Wire, channels: Channels) -> None:
        self._wire = wire
        self._channels = channels

    async def standing(self) -> ChatStanding:
        """Whose token it is; its scopes come with the answer, in a header."""
        body = await self._wire.ask("auth.test", {})
        return ChatStanding(
            name=body.text("user", limit=80),
            team=body.text("team", limit=80),
            scopes=self._wire.scopes,
        )

    async def membership(self, channel: str) -> Membership:
        """Whether we are in a channel; a private one that we are not in does not exist for us."""
        body = await self._channels.ask(channel, "conversations.info", {})
        room = body.node("channel")
        return Membership(
            name=room.text("name", limit=80) or channel.removeprefix("#"),
            is_member=room.flag("is_member"),
            is_archived=room.flag("is_archived"),
            missing=self._missing(is_private=room.flag("is_private")),
        )

    def _missing(self, *, is_private: bool) -> str:
        scope = "groups:history" if is_private else "channels:history"
        return "" if self._wire.scopes is None or scope in self._wire.scopes else scope
