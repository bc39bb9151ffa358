"""The check of escalation policies as text and as JSON, for the command line."""

from cockpit.domain.model import PolicyLevel
from cockpit.domain.policy_check import Check, minutes


def text(checks: tuple[Check, ...], unkept: tuple[str, ...] = ()) -> str:
    """Each policy with its levels, and what is not as wanted."""
    lines = [f"! {words}" for words in unkept]
    for one in checks:
        verdict = "as wanted" if one.is_well else "differs" if one.differences else "not all known"
        lines.append(f"{one.policy.name}: {verdict}")
        lines += [
            f"  {place} {'/'.join(level.targets) or 'nobody'}, {minutes(level.delay_s)}"
            for place, level in enumerate(one.policy.levels, start=1)
        ]
        lines += [f"  ! {words}" for words in one.differences]
        lines += [f"  ? {words}" for words in one.unknown]
    return "\n".join(lines) + "\n" if lines else ""


def jsonable(checks: tuple[Check, ...], unkept: tuple[str, ...] = ()) -> dict[str, object]:
    """Keys: `policies` (id, name, levels, as_wanted, differences, unknown) and `unkept`."""
    return {
        "policies": [
            {
                "id": one.policy.id,
                "name": one.policy.name,
                "levels": [_level(level) for level in one.policy.levels],
                "as_wanted": one.is_well,
                "differences": list(one.differences),
                "unknown": list(one.unknown),
            }
            for one in checks
        ],
        "unkept": list(unkept),
    }


def _level(level: PolicyLevel) -> dict[str, object]:
    return {
        "delay_s": level.delay_s,
        "targets": list(level.targets),
        "target_ids": list(level.target_ids),
    }
