"""Several incidents selected in a list, and what an action applies to; ids only, no row numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Marks:
    """The incidents that are selected; a range grows from `anchor` on top of `base`."""

    ids: frozenset[str] = frozenset()
    anchor: str = ""
    """Where a range began; empty: no range is being drawn."""
    base: frozenset[str] = frozenset()

    def toggled(self, incident_id: str) -> "Marks":
        """With this one, or without it when it was selected."""
        return Marks(self.ids ^ {incident_id})

    def with_all(self, shown: Collection[str]) -> "Marks":
        """With all that are shown; when they all were already, without them."""
        every = frozenset(shown)
        return Marks(self.ids - every if every and every <= self.ids else self.ids | every)

    def begun(self, incident_id: str) -> "Marks":
        """A range begins here."""
        return Marks(self.ids | {incident_id}, incident_id, self.ids)

    def stretched(self, shown: Sequence[str], to: str) -> "Marks":
        """The range reaches from its anchor to here, in the order of the list at this moment."""
        if to not in shown:
            return self
        if self.anchor not in shown:
            return self.begun(to)
        ends = sorted((shown.index(self.anchor), shown.index(to)))
        return replace(self, ids=self.base | frozenset(shown[ends[0] : ends[1] + 1]))

    def ended(self) -> "Marks":
        """The range stands as it is."""
        return Marks(self.ids)

    def kept(self, running: Collection[str]) -> "Marks":
        """Without those that are not open any more; the same object when all are."""
        alive = frozenset(running)
        if self.ids <= alive and self.base <= alive:
            return self
        anchor = self.anchor if self.anchor in alive else ""
        return Marks(self.ids & alive, anchor, self.base & alive if anchor else frozenset())


def picked(marks: Marks, cursor: str, shown: Sequence[str]) -> tuple[str, ...]:
    """What an action applies to: the selected ones that are shown, in order.

    Only when nothing at all is selected it is the one under the cursor, if that is shown. What is
    selected and hidden is never acted upon, and never replaced by something else.
    """
    if marks.ids:
        return tuple(key for key in shown if key in marks.ids)
    return (cursor,) if cursor and cursor in shown else ()
