"""What a handover note is made of: the state, what was looked at for it, and whom it goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from cockpit.domain.handover_looks import UNSEEN, Looks
from cockpit.domain.intervals import Interval
from cockpit.domain.model import Person, SourceStatus
from cockpit.domain.page_load import Load, load
from cockpit.domain.shift_book import NoteKind, Shift, ShiftNote
from cockpit.domain.shift_watch import WEEK
from cockpit.domain.situation import Situation
from cockpit.domain.state import State

_READ = (SourceStatus.OK, SourceStatus.ASKING, SourceStatus.LATE)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Everything that the note tells of; what takes long is worked out once."""

    situation: Situation
    now: datetime
    incoming: Person | None = None
    """Who takes over; None: that was not said yet."""
    role: str = ""
    """What is handed over: "primary"."""
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
    def shift(self) -> Shift | None:
        """The shift that ends: one's own that runs, else one's last; None: none was begun here."""
        me, book = self.situation.me, self.state.shifts
        return (book.of(me) or book.last_of(me)) if me is not None else None

    @cached_property
    def interval(self) -> Interval:
        """The time that the note looks back on: the shift, else the last week."""
        since = self.now - WEEK
        if self.shift is not None:
            since = min(self.shift.due_at, self.shift.begun_at)
        return Interval(start=min(since, self.now), end=self.now)

    @cached_property
    def load(self) -> Load:
        """Which alerts paged how often in that time."""
        it = self.situation
        return load(self.state, it.procedure, it.zone, self.interval, self.now)

    def notes(self, *kinds: NoteKind) -> tuple[ShiftNote, ...]:
        """What was written down in that time, in order."""
        if self.shift is not None:
            found = self.state.shifts.notes_of(self.shift)
            return tuple(note for note in found if note.kind in kinds)
        return tuple(n for n in self.state.shifts.standing(*kinds) if n.at >= self.interval.start)

    def unread(self, source: str) -> str:
        """Why this source cannot be believed now, in words; empty: it can."""
        if source in self.failed:
            return self.failed[source]
        known = self.state.sources.get(source)
        if known is None or known.status in _READ:
            return ""
        return known.reason or known.status.value
