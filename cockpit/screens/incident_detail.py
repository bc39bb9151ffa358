"""One incident in full, bound to it when it opens; two panes where there is room, else one."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.panes.wrap import wrapped
from cockpit.screens.choosing import Choosing
from cockpit.screens.links import hand_over
from cockpit.view import incident_detail, incident_links
from cockpit.view.cells import Sheet
from cockpit.view.footer import Notice


class DetailScreen(Choosing):
    """Follows its incident, whatever is on the main screen; its details are read while it shows."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "leave", "Back", show=False),
        *(Binding(f"{n}", f"copy({n})", f"Copy link {n}", show=False) for n in range(1, 10)),
    ]
    AUTO_FOCUS = "#facts"

    def __init__(self, incident_id: str, study: Callable[[str], None]) -> None:
        """`study` has an incident's details read, or none's when it is empty."""
        super().__init__()
        self.incident_id = incident_id
        self._study = study

    def compose(self) -> ComposeResult:
        """What is known, and the pager's log beside it."""
        with Horizontal(id="detail"):
            yield Pane(id="facts")
            yield Pane(id="story")
        yield Pane(id="back", bare=True, classes="bar")

    def on_mount(self) -> None:
        """Somebody looks."""
        self._study(self.incident_id)

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self._study("")

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Show what is known now; what is read meanwhile moves nothing."""
        self._seen = (situation, now, notice)
        if self.has_class("-wide"):
            self._show("facts", incident_detail.facts(situation, self.incident_id, now))
            self._show("story", incident_detail.story(situation, self.incident_id, now))
        else:
            self._show("facts", incident_detail.whole(situation, self.incident_id, now))
        self.query_one("#back", Pane).show(self.bar(now, notice))

    def _show(self, name: str, sheet: Sheet) -> None:
        pane = self.query_one(f"#{name}", Pane)
        pane.show(wrapped(sheet, pane.space.width))

    def picked(self) -> tuple[str, ...]:
        """The one incident that this is about."""
        return (self.incident_id,)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to read on, and to act."""
        log = (("Tab", "log"),) if self.has_class("-wide") else ()
        keys = ("Esc", "back"), *self.key_hints(), ("PgUp PgDn", "scroll"), *log
        return (*keys, ("1-9", "copy a link"))

    def action_copy(self, number: int) -> None:
        """Copy the link of this number."""
        if self._seen is None:
            return
        url = incident_links.address(self._seen[0], self.incident_id, number)
        hand_over(self.app, self.say, url, f"there is no link {number}")
