"""Selecting several incidents of a list, by id: one by one, in a range, all, or alike."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.domain.incident_list import Listed
from cockpit.domain.likeness import likenesses
from cockpit.domain.marks import Marks, picked
from cockpit.panes.pane import Pane
from cockpit.screens.choosing import Choosing
from cockpit.view import incidents
from cockpit.view.cells import Tone

PREFIX = incidents.row_id("")


class IncidentPane(Pane):
    """A pane that says at once when its reader has moved, so that a range follows each step."""

    def __init__(self, stepped: Callable[[], None]) -> None:
        super().__init__(id="sheet")
        self._stepped = stepped

    @property
    def incident_id(self) -> str:
        """The incident under the cursor, or empty."""
        return self.selected.removeprefix(PREFIX)

    def action_move(self, step: int) -> None:
        """Select the entry `step` further down."""
        super().action_move(step)
        self._stepped()

    def action_far(self, direction: int) -> None:
        """Select the first entry (-1) or the last (1)."""
        super().action_far(direction)
        self._stepped()

    def select(self, row_id: str) -> None:
        """Select this entry and bring it into sight."""
        super().select(row_id)
        self._stepped()


class Selecting(Choosing):
    """Knows what is listed, what is under the cursor, and what is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Select", show=False),
        Binding("v", "range", "Range", show=False),
        Binding("shift+down", "stretch(1)", "Select down", show=False),
        Binding("shift+up", "stretch(-1)", "Select up", show=False),
        Binding("asterisk", "all", "All", show=False),
        Binding("equals_sign", "alike", "Alike", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        self.found = Listed()
        """What is drawn."""
        self._ranging = False

    @property
    def pane(self) -> IncidentPane:
        """The list."""
        return self.query_one(IncidentPane)

    def picked(self) -> tuple[str, ...]:
        """The selected incidents that are drawn; without any, the one under the cursor."""
        drawn = [*self.found.shown, *self.found.over]
        return picked(self.marks, self.pane.incident_id, [i.id for i in drawn])

    def why_none(self) -> str:
        """Nothing under the cursor, or all that is selected is hidden."""
        if self.marks.ids:
            return f"the {len(self.marks.ids)} selected are hidden here: nothing was done"
        return super().why_none()

    def released(self) -> None:
        """What is on its way is not selected any more, so that the next key cannot repeat it."""
        self.marking(Marks())

    def mark(self, incident_ids: tuple[str, ...]) -> None:
        """Select these again, after an answer of no."""
        self.marking(Marks(frozenset(incident_ids)))

    def marking(self, marks: Marks) -> None:
        """Select these from now on."""
        self.marks = marks
        self._ranging = self._ranging and bool(marks.anchor)
        self.again()

    def _shown(self) -> list[str]:
        return [incident.id for incident in self.found.shown]

    def action_mark(self) -> None:
        """Select the one under the cursor, or unselect it, and go one further."""
        here = self.pane.incident_id
        if here in self._shown():
            self.marking(self.marks.toggled(here))
            self.pane.action_move(1)
        else:
            self.say("only open incidents can be selected")

    def action_range(self) -> None:
        """Begin a range, or end it; while it lasts, it follows the cursor."""
        here = self.pane.incident_id
        if self._ranging or here not in self._shown():
            self._ranging = False
            self.marking(self.marks.ended())
        else:
            self._ranging = True
            self.marking(self.marks.begun(here))

    def action_stretch(self, step: int) -> None:
        """Select from here to the next one."""
        here = self.pane.incident_id
        if not self.marks.anchor and here in self._shown():
            self.marks = self.marks.begun(here)
        before, self._ranging = self._ranging, True
        self.pane.action_move(step)
        self._ranging = before

    def stepped(self) -> None:
        """The reader has moved: a range follows, until it is ended."""
        if not self.marks.anchor:
            return
        here = self.pane.incident_id
        marks = self.marks.stretched(self._shown(), here)
        self.marking(marks if self._ranging else self.marks.ended())

    def action_all(self) -> None:
        """Select all that are listed and open; all selected already: none."""
        self.marking(self.marks.with_all(self._shown()))

    def action_alike(self) -> None:
        """Select those that look like the one under the cursor, one likeness after another."""
        here, shown = self.pane.incident_id, self.found.shown
        incident = next((i for i in shown if i.id == here), None)
        groups = likenesses(incident, shown) if incident else ()
        chosen = [g for g in groups if frozenset(g.ids) == self.marks.ids]
        number = groups.index(chosen[0]) + 1 if chosen else 0
        if number < len(groups):
            group = groups[number]
            self.marking(Marks(frozenset(group.ids)))
            self.say(f"{len(group.ids)} alike: {group.reason}", Tone.ACCENT)
        else:
            self.marking(Marks())
            self.say("nothing more is alike" if groups else "nothing is like this one", Tone.DIM)
