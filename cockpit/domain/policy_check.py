"""The escalation policy at the pager against the one that the organisation wants (P6); pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.effects import RewritePolicy
from cockpit.domain.model import EscalationPolicy, OnCall, Person, PolicyLevel
from cockpit.domain.procedure import Procedure
from cockpit.domain.rungs import WantedLevel
from cockpit.domain.state import Phase, State

SETTLED = timedelta(seconds=15)
"""After so long a policy that was rewritten has been read again."""
RECENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A policy as it was compared."""

    policy: EscalationPolicy
    differences: tuple[str, ...]
    """What is not as wanted, a sentence each."""
    unknown: tuple[str, ...] = ()
    """What could not be compared, a sentence each."""

    @property
    def is_well(self) -> bool:
        """Everything could be compared, and is as wanted."""
        return not self.differences and not self.unknown


def wanted_levels(procedure: Procedure) -> tuple[WantedLevel, ...]:
    """The levels that the profile wants: its policy, else its ladder."""
    if procedure.policy:
        return procedure.policy
    return tuple(WantedLevel(role=r.role, after_s=r.after_s) for r in procedure.ladder)


def concerned(state: State) -> tuple[EscalationPolicy, ...]:
    """The policies that are in use here: those on call is read of, and those of open incidents."""
    used = {entry.policy_id for entry in state.on_call}
    used |= {c.incident.policy_id for c in state.cases.values() if c.incident.is_open}
    found = [p for p in state.policies.values() if p.id in used]
    return tuple(found or state.policies.values())


def check(
    policy: EscalationPolicy,
    on_call: tuple[OnCall, ...],
    procedure: Procedure,
    people: Mapping[int, Person] | None = None,
) -> Check:
    """Compare levels, people and delays.

    Args:
        policy: as the pager has it.
        on_call: who is on call now, at any policy; shadows count for nothing (P3).
        procedure: whose policy is wanted.
        people: who should stand at a level now, from 1; one without anybody is not compared.
    """
    wanted, read = wanted_levels(procedure), tuple(e for e in on_call if e.policy_id == policy.id)
    here = tuple(e for e in read if not e.shadow)
    if not policy.levels:
        return Check(policy=policy, differences=("it has no levels: nobody is ever paged",))
    said = [*_count(policy, wanted), *_delays(policy, wanted)]
    said += _people(policy, here, wanted, people or {})
    unknown: list[str] = [] if wanted else ["the profile says neither policy nor ladder"]
    if read:
        said += _gaps(policy, here, wanted)
        said += _twice(here)
    else:
        unknown.append("who is on call at its levels is not known")
    return Check(policy=policy, differences=tuple(said), unknown=tuple(unknown))


def _count(policy: EscalationPolicy, wanted: tuple[WantedLevel, ...]) -> list[str]:
    have, want = len(policy.levels), len(wanted)
    if not wanted or have == want:
        return []
    if have < want:
        missing = ", ".join(level.role for level in wanted[have:])
        return [f"{have} of {want} levels: {missing} would never be paged"]
    return [f"{have} levels, wanted {want}: level {want + 1} and above are not in the procedure"]


def _delays(policy: EscalationPolicy, wanted: tuple[WantedLevel, ...]) -> list[str]:
    """Only delays after which somebody is paged: the last level's means nothing without loops."""
    said = []
    for place, (level, want) in enumerate(zip(policy.levels, wanted, strict=False), start=1):
        is_last = place == len(policy.levels) and not policy.loops
        if want.after_s and not is_last and level.delay_s != want.after_s:
            said.append(
                f"level {place} ({want.role}) escalates after {minutes(level.delay_s)}, "
                f"wanted {minutes(want.after_s)}"
            )
    return said


def _people(
    policy: EscalationPolicy,
    here: tuple[OnCall, ...],
    wanted: tuple[WantedLevel, ...],
    people: Mapping[int, Person],
) -> list[str]:
    said = []
    for place, (level, want) in enumerate(zip(policy.levels, wanted, strict=False), start=1):
        who = f"level {place} ({want.role}) pages {_targets(level)}"
        if not level.targets:
            said.append(f"level {place} ({want.role}) pages nobody: it has no target")
            continue
        if want.target and not _stands(level, want.target):
            said.append(f"{who}, wanted {want.target}")
        person = people.get(place)
        if person is not None and not _is_paged(level, here, place, person):
            said.append(f"{who}{_on_shift(here, place)}, wanted {person.name}")
    return said


def _gaps(
    policy: EscalationPolicy, here: tuple[OnCall, ...], wanted: tuple[WantedLevel, ...]
) -> list[str]:
    covered = {entry.level for entry in here}
    names = {place: f" ({want.role})" for place, want in enumerate(wanted, start=1)}
    return [
        f"nobody is on call at level {place}{names.get(place, '')}: it is passed over"
        for place, level in enumerate(policy.levels, start=1)
        if place not in covered and level.targets
    ]


def _twice(here: tuple[OnCall, ...]) -> list[str]:
    """Somebody at two levels is paged again when they did not answer: that helps nobody."""
    levels: dict[str, set[int]] = {}
    names: dict[str, str] = {}
    for entry in here:
        levels.setdefault(entry.person.id, set()).add(entry.level)
        names[entry.person.id] = entry.person.name
    return [
        f"{names[key]} is on call at levels {' and '.join(map(str, sorted(places)))}: "
        "who does not answer is paged once more"
        for key, places in levels.items()
        if len(places) > 1
    ]


def _targets(level: PolicyLevel) -> str:
    return "/".join(level.targets) or "nobody"


def _stands(level: PolicyLevel, target: str) -> bool:
    ids = {key.partition(":")[2] for key in level.target_ids}
    named = {name.casefold() for name in level.targets}
    return target in ids or target in level.target_ids or target.casefold() in named


def _is_paged(level: PolicyLevel, here: tuple[OnCall, ...], place: int, person: Person) -> bool:
    """Whether this person stands at the level, themself or as the one on shift there."""
    if user(person) in level.target_ids:
        return True
    return any(e.level == place and e.person.id == person.id for e in here)


def _on_shift(here: tuple[OnCall, ...], place: int) -> str:
    names = "/".join(dict.fromkeys(e.person.name for e in here if e.level == place))
    return f" (now {names})" if names else ""


def user(person: Person) -> str:
    """This person as a target of a policy."""
    return f"user:{person.id}"


def rotated(
    policy: EscalationPolicy, procedure: Procedure, primary: Person, secondary: Person
) -> tuple[PolicyLevel, ...]:
    """The levels after a rotation: the new primary first, the backup second, delays as wanted.

    Levels above stay with whom they are; a policy that lacks the second level gets it.
    """
    wanted = wanted_levels(procedure)
    levels = []
    for place, person in enumerate((primary, secondary)):
        before = policy.levels[place].delay_s if place < len(policy.levels) else 0
        delay_s = (wanted[place].after_s if place < len(wanted) else 0) or before
        levels.append(
            PolicyLevel(
                delay_s=delay_s or _delay_of(policy),
                targets=(person.name,),
                target_ids=(user(person),),
            )
        )
    for place, level in enumerate(policy.levels[len(levels) :], start=len(levels)):
        delay_s = (wanted[place].after_s if place < len(wanted) else 0) or level.delay_s
        levels.append(
            PolicyLevel(delay_s=delay_s, targets=level.targets, target_ids=level.target_ids)
        )
    return tuple(levels)


def _delay_of(policy: EscalationPolicy) -> int:
    """A delay for a level that nobody has given one: as the policy's first, else half an hour."""
    return policy.levels[0].delay_s if policy.levels else 1800


def preview(before: EscalationPolicy, after: tuple[PolicyLevel, ...]) -> tuple[str, ...]:
    """What a change does, a line for each level, with what it was."""
    lines = []
    for place, level in enumerate(after, start=1):
        line = f"level {place}: {_level(level)}"
        old = before.levels[place - 1] if place <= len(before.levels) else None
        if old is None:
            line += ", new"
        elif not is_same(old, level):
            line += f", was {_level(old)}"
            if any(key.startswith("schedule:") for key in old.target_ids) and (
                old.target_ids != level.target_ids
            ):
                line += "; that schedule pages nobody here any more"
        lines.append(line)
    lines += [
        f"level {place}: taken away, was {_level(old)}"
        for place, old in enumerate(before.levels, start=1)
        if place > len(after)
    ]
    return tuple(lines)


def _level(level: PolicyLevel) -> str:
    return f"{_targets(level)}, {minutes(level.delay_s)}"


def is_same(one: PolicyLevel, other: PolicyLevel) -> bool:
    """Whether two levels page the same for as long; ids count where both have them."""
    if one.target_ids and other.target_ids:
        who = set(one.target_ids) == set(other.target_ids)
    else:
        who = set(one.targets) == set(other.targets)
    return who and one.delay_s == other.delay_s


def unkept(state: State, now: datetime, settled: timedelta = SETTLED) -> tuple[str, ...]:
    """Policies that were rewritten and do not read back as they were written, a sentence each.

    Said from `settled` after the writing on, when it has been read again, and for `RECENT`: what
    differs later was changed by somebody.
    """
    latest: dict[str, RewritePolicy] = {}
    for parcel in sorted(state.parcels.values(), key=lambda p: p.order):
        if not isinstance(parcel.effect, RewritePolicy) or parcel.phase is not Phase.DONE:
            continue
        gone = now - (parcel.done_at or parcel.requested_at)
        latest.pop(parcel.effect.policy_id, None)
        if settled <= gone <= RECENT:
            latest[parcel.effect.policy_id] = parcel.effect
    return tuple(
        f"{policy.name} does not read back as it was written: {'; '.join(told)}"
        for effect in latest.values()
        if (policy := state.policies.get(effect.policy_id)) is not None
        and (told := _mismatches(effect.levels, policy.levels))
    )


def _mismatches(written: tuple[PolicyLevel, ...], read: tuple[PolicyLevel, ...]) -> tuple[str, ...]:
    said = []
    for place in range(1, max(len(written), len(read)) + 1):
        want = written[place - 1] if place <= len(written) else None
        have = read[place - 1] if place <= len(read) else None
        if want is None or have is None or not is_same(want, have):
            said.append(f"level {place} is {_maybe(have)}, written was {_maybe(want)}")
    return tuple(said)


def _maybe(level: PolicyLevel | None) -> str:
    return _level(level) if level else "not there"


def minutes(seconds: int) -> str:
    """A delay as people say it: 5 min, 90 s."""
    return f"{seconds} s" if seconds % 60 or not seconds else f"{seconds // 60} min"
