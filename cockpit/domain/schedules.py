"""Which schedules stand behind the escalation policies that are known; who is in them is not here.

A policy names its targets as "schedule:ID" beside the names that people read.
"""

from dataclasses import dataclass

from cockpit.domain.state import State

_KIND = "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A schedule, and the first place at which it pages."""

    id: str
    name: str
    policy: str
    level: int
    """From 1."""


def schedules(state: State) -> tuple[Schedule, ...]:
    """Every schedule of the known policies, each once, by level and name."""
    found: dict[str, Schedule] = {}
    for policy in state.policies.values():
        for level, rung in enumerate(policy.levels, start=1):
            for target, name in zip(rung.target_ids, rung.targets, strict=False):
                kind, _, key = target.partition(":")
                known = found.get(key)
                if kind == _KIND and key and (known is None or level < known.level):
                    found[key] = Schedule(id=key, name=name, policy=policy.name, level=level)
    return tuple(sorted(found.values(), key=lambda s: (s.level, s.name.casefold(), s.id)))


def named(state: State, schedule_id: str) -> str:
    """What people call this schedule; its id when nobody has said."""
    return next((s.name for s in schedules(state) if s.id == schedule_id), schedule_id)
