"""When the bell rings: for this person's pages, at marks, for what is due, or unpaged; pure."""

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum

from cockpit.domain.cadence import nags
from cockpit.domain.clocks import ClockId, clocks
from cockpit.domain.escalation import countdown
from cockpit.domain.handover_watch import Stage, handovers, stage, waits_since
from cockpit.domain.model import Status
from cockpit.domain.persons import is_same
from cockpit.domain.roles import nudged
from cockpit.domain.shift_watch import watch
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.triage import assess


class Ring(StrEnum):
    """What the bell may ring for."""

    PAGE = "page"
    """It pages this person, for the first time or once more."""
    ESCALATION = "escalation"
    """The escalation, or the end of an acknowledgement, has crossed a warning mark."""
    UPDATE = "update"
    """The next outward update is due."""
    SILENCE = "silence"
    """This person has acknowledged, and nothing was heard from them since."""
    CRITERION = "criterion"
    """A paging criterion is met by its evidence, and nobody is paged."""
    SHIFT = "shift"
    """A shift of this person begins, or should have ended, by the plan; a handover waits."""


Reason = tuple[Ring, str]
"""What for, and what tells it from every other time."""


class Bell:
    """Remembers what it has rung for, each once; what was there at the first look does not ring."""

    def __init__(self, rings_for: Collection[Ring] = tuple(Ring)) -> None:
        """`rings_for` is what this person wants to hear."""
        self._wanted = frozenset(rings_for)
        self._heard: set[Reason] | None = None

    def rings(self, situation: Situation, now: datetime) -> bool:
        """Whether something new since the last look deserves the bell."""
        reasons = {r for r in _reasons(situation, now) if r[0] in self._wanted}
        if self._heard is None:
            if situation.me is None or not situation.readings.sources:
                return False
            self._heard = reasons
            return False
        fresh = reasons - self._heard
        # A page that went away and came back is a new one; anything else is over for good.
        self._heard = {r for r in self._heard if r[0] is not Ring.PAGE} | reasons
        return bool(fresh)


def _reasons(situation: Situation, now: datetime) -> Iterator[Reason]:
    me = situation.me
    if me is None:
        return
    yield from _of_criteria(situation, now)
    yield from _of_shift(situation, now)
    yield from _of_handover(situation, now)
    for case in situation.state.cases.values():
        incident = case.incident
        if not incident.is_open:
            continue
        if incident.assigned_to(me.id) or incident.acknowledged_by(me.id):
            yield from _of_escalation(situation, case, now)
        yield from _of_clocks(situation, case, now)


def _of_criteria(situation: Situation, now: datetime) -> Iterator[Reason]:
    """Once for each time at which one is met; the journal keeps what flaps from ringing on."""
    for name in assess(situation, now).unpaged:
        known = situation.state.criteria.get(name)
        if known is not None and known.met:
            yield Ring.CRITERION, f"{name} {known.met[-1].since}"


def _of_shift(situation: Situation, now: datetime) -> Iterator[Reason]:
    """Once for each turn: it is asked for on the screen until somebody says that it began."""
    found = watch(situation, now)
    if found.begins is not None:
        yield Ring.SHIFT, f"{found.begins.role} {found.begins.start}"
    if found.ends is not None:
        yield Ring.SHIFT, f"{found.ends.id} {found.ends.until}"


def _of_handover(situation: Situation, now: datetime) -> Iterator[Reason]:
    """A note for this person, and a thumbs-up on theirs that is gone again."""
    found = handovers(situation, now)
    if found.received is not None and found.received.is_pending:
        yield Ring.SHIFT, f"handover {found.received.id}"
    if found.given is not None and stage(situation.state, found.given, now) in _LOUD:
        yield Ring.SHIFT, f"handover {found.given.id} {waits_since(found.given)}"


_LOUD = (Stage.TAKEN_BACK, Stage.UNANSWERED, Stage.DELETED, Stage.LOST, Stage.HELD)
"""What whoever handed over has to do something about."""


def _of_escalation(situation: Situation, case: Case, now: datetime) -> Iterator[Reason]:
    incident = case.incident
    if incident.status is Status.TRIGGERED:
        since = max((a.at for a in incident.assignments), default=incident.created_at)
        yield Ring.PAGE, f"{incident.id} {since}"
    state = countdown(situation.state, incident, situation.procedure, now)
    left = state.left_s(now)
    if left is None or not (state.is_escalating or state.is_lapsing):
        return
    for mark in situation.procedure.warn_at_s:
        if left <= mark:
            yield Ring.ESCALATION, f"{incident.id} {state.at} {mark}"


def _of_clocks(situation: Situation, case: Case, now: datetime) -> Iterator[Reason]:
    """An update that is due rings for whoever is nudged, again and again after growing pauses."""
    me = situation.me
    is_mine = me is not None and case.incident.acknowledged_by(me.id)
    for clock in clocks(situation.state, case, situation.procedure):
        if clock.due > now:
            continue
        if clock.id is ClockId.UPDATE and _is_nudged(situation, case):
            yield Ring.UPDATE, f"{case.incident.id} {clock.due} {nags(clock.due, now)}"
        if clock.id is ClockId.ENGAGED and is_mine:
            yield Ring.SILENCE, f"{case.incident.id} {clock.due}"


def _is_nudged(situation: Situation, case: Case) -> bool:
    me = situation.me
    found = nudged(case, situation.procedure)
    return me is not None and any(is_same(person, me) for person in found)
