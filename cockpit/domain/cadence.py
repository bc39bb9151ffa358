"""When the next outward update is due (procedure N8.8), and the other clocks of an incident."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Phase, State, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One thing that runs out: what, when, and the key that answers it, if one does."""

    name: str
    due: datetime
    key: str
    nudge_s: int = 120
    """Seconds before `due` at which it begins to warn."""


def confirmed(state: State, case: Case) -> tuple[Update, ...]:
    """Updates that certainly stand in the channel."""
    return tuple(u for u in case.updates if _is_done(state, u.effect))


def last_word(state: State, case: Case) -> datetime | None:
    """When others were last told something, declaration included, by the chat's own clock."""
    effects = [u.effect for u in case.updates]
    if case.declaration:
        effects.append(case.declaration.effect)
    times = [
        state.parcels[e].done_at or state.parcels[e].requested_at
        for e in effects
        if _is_done(state, e)
    ]
    return max(times, default=None)


def update_due(state: State, case: Case, procedure: Procedure) -> datetime | None:
    """When the next outward update is due: as promised in the last one, else by the cadence.

    Before the declaration nothing has been promised to anybody: None.
    """
    word = last_word(state, case)
    if word is None:
        return None
    sent = confirmed(state, case)
    promised = sent[-1].next_at if sent else None
    if promised is not None and promised > word:
        return promised
    return word + timedelta(seconds=procedure.cadence_s)


def clocks(state: State, case: Case, procedure: Procedure) -> tuple[Clock, ...]:
    """Everything that runs out for this incident besides the escalation.

    First what a key answers, the soonest first; a mark that merely passes never hides it.
    """
    incident = case.incident
    if not incident.is_open:
        return ()
    running: list[Clock] = []
    due = update_due(state, case, procedure)
    if due is not None:
        running.append(
            Clock(name="update due", due=due, key="u", nudge_s=procedure.cadence_nudge_s)
        )
    elif case.acknowledged_at is not None:
        running.append(
            Clock(
                name="declare by",
                due=case.acknowledged_at + timedelta(seconds=_declare_within_s(procedure)),
                key="d",
            )
        )
    call = incident.created_at + timedelta(seconds=procedure.call_secondary_s)
    running.append(Clock(name="page secondary", due=call, key="", nudge_s=300))
    return tuple(sorted(running, key=lambda c: (not c.key, c.due)))


def _declare_within_s(procedure: Procedure) -> int:
    for step in procedure.steps:
        if step.evidence == "declared" and step.within_s:
            return step.within_s
    return procedure.cadence_s


def _is_done(state: State, effect: str) -> bool:
    parcel = state.parcels.get(effect)
    return parcel is not None and parcel.phase is Phase.DONE
