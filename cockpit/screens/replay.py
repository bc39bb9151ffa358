"""An incident of the past on the same panes: played, held, stepped; nothing can be done to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cockpit.domain.readings import Readings
from cockpit.domain.reel import Reel
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.screens.main import MainScreen
from cockpit.screens.reader import bar
from cockpit.view import banner
from cockpit.view.cells import Tone
from cockpit.view.footer import Notice

_FRAME_S = 0.25
"""Seconds between two pictures while it runs."""


class ReplayScreen(MainScreen):
    """The main screen over a film. It knows no desk: there is nothing here that could act."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hold", "Hold", show=False),
        Binding("right", "step(1)", "Next event", show=False),
        Binding("left", "step(-1)", "Event before", show=False),
        Binding("shift+right", "step(10)", "Ten events on", show=False),
        Binding("shift+left", "step(-10)", "Ten events back", show=False),
        Binding("left_square_bracket", "pace(0.5)", "Slower", show=False),
        Binding("right_square_bracket", "pace(2)", "Faster", show=False),
        Binding("home", "first", "To the start", show=False, priority=True),
        Binding("end", "last", "To the end", show=False, priority=True),
        Binding("escape,q", "leave", "Back", show=False),
    ]
    AUTO_FOCUS = "#timeline"

    def __init__(
        self,
        reel: Reel,
        stage: Situation,
        seconds: Callable[[], float],
        present: Callable[[], str] = str,
    ) -> None:
        """`stage` is the situation without what is known; `seconds` only ever grow.

        `present` says what wants attention now, while one looks back; empty: nothing does.
        """
        self._stage = replace(
            stage, readings=Readings(), incident_id=reel.film.incident_id, is_past=True
        )
        super().__init__(self._stage, "replay")
        self.reel = reel
        self._seconds = seconds
        self._present = present
        self._told = ""
        self._ran_at = seconds()

    def compose(self) -> ComposeResult:
        """What says that it is past, above everything."""
        yield Pane(id="past", bare=True)
        yield from super().compose()

    def on_mount(self) -> None:
        """Begin to run."""
        self._ran_at = self._seconds()
        self.set_interval(_FRAME_S, self._run)
        self.call_after_refresh(self._show_now)

    def on_screen_resume(self) -> None:
        """Be drawn at once."""
        self.call_after_refresh(self._show_now)

    def situation(self) -> Situation:
        """All that was known at the instant that is shown."""
        state = self.reel.film.state(self.reel.at)
        return replace(self._stage, state=state, me=state.me or self._stage.me)

    # --- running -----------------------------------------------------------------------------

    def _run(self) -> None:
        now = self._seconds()
        reel, self._ran_at = self.reel.ran(now - self._ran_at), now
        if reel != self.reel or self._present() != self._told:
            self.reel = reel
            self._show_now()

    def _show_now(self) -> None:
        if not self.is_mounted or not self.is_current:
            return
        reel, width = self.reel, self.size.width
        shown_at = reel.at.replace(microsecond=0)
        self.draw(self.situation(), shown_at, (), None)
        pace = banner.pace_of(reel.speed, paused=reel.paused)
        place = (reel.film.place(reel.at), len(reel.film.events))
        top = self.query_one("#past", Pane)
        top.show(banner.replay(reel.at, pace, place, width))
        self._told = self._present()
        until = shown_at + timedelta(seconds=1)
        notice = Notice(self._told, Tone.BAD, until) if self._told else None
        keys = bar(self.hints(), notice, shown_at, width)
        self.query_one("#footer", Pane).show(keys)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What the keys do here."""
        return (
            ("Space", "go on" if self.reel.paused else "hold"),
            ("← →", "event by event"),
            ("[ ]", "pace"),
            ("Home End", "start, end"),
            ("1-9", "panes"),
            ("Esc", "back"),
        )

    # --- keys --------------------------------------------------------------------------------

    def _turn_to(self, reel: Reel) -> None:
        self.reel = reel
        self._ran_at = self._seconds()
        self._show_now()

    def action_hold(self) -> None:
        """Hold it, or let it run."""
        self._turn_to(self.reel.toggled())

    def action_step(self, events: int) -> None:
        """Event by event, on or back."""
        self._turn_to(self.reel.stepped(events))

    def action_pace(self, factor: float) -> None:
        """Faster, or slower."""
        self._turn_to(self.reel.paced(factor))

    def action_first(self) -> None:
        """To the start."""
        self._turn_to(self.reel.first())

    def action_last(self) -> None:
        """To the end."""
        self._turn_to(self.reel.last())

    def action_leave(self) -> None:
        """Back to the present."""
        self.dismiss()

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """Nothing of the past is opened: what could be done there is over."""
        message.stop()

    def on_pane_resized(self, message: Pane.Resized) -> None:
        """Its view may say it differently."""
        message.stop()
        self.call_after_refresh(self._show_now)
