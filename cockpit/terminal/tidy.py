"""A Textual app that leaves the terminal as it found it and never waits for it; no screens.

Textual's own writer blocks the event loop once the terminal stops reading; here painting pauses
instead, everything else goes on, and the whole screen is painted when the terminal reads again.
"""

import os
import select
import signal
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from types import FrameType
from typing import Any, ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from cockpit.panes.shown import Changes, Shown
from cockpit.terminal.crash import crash_report
from cockpit.terminal.device import Deadline, Outlet, restore
from cockpit.terminal.typed import Typed

END_WITHIN_S = 5.0
"""An orderly end that takes longer is cut short."""

LAST_BYTES_WITHIN_S = 1.0
"""How long the end waits for a terminal that does not read."""

READ = 2**16
"""Bytes that are read at once: a long paste comes in few pieces."""

READ_WITHIN_S = 0.1
"""How soon a key that is the beginning of others is taken by itself."""

SIGNAL_CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130}


class PatientDriver(LinuxDriver):
    """Textual's driver with an outlet that never blocks, and an eye on a vanished terminal."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._outlet: Outlet | None = None
        self._pause = ExitStack()
        self._paused = False
        self._deadline: Deadline | None = None
        self.shown = Shown()
        """What the terminal shows; nothing after it was given away and taken back."""

    def write(self, data: str) -> None:
        """Queue for the terminal; pause painting when it does not keep up."""
        outlet = self._outlet = self._outlet or self._opened()
        outlet.write(data)
        if outlet.backed_up and not self._paused:
            self._soon(self._pause_painting)

    def _opened(self) -> Outlet:
        """The first write takes the terminal: from here on, signals must give it back."""
        for number in SIGNAL_CODES:
            signal.signal(number, self._on_signal)
        self.shown.forget()
        self._soon(self._repaint)
        return Outlet(
            self._file.fileno() if self._file else 2,
            on_drained=lambda: self._soon(self._resume_painting),
            on_gone=lambda: self._end(SIGNAL_CODES[signal.SIGHUP]),
        )

    def close(self) -> None:
        """Let the last bytes out, if the terminal takes them."""
        super().close()
        self._resume_painting()
        if self._outlet is not None:
            if not self._outlet.close(LAST_BYTES_WITHIN_S):
                restore(self.fileno, self.attrs_before)
            self._outlet = None

    def end_within(self, seconds: float, return_code: int) -> None:
        """From now on the process has this long to end in good order."""

        def end_now() -> None:
            restore(self.fileno, self.attrs_before)
            os._exit(return_code)

        if self._deadline is None:
            self._deadline = Deadline(seconds, end_now)

    def ended(self) -> None:
        """The orderly end has come."""
        if self._deadline is not None:
            self._deadline.met()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._end(SIGNAL_CODES[signal.Signals(number)])

    def _end(self, return_code: int) -> None:
        self.end_within(END_WITHIN_S, return_code)
        self._soon(lambda: self._app.exit(return_code=return_code))

    def _sigcont_application(self, *_: object) -> None:
        """Only what was suspended resumes.

        A hang-up brings a SIGCONT of its own. Textual would begin to read a second time, and what
        reads a second time is never ended: the process would stay behind without a terminal.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
        else:
            self.shown.forget()
            self._soon(self._repaint)

    def run_input_thread(self) -> None:
        """What comes from the terminal, as events; bytes that are no text show as such."""
        typed, decode = Typed(), getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            came = b""
            if select.select([self.fileno], [], [], READ_WITHIN_S)[0]:
                try:
                    came = os.read(self.fileno, READ)
                except OSError:
                    came = b""
                if not came:  # It is gone; whoever writes to it finds that out.
                    self.exit_event.wait(READ_WITHIN_S)
            events = typed.feed(text) if (text := decode(came)) else typed.tick()
            for event in events:
                self.process_message(event)

    def _soon(self, callback: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(callback)

    def _pause_painting(self) -> None:
        if not self._paused and self._outlet is not None and self._outlet.backed_up:
            self._paused = True
            self._pause.enter_context(self._app.batch_update())

    def _resume_painting(self) -> None:
        if self._paused:
            self._paused = False
            self._pause.close()
            self._repaint()

    def _repaint(self) -> None:
        if self._app.is_running and self._app.screen_stack:
            self._app.screen.refresh()


class TidyApp(App[None]):
    """Ends by signal, crash or key with the terminal restored, and within a bounded time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "redraw", "Paint the screen again", show=False)
    ]

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets` never appear in what a crash prints; it may grow until then."""
        super().__init__(driver_class=PatientDriver)
        self._secrets = secrets
        self._crash: Exception | None = None

    def run_to_end(self, *, mouse: bool = True) -> int:
        """Run on the real terminal; returns the exit code of the process."""
        handlers = {number: signal.getsignal(number) for number in SIGNAL_CODES}
        try:
            self.run(mouse=mouse)
        finally:
            if isinstance(self._driver, PatientDriver):
                self._driver.ended()
            for number, handler in handlers.items():
                signal.signal(number, handler)
        return self.return_code or 0

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """End the app; what hangs on the way out is cut off after a while."""
        super().exit(result, return_code, message)
        self._end_within(return_code)

    def _end_within(self, return_code: int) -> None:
        if isinstance(self._driver, PatientDriver):
            self._driver.end_within(END_WITHIN_S, return_code)

    def copy_once(self, text: str) -> None:
        """Give a text to the terminal's clipboard, and keep nothing of it here."""
        before = self._clipboard
        self.copy_to_clipboard(text)
        self._clipboard = before

    def action_redraw(self) -> None:
        """Paint everything again, for a terminal on which something else has written."""
        if isinstance(self._driver, PatientDriver):
            self._driver.shown.forget()
        self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver = self._driver
        if isinstance(driver, PatientDriver) and isinstance(renderable, CompositorUpdate):
            renderable = Changes(renderable, driver.shown, self.size)
        super()._display(screen, renderable)

    def _handle_exception(self, error: Exception) -> None:
        self._crash = self._crash or error
        super()._handle_exception(error)
        self._end_within(1)

    def _fatal_error(self) -> None:
        self.bell()
        if self._crash is not None and not self._exit_renderables:
            self._exit_renderables.append(
                Text(crash_report(self._crash, tuple(s for s in self._secrets if s)))
            )
        self._close_messages_no_wait()
