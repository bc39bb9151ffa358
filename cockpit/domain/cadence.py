"""When others were last told something, and when the next outward update is due (N8.8); pure."""

from datetime import datetime, timedelta

from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Phase, State, Update


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


def _is_done(state: State, effect: str) -> bool:
    parcel = state.parcels.get(effect)
    return parcel is not None and parcel.phase is Phase.DONE
