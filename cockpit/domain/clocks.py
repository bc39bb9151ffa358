"""Everything that runs out for an incident besides its escalation, and what to do about each; pure.

One place, ordered by what runs out first: the next outward update (N8.8) or the declaration, the
30-minute mark (N9), engaged or not (N8.1), on line within 10 minutes (N2), the severity's response
time (I2), whoever has to be told next (I4, P7). A clock is gone as soon as what it waits for has
happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.cadence import is_snoozed, last_word, update_due
from cockpit.domain.checklist import prove, skipped
from cockpit.domain.effects import AddResponders, EscalateIncident, ReassignIncident
from cockpit.domain.escalation import Stage, countdown
from cockpit.domain.model import Person, Status
from cockpit.domain.obligations import following, obligations
from cockpit.domain.people import SECONDARY_LEVEL, holders, names, on_call_at
from cockpit.domain.persons import is_same
from cockpit.domain.procedure import Evidence, Procedure
from cockpit.domain.roles import nudge_goes_to
from cockpit.domain.rungs import backup
from cockpit.domain.state import Case, Kind, Phase, State
from cockpit.domain.talk import Stage as Mitigated


class ClockId(StrEnum):
    """Which clock it is."""

    UPDATE = "update"
    DECLARE = "declare"
    CONVERGENCE = "convergence"
    ENGAGED = "engaged"
    ONLINE = "online"
    RESPONSE = "response"
    TELL = "tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One thing that runs out: what, when, and the key that answers it, if one does."""

    id: ClockId
    name: str
    due: datetime
    key: str = ""
    offer: str = ""
    """What is asked or offered once it is due."""
    link: str = ""
    """Where it is written what to do then; empty: nowhere that is known."""
    nudge_s: int = 120
    """Seconds before `due` at which it begins to warn."""
    is_mark: bool = False
    """A moment that offers something: once past it stays listed, and hides no other clock."""
    whose: str = ""
    """Who else is reminded of it, as "comms: Ben Ode"; empty: oneself. It warns nobody but them."""
    is_snoozed: bool = False
    """Somebody put it off until `due`."""


def clocks(state: State, case: Case, procedure: Procedure) -> tuple[Clock, ...]:
    """The clocks of this incident, the one that runs out first before the others."""
    if not case.incident.is_open:
        return ()
    running = (
        _update(state, case, procedure),
        _convergence(state, case, procedure),
        _engaged(state, case, procedure),
        _online(state, case, procedure),
        _response(state, case, procedure),
        _telling(state, case, procedure),
    )
    return tuple(sorted((c for c in running if c is not None), key=lambda c: c.due))


def _update(state: State, case: Case, procedure: Procedure) -> Clock | None:
    due = update_due(state, case, procedure)
    if due is not None:
        return Clock(
            id=ClockId.UPDATE,
            name="update due",
            due=due,
            key="u",
            offer="write the next update",
            nudge_s=procedure.cadence_nudge_s,
            whose=nudge_goes_to(case, procedure, state.me),
            is_snoozed=is_snoozed(case, due),
        )
    if last_word(state, case) is not None:
        return None
    declare_by = _declare_by(state, case, procedure)
    if declare_by is None:
        return None
    return Clock(
        id=ClockId.DECLARE,
        name="declare by",
        due=declare_by,
        key="d",
        offer="declare it in the incident channel",
        whose=nudge_goes_to(case, procedure, state.me),
    )


def _declare_by(state: State, case: Case, procedure: Procedure) -> datetime | None:
    """As the checklist says, which counts from the page; None: nobody has it, or it is settled."""
    if case.acknowledged_at is None or _is_noise(case):
        return None
    for step in procedure.steps:
        if step.evidence is not Evidence.DECLARED:
            continue
        if prove(state, case, step) or skipped(case, step):
            return None
        if step.within_s:
            return case.asked_at + timedelta(seconds=step.within_s)
    return case.acknowledged_at + timedelta(seconds=procedure.cadence_s)


def _is_noise(case: Case) -> bool:
    """Whether somebody judged it not worth a page: it waits, and is neither declared nor pressed
    on with at night (N5-N7)."""
    return case.judgement is not None and not case.judgement.page_worthy


# --- the 30-minute mark ----------------------------------------------------------------------


def _convergence(state: State, case: Case, procedure: Procedure) -> Clock | None:
    if not procedure.call_secondary_s or _is_noise(case) or is_converging(state, case, procedure):
        return None
    service = case.incident.service
    books = [b for b in procedure.runbooks if b.url and b.service in ("", service)]
    books.sort(key=lambda b: b.service != service)
    return Clock(
        id=ClockId.CONVERGENCE,
        name=f"page {backup(procedure.ladder)}",
        due=case.asked_at + timedelta(seconds=procedure.call_secondary_s),
        key="e",
        offer=f"page the {backup(procedure.ladder)}, and follow the runbook",
        link=books[0].url if books else "",
        nudge_s=300,
        is_mark=True,
    )


def is_converging(state: State, case: Case, procedure: Procedure) -> bool:
    """Whether the 30-minute mark has nothing to say: users are no longer hurt, something that was
    done worked, it is less severe by now, or help was called already (N9)."""
    if case.relief is not None or any(m.stage is Mitigated.WORKED for m in case.mitigations):
        return True
    return _is_milder(case, procedure) or is_secondary_paged(state, case, procedure)


def _is_milder(case: Case, procedure: Procedure) -> bool:
    """Whether the severity is lower than the worst that was ever set, the pager's own included."""
    order = [level.name.casefold() for level in procedure.levels]
    said = [name.casefold() for name in (case.incident.priority, *case.severities)]
    ranks = [order.index(name) for name in said if name in order]
    return case.severity.casefold() in order and ranks[-1] > min(ranks)


def is_secondary_paged(state: State, case: Case, procedure: Procedure) -> bool:
    """Whether somebody beyond the first level was called already, by hand or by time."""
    incident = case.incident
    if any(e.kind == "escalate" for e in case.course):
        return True
    secondary = {p.id for p in on_call_at(state, incident.policy_id, SECONDARY_LEVEL)}
    asked = {r.person.id for r in incident.responders}
    if secondary & (asked | {p.id for p in holders(incident)}):
        return True
    chain = countdown(state, incident, procedure).chain
    if any(rung.now and rung.level >= SECONDARY_LEVEL for rung in chain):
        return True
    return any(
        isinstance(p.effect, EscalateIncident | ReassignIncident | AddResponders)
        and p.effect.incident_id == incident.id
        and p.phase not in (Phase.FAILED, Phase.DISCARDED)
        for p in state.parcels.values()
    )


# --- whoever is at work on it ----------------------------------------------------------------


def _engaged(state: State, case: Case, procedure: Procedure) -> Clock | None:
    if not procedure.engage_s:
        return None
    sign = last_sign(state, case)
    if sign is None:
        return None
    if countdown(state, case.incident, procedure).stage is Stage.SNOOZED:
        return None
    return Clock(
        id=ClockId.ENGAGED,
        name="sign of life",
        due=sign + timedelta(seconds=procedure.engage_s),
        key="A",
        offer=f"still on it? any act says so; else re-assign to the {backup(procedure.ladder)}",
        is_mark=True,
    )


def last_sign(state: State, case: Case) -> datetime | None:
    """When whoever acknowledged it was last seen at work on it; None: nobody has acknowledged.

    Signs are the acknowledgement, what they did at the pager, what they wrote in the thread, and
    when it is oneself everything that was done here.
    """
    if case.incident.status is not Status.ACKNOWLEDGED:
        return None
    holding = holders(case.incident)
    mine = state.me is not None and any(p.id == state.me.id for p in holding)
    signs = [a.at for a in case.incident.acknowledgements]
    signs += [at for at in (case.acknowledged_at, case.engaged_at if mine else None) if at]
    signs += [e.at for e in case.course if e.person_id and e.person_id in {p.id for p in holding}]
    names = {p.name.casefold() for p in holding}
    signs += [at for at, author in _acts(case) if mine or author.casefold() in names]
    signs += [r.at for r in case.replies.values() if r.author.casefold() in names]
    return max(signs, default=None)


def _acts(case: Case) -> Iterator[tuple[datetime, str]]:
    for moment in case.moments:
        if moment.author and moment.kind in (Kind.ACTION, Kind.NOTE, Kind.STEP):
            yield moment.at, moment.author


def _online(state: State, case: Case, procedure: Procedure) -> Clock | None:
    """Only for oneself: whether somebody else is on line cannot be seen from here."""
    paged_at = _paged_at(state.me, case)
    if not procedure.online_s or paged_at is None or case.online_at is not None:
        return None
    if any(at >= paged_at for at, _ in _acts(case)):
        return None
    return Clock(
        id=ClockId.ONLINE,
        name="be online by",
        due=paged_at + timedelta(seconds=procedure.online_s),
        offer="open cockpit, or do something about it",
    )


def _paged_at(me: Person | None, case: Case) -> datetime | None:
    mine = [a.at for a in case.incident.assignments if me is not None and a.person.id == me.id]
    return min(mine, default=None)


def _response(state: State, case: Case, procedure: Procedure) -> Clock | None:
    level = procedure.level(case.severity) or procedure.level(case.incident.priority)
    if level is None or not level.response_s or case.acknowledged_at is not None:
        return None
    return Clock(
        id=ClockId.RESPONSE,
        name="respond by",
        due=case.asked_at + timedelta(seconds=level.response_s),
        key="a",
        offer=f"acknowledge: {level.name} wants somebody on it",
        whose=_elses(state, case),
    )


def _elses(state: State, case: Case) -> str:
    """Whom it was given to directly, when that is somebody else; who climbs may be oneself next."""
    paged = holders(case.incident)
    me = state.me
    if me is None or not case.incident.direct or any(is_same(p, me) for p in paged):
        return ""
    return names(paged) if paged else ""


def _telling(state: State, case: Case, procedure: Procedure) -> Clock | None:
    owed = following(obligations(state, case, procedure))
    if owed is None or owed.due is None:
        return None
    again = " again" if owed.at is not None else ""
    return Clock(
        id=ClockId.TELL,
        name=f"tell {owed.telling.who}{again} by",
        due=owed.due,
        offer=f"tell {owed.telling.who}{again}"
        + (f": {owed.telling.how}" if owed.telling.how else ""),
        key="t",
        whose=nudge_goes_to(case, procedure, state.me),
    )
