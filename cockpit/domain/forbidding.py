"""Orgs that forbid platform impersonation, as far as look-ups have shown: for the handover (N3)."""

from cockpit.domain.customers import LookedUp
from cockpit.domain.state import State


def forbidding(state: State) -> tuple[LookedUp, ...]:
    """Those that forbade it when they were looked up last, whatever the incident; the newest first.

    What nobody has looked up is not known here: these are not all there are.
    """
    newest: dict[str, LookedUp] = {}
    every = (found for case in state.cases.values() for found in case.orgs.values())
    for found in sorted(every, key=lambda one: one.at):
        newest[found.org.id] = found
    last = sorted(newest.values(), key=lambda one: one.at, reverse=True)
    return tuple(found for found in last if found.org.allows is False)
