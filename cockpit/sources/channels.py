"""Follows the chat's channels for what is said there; readings alone, sends nothing (I9)."""

from collections.abc import AsyncGenerator

from cockpit.domain.facts import Seen
from cockpit.domain.overheard import Overheard, Talk, taken
from cockpit.domain.watch import ChannelSpec, channel_source
from cockpit.ports.outside import Clock
from cockpit.ports.told import Workspace
from cockpit.sources.keeper import Note

QUESTIONS_A_MINUTE = 30
"""For all channels together. Slack answers fifty, and the thread is read and looked through too."""
_EACH = 2
"""Questions that one look may cost."""
_WHOLE_S = 30.0
"""What is known is read again this often, for replies, reactions and edits; else what is newer."""
_LATELY = 100
"""Messages that a look without a beginning brings."""


class ChannelSource:
    """One channel that is followed, at the pace that all of them together allow.

    Args:
        workspace: where to ask.
        spec: the channel.
        note: takes readings.
        clock: dates what is read, and paces what is read again.
        interval_s: seconds between looks, where there are few channels.
        among: how many channels are followed.
    """

    def __init__(
        self,
        workspace: Workspace,
        spec: ChannelSpec,
        note: Note,
        clock: Clock,
        *,
        interval_s: float = 10.0,
        among: int = 1,
    ) -> None:
        self.name = channel_source(spec.name)
        self.interval_s = max(interval_s, among * _EACH * 60.0 / QUESTIONS_A_MINUTE)
        self.deadline_s = 25.0
        self.warning = ""
        self._workspace = workspace
        self._spec = spec
        self._note = note
        self._clock = clock
        self._talk = Talk()
        self._whole_at = 0.0
        """When it is to be read again as a whole."""

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """Notes what is new; never a fact, for the journal must stay small."""
        known, now = self._talk.messages, self._clock.monotonic()
        is_whole = not known or now >= self._whole_at
        edge = known[0].ts if len(known) > _LATELY else ""
        after = edge if is_whole else known[-1].ts
        backlog = await self._workspace.history(self._spec.id, after)
        heard = Overheard(
            channel=self._spec.id,
            at=self._clock.now(),
            messages=backlog.messages,
            is_whole=is_whole,
            is_cut=backlog.is_cut,
        )
        self._talk = taken(self._talk, heard)
        self._note(heard)
        self.warning = "more is said than is read" if backlog.is_cut else ""
        if is_whole:
            self._whole_at = now + _WHOLE_S
        nothing: tuple[Seen, ...] = ()
        for fact in nothing:
            yield fact
