"""An incident's story as the journal has it: the state at any instant of it, quickly; pure.

Nothing is made up: the state at an instant is the fold of the records that were noted by then, in
their order. Between two instants there is nothing, and what is not in the journal is not known.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from cockpit.domain.facts import Outcome, Record
from cockpit.domain.fold import fold
from cockpit.domain.state import EMPTY, State

EVERY = 64
"""Records from one kept state to the next: what lies between is folded when it is wanted."""
LEAD = timedelta(seconds=60)
"""The film begins so long before the incident was first seen."""


class Film:
    """The records of a journal, seen for one incident.

    Raises:
        KeyError: no record knows that incident.
    """

    def __init__(self, records: Iterable[Record], incident_id: str) -> None:
        self.incident_id = incident_id
        self._records: Sequence[Record] = sorted(records, key=lambda record: record.seq)
        self._times = _times(self._records)
        self._states: dict[int, State] = {0: EMPTY}
        """States after so many records."""
        self.events: tuple[datetime, ...] = ()
        """The instants at which something of this incident changed, in order."""
        self._expose()
        self._marks = sorted(self._states)
        if not self.events:
            raise KeyError(incident_id)

    @property
    def begins(self) -> datetime:
        """Where the film begins: a little before anything was known of the incident."""
        return self.events[0] - LEAD

    @property
    def ends(self) -> datetime:
        """Its last event."""
        return self.events[-1]

    @property
    def last(self) -> State:
        """The state at its end."""
        return self.state(self.ends)

    def state(self, at: datetime) -> State:
        """What was known at this instant."""
        count = bisect_right(self._times, at)
        mark = self._marks[bisect_right(self._marks, count) - 1]
        return fold(self._records[mark:count], self._states[mark])

    def after(self, at: datetime) -> datetime:
        """The next event after this instant; at the end, the end."""
        place = bisect_right(self.events, at)
        return self.events[min(place, len(self.events) - 1)]

    def before(self, at: datetime) -> datetime:
        """The last event before this instant; at the beginning, the beginning."""
        place = bisect_left(self.events, at)
        return self.events[place - 1] if place else self.begins

    def place(self, at: datetime) -> int:
        """How many events have happened by then."""
        return bisect_right(self.events, at)

    def records(self, since: datetime, until: datetime) -> Sequence[Record]:
        """What was noted after one instant and by another."""
        return self._records[bisect_right(self._times, since) : bisect_right(self._times, until)]

    def _expose(self) -> None:
        """Fold once through everything, and keep what is needed to find any instant again.

        What was noted long before the incident is kept as one state.
        """
        state, seen = EMPTY, False
        events: list[datetime] = []
        for place, record in enumerate(self._records):
            before, state = state, fold((record,), state)
            if not seen and self.incident_id in state.cases:
                seen = True
                self._states[place] = before
            if not seen:
                continue
            if (place + 1) % EVERY == 0:
                self._states[place + 1] = state
            at = self._times[place]
            if self._is_event(before, state, record) and (not events or at > events[-1]):
                events.append(at)
        self.events = tuple(events)

    def _is_event(self, before: State, after: State, record: Record) -> bool:
        """Whether one would see something happen: to the incident, or to what is watched, while it
        is open."""
        case, elder = after.cases.get(self.incident_id), before.cases.get(self.incident_id)
        if case is not elder:
            return True
        if case is None or not case.incident.is_open:
            return self._has_left(before, after, record)
        watched = (
            (before.probes, after.probes),
            (before.criteria, after.criteria),
            (before.repositories, after.repositories),
            (before.sources, after.sources),
            (before.errors, after.errors),
        )
        return self._has_left(before, after, record) or any(
            one is not other for one, other in watched
        )

    def _has_left(self, before: State, after: State, record: Record) -> bool:
        """Whether something that was to leave for this incident is elsewhere on its way by now."""
        if not isinstance(record.fact, Outcome):
            return False
        key = record.fact.effect
        parcel = after.parcels.get(key)
        if parcel is None or parcel is before.parcels.get(key):
            return False
        return parcel.effect.incident_id == self.incident_id


def _times(records: Sequence[Record]) -> list[datetime]:
    """When each was noted; a clock that was set back does not take the film back."""
    found: list[datetime] = []
    for record in records:
        found.append(max(record.at, found[-1]) if found else record.at)
    return found
