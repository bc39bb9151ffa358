"""What a handover note is made of: the state, what was looked at for it, and whom it goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from cockpit.domain.handover_looks import UNSEEN, Looks
from cockpit.domain.intervals import Interval
from cockpit.domain.model import Person, SourceStatus
from cockpit.domain.own_shift import Own, own
from cockpit.domain.page_load import Load, load
from cockpit.domain.shift_book import NoteKind, ShiftNote
from cockpit.domain.situation import Situation
from cockpit.domain.state import State

_MOMENT = timedelta(seconds=1)
"""What was written down just now is in it."""
_READ = (SourceStatus.OK, SourceStatus.ASKING, SourceStatus.LATE)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Everything that the note tells of; what takes long is worked out once."""

    situation: Situation
    now: datetime
    incoming: Person | None = None
    """Who takes over; None: that was not said yet."""
    looks: Looks = UNSEEN
    failed: Mapping[str, str] = field(default_factory=dict)
    """Sources that were asked for this very note and did not answer, with why."""

    @property
    def state(self) -> State:
        """What is known."""
        return self.situation.state

    @property
    def today(self) -> date:
        """The reader's day."""
        return self.now.astimezone(self.situation.zone).date()

    @cached_property
    def own(self) -> Own:
        """What is handed over."""
        return own(self.situation, self.now)

    @property
    def role(self) -> str:
        """As the profile calls it: "primary"."""
        return self.own.role

    @property
    def interval(self) -> Interval:
        """The time that the note looks back on."""
        return Interval(start=min(self.own.start, self.now), end=self.now)

    @cached_property
    def load(self) -> Load:
        """Which alerts paged how often in that time."""
        it = self.situation
        return load(self.state, it.procedure, it.zone, self.interval, self.now)

    def notes(self, *kinds: NoteKind) -> tuple[ShiftNote, ...]:
        """What was written down in that time, in order."""
        until = self.now + _MOMENT
        return self.state.shifts.written(self.own.shift, self.interval.start, until, *kinds)

    def unread(self, source: str) -> str:
        """Why this source cannot be believed now, in words; empty: it can."""
        if source in self.failed:
            return self.failed[source]
        known = self.state.sources.get(source)
        if known is None or known.status in _READ:
            return ""
        return known.reason or known.status.value
