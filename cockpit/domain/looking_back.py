"""The turns of probes as moments of a timeline, from the records themselves; pure."""

from collections.abc import Iterable, Iterator

from cockpit.domain.evidence import Health
from cockpit.domain.facts import ProbeTurned
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import SHIFT_ROOM


def has_forgotten(state: State) -> bool:
    """Whether the shift may have forgotten what probes found earlier."""
    return sum(1 for m in state.shift if m.kind in (Kind.HEALTH, Kind.SYSTEM)) >= SHIFT_ROOM


def moments_of(turns: Iterable[tuple[str, ProbeTurned]]) -> Iterator[Moment]:
    """A moment for each change of mind; one process may say what another has said.

    Args:
        turns: ids of records with what they say, in the order of the journal.
    """
    minds: dict[str, Health] = {}
    for record, turn in turns:
        before = minds.get(turn.probe)
        minds[turn.probe] = turn.health
        if before is turn.health or (before is None and turn.health is Health.GOOD):
            continue
        words = f"{turn.probe} {turn.health.value}: {turn.detail}"
        yield Moment(at=turn.since, kind=Kind.HEALTH, text=words, id=record)
