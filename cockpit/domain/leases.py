"""How long carrying an effect out may take, and how long everybody else keeps off it meanwhile."""

from cockpit.domain.dispatch import DEADLINE_S, LEASE_S
from cockpit.domain.effects import Effect
from cockpit.domain.effects_local import RunCommand

_SPARE_S = 10.0
"""What a command may take longer than it is given until it is ended, seconds."""


def deadline_s(effect: Effect) -> float:
    """How long carrying this effect out may take, seconds."""
    if isinstance(effect, RunCommand):
        return max(effect.timeout_s + _SPARE_S, DEADLINE_S)
    return DEADLINE_S


def lease_s(effect: Effect) -> float:
    """How long a claim keeps everybody else off this effect, seconds; far more than it takes."""
    return deadline_s(effect) + LEASE_S - DEADLINE_S
