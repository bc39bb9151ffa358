"""Who is on call at one instant, by the freshest word: the pager's own, else what the rotas say.

Rotas are read now and then, far ahead; who is on call now is read from the pager all the time.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cockpit.domain.model import OnCall, Person, Place
from cockpit.domain.rota import Duty, all_shifts, duties, is_held, is_of, joined
from cockpit.domain.state import State


def on_duty(state: State, at: datetime, *, is_fresh: bool, ahead: bool = False) -> tuple[Duty, ...]:
    """Every place with its people at this instant; sorted by name and level.

    Args:
        state: what is known.
        at: the instant.
        is_fresh: the pager answers: a level of which it names nobody is then nobody's.
        ahead: who takes over is wanted as well.
    """
    known = {name: rota for name, rota in state.rotas.items() if at < rota.until}
    shifts = (s for s in all_shifts(known) if ahead or is_held(s, at))
    places = [place for rota in known.values() for place in rota.places]
    mapped = {place.policy_id for place in places}
    unmapped = (p for p in _named(state) if p.policy_id not in mapped)
    found = duties(shifts, (*places, *unmapped), at)
    return tuple(_corrected(state, duty, at, is_fresh=is_fresh) for duty in found)


def levels_of(state: State, me: Person, at: datetime, *, shadow: bool = False) -> tuple[int, ...]:
    """The levels that this person holds at this instant, or at which they shadow (P3)."""
    by_pager = (s for s in state.on_call if is_of(s, me))
    pagers = {s.policy_id for s in state.on_call} | set(state.on_call_of)
    by_rota = (s for s in all_shifts(state.rotas) if s.policy_id not in pagers and is_of(s, me))
    held = (s for s in (*by_pager, *by_rota) if is_held(s, at) and s.shadow is shadow)
    return tuple(sorted({s.level for s in held}))


def _named(state: State) -> Iterator[Place]:
    """The places of the policies that the pager was asked about."""
    for key in dict.fromkeys((*state.on_call_of, *(s.policy_id for s in state.on_call))):
        policy = state.policies.get(key)
        name = policy.name if policy else _policy_name(state, key)
        count = len(policy.levels) if policy else 0
        levels = {s.level for s in state.on_call if s.policy_id == key}
        for level in sorted({*range(1, count + 1), *levels}):
            yield Place(policy_id=key, policy=name, level=level)


def _policy_name(state: State, key: str) -> str:
    return next((s.policy for s in state.on_call if s.policy_id == key and s.policy), "")


def _corrected(state: State, duty: Duty, at: datetime, *, is_fresh: bool) -> Duty:
    place = duty.place
    here = [s for s in state.on_call if (s.policy_id, s.level) == (place.policy_id, place.level)]
    held = joined(s for s in here if is_held(s, at))
    if here and not held:
        return duty
    if not held and not (is_fresh and place.policy_id in state.on_call_of):
        return duty
    now, shadows = (tuple(s for s in held if s.shadow is wanted) for wanted in (False, True))
    is_same = _people(now) == _people(duty.now)
    return replace(
        duty,
        now=duty.now if is_same else now,
        shadows=duty.shadows if _people(shadows) == _people(duty.shadows) else shadows,
        next=duty.next if is_same else (),
    )


def _people(shifts: tuple[OnCall, ...]) -> set[str]:
    """Who it is: the rota tells better until when."""
    return {s.person.id or s.person.name for s in shifts}
