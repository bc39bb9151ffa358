"""The main screen: every pane of the cockpit, arranged for the size of the terminal."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen

from cockpit.desk.desk import Desk
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.panes.wrap import wrapped
from cockpit.screens.reader import Shown
from cockpit.view import (
    channels,
    checklist,
    deploys,
    errors,
    escalation,
    footer,
    header,
    health,
    reports,
    tabs,
    timeline,
    tiny,
    updates,
)
from cockpit.view.cells import Sheet, Space

View = Callable[[Situation, datetime, Space], Sheet]

PANES: tuple[tuple[str, View], ...] = (
    ("escalation", escalation.sheet),
    ("health", health.sheet),
    ("deploys", deploys.sheet),
    ("reports", reports.sheet),
    ("checklist", checklist.sheet),
    ("timeline", timeline.sheet),
    ("updates", updates.sheet),
    ("channels", channels.sheet),
    ("errors", errors.sheet),
)
"""In the order of their numbers."""

TABBED = ("health", "deploys", "reports", "timeline", "updates", "channels", "errors")
"""Panes of which a small terminal shows one at a time."""


WRAPPED = ("escalation", "deploys", "reports", "checklist", "timeline", "updates", "channels")
"""Panes whose sentences are broken into lines."""

LINES = {"channels": 2}
"""Lines that one sentence may take in a pane, where these are not four."""
_LINES = 4


FOLLOWING = "-following"
"""The screen's class while channels are followed: without, there is no pane for them."""
TRACKING = "-tracking"
"""The same for errors."""
ONLY = {"channels": FOLLOWING, "errors": TRACKING}
"""Panes that there are only with a class of the screen."""


def _suiting(situation: Situation) -> dict[str, bool]:
    """The classes by which the screen has a place for what there is to see, and for no more."""
    return {FOLLOWING: bool(situation.channels), TRACKING: situation.tracker is not None}


def _folded(name: str, sheet: Sheet, width: int) -> Sheet:
    """The sheet of this pane with its sentences broken into lines."""
    return wrapped(sheet, width, LINES.get(name, _LINES)) if name in WRAPPED else sheet


class MainScreen(Screen[None]):
    """Panes over one situation; it draws, and says which pane the keys go to."""

    HORIZONTAL_BREAKPOINTS = [
        (0, "-thin"),
        (60, "-narrow"),
        (100, "-wide"),
        (160, "-broad"),
    ]
    VERTICAL_BREAKPOINTS = [
        (0, "-flat"),
        (16, "-short"),
        (30, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", "Next pane", show=False),
        Binding("shift+tab", "turn(-1)", "Pane before", show=False),
        *(Binding(f"{n}", f"pane({n})", f"Pane {n}", show=False) for n in range(1, 10)),
    ]
    AUTO_FOCUS = "#checklist"

    def __init__(self, situation: Situation, name: str = "main") -> None:
        """Suits this situation from the beginning: a class that comes later styles it all anew."""
        classes = [name for name, wanted in _suiting(situation).items() if wanted]
        super().__init__(id=name, classes=" ".join(classes) or None)
        self._current = TABBED[0]

    def compose(self) -> ComposeResult:
        """Three columns; the stylesheet folds them for smaller terminals."""
        yield Pane(id="header", bare=True)
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Pane(id="escalation")
                yield Pane(id="checklist")
            with Container(id="stage"):
                yield Pane(id="tabs", bare=True)
                with Vertical(id="middle", classes="-current"):
                    yield Pane(id=self._current, classes="-current")
                    yield Pane(id="timeline")
                    yield Pane(id="channels")
                with Vertical(id="right"):
                    yield Pane(id="deploys")
                    yield Pane(id="errors")
                    yield Pane(id="reports")
                    yield Pane(id="updates")
        yield Pane(id="tiny", bare=True)
        yield Pane(id="footer", bare=True)

    def draw(
        self,
        situation: Situation,
        now: datetime,
        hints: tuple[tuple[str, str], ...],
        notice: footer.Notice | None,
    ) -> None:
        """Show this situation at this instant; only cells that differ are repainted."""
        self.update_classes(_suiting(situation))
        for name, view in (*PANES, ("header", header.sheet), ("tiny", tiny.sheet)):
            self._show(name, view, situation, now)
        bar = self.query_one("#footer", Pane)
        bar.show(footer.sheet(situation, now, bar.space, hints, notice))
        strip = self.query_one("#tabs", Pane)
        if strip.is_on_screen:
            loud = {"channels"} if channels.waiting_in(situation, now) else set()
            loud |= {"errors"} if errors.is_loud(situation, now) else set()
            names = tuple(name for name in TABBED if name in self._names)
            strip.show(tabs.sheet(names, self._current, strip.space.width, loud))

    def draw_health(self, desk: Desk) -> None:
        """Show what the probes have found, and leave everything else as it is."""
        if self.is_mounted and self.is_current and self.app.is_running:
            now = desk.now().replace(microsecond=0)
            self._show("health", health.sheet, desk.situation(), now)

    def _show(self, name: str, view: View, situation: Situation, now: datetime) -> None:
        pane = self.query_one(f"#{name}", Pane)
        if pane.is_on_screen:
            sheet = view(situation, now, pane.space)
            pane.show(_folded(name, sheet, pane.space.width))

    @property
    def _names(self) -> list[str]:
        """The panes that there are, in the order of their numbers."""
        return [name for name, _ in PANES if name not in ONLY or self.has_class(ONLY[name])]

    def action_turn(self, step: int) -> None:
        """Go to the next pane in the order of their numbers."""
        names = self._names
        here = self.focused.id if self.focused else None
        place = names.index(here) if here in names else -1 if step > 0 else 0
        self.go(names[(place + step) % len(names)])

    def action_pane(self, number: int) -> None:
        """Go to the pane of this number; a number without a pane does nothing."""
        if 1 <= number <= len(PANES) and PANES[number - 1][0] in self._names:
            self.go(PANES[number - 1][0])

    def go(self, name: str) -> None:
        """Put the keys on this pane, and bring it into sight where only one has room."""
        if name in TABBED:
            self._bring(name)
        self.query_one(f"#{name}", Pane).take_keys()

    def _bring(self, name: str) -> None:
        """Where only one pane has room, it is this one; its column comes with it."""
        self._current = name
        panes = [self.query_one(f"#{other}", Pane) for other in TABBED]
        for pane in panes:
            pane.set_class(pane.id == name, "-current")
        for column in self.query("#stage > Vertical"):
            column.set_class(any(pane.id == name for pane in column.query(Pane)), "-current")

    def on_screen_resume(self) -> None:
        """Be drawn at once, not at the next second."""
        self.post_message(Shown())
