"""Whose turn is it, and until when: the escalation countdown as a pure function of state and time.

The pager's own pending actions are believed first, because an incident keeps the policy that it
was born with; then assignment time and the policy's delays; then the profile's ladder (N10). The
result says which. Low urgency and direct assignment do not escalate. A level with nobody on call is
passed over.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.model import (
    EscalationPolicy,
    Incident,
    OnCall,
    PendingAction,
    Status,
    Upcoming,
    Urgency,
)
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import State


class Stage(StrEnum):
    """What the escalation timer is doing."""

    ESCALATING = "escalating"
    ACKNOWLEDGED = "acknowledged"
    LAPSING = "acknowledged until"
    """Acknowledged, but the acknowledgement times out (or a snooze ends) at `at`."""
    NOBODY_LEFT = "nobody left to escalate to"
    NOT_ESCALATING = "does not escalate"
    UNKNOWN = "not known"
    """Nobody has said how it escalates: that is no promise that it does not."""
    RESOLVED = "resolved"


NOBODY = "nobody"
"""Stands in the chain for a level at which nobody is on call."""


class Basis(StrEnum):
    """Whose word the countdown rests on."""

    PAGER = "pager"
    POLICY = "computed from the policy"
    PROFILE = "computed from the profile"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One place in the chain."""

    name: str
    level: int
    """From 1."""
    now: bool = False
    """Being paged at this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """The escalation of one incident as it stands at an instant."""

    stage: Stage
    at: datetime | None
    """When the stage ends by itself: an absolute instant; None: never."""
    next: str
    """Who is paged then."""
    chain: tuple[Rung, ...]
    basis: Basis
    why: str = ""
    """In words, when something does not escalate."""

    def left_s(self, now: datetime) -> float | None:
        """Seconds left, negative once overdue (the pager's next word is awaited then)."""
        return None if self.at is None else (self.at - now).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ladder:
    """The chain that this incident climbs, and where it stands."""

    delays_s: tuple[int, ...]
    """Seconds for which each level is paged, from the first."""
    people: tuple[str, ...]
    loops: int
    basis: Basis
    level: int = 1
    lap: int = 0

    @property
    def chain(self) -> tuple[Rung, ...]:
        return tuple(
            Rung(name=name, level=place, now=place == self.level)
            for place, name in enumerate(self.people, start=1)
        )

    def next(self, *, for_ever: bool = False) -> str:
        """Who is paged after this level; empty when nobody is left."""
        above = [name for name in self.people[self.level :] if name != NOBODY]
        if above:
            return above[0]
        again = [name for name in self.people if name != NOBODY]
        loops = for_ever or self.lap < self.loops
        return f"{again[0]}, again" if again and self.loops and loops else ""


def countdown(state: State, incident: Incident, procedure: Procedure) -> Countdown:
    """The escalation of this incident; `left_s(now)` of the result ticks."""
    ladder = _ladder(state, incident, procedure)
    if not incident.is_open:
        chain = tuple(replace(rung, now=False) for rung in ladder.chain)
        return _still(Stage.RESOLVED, chain, at=incident.changed_at)
    if incident.status is Status.ACKNOWLEDGED:
        return _acknowledged(incident, ladder)
    return _triggered(incident, ladder)


def _still(
    stage: Stage,
    chain: tuple[Rung, ...],
    *,
    at: datetime | None = None,
    basis: Basis = Basis.PAGER,
    why: str = "",
) -> Countdown:
    """A stage in which nobody else will be paged, or nobody can say."""
    return Countdown(stage=stage, at=at, next="", chain=chain, basis=basis, why=why)


def _acknowledged(incident: Incident, ladder: _Ladder) -> Countdown:
    lapse = _pending(incident, Upcoming.UNACKNOWLEDGE)
    if lapse is None:
        return _still(Stage.ACKNOWLEDGED, ladder.chain)
    holder = incident.assignments[0].person.name if incident.assignments else "on-call"
    return Countdown(
        stage=Stage.LAPSING, at=lapse.at, next=holder, chain=ladder.chain, basis=Basis.PAGER
    )


def _triggered(incident: Incident, ladder: _Ladder) -> Countdown:
    why = _does_not_escalate(incident)
    if why:
        return _still(Stage.NOT_ESCALATING, ladder.chain, why=why)
    announced = _pending(incident, Upcoming.ESCALATE)
    if announced is not None:
        return Countdown(
            stage=Stage.ESCALATING,
            at=announced.at,
            next=ladder.next(for_ever=True) or "the next level",
            chain=ladder.chain,
            basis=Basis.PAGER,
        )
    if incident.status is not Status.TRIGGERED:
        return _still(
            Stage.UNKNOWN, ladder.chain, basis=Basis.NONE, why="the pager does not say where it is"
        )
    if not ladder.people:
        return _still(
            Stage.UNKNOWN, (), basis=Basis.NONE, why="the escalation policy is not known yet"
        )
    return _computed(incident, ladder)


def _computed(incident: Incident, ladder: _Ladder) -> Countdown:
    following = ladder.next()
    if not following:
        return _still(
            Stage.NOBODY_LEFT,
            ladder.chain,
            basis=ladder.basis,
            why="nobody is left to be paged; call people yourself",
        )
    return Countdown(
        stage=Stage.ESCALATING,
        at=_since(incident) + timedelta(seconds=ladder.delays_s[ladder.level - 1]),
        next=following,
        chain=ladder.chain,
        basis=ladder.basis,
    )


def _does_not_escalate(incident: Incident) -> str:
    if incident.urgency is Urgency.LOW:
        return "low urgency: nobody else will be paged"
    if incident.direct:
        return "assigned directly: it does not climb the policy"
    return ""


def _pending(incident: Incident, kind: Upcoming) -> PendingAction | None:
    found = [p for p in incident.pending if p.kind is kind]
    return min(found, key=lambda p: p.at) if found else None


def _since(incident: Incident) -> datetime:
    """When the people who hold it now were assigned."""
    return max((a.at for a in incident.assignments), default=incident.created_at)


def _ladder(state: State, incident: Incident, procedure: Procedure) -> _Ladder:
    policy = state.policies.get(incident.policy_id)
    if policy is None or not policy.levels:
        bare = _Ladder(
            delays_s=tuple(rung.after_s for rung in procedure.ladder),
            people=tuple(rung.role for rung in procedure.ladder),
            loops=0,
            basis=Basis.PROFILE,
        )
        return _placed(bare, incident, _levels(state.on_call, incident, None))
    on_call = tuple(e for e in state.on_call if e.policy_id == policy.id)
    ladder = _Ladder(
        delays_s=tuple(rung.delay_s for rung in policy.levels),
        people=tuple(
            _people(on_call, place) or ("" if on_call else "/".join(rung.targets)) or NOBODY
            for place, rung in enumerate(policy.levels, start=1)
        ),
        loops=policy.loops,
        basis=Basis.POLICY,
    )
    return _placed(ladder, incident, _levels(on_call, incident, policy))


def _people(on_call: tuple[OnCall, ...], level: int) -> str:
    names = [e.person.name for e in on_call if e.level == level]
    return "/".join(dict.fromkeys(names))


def _levels(
    on_call: tuple[OnCall, ...], incident: Incident, policy: EscalationPolicy | None
) -> set[int]:
    """The levels at which all who hold it are on call, else those of any of them."""
    of_each: list[set[int]] = []
    for holder in incident.assignments:
        found = {
            e.level
            for e in on_call
            if e.policy_id == incident.policy_id and e.person.id == holder.person.id
        }
        for place, rung in enumerate(policy.levels if policy else (), start=1):
            if holder.person.name in rung.targets:
                found.add(place)
        if found:
            of_each.append(found)
    if not of_each:
        return set()
    return set.intersection(*of_each) or set.union(*of_each)


def _placed(ladder: _Ladder, incident: Incident, levels: set[int]) -> _Ladder:
    """The ladder with the level that is paged now.

    Somebody may be on call at several levels. Of those, it is the one whose turn by the policy's
    delays began nearest to the moment at which they were assigned.
    """
    every = range(1, len(ladder.delays_s) + 1)
    possible = [level for level in every if level in levels] or list(every)
    if not possible:
        return ladder
    passed_s = (_since(incident) - incident.created_at).total_seconds()
    cycle_s = sum(ladder.delays_s)

    def turn(level: int) -> tuple[float, int, int]:
        start_s = sum(ladder.delays_s[: level - 1])
        laps = round((passed_s - start_s) / cycle_s) if cycle_s > 0 else 0
        lap = min(max(laps, 0), ladder.loops)
        return abs(passed_s - start_s - lap * cycle_s), level, lap

    _, level, lap = min(turn(level) for level in possible)
    return replace(ladder, level=level, lap=lap)
