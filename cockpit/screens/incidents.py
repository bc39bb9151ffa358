"""The list of incidents: whose, filtered, in order, several selected; ids only, never rows.

Letters act on incidents and come from the table of keys; signs arrange the list.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from cockpit.domain.incident_list import Query, listed
from cockpit.domain.marks import Marks
from cockpit.domain.priorities import Ranking
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.screens.incident_detail import DetailScreen
from cockpit.screens.selecting import PREFIX, IncidentPane, Selecting
from cockpit.view import incidents
from cockpit.view.cells import Sheet, Space, Tone, text
from cockpit.view.footer import Notice

_BATCH_ROWS = ((30, 6), (16, 3), (0, 1))
"""Rows that the titles of a selection may take, by the least height of the terminal."""


class IncidentsScreen(Selecting):
    """Enter answers with the row to put on screen; other keys act on what is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "detail", "Detail", show=False),
        Binding("slash", "filter", "Filter", show=False),
        Binding("greater_than_sign", "order", "Order", show=False),
        Binding("tab", "scope(1)", "Whose", show=False),
        Binding("shift+tab", "scope(-1)", "Whose", show=False),
        Binding("down", "to_list", "To the list", show=False),
    ]
    AUTO_FOCUS = "#sheet"

    def __init__(
        self, study: Callable[[str], None], query: Query, ranking: Callable[[], Ranking]
    ) -> None:
        """`study` has an incident's details read; `query` is where the last visit left off;
        `ranking` tells which priority goes first, as far as that is known by now."""
        super().__init__()
        self._study = study
        self._ranking = ranking
        self.query_now = replace(query, words="")
        self._found_for: tuple[object, ...] = ()
        self._begun = False

    def compose(self) -> ComposeResult:
        """Whose, the filter, the list, what is hidden, what is selected, the keys."""
        yield Pane(id="scopes", bare=True)
        words = Input(id="filter", compact=True, select_on_focus=False, placeholder="filter")
        words.cursor_blink = False
        yield words
        yield IncidentPane(self.stepped)
        yield Pane(id="hidden", bare=True)
        yield Pane(id="batch", bare=True)
        yield Pane(id="back", bare=True, classes="bar")

    # --- drawing -----------------------------------------------------------------------------

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Show what the list holds now; what arrives moves neither cursor nor selection."""
        self._seen = (situation, now, notice)
        self._find(situation)
        pane, found, marks = self.pane, self.found, self.marks
        pane.show(incidents.sheet(situation, now, pane.space, found, marks))
        self._begin(situation)
        self._part("scopes").show(incidents.scopes(situation, self.query_now))
        words = incidents.hidden(found, self.query_now)
        self._strip("hidden", Sheet("", (text(f" {words}", Tone.WARN),) if words else ()))
        room = next(rows for least, rows in _BATCH_ROWS if self.size.height >= least)
        self._strip("batch", incidents.batch(found, marks, Space(self.size.width, room)))
        self._part("back").show(self.bar(now, notice))

    def _find(self, situation: Situation) -> None:
        state = situation.state
        ranking = self._ranking()
        wanted = (state.team_ids, situation.me, self.query_now, ranking)
        if self._found_for[1:] != wanted or self._found_for[0] is not state.cases:
            self.found = listed(state, situation.me, self.query_now, ranking)
            self._found_for = (state.cases, *wanted)
        found = self.found
        everything = (*found.shown, *found.unmatched, *found.outside)
        self.marks = self.marks.kept({incident.id for incident in everything})

    def _begin(self, situation: Situation) -> None:
        """The cursor begins on the incident on screen, else on the most pressing one."""
        if not self._begun and self.found.shown:
            self._begun = True
            self.pane.select(incidents.row_id(self.found.shown[0].id))
            self.pane.select(incidents.row_id(situation.incident_id))

    def _strip(self, name: str, sheet: Sheet) -> None:
        pane = self._part(name)
        pane.set_class(bool(sheet.rows), "-on")
        if len(sheet.rows) != len(pane.sheet.rows):
            pane.styles.height = len(sheet.rows)
        pane.show(sheet)

    def _part(self, name: str) -> Pane:
        return self.query_one(f"#{name}", Pane)

    @property
    def _filter(self) -> Input:
        return self.query_one("#filter", Input)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to choose, to arrange, and to act."""
        if self._filter.has_focus:
            return (("Enter", "to the list"), ("Esc", "clear"), ("Tab", "whose"))
        return (
            ("Esc", "back"),
            ("Enter", "on screen"),
            ("→", "detail"),
            ("/", "filter"),
            ("Tab", "whose"),
            ("Space", "select"),
            *self.key_hints(),
            (">", "order"),
            ("v", "range"),
            ("*", "all"),
            ("=", "alike"),
        )

    # --- keys: arranging ---------------------------------------------------------------------

    def action_scope(self, step: int) -> None:
        """Others' incidents, too, or only mine."""
        self._ask(self.query_now.next_scope(step))

    def action_order(self) -> None:
        """Another order."""
        self._ask(self.query_now.next_order())

    def action_filter(self) -> None:
        """Write what must be in a row."""
        self._filter.add_class("-on")
        self._filter.focus()
        self.again()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._ask(replace(self.query_now, words=event.value.strip()))

    @on(Input.Submitted)
    def _written(self) -> None:
        self.action_to_list()

    def action_to_list(self) -> None:
        """From the filter back to the list; the words stay."""
        self._filter.set_class(bool(self.query_now.words), "-on")
        self.pane.focus()
        self.again()

    def _ask(self, query: Query) -> None:
        """The person's own wish: where it hides the cursor's incident, the first one is it."""
        if query == self.query_now:
            return
        self.query_now = query
        self.again()
        if not self.pane.selected and self.found.shown:
            self.pane.select(incidents.row_id(self.found.shown[0].id))

    # --- keys: coming and going --------------------------------------------------------------

    def action_detail(self) -> None:
        """Everything about the one under the cursor."""
        here = self.pane.incident_id
        if here:
            self.app.push_screen(DetailScreen(here, self._study))
        else:
            self.say(super().why_none())

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """Put it on screen."""
        message.stop()
        self.dismiss(message.row_id)

    def on_pane_selection_lost(self, message: Pane.SelectionLost) -> None:
        """The incident under the cursor is gone: nothing takes its place by itself."""
        if self.pane.selected or self._seen is None:
            return
        case = self._seen[0].state.cases.get(message.row_id.removeprefix(PREFIX))
        name = f"#{case.incident.number}" if case else "it"
        self.say(f"{name} is not in the list any more: nothing is selected")

    def action_leave(self) -> None:
        """One step back: out of the filter, a range, a selection, the words; then out of here."""
        if self._filter.has_focus or (self.query_now.words and not self.marks.ids):
            self._filter.value = ""
            self._ask(replace(self.query_now, words=""))
            self.action_to_list()
        elif self.marks.ids:
            self.marking(Marks())
        else:
            self.dismiss("")
