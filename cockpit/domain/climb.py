"""Where an incident stands on its escalation policy: which level, which lap, since when; pure.

The pager's own log retraces the climb exactly, as far as it was read. Without it, the level is the
one whose turn by the policy's delays began nearest to the moment of the assignment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cockpit.domain.effects import EscalateIncident
from cockpit.domain.ladder import NOBODY, Basis, Ladder, Tier
from cockpit.domain.model import EscalationPolicy, Incident, LogEntry, Status, Upcoming
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Phase, State

_SAME_ACT_S = 120.0
"""A line of the log this close to our own escalation tells of it, seconds."""
_LOG_LAG_S = 5.0
"""An assignment this much younger than the log's last line is not in the log yet, seconds."""
_TURNS = ("acknowledge", "unacknowledge", "assign", "escalate")
"""What began the present state of a triggered incident: the last of these."""


def ladder(state: State, incident: Incident, procedure: Procedure) -> Ladder:
    """The ladder of this incident, with the level that is paged now."""
    case = state.cases.get(incident.id)
    found = _found(state, case, incident, procedure)
    if incident.status is Status.ACKNOWLEDGED or found.basis is Basis.PROFILE:
        return found
    return replace(found, held_by=_held_by(state, incident))


def _held_by(state: State, incident: Incident) -> str:
    shadows = {e.person.id for e in state.on_call if e.shadow}
    holders = [a.person for a in incident.assignments if a.person.id not in shadows]
    return "/".join(dict.fromkeys(p.name for p in holders))


def _found(state: State, case: Case | None, incident: Incident, procedure: Procedure) -> Ladder:
    born = case.policy if case is not None else None
    known = state.policies.get(incident.policy_id)
    policy = born or known
    if policy is None:
        bare = Ladder(
            tiers=tuple(Tier(name=r.role, delay_s=r.after_s) for r in procedure.ladder),
            loops=0,
            basis=Basis.PROFILE,
        )
        levels = _levels_on_call(state, incident)
        return _assigned(bare, levels) if incident.direct else _placed(bare, incident, case, levels)
    bare = Ladder(
        tiers=_tiers(state, policy),
        loops=policy.loops,
        basis=Basis.POLICY if known in (None, policy) else Basis.BORN,
    )
    levels = _levels_of_holders(bare, incident)
    if incident.direct:
        return _assigned(bare, levels)
    return _retraced(bare, state, incident, case) or _placed(bare, incident, case, levels)


def _assigned(ladder: Ladder, levels: tuple[int, ...]) -> Ladder:
    """Where those stand whom it was given to directly; level 0: they are not on this ladder."""
    return replace(ladder, level=next(iter(levels), 0))


def begun_at(incident: Incident, case: Case | None) -> datetime:
    """When the timer of the present level began to run."""
    moments = [a.at for a in incident.assignments] or [incident.created_at]
    if again := retriggered_at(incident, case):
        moments.append(again)
    if case is not None and case.raised_at is not None:
        moments.append(case.raised_at)
    return max(moments)


def retriggered_at(incident: Incident, case: Case | None) -> datetime | None:
    """When it was triggered again, after an acknowledgement or a snooze; None: it was not."""
    if case is None or incident.status is not Status.TRIGGERED:
        return None
    turns = [e for e in case.course if e.kind in _TURNS]
    if not turns or turns[-1].kind == "acknowledge":
        return case.retriggered_at
    return turns[-1].at if turns[-1].kind == "unacknowledge" else None


# --- who is on it ----------------------------------------------------------------------------


def _tiers(state: State, policy: EscalationPolicy) -> tuple[Tier, ...]:
    entries = [e for e in state.on_call if e.policy_id == policy.id]
    is_read = bool(entries) or policy.id in state.on_call_of
    tiers = []
    for level, rung in enumerate(policy.levels, start=1):
        here = [e for e in entries if e.level == level]
        responsible = [e for e in here if not e.shadow]
        names = dict.fromkeys(e.person.name for e in responsible or here)
        ends = [e.end for e in responsible or here if e.end is not None]
        fixed = [t.removeprefix("user:") for t in rung.target_ids if t.startswith("user:")]
        tiers.append(
            Tier(
                name="/".join(names) or ("" if is_read else "/".join(rung.targets)) or NOBODY,
                delay_s=rung.delay_s,
                shifts=(*((e.person.id, e.start) for e in here), *((key, None) for key in fixed)),
                targets=rung.targets,
                takes_turns=rung.takes_turns,
                is_shadowed=bool(here) and not responsible,
                ends=min(ends, default=None),
            )
        )
    return tuple(tiers)


def _levels_of(ladder: Ladder, ids: Iterable[str], at: datetime) -> tuple[int, ...]:
    """The levels at which all of these people were at that time, else those of any of them."""
    return _common([n for n, tier in _numbered(ladder) if tier.has(key, at)] for key in ids)


def _levels_of_holders(ladder: Ladder, incident: Incident) -> tuple[int, ...]:
    return _common(
        [
            level
            for level, tier in _numbered(ladder)
            if tier.has(held.person.id, held.at) or held.person.name in tier.targets
        ]
        for held in incident.assignments
    )


def _levels_on_call(state: State, incident: Incident) -> tuple[int, ...]:
    policy_id = incident.policy_id
    entries = [e for e in state.on_call if e.policy_id == policy_id and not e.shadow]
    return _common(
        [e.level for e in entries if e.person.id == held.person.id] for held in incident.assignments
    )


def _numbered(ladder: Ladder) -> Iterator[tuple[int, Tier]]:
    return enumerate(ladder.tiers, start=1)


def _common(levels_of_each: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """The levels of all, else those of any, in order; who has none does not count."""
    sets = [found for levels in levels_of_each if (found := set(levels))]
    if not sets:
        return ()
    return tuple(sorted(set.intersection(*sets) or set.union(*sets)))


# --- where it stands, by the pager's log -----------------------------------------------------


def _retraced(ladder: Ladder, state: State, incident: Incident, case: Case | None) -> Ladder | None:
    """The ladder after all that the log tells; None when the log does not reach that far."""
    if case is None or not any(e.kind in ("assign", "escalate") for e in case.course):
        return None
    last = max(e.at for e in case.course) + timedelta(seconds=_LOG_LAG_S)
    if any(a.at > last for a in incident.assignments):
        return None
    at = replace(ladder, level=0)
    was_over = False
    for entry in case.course:
        at = _after(at, entry, _own_level(state, entry), was_over=was_over)
        was_over = entry.kind == "resolve" or (was_over and entry.kind not in _TURNS)
    return at if at.level else replace(at, level=1)


def _after(at: Ladder, entry: LogEntry, own_level: int, *, was_over: bool) -> Ladder:
    match entry.kind:
        case "escalate":
            start = replace(at, level=0, lap=0) if was_over else at
            level = entry.level or own_level or _matching(start, entry)
            return replace(start, level=level, is_exhausted=False)
        case "assign" if at.level == 0:
            return replace(at, level=_matching(at, entry), is_exhausted=False)
        case "repeat_escalation_path":
            return replace(at, level=0, lap=at.lap + 1)
        case "delegate":
            return replace(at, level=0, lap=0, is_exhausted=False)
        case "exhaust_escalation_path":
            return replace(at, is_exhausted=True)
        case _:
            return at


def _matching(at: Ladder, entry: LogEntry) -> int:
    """The level that an assignment reached: that of its people, as near above as there is one."""
    found = _levels_of(at, entry.people_ids, entry.at)
    above = [level for level in found if level > at.level]
    if above:
        return above[0]
    if entry.person_id and found:
        return found[0]
    return next(iter(at.occupied(at.level)), at.level or 1)


def _own_level(state: State, entry: LogEntry) -> int:
    """The level that we ourselves had paged, when the entry tells of that; else 0."""
    if entry.kind != "escalate" or not entry.person_id:
        return 0
    for parcel in state.parcels.values():
        effect = parcel.effect
        if (
            isinstance(effect, EscalateIncident)
            and effect.incident_id == entry.incident_id
            and parcel.phase is Phase.DONE
            and parcel.done_at is not None
            and abs((parcel.done_at - entry.at).total_seconds()) <= _SAME_ACT_S
        ):
            return effect.level
    return 0


# --- where it stands, by arithmetic ----------------------------------------------------------


def _placed(
    ladder: Ladder, incident: Incident, case: Case | None, levels: tuple[int, ...]
) -> Ladder:
    """The ladder with the level whose turn began nearest to when its people were assigned.

    Where the pager announces the next step, only levels whose delay fits are possible.
    """
    every = tuple(range(1, len(ladder.tiers) + 1))
    possible = [level for level in every if level in levels] or list(every)
    possible = _fitting(ladder, incident, case, possible) or possible
    if not possible:
        return ladder
    since = max((a.at for a in incident.assignments), default=incident.created_at)
    passed_s = (since - incident.created_at).total_seconds()
    starts = [sum(p.delay_s for p in ladder.tiers[: level - 1]) for level in every]
    cycle_s = sum(p.delay_s for p in ladder.tiers)

    def turn(level: int) -> tuple[float, int, int]:
        start_s = starts[level - 1]
        laps = round((passed_s - start_s) / cycle_s) if cycle_s > 0 else 0
        lap = min(max(laps, 0), ladder.loops)
        return abs(passed_s - start_s - lap * cycle_s), level, lap

    _, level, lap = min(turn(level) for level in possible)
    return replace(ladder, level=level, lap=lap)


def _fitting(ladder: Ladder, incident: Incident, case: Case | None, levels: list[int]) -> list[int]:
    announced = min((p.at for p in incident.pending if p.kind is Upcoming.ESCALATE), default=None)
    if announced is None:
        return []
    wait_s = (announced - begun_at(incident, case)).total_seconds()
    return [level for level in levels if abs(ladder.tiers[level - 1].delay_s - wait_s) <= 1]
