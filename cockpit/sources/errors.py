"""Watches the error tracker: appearing, coming back and going are facts, counts are readings."""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter

from cockpit.domain.facts import ErrorsFound, Seen
from cockpit.domain.state import State
from cockpit.domain.tracked_errors import (
    ErrorsCounted,
    ErrorState,
    ErrorStatus,
    ErrorTurn,
    TrackedError,
)
from cockpit.domain.watch import ERRORS
from cockpit.ports.errors import ErrorReading, ErrorTracker
from cockpit.ports.outside import Clock, Refused
from cockpit.sources.keeper import Note

NAME = ERRORS

LOOK_UPS = 4
"""Errors of which a poll reads more than the list says; the others wait for the next one. Sentry
allows five of these questions in a second."""
LATELY = timedelta(hours=24)
"""Of an error that is older, the first release does not matter, nor how it went away."""
MOST_OLD = 100
"""Old errors that are followed where there are more than one reading brings."""
AGAIN_S = 600.0
"""What was read of a single error is read again after this, seconds."""
_EACH_S = 12.0
_PUT_OFF = "not every release is read yet: the rate limit is reached"


class ErrorSource:
    """The unresolved errors, as facts about what differs from the state.

    Args:
        tracker: where to ask.
        state: the state as it is now.
        note: takes the counts.
        clock: dates them, and paces what is read of single errors.
        interval_s: seconds between polls.
    """

    name = NAME

    def __init__(
        self,
        tracker: ErrorTracker,
        state: Callable[[], State],
        note: Note,
        clock: Clock,
        *,
        interval_s: float = 30.0,
    ) -> None:
        self.interval_s = interval_s
        self.deadline_s = _EACH_S * (LOOK_UPS + 4)
        self.warning = ""
        self._tracker = tracker
        self._state = state
        self._note = note
        self._clock = clock
        self._looked: dict[str, tuple[ErrorTurn, float]] = {}
        """Listed errors that were read in full: where they stood then, and when that was."""
        self._missed: dict[str, float] = {}
        """When an error was found open that the list did not reach."""

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """The list first; then, a few at a time, releases of new errors, and the fate of others."""
        reading = await self._tracker.unresolved()
        self.warning = reading.warning
        now = self._clock.now()
        self._note(ErrorsCounted(at=now, counts=reading.counts))
        book = self._state().errors
        known = book.errors if book else {}
        more = not reading.whole
        taken = _taken(reading, known, now)
        listed = {e.id: _merged(e, known.get(e.id)) for e in taken}
        found = tuple(e for e in listed.values() if e != _error(known, e.id))
        absent = [state for key, state in known.items() if key not in listed]
        gone = tuple(s.error.id for s in absent if _is_over(s, now, more=more))
        if book is None or found or gone or book.more != more:
            yield ErrorsFound(found=found, gone=gone, more=more)
        self._forget(set(listed))
        wanted = [e for e in listed.values() if self._wants_releases(e, now)]
        wanted.sort(key=attrgetter("first_seen"), reverse=True)
        missing = [s.error for s in absent if s.error.id not in gone]
        lost = [e for e in missing if self._wants_its_fate(e, now)]
        async for fact in self._looked_up((*wanted, *lost)[:LOOK_UPS], set(listed), more=more):
            yield fact

    async def _looked_up(
        self, errors: tuple[TrackedError, ...], listed: set[str], *, more: bool
    ) -> AsyncGenerator[ErrorsFound, None]:
        """What reading these in full shows; a rate limit puts the rest off, and hides no list."""
        for error in errors:
            try:
                whole = await self._tracker.error(error.id)
            except Refused as refused:
                if refused.retry_after_s is None:
                    raise
                self.warning = self.warning or _PUT_OFF
                return
            fact = self._learnt(error, whole, is_listed=error.id in listed, more=more)
            if fact is not None:
                yield fact

    def _learnt(
        self, error: TrackedError, whole: TrackedError | None, *, is_listed: bool, more: bool
    ) -> ErrorsFound | None:
        """What reading an error in full shows that is not known; None: nothing."""
        at = self._clock.monotonic()
        if whole is None:
            return ErrorsFound(gone=(error.id,), more=more)
        if is_listed:
            self._looked[error.id] = (error.turn, at)
            now = replace(error, first_release=whole.first_release, last_release=whole.last_release)
            return ErrorsFound(found=(now,), more=more) if now != error else None
        if not _is_open(whole):
            return ErrorsFound(found=(whole,), more=more)
        if not more:
            return ErrorsFound(gone=(error.id,), more=more)
        self._missed[error.id] = at
        return None

    def _wants_releases(self, error: TrackedError, now: datetime) -> bool:
        """Whether its releases matter and may have changed: it is new, has turned, or goes on."""
        if _is_old(error, now):
            return False
        turn, at = self._looked.get(error.id, (None, 0.0))
        return turn is not error.turn or self._clock.monotonic() >= at + AGAIN_S

    def _wants_its_fate(self, error: TrackedError, now: datetime) -> bool:
        at = self._missed.get(error.id)
        if _is_old(error, now):
            return False
        return _is_open(error) and (at is None or self._clock.monotonic() >= at + AGAIN_S)

    def _forget(self, listed: set[str]) -> None:
        """Keep no word on errors that nobody lists any more."""
        self._looked = {key: seen for key, seen in self._looked.items() if key in listed}
        self._missed = {key: at for key, at in self._missed.items() if key not in listed}


def _taken(
    reading: ErrorReading, known: Mapping[str, ErrorState], now: datetime
) -> list[TrackedError]:
    """The errors that are followed: all of a whole list, else those that matter and a few more.

    Where the list has no end, the same old errors would come and go with every reading of it.
    """
    if reading.whole:
        return list(reading.errors)
    room = MOST_OLD - sum(1 for state in known.values() if _is_old(state.error, now))
    taken = []
    for error in reading.errors:
        if error.id not in known and _is_old(error, now):
            if room <= 0:
                continue
            room -= 1
        taken.append(error)
    return taken


def _is_old(error: TrackedError, now: datetime) -> bool:
    """Neither its releases nor its fate matter: it is not of today, and has not turned."""
    return error.first_seen < now - LATELY and error.turn is ErrorTurn.ONGOING


def _merged(error: TrackedError, known: ErrorState | None) -> TrackedError:
    """As the list has it, with the releases that are known already."""
    if known is None:
        return error
    return replace(
        error,
        first_release=error.first_release or known.error.first_release,
        last_release=error.last_release or known.error.last_release,
    )


def _error(known: Mapping[str, ErrorState], key: str) -> TrackedError | None:
    state = known.get(key)
    return state.error if state else None


def _is_open(error: TrackedError) -> bool:
    return error.status is ErrorStatus.UNRESOLVED


def _is_over(state: ErrorState, now: datetime, *, more: bool) -> bool:
    """Nobody asks for it any more: long resolved, or old and no longer in the list.

    Where the list has no end, that it does not reach an error says little: it stays for a day.
    """
    if not _is_open(state.error) or (more and state.error.first_seen < now - LATELY):
        return state.noted_at < now - LATELY
    return state.error.first_seen < now - LATELY
