"""Opens dialogs with the draft that was kept of each, and tells how they were left."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Protocol

from textual.app import App
from textual.screen import ModalScreen, Screen

from cockpit.desk.desk import Desk
from cockpit.domain.state import Case
from cockpit.ports.journal import JournalError
from cockpit.screens.asking import Form, FormScreen, kept_values
from cockpit.screens.changing import ChangeScreen
from cockpit.screens.composer import ComposerScreen
from cockpit.screens.composer_writing import key_of
from cockpit.screens.dialog import Dialog
from cockpit.screens.held import HeldKeys
from cockpit.view.cells import Tone

DRAFT_S = 2.0
"""How long a dialog waits for its draft, seconds; what is typed waits too."""


class Say(Protocol):
    """A way to tell the person something where the keys are listed."""

    def __call__(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell it."""
        ...


class Dialogs:
    """Opens one over whatever is on top when it is asked for; elsewhere by then, it stays away."""

    def __init__(self, app: App[None], desk: Desk, say: Say, held: HeldKeys) -> None:
        self._app = app
        self._desk = desk
        self._say = say
        self._held = held

    def ask(self, form: Form) -> None:
        """Open a form that says something."""
        self._open(self._ask(form))

    async def _ask(self, form: Form) -> bool:
        before = self._app.screen
        kept = await self._kept(form.draft)

        screen = FormScreen(form, kept)
        return await self._push(before, screen, lambda s: self._told("recorded", sent=s))

    def change(self, dialog: Dialog, given_up: Callable[[], None] | None = None) -> None:
        """Open a dialog that changes something; `given_up` is called when nothing was sent."""
        self._open(self._change(dialog, given_up))

    async def _change(self, dialog: Dialog, given_up: Callable[[], None] | None) -> bool:
        before = self._app.screen
        kept = await self._kept(dialog.draft)

        def left(*, sent: bool | None) -> None:
            self._told(dialog.done, sent=sent)
            if not sent and given_up is not None:
                given_up()

        screen = ChangeScreen(dialog, kept)
        return await self._push(before, screen, lambda s: left(sent=s))

    def compose(self, case: Case) -> None:
        """Open the composer for this incident."""
        self._open(self._compose(case))

    async def _compose(self, case: Case) -> bool:
        before = self._app.screen
        kept = await self._kept(key_of(case.incident.id))
        screen = ComposerScreen(self._desk, case, kept)
        return await self._push(before, screen, lambda s: self._told("recorded", sent=s))

    def _open(self, opening: Coroutine[None, None, bool]) -> None:
        """What is typed from this moment on is for the dialog, however long it takes to open."""

        async def held() -> None:
            opened = False
            try:
                opened = await opening
            finally:
                self._held.end(opened=opened)

        self._held.begin()
        self._app.run_worker(held(), group="forms")

    async def _push(
        self,
        before: Screen[object],
        dialog: ModalScreen[bool],
        left: Callable[[bool | None], None],
    ) -> bool:
        opened = self._app.screen is before
        if opened:
            await self._app.push_screen(dialog, left)
        return opened

    def _told(self, done: str, *, sent: bool | None) -> None:
        """It was sent, or what was written is kept; None: nothing was written."""
        if sent:
            self._say(done, Tone.ACCENT)
        elif sent is not None:
            self._say("kept as a draft", Tone.DIM)

    async def _kept(self, draft: str) -> dict[str, str]:
        """What was written last time, and not sent."""
        try:
            async with asyncio.timeout(DRAFT_S):
                return kept_values(await self._desk.draft(draft))
        except TimeoutError:
            self._say("the draft cannot be read: the disk does not answer", Tone.BAD)
            return {}
        except JournalError as error:
            self._say(f"the draft cannot be read: {error.reason}", Tone.BAD)
            return {}
