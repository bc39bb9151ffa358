"""The full screen as a drill: always marked as one, its clock steered, a debrief at the end."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Protocol

from rich.console import RenderableType
from textual.binding import Binding, BindingType
from textual.screen import Screen

from cockpit.app import Cockpit
from cockpit.desk.desk import Desk
from cockpit.domain.debriefing import Debriefing, Exercise, debriefing
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, State
from cockpit.panes.pane import Pane
from cockpit.ports.outside import PortError
from cockpit.screens.reader import Reader
from cockpit.view import banner, debrief
from cockpit.view.cells import Sheet, Space, Tone

_BANNER = "banner"


class Paced(Protocol):
    """The drill's clock, to look at."""

    speed: float
    paused: bool


class Steering(Protocol):
    """What a drill can be asked and told."""

    scenario: str
    start: datetime
    ends: datetime

    @property
    def clock(self) -> Paced:
        """How fast it goes."""
        ...

    async def pace(self, factor: float) -> None:
        """So many times as fast as now. Raises `PortError`."""
        ...

    async def pause(self) -> None:
        """Hold it, or let it go on. Raises `PortError`."""
        ...

    async def exercise(self) -> Exercise:
        """What only the scenario knows. Raises `PortError`."""
        ...


class Practice(Cockpit):
    """The cockpit on a world that is not real."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "pace(0.5)", "Slower", show=False),
        Binding("right_square_bracket", "pace(2)", "Faster", show=False),
        Binding("comma", "hold", "Pause", show=False),
        Binding("X", "debrief", "Debrief", show=False),
    ]

    def __init__(self, desk: Desk, control: Steering) -> None:
        """`control` steers the world that the desk looks at."""
        super().__init__(desk, secrets=desk.tokens)
        self._control = control
        self._ended = False
        """The debrief has come up by itself."""
        self._leaving = False
        self._exercise: Exercise | None = None
        self.debriefing: Debriefing | None = None

    async def on_mount(self) -> None:
        """Every screen that comes to the top is marked; what the cockpit does is done besides."""
        # Textual calls every class's own handler: calling `super` here would begin all twice.
        self.screen_change_signal.subscribe(self, self._mark)

    # --- always marked as a drill ------------------------------------------------------------

    def _mark(self, screen: Screen[Any]) -> None:
        if screen.is_attached and not screen.query(f"#{_BANNER}"):
            screen.mount(Pane(id=_BANNER, bare=True), before=0)
        self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        """Say in the top line how the drill stands."""
        control, clock = self._control, self._control.clock
        if not self.is_running:
            return
        times = (control.start, self.desk.now().replace(microsecond=0), control.ends)
        pace = banner.pace_of(clock.speed, paused=clock.paused)
        for screen in self.screen_stack:
            for pane in screen.query(f"#{_BANNER}").results(Pane):
                pane.show(banner.drill(control.scenario, pace, times, self.size.width))

    def _draw(self) -> None:
        super()._draw()
        self._tell()
        if not self._ended and self._is_over():
            self._ended = True
            self.action_debrief()

    # --- the clock ---------------------------------------------------------------------------

    def action_pace(self, factor: float) -> None:
        """Faster, or slower."""
        self.run_worker(self._steer(lambda: self._control.pace(factor)), group="clock")

    def action_hold(self) -> None:
        """Hold the clock, or let it go on."""
        self.run_worker(self._steer(self._control.pause), group="clock")

    async def _steer(self, do: Callable[[], Any]) -> None:
        try:
            await do()
        except PortError as error:
            self.say(error.advice, Tone.BAD)
        self._tell()

    # --- the end -----------------------------------------------------------------------------

    def _is_over(self) -> bool:
        """Everything is resolved, or the scenario's time is over."""
        cases = self.desk.state.cases.values()
        resolved = bool(cases) and not any(case.incident.is_open for case in cases)
        return resolved or self.desk.now() >= self._control.ends

    def action_debrief(self) -> None:
        """Show what the drill has shown so far."""
        if not isinstance(self.screen, Debriefed):
            self.run_worker(self._debrief(), group="debrief", exclusive=True)

    async def _debrief(self) -> None:
        case = drilled(self.desk.state, self.desk.incident_id)
        if case is None:
            self.say("there is nothing to say yet: no incident was seen")
            return
        try:
            self._exercise = await self._control.exercise()
        except PortError as error:
            self.say(error.advice, Tone.BAD)
        await self.push_screen(Debriefed(self._conclude(case), self.desk), self._read)

    def _conclude(self, case: Case) -> Debriefing:
        """What there is to say now, kept to be printed."""
        desk, exercise = self.desk, self._exercise or Exercise(scenario=self._control.scenario)
        found = debriefing(desk.state, case, desk.procedure, desk.now(), exercise)
        self.debriefing = found
        return found

    def _read(self, _answer: str | None) -> None:
        if self._leaving:
            super().exit()

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Whoever quits has read the debrief; a signal, or a fault, ends at once."""
        at_once = bool(return_code or message) or self._leaving or not self.is_running
        case = drilled(self.desk.state, self.desk.incident_id)
        if at_once or case is None or self._ended:
            if case is not None and self._ended and not at_once:
                self._conclude(case)
            super().exit(result, return_code, message)
            return
        self._leaving = True
        self.action_debrief()


class Debriefed(Reader):
    """The debrief, to be read."""

    def __init__(self, found: Debriefing, desk: Desk) -> None:
        sheet = debrief.sheet(found, desk.zone)

        def content(_situation: Situation, _now: datetime, _space: Space) -> Sheet:
            return sheet

        super().__init__(content)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """It is printed afterwards, too."""
        return (*super().hints(), ("", "it is printed when you have quit"))


def drilled(state: State, shown: str) -> Case | None:
    """The incident that a drill is about: what was declared, else what was on screen, else the
    first of the highest urgency; None: none was seen."""
    cases = tuple(state.cases.values())
    declared = [case for case in cases if case.declaration is not None]
    if declared:
        return declared[0]
    return state.cases.get(shown) or (cases[0] if cases else None)
