"""Decide on what the engineer judges; pure."""

from cockpit.domain.actions import Triage
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.state import State


def decide_triage(state: State, action: Triage, ground: Ground) -> Decision:  # noqa: ARG001 - to come
    """The facts that this action amounts to, or why it is refused."""
    return Refusal(reason="this cannot be done yet")
