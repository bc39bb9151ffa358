"""Weighs the paging criteria by what the probes find; what turns is a fact (procedure N6)."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from cockpit.domain.criteria import evidence
from cockpit.domain.criterion import Criterion, CriterionKind
from cockpit.domain.evidence import Standing
from cockpit.domain.facts import CriterionTurned, SourceChanged
from cockpit.domain.fold_criteria import BELIEVED, TOLD_AGAIN_S
from cockpit.domain.model import SourceStatus
from cockpit.domain.situation import Situation
from cockpit.domain.watched import CriterionState
from cockpit.domain.weighed import Weighed
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import Clock
from cockpit.sources.keeper import Append, Sleep, guarded

NAME = "paging criteria"

_BEAT_S = 1.0
"""They are weighed this often, seconds, however many samples come."""
_FLAPS = 6
"""Turns within `_FLAP_WINDOW` after which a criterion counts as flapping."""
_FLAP_WINDOW = timedelta(minutes=10)
_FLAP_REST = timedelta(minutes=5)
"""A flapping criterion's turn is worth a fact this often: the journal must stay small."""
_CORRECTING = timedelta(minutes=1)
"""What another cockpit cannot see any more, and this one can, is set right this often at most."""
_SETTLED = timedelta(seconds=30)
"""Who has looked for less says nothing of what it does not know."""
_AGAIN = timedelta(seconds=TOLD_AGAIN_S)


class Turning:
    """What one criterion was found to be lately, and whether that is news for the journal.

    Only a change of this process's own mind is news: two cockpits that see different things must
    not contradict each other for ever. Who knows goes before who does not: that one cannot see it
    any more is set right by another that can.
    """

    def __init__(self) -> None:
        self._mind: Standing | None = None
        self._knew = False
        """Whether this process has ever known where it stands."""
        self._begun_at: datetime | None = None
        self._told_at: datetime | None = None
        self._changes: deque[datetime] = deque(maxlen=_FLAPS)
        self._pending = False
        """A turn that was not told yet."""
        self._has_turned = False
        """It has turned since it was last told."""
        self._was_blind = False
        """It was told that this process does not know, which is told once."""

    def is_news(self, found: Weighed, known: CriterionState | None, now: datetime) -> bool:
        """Whether this turns what the journal knows, or is to be told once more."""
        self._begun_at = self._begun_at or now
        changed = found.standing is not self._mind
        if changed:
            self._mind, self._has_turned = found.standing, True
            self._changes.append(now)
        if known is not None and known.standing is found.standing:
            self._pending = False
            self._knew = self._knew or found.standing is not Standing.UNKNOWN
            told_lately = abs(now - known.noted_at) < _AGAIN
            return found.standing is Standing.MET and not told_lately
        self._pending = self._pending or self._is_wanted(found, known, now, changed=changed)
        self._knew = self._knew or found.standing is not Standing.UNKNOWN
        if not self._pending or not self._may_tell(now):
            return False
        self._pending, self._has_turned, self._told_at = False, False, now
        return True

    def untold(self) -> None:
        """The journal did not take it: it is tried again."""
        self._pending, self._told_at = True, None

    def _is_wanted(
        self, found: Weighed, known: CriterionState | None, now: datetime, *, changed: bool
    ) -> bool:
        """Whether the journal, which says otherwise, should hear of it."""
        if found.standing is not Standing.UNKNOWN:
            return changed or known is None or known.standing is Standing.UNKNOWN
        if known is None:
            return False
        if self._knew:
            return changed
        # What is known is of another process, which may be gone.
        settled = self._begun_at is not None and now - self._begun_at >= _SETTLED
        may_be_gone = known.standing is Standing.NOT_MET or now - known.noted_at > BELIEVED
        if not settled or not may_be_gone or self._was_blind:
            return False
        self._was_blind = True
        return True

    def _may_tell(self, now: datetime) -> bool:
        if self._told_at is None:
            return True
        full = len(self._changes) == _FLAPS
        flapping = full and now - self._changes[0] < _FLAP_WINDOW
        rest = _FLAP_REST if flapping else timedelta(0)
        if not self._has_turned:
            rest = max(rest, _CORRECTING)
        # A clock that was set back must not silence it.
        return abs(now - self._told_at) >= rest


class CriteriaWatch:
    """Weighs all criteria that rest on probes, once a second.

    Args:
        criteria: those of the profile.
        situation: everything that is known now, readings included.
        append: makes facts durable.
        clock: its wall clock is what evidence is as old by.
        sleep: waits; a test's own waits for nothing real.
    """

    def __init__(
        self,
        criteria: Iterable[Criterion],
        situation: Callable[[], Situation],
        *,
        append: Append,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._criteria = tuple(c for c in criteria if c.kind is not CriterionKind.PERSON)
        self._situation = situation
        self._append = append
        self._clock = clock
        self._sleep = sleep
        self._turning = {criterion.id: Turning() for criterion in self._criteria}

    async def run(self) -> None:
        """For ever, until cancelled."""
        await guarded(self._for_ever, self._tell_fault, self._sleep)

    async def weigh_all(self) -> None:
        """Weigh each once, and tell what has turned. Raises `JournalError`."""
        situation, now = self._situation(), self._clock.now()
        news = []
        for criterion in self._criteria:
            found = evidence(situation, criterion, now)
            known = situation.state.criteria.get(criterion.id)
            if found.looked and self._turning[criterion.id].is_news(found, known, now):
                news.append(_fact(criterion, found, now))
        if not news:
            return
        try:
            await self._append(*news)
        except JournalError:
            for fact in news:
                self._turning[fact.criterion].untold()
            raise

    async def _for_ever(self) -> None:
        while True:
            await self.weigh_all()
            await self._sleep(_BEAT_S)

    async def _tell_fault(self, reason: str) -> None:
        fault = SourceChanged(
            source=NAME,
            status=SourceStatus.FAULTY,
            since=self._clock.now(),
            reason=reason,
            mend="report it with the log; answer the criteria yourself",
        )
        await self._append(fault)


def _fact(criterion: Criterion, found: Weighed, now: datetime) -> CriterionTurned:
    is_met = found.standing is Standing.MET
    is_known = found.standing is not Standing.UNKNOWN
    return CriterionTurned(
        criterion=criterion.id,
        standing=found.standing,
        since=found.since if is_known and found.since is not None else now,
        words=found.words,
        probe=found.probe if is_met else "",
        level=found.level if is_met else None,
    )
