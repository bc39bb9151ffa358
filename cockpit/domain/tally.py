"""How far several things that were asked for at once have come: done, not done, still to come."""

from collections.abc import Iterable
from dataclasses import dataclass

from cockpit.domain.state import Parcel, Phase, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Where the effects of one gesture stand."""

    done: int = 0
    failed: tuple[Parcel, ...] = ()
    """What did not go through, and was given up or waits for a person."""
    waiting: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + len(self.failed) + self.waiting

    @property
    def is_over(self) -> bool:
        """Nothing more will happen by itself."""
        return not self.waiting


def tally(state: State, effect_ids: Iterable[str]) -> Tally:
    """Count these effects; unknown ones count as nothing."""
    parcels = [state.parcels[key] for key in effect_ids if key in state.parcels]
    failed = tuple(p for p in parcels if p.phase in (Phase.FAILED, Phase.DISCARDED))
    done = sum(p.phase is Phase.DONE for p in parcels)
    return Tally(done=done, failed=failed, waiting=len(parcels) - done - len(failed))
