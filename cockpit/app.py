"""The full screen: one redraw per loop turn, one tick per second, keys into actions; no truth."""

import asyncio
import gc
from collections.abc import Collection, Iterable, Mapping
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from cockpit.desk.desk import Desk
from cockpit.keys import table as keys
from cockpit.keys.key import offered
from cockpit.panes.pane import Pane
from cockpit.ports.journal import JournalError
from cockpit.screens.attention import Attention
from cockpit.screens.choosing import Chosen
from cockpit.screens.deeds import Deeds, load, made
from cockpit.screens.frames import Frames
from cockpit.screens.held import Holding
from cockpit.screens.main import MainScreen
from cockpit.screens.notices import Notices
from cockpit.screens.palette import Actions, Performing, ProfileActs
from cockpit.screens.reader import Sheeted
from cockpit.screens.redraws import Redraws
from cockpit.terminal.tidy import TidyApp
from cockpit.themes import register, stylesheet
from cockpit.view.bell import Ring
from cockpit.view.cells import Tone

FOOTER = (
    *("acknowledge", "declare", "update", "outbox", "escalate", "mitigate", "roles"),
    *("severity", "note", "incidents", "on-call", "help", "quit"),
)
"""Keys that the footer names, as far as there is room, the first before the others."""

_READING = "still reading the journal: nothing on this screen is known yet"
_SOON_S = 0.3
"""A journal that is read by then needs no word, seconds."""
_LONG_S = 3600.0
"""Longer than any journal takes, seconds: the word goes when it is read."""


class Cockpit(Holding, TidyApp):
    """Shows a desk, and hands the engineer's keys to it."""

    CSS_PATH = stylesheet()
    TITLE = "cockpit"
    COMMANDS = {Actions, ProfileActs}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(key.keys), f"press({key.id!r})", key.words, show=False, id=key.id)
        for key in keys.TABLE
        if key.id not in keys.FIXED
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        theme: str = "",
        overrides: Mapping[str, tuple[str, ...]] | None = None,
        rings_for: Collection[str] = tuple(Ring),
        secrets: Iterable[str] = (),
    ) -> None:
        """`overrides` re-binds keys by id; `rings_for` says what the bell is wanted for.

        `secrets` never appear in what a crash prints.
        """
        super().__init__(secrets)
        self.desk = desk
        self.table = keys.bound(overrides or {})
        register(self, theme)
        self.set_keymap({key.id: ",".join(key.keys) for key in self.table})
        self._main = MainScreen(desk.situation())
        self._attention = Attention(desk, rings_for, self.run_worker)
        self._notices = Notices(desk)
        self._redraws = Redraws(self, self._draw, self._is_storm)
        self._frames = Frames(self, lambda: self._main.draw_health(desk))
        self._deeds: Deeds | None = None

    # --- beginning, drawing, ticking ---------------------------------------------------------

    async def on_mount(self) -> None:
        """Show the last known state first; sources and outbox begin after the first frame."""
        await self.push_screen(self._main)
        self.run_worker(self._begin(), name="begin")

    async def _begin(self) -> None:
        late = self.set_timer(_SOON_S, self._say_that_it_reads)
        try:
            await self.desk.open()
        except JournalError as error:
            self.exit(return_code=1, message=f"cockpit: {error.reason}\n{error.mend}")
            return
        late.stop()
        self._notices.hush()
        self.desk.listen(self._changed)
        self.desk.listen_to_samples(self._frames.ask)
        self._draw()
        self.call_after_refresh(self._settle)
        self._tick()

    def _say_that_it_reads(self) -> None:
        self._notices.say(_READING, Tone.WARN, _LONG_S)
        self._changed()

    def _settle(self) -> None:
        """The last known state is on screen: what the start put off is done now."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.desk.start()
        self.run_worker(load(), name="load")

    def _tick(self) -> None:
        """Once a second, on the second of the corrected clock: what the eye reads is then true."""
        self._changed()
        self._attention.tick()
        rest = 1_000_000 - self.desk.now().microsecond
        self.set_timer(rest / 1_000_000, self._tick)

    def _changed(self) -> None:
        """Something is to be drawn."""
        self._redraws.ask()

    def _draw(self) -> None:
        self._redraws.begun()
        if not self.is_running:
            return
        situation = self.desk.situation()
        # Whole seconds: what arrives between two ticks repaints itself, and no counter.
        now = self.desk.now().replace(microsecond=0)
        if self._attention.look(situation, now):
            self.bell()
        if self.desk.trouble:
            self._notices.say(self.desk.trouble, Tone.BAD, 2)
        if told := self._deeds and self._deeds.progress():
            self._notices.say(*told)
        notice = self._notices.current(now)
        top = self.screen
        shown = top if isinstance(top, Sheeted) else self._main
        if not shown.is_mounted:
            return  # It has no panes yet, and asks to be drawn as soon as it has.
        if isinstance(shown, Sheeted):
            shown.draw(situation, now, notice)
        else:
            self._main.draw(situation, now, self._hints(), notice)

    def _hints(self) -> tuple[tuple[str, str], ...]:
        return offered(self.table, FOOTER, self.desk.situation())

    def on_pane_resized(self) -> None:
        """A pane has another size: its view may say it differently."""
        self._changed()

    def on_shown(self) -> None:
        """Another screen is on top: it draws the current truth."""
        self._changed()

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell the person something, where the keys are listed."""
        self._notices.say(words, tone)
        self._changed()

    def _is_storm(self) -> bool:
        return self._deeds is not None and self._deeds.is_taking

    # --- keys --------------------------------------------------------------------------------

    @property
    def deeds(self) -> Deeds:
        """What keys open and do; loaded now, if nobody has waited for that."""
        self._deeds = self._deeds or made(self, self, self.desk)
        return self._deeds

    @property
    def customers(self) -> Performing:
        """What the profile adds to the palette."""
        return self.deeds.customers

    def action_press(self, key_id: str) -> None:
        """A key of the table was pressed."""
        self.press(key_id)

    def press(self, key_id: str) -> None:
        """Do what this key does, or say why not; only on the main screen."""
        if self.screen is not self._main:
            return
        key = next(k for k in self.table if k.id == key_id)
        refusal = key.refusal(self.desk.situation())
        if refusal:
            self.say(refusal)
            if key_id in keys.ASKING:
                self.held.refused()
            return
        self.deeds.does[key_id]()

    def show_pane(self, name: str) -> None:
        """Put the keys on this pane."""
        self._main.go(name)

    def on_chosen(self, message: Chosen) -> None:
        """A key was pressed for incidents in the list, or in the detail of one."""
        self.deeds.chosen(message.kind, message.incident_ids)

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """Enter on a row of a pane."""
        self.deeds.open(message.row_id)

    # --- the end -----------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Ctrl+Q asks as q does, from any screen."""
        self.deeds.quit()

    def action_help_quit(self) -> None:
        """Ctrl+C asks as q does."""
        self.deeds.quit()

    async def on_unmount(self) -> None:
        """Give outbox and journal the time they need, and no more."""
        await asyncio.shield(self.desk.close())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The themes; what Textual offers besides would write files or hide panes."""
        for command in super().get_system_commands(screen):
            if command.title == "Theme":
                yield command
