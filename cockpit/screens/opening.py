"""What Enter on a row opens, and the evidence that having opened it gives to the checklist."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action, LookAt, TickStep
from cockpit.domain.deploy_list import listed
from cockpit.domain.procedure import Evidence, Step
from cockpit.domain.situation import Situation
from cockpit.keys.table import FIXED, TABLE
from cockpit.screens import triage_forms
from cockpit.screens.deploy_detail import DeployScreen
from cockpit.screens.dialog import Dialog
from cockpit.screens.error_reader import Judging
from cockpit.screens.heard import HeardReader, answering
from cockpit.screens.looked import WHAT
from cockpit.screens.outbox import Unsent
from cockpit.screens.reader import Reader
from cockpit.screens.report_reader import ReportReader
from cockpit.screens.steps import StepReader
from cockpit.view import details
from cockpit.view.cells import Sheet, Space, Tone, text
from cockpit.view.channels import message_of

_KEYS = {
    Evidence.ACKNOWLEDGED: "acknowledge",
    Evidence.DECLARED: "declare",
    Evidence.UPDATE: "update",
    Evidence.CUSTOMER: "customer",
    Evidence.IMPERSONATED: "customer",
    Evidence.SEVERITY: "severity",
    Evidence.ROLES: "roles",
    Evidence.TOLD: "tell",
    Evidence.MITIGATION: "mitigate",
    Evidence.CALLER: "customer",
    Evidence.CALLED: "escalate",
    Evidence.MERGED: "merge",
    Evidence.LOOK: "look",
}
"""What does it, where the step names no key that does."""
_PANES = {
    Evidence.HEALTH: "health",
    Evidence.DEPLOYS: "deploys",
    Evidence.REPORTS: "reports",
    Evidence.ERRORS: "errors",
    Evidence.ANNOUNCED: "channels",
}


class Screens(Protocol):
    """What opening needs of the app."""

    def press(self, key_id: str) -> None:
        """Do what this key does."""
        ...

    def act(self, action: Action, done: str) -> None:
        """Have this recorded."""
        ...

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...

    def show_pane(self, name: str) -> None:
        """Put the keys on this pane."""
        ...

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell the person something."""
        ...


class Opening:
    """Opens what a row stands for."""

    def __init__(self, app: App[None], screens: Screens, desk: Desk) -> None:
        self._app = app
        self._screens = screens
        self._desk = desk

    def open(self, row_id: str) -> None:
        """Open this row; one that has gone meanwhile opens nothing."""
        kind, _, name = row_id.partition(":")
        openers: dict[str, Callable[[str, str], None]] = {
            "report": self._report,
            "deploy": self._deploy,
            "step": self._step,
            "effect": self._effect,
            "heard": self._heard,
            "error": self._error,
        }
        openers.get(kind, self._detail)(row_id, name)

    def _detail(self, row_id: str, _name: str) -> None:
        if details.sheet(self._desk.situation(), row_id, self._desk.now()) is None:
            return
        self._app.push_screen(Reader(_content(row_id)))
        if row_id.startswith("probe:"):
            self.look(Evidence.HEALTH)

    def _deploy(self, _row_id: str, name: str) -> None:
        if any(s.key == name for s in listed(self._desk.situation(), self._desk.now())):
            library = self._desk.library
            self._app.push_screen(DeployScreen(name, library.read_deploy, library.aside))
            self.look(Evidence.DEPLOYS)

    def look(self, evidence: Evidence) -> None:
        """Having looked is evidence; what could not be read is part of it."""
        situation = self._desk.situation()
        case = situation.case
        if case is None:
            return
        what = WHAT[evidence](situation, self._desk.now())
        self._screens.act(
            LookAt(incident_id=case.incident.id, evidence=evidence.value, what=what), ""
        )

    def _step(self, row_id: str, name: str) -> None:
        steps = {s.id: s for s in self._desk.procedure.steps}
        if name not in steps or self._desk.situation().case is None:
            return
        step = steps[name]
        incident_id = self._desk.incident_id

        def answered(answer: str | None) -> None:
            if answer == "tick":
                self._screens.act(TickStep(incident_id=incident_id, step=name), "ticked")
            elif answer == "do":
                self._do(step)
            elif answer == "skip":
                self._skip(step, incident_id)

        self._app.push_screen(StepReader(_content(row_id), _doing(step)), answered)

    def _do(self, step: Step) -> None:
        if step.evidence in _PANES:
            self._screens.show_pane(_PANES[step.evidence])
            self.look(step.evidence)
        elif _key_of(step):
            self._screens.press(_key_of(step))

    def _skip(self, step: Step, incident_id: str) -> None:
        case = self._desk.state.cases.get(incident_id)
        if case is not None:
            self._screens.change(triage_forms.skip(self._desk, case, step))

    def _effect(self, _row_id: str, name: str) -> None:
        Unsent(self._app, self._desk, self._screens.act).read(name)

    def _error(self, _row_id: str, name: str) -> None:
        Judging(self._app, self._desk, self._screens).open(name)
        self.look(Evidence.ERRORS)

    def _heard(self, row_id: str, name: str) -> None:
        """It is answered even if it is forgotten here while it is read."""
        found = message_of(self._desk.situation(), name)
        if found is None:
            return

        def answered(answer: str | None) -> None:
            if answer == "answer":
                self._screens.change(answering(self._desk, *found))

        self._app.push_screen(HeardReader(_content(row_id)), answered)
        self.look(Evidence.ANNOUNCED)

    def _report(self, _row_id: str, name: str) -> None:
        folder, _, path = name.partition(":")
        self._app.push_screen(ReportReader(self._desk, folder, path))
        self.look(Evidence.REPORTS)


def _content(row_id: str) -> Callable[[Situation, datetime, Space], Sheet]:
    def content(situation: Situation, now: datetime, _space: Space) -> Sheet:
        return details.sheet(situation, row_id, now) or Sheet("Gone", (text("it is gone"),))

    return content


def _key_of(step: Step) -> str:
    """The id of the key that does it: the profile's own word, else by its evidence; or empty."""
    named = next((k.id for k in TABLE if step.key in k.keys and k.id not in FIXED), "")
    return named or _KEYS.get(step.evidence, "")


def _doing(step: Step) -> str:
    if step.evidence in _PANES:
        return f"look at {_PANES[step.evidence]}"
    if not _key_of(step):
        return ""
    own = step.key in StepReader.OWN
    return f"do it ({step.key})" if step.key and not own else "do it"
