"""Decide on what changes something at the pager; pure."""

from cockpit.domain.actions import OnPager
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.state import State


def decide_pager(state: State, action: OnPager, ground: Ground) -> Decision:  # noqa: ARG001 - to come
    """The facts that this action amounts to, or why it is refused."""
    return Refusal(reason="this cannot be done yet")
