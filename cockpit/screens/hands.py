"""What keys do about an incident: the dialogs that they open, and the acts that they record."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.decisions import Refusal
from cockpit.domain.incident_list import Query
from cockpit.domain.state import Case
from cockpit.keys import table as keys
from cockpit.keys.key import Key
from cockpit.ports.outside import PortError
from cockpit.screens import forms
from cockpit.screens.asking import Form
from cockpit.screens.dialog import Dialog
from cockpit.screens.dialogs import Dialogs, Say
from cockpit.screens.held import HeldKeys
from cockpit.screens.incidents import IncidentsScreen
from cockpit.screens.links import hand_over
from cockpit.screens.order_hands import OrderHands
from cockpit.screens.pager_hands import Cases, PagerHands
from cockpit.screens.taking import Taking
from cockpit.screens.telling import Acts
from cockpit.view.cells import Tone


class Hands:
    """Acts on the incident that is on screen when a key is pressed, and on no other."""

    def __init__(self, app: App[None], desk: Desk, say: Say, held: HeldKeys) -> None:
        self._app = app
        self._desk = desk
        self._say = say
        self._held = held
        self._query = Query()
        self._dialogs = Dialogs(app, desk, say, held)
        self._pager = PagerHands(app, desk, say, self._dialogs)
        acts = Acts(change=self._dialogs.change, act=self.act, press=self._press)
        self._taking = Taking(app, desk, say, self._pager.does["offer-help"])
        self.does: Mapping[str, Callable[[], None]] = {
            "acknowledge": self._acknowledge,
            "declare": partial(self._fill, forms.declare),
            "update": self._update,
            "note": self._note,
            "incidents": self._incidents,
            "open": self._link,
            "again": self._again,
            **OrderHands(app, desk, say, self._dialogs, acts).does,
            **{key: partial(self._on_screen, act) for key, act in self._pager.does.items()},
        }
        """By the key's id."""

    def say(self, words: str) -> None:
        """Say why nothing was done."""
        self._say(words)

    def act(self, action: Action, done: str) -> None:
        """Have it recorded; `done` is said once it is, a refusal is said instead."""
        self._app.run_worker(self._act(action, done), group="acts")

    async def _act(self, action: Action, done: str) -> None:
        result = await self._desk.act(action)
        if isinstance(result, Refusal):
            self._say(result.reason, Tone.BAD)
        elif done:
            self._say(done, Tone.ACCENT)

    def _press(self, key_id: str) -> None:
        self.does[key_id]()

    @property
    def case(self) -> Case | None:
        """The case on screen at this moment: what a key pressed now is about."""
        return self._desk.situation().case

    def _acknowledge(self) -> None:
        case = self.case
        if case is not None:
            self._taking.take((case,))

    def _on_screen(self, act: Callable[[Cases], None]) -> None:
        """Do it to the incident on screen; some things need none."""
        case = self.case
        act(() if case is None else (case,))

    def chosen(self, kind: str, incident_ids: tuple[str, ...]) -> None:
        """Do what this key does to the incidents that were picked when it was pressed."""
        known = self._desk.state.cases
        cases = tuple(known[key] for key in incident_ids if key in known)
        if kind == "open":
            self._copy(cases[0].incident.url if cases else "")
        elif kind == "acknowledge":
            self._taking.take(cases)
        elif kind in self._pager.does:
            self._to_some(keys.named(kind), cases)
        else:
            self._refuse(kind, f"{kind} does not work from the list: Enter puts it on screen first")

    def progress(self) -> tuple[str, Tone] | None:
        """How far many acknowledgements have come; None: there is nothing new to tell."""
        return self._taking.progress()

    @property
    def is_taking(self) -> bool:
        """Whether many acknowledgements are on their way."""
        return self._taking.is_under_way

    def _to_some(self, key: Key, cases: Cases) -> None:
        """Do it to those of them that it is possible for; for none of them: say why."""
        situation = self._desk.situation()
        refused = [key.refusal(replace(situation, incident_id=c.incident.id)) for c in cases]
        possible = tuple(c for c, why in zip(cases, refused, strict=True) if not why)
        if possible:
            self._pager.does[key.id](possible)
        elif refused:
            self._refuse(key.id, refused[0])

    def _refuse(self, key_id: str, words: str) -> None:
        """Say why not; what is written on in the belief that it opened is not for anything else."""
        self._say(words)
        if key_id in keys.ASKING:
            self._held.refused()

    def _fill(self, make: Callable[[Desk, Case], Form]) -> None:
        case = self.case
        if case is not None:
            self.ask(make(self._desk, case))

    def _update(self) -> None:
        """Undeclared, an update has nowhere to go yet: it declares first."""
        case = self.case
        if case is not None and self._desk.state.is_declared(case):
            self._dialogs.compose(case)
        else:
            self._fill(forms.declare_first)

    def _note(self) -> None:
        self.ask(forms.note(self._desk, self.case))

    def ask(self, form: Form) -> None:
        """Open a form, with the draft that was kept of it."""
        self._dialogs.ask(form)

    def change(self, dialog: Dialog) -> None:
        """Open a dialog that changes something, with the draft that was kept of it."""
        self._dialogs.change(dialog)

    def _incidents(self) -> None:
        screen = IncidentsScreen(self._desk.study, self._query, lambda: self._desk.ranking)

        def chosen(row_id: str | None) -> None:
            self._query = screen.query_now
            self._desk.choose((row_id or "").removeprefix("incident:"))

        self._app.push_screen(screen, chosen)
        if not self._desk.book.ranked:
            self._app.run_worker(self._ask_priorities(screen), group="priorities")

    async def _ask_priorities(self, screen: IncidentsScreen) -> None:
        with suppress(PortError):  # The profile's order stands in for the pager's.
            await self._desk.book.priorities()
            if self._app.screen is screen:
                screen.again()

    def _link(self) -> None:
        case = self.case
        self._copy(case.incident.url if case else "")

    def _copy(self, url: str) -> None:
        hand_over(self._app, self._say, url, "the pager gave no link for this incident")

    def _again(self) -> None:
        self._desk.nudge()
        self._say("asking every source again", Tone.ACCENT)
