"""Whose turn it is, and until when: the escalation countdown as a pure function of state and time.

The pager's own pending actions are believed first, because an incident keeps the policy that it
was born with; then assignment time and the policy's delays; then the profile's ladder (N10). The
result says which. Low urgency and direct assignment do not escalate. A level with nobody on call is
passed over. Where on the ladder an incident stands is `cockpit.domain.climb`'s business.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cockpit.domain.climb import begun_at, ladder, retriggered_at
from cockpit.domain.countdown import Countdown, Rung, Stage, chain
from cockpit.domain.effects import SnoozeIncident
from cockpit.domain.ladder import NOBODY, Basis, Ladder
from cockpit.domain.model import Incident, SourceStatus, Status, Upcoming, Urgency
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Phase, State
from cockpit.domain.watch import PAGER

__all__ = ["NOBODY", "Basis", "Countdown", "Rung", "Stage", "countdown", "pager_is_lost"]

_SNOOZE_S = 60.0
"""A snooze of ours ends this close to what the pager announces, seconds: it counts from sending."""


def pager_is_lost(state: State) -> bool:
    """Whether the pager cannot be asked at present, for whatever reason."""
    source = state.sources.get(PAGER)
    return source is not None and source.status not in _ANSWERING


_ANSWERING = (SourceStatus.OK, SourceStatus.ASKING, SourceStatus.LATE)


def countdown(
    state: State, incident: Incident, procedure: Procedure, now: datetime | None = None
) -> Countdown:
    """The escalation of this incident; `left_s(now)` of the result ticks.

    With `now`, and while the pager cannot be asked, it goes on from the last facts past their end:
    what the pager announced is taken to have happened, and the next step is computed.
    """
    case = state.cases.get(incident.id)
    place = ladder(state, incident, procedure)
    until = now if now is not None and pager_is_lost(state) else None
    if not incident.is_open:
        found = Countdown(
            stage=Stage.RESOLVED,
            at=incident.changed_at,
            next="",
            chain=tuple(replace(r, now=False) for r in chain(place, None)),
            basis=Basis.PAGER,
        )
    elif incident.status is Status.ACKNOWLEDGED:
        found = _acknowledged(state, case, incident, place, until)
    else:
        found = _triggered(case, incident, place, until)
    return replace(found, resolves_at=_pending(incident, Upcoming.RESOLVE))


def _still(
    stage: Stage,
    place: Ladder,
    *,
    at: datetime | None = None,
    basis: Basis = Basis.PAGER,
    why: str = "",
) -> Countdown:
    """A stage in which nobody else will be paged, or nobody can say."""
    return Countdown(stage=stage, at=at, next="", chain=chain(place, None), basis=basis, why=why)


# --- acknowledged ----------------------------------------------------------------------------


def _acknowledged(
    state: State, case: Case | None, incident: Incident, place: Ladder, until: datetime | None
) -> Countdown:
    lapse = _lapse(incident, case)
    if lapse is None:
        return _still(Stage.ACKNOWLEDGED, place)
    if until is not None and lapse <= until:
        return _again(incident, place, lapse, until)
    names = dict.fromkeys(a.person.name for a in incident.assignments)
    return Countdown(
        stage=Stage.SNOOZED if _is_snoozed(state, case, incident, lapse) else Stage.LAPSING,
        at=lapse,
        next="/".join(names) or "whoever is on call",
        chain=chain(place, None),
        basis=Basis.PAGER,
    )


def _lapse(incident: Incident, case: Case | None) -> datetime | None:
    """When it is triggered again: as announced; else as the log said when it was acknowledged."""
    announced = _pending(incident, Upcoming.UNACKNOWLEDGE)
    if announced is not None or incident.announces or case is None:
        return announced
    holds = [e for e in case.course if e.kind in _HOLDS]
    return holds[-1].until if holds else None


_HOLDS = ("acknowledge", "snooze", "unacknowledge")
"""What decides how long an acknowledgement lasts: the last of these."""


def _is_snoozed(state: State, case: Case | None, incident: Incident, lapse: datetime) -> bool:
    """Whether it is a snooze that ends then, and not an acknowledgement."""
    holds = [e for e in case.course if e.kind in _HOLDS] if case is not None else []
    if holds and holds[-1].kind == "snooze":
        return True
    since = holds[-1].at if holds else None
    return any(
        isinstance(parcel.effect, SnoozeIncident)
        and parcel.effect.incident_id == incident.id
        and parcel.phase is Phase.DONE
        and abs((parcel.effect.until - lapse).total_seconds()) <= _SNOOZE_S
        and (since is None or parcel.done_at is None or parcel.done_at >= since)
        for parcel in state.parcels.values()
    )


def _again(incident: Incident, place: Ladder, lapse: datetime, until: datetime) -> Countdown:
    """The pager cannot be asked, and by its last word it was triggered again at `lapse`."""
    why = _does_not_escalate(incident)
    if why:
        still = _still(Stage.NOT_ESCALATING, place, basis=place.basis, why=why)
        return replace(still, retriggered_at=lapse, is_carried_on=True)
    first = lapse + timedelta(seconds=place.delay_s)
    return replace(_climbing(place, first, lapse, until), is_carried_on=True)


# --- triggered -------------------------------------------------------------------------------


def _triggered(
    case: Case | None, incident: Incident, place: Ladder, until: datetime | None
) -> Countdown:
    again = retriggered_at(incident, case)
    why = _does_not_escalate(incident)
    if why:
        raised = _pending(incident, Upcoming.URGENCY_CHANGE)
        still = _still(Stage.NOT_ESCALATING, place, at=raised, why=why)
        return replace(still, retriggered_at=again)
    announced = _pending(incident, Upcoming.ESCALATE)
    if announced is not None:
        return _announced(place, announced, again, until)
    if incident.status is not Status.TRIGGERED:
        why = "the pager does not say where it is"
        return _still(Stage.UNKNOWN, place, basis=Basis.NONE, why=why)
    if not place.tiers:
        return _without_levels(place, again)
    due = begun_at(incident, case) + timedelta(seconds=place.delay_s)
    found = _climbing(place, due, again, until)
    return _doubted(found, place) if incident.announces and found.is_escalating else found


def _without_levels(place: Ladder, again: datetime | None) -> Countdown:
    if place.basis is Basis.PROFILE:
        why = "the escalation policy is not known yet"
        return _still(Stage.UNKNOWN, place, basis=Basis.NONE, why=why)
    why = "its escalation policy has no levels; call people yourself"
    still = _still(Stage.NOBODY_LEFT, place, basis=place.basis, why=why)
    return replace(still, retriggered_at=again)


def _doubted(found: Countdown, place: Ladder) -> Countdown:
    """The pager announces nothing, and the policy says otherwise: neither is told as the truth."""
    why = f"the pager announces no escalation, although its policy has {found.next} next"
    still = _still(Stage.UNKNOWN, place, basis=Basis.NONE, why=why)
    return replace(still, retriggered_at=found.retriggered_at)


def _announced(
    place: Ladder, at: datetime, again: datetime | None, until: datetime | None
) -> Countdown:
    """The pager's own word; the lap may be unknown, so another one is not ruled out by it."""
    if until is not None and at <= until:
        on = _climbing(place, at, again, until)
        return replace(on, is_carried_on=True)
    following = (
        place.climbed()
        or replace(place, loops=place.loops and place.lap + 1, is_exhausted=False).climbed()
    )
    return _counting(place, following, at, again, Basis.PAGER)


def _climbing(
    place: Ladder, due: datetime, again: datetime | None, until: datetime | None
) -> Countdown:
    """The next step at `due` by the ladder's arithmetic, after all steps up to `until`."""
    following = place.climbed()
    carried_on = False
    while following is not None and until is not None and due <= until:
        place, carried_on = following, True
        due += timedelta(seconds=place.delay_s)
        following = place.climbed()
    if following is None:
        why = "nobody is left to be paged; call people yourself"
        found = _still(Stage.NOBODY_LEFT, place, basis=place.basis, why=why)
    else:
        found = _counting(place, following, due, again, place.basis)
    return replace(found, retriggered_at=again, is_carried_on=carried_on)


def _counting(
    place: Ladder, following: Ladder | None, at: datetime, again: datetime | None, basis: Basis
) -> Countdown:
    return Countdown(
        stage=Stage.RETRIGGERED if again else Stage.ESCALATING,
        at=at,
        next=_name(place, following, at),
        chain=chain(place, at),
        basis=basis,
        laps_left=max(place.loops - place.lap, 0),
        retriggered_at=again,
    )


def _name(place: Ladder, following: Ladder | None, at: datetime) -> str:
    if following is None:
        return "the next level"
    name = following.tiers[following.level - 1].named(at)
    return f"{name}, again" if following.lap > place.lap else name


def _does_not_escalate(incident: Incident) -> str:
    if incident.urgency is Urgency.LOW:
        return "low urgency: nobody else will be paged"
    if incident.direct:
        names = ", ".join(dict.fromkeys(a.person.name for a in incident.assignments))
        to = f" to {names}" if names else ""
        return f"assigned directly{to}: it does not climb the policy"
    return ""


def _pending(incident: Incident, kind: Upcoming) -> datetime | None:
    return min((p.at for p in incident.pending if p.kind is kind), default=None)
