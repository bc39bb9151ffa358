"""What keys do about an incident: the dialogs that they open, and the acts that they record."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from textual.app import App

from cockpit.desk import Desk
from cockpit.domain.actions import Acknowledge, Action
from cockpit.domain.decisions import Refusal
from cockpit.domain.state import Case
from cockpit.journal_port import JournalError
from cockpit.screens import forms
from cockpit.screens.asking import Form, FormScreen, Question, kept_values
from cockpit.screens.reader import Listing
from cockpit.view import incidents
from cockpit.view.cells import Tone


class Say(Protocol):
    """A way to tell the person something where the keys are listed."""

    def __call__(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell it."""
        ...


class Hands:
    """Acts on the incident that is on screen when a key is pressed, and on no other."""

    def __init__(self, app: App[None], desk: Desk, say: Say) -> None:
        self._app = app
        self._desk = desk
        self._say = say
        self.does: Mapping[str, Callable[[], None]] = {
            "acknowledge": self._acknowledge,
            "declare": partial(self._fill, forms.declare),
            "update": partial(self._fill, forms.update),
            "note": self._note,
            "incidents": self._incidents,
            "open": self._link,
            "again": self._again,
        }
        """By the key's id."""

    def act(self, action: Action, done: str) -> None:
        """Have it recorded; `done` is said once it is, a refusal is said instead."""
        self._app.run_worker(self._act(action, done), group="acts")

    async def _act(self, action: Action, done: str) -> None:
        result = await self._desk.act(action)
        if isinstance(result, Refusal) and result.confirmable and isinstance(action, Acknowledge):
            self._take_over(action, result.reason)
        elif isinstance(result, Refusal):
            self._say(result.reason, Tone.BAD)
        elif done:
            self._say(done, Tone.ACCENT)

    @property
    def case(self) -> Case | None:
        """The case on screen at this moment: what a key pressed now is about."""
        return self._desk.situation().case

    def _acknowledge(self) -> None:
        case = self.case
        if case is not None:
            action = Acknowledge(incident_id=case.incident.id)
            self.act(action, f"acknowledging #{case.incident.number}")

    def _take_over(self, action: Acknowledge, reason: str) -> None:
        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual's callback
            if yes:
                sure = Acknowledge(incident_id=action.incident_id, sure=True)
                self.act(sure, "acknowledging: it becomes yours")

        words = f"{reason}.\nSomebody may be about to answer it."
        self._app.push_screen(Question("Somebody else's page", words, "take it over"), answered)

    def _fill(self, make: Callable[[Desk, Case], Form]) -> None:
        case = self.case
        if case is not None:
            self.ask(make(self._desk, case))

    def _note(self) -> None:
        self.ask(forms.note(self._desk, self.case))

    def ask(self, form: Form) -> None:
        """Open a dialog, with the draft that was kept of it."""
        self._app.run_worker(self._open_form(form), group="forms")

    async def _open_form(self, form: Form) -> None:
        before = self._app.screen
        try:
            kept = kept_values(await self._desk.draft(form.draft))
        except JournalError as error:
            self._say(f"the draft cannot be read: {error.reason}", Tone.BAD)
            kept = {}
        if self._app.screen is before:
            await self._app.push_screen(FormScreen(form, kept), self._filled)

    def _filled(self, sent: bool | None) -> None:  # noqa: FBT001 - Textual's callback
        self._say("recorded" if sent else "kept as a draft", Tone.ACCENT if sent else Tone.DIM)

    def _incidents(self) -> None:
        def chosen(row_id: str | None) -> None:
            self._desk.choose((row_id or "").removeprefix("incident:"))

        self._app.push_screen(Listing(incidents.sheet), chosen)

    def _link(self) -> None:
        case = self.case
        if case is None or not case.incident.url:
            self._say("the pager gave no link for this incident")
            return
        self._app.copy_to_clipboard(case.incident.url)
        self._say(f"copied, if the terminal allows: {case.incident.url}", Tone.ACCENT)

    def _again(self) -> None:
        self._desk.nudge()
        self._say("asking every source again", Tone.ACCENT)
