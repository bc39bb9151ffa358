"""Triage on screen: the level, the criteria, the judgement, and what follows; each acts at once.

Bound to one incident when it opens; what is decided is recorded by the desk like any other act.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Protocol, assert_never

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.documents import ticket
from cockpit.domain.actions import Action, AnswerCriterion, Judge, SetSeverity, Snooze
from cockpit.domain.actions_shift import WriteShiftNote
from cockpit.domain.demands import Outcome
from cockpit.domain.shift_book import NoteKind
from cockpit.domain.situation import Situation
from cockpit.domain.snoozes import until_working_hours
from cockpit.domain.state import Case
from cockpit.domain.texts import day_time
from cockpit.domain.triage import Assessment, assess, reason_for
from cockpit.panes.pane import Pane
from cockpit.screens import item_forms, paging, ticket_reader, triage_forms
from cockpit.screens.dialog import Dialog
from cockpit.screens.question import Question
from cockpit.screens.reader import Sheeted
from cockpit.view import triage as view
from cockpit.view.footer import Notice

_NO_CRITERION = "y, n and u answer a criterion: move to one; Enter takes what is selected here"


class Doing(Protocol):
    """What triage needs of whoever acts."""

    def act(self, action: Action, done: str) -> None:
        """Have this recorded; `done` is said once it is, a refusal instead."""
        ...

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...

    def press(self, key_id: str) -> None:
        """Do what this key does."""
        ...

    def say(self, words: str) -> None:
        """Say why nothing was done."""
        ...


class TriageScreen(Sheeted):
    """Levels, criteria, judgement; `chosen` hears of Enter, `answered` of y, n and u.

    What is answered is a criterion; empty: the cursor is on none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes", show=False),
        Binding("n", "answer('no')", "No", show=False),
        Binding("u", "answer('unknown')", "Unknown", show=False),
    ]

    def __init__(
        self,
        incident_id: str,
        chosen: Callable[[str], None],
        answered: Callable[[str, str], None],
    ) -> None:
        super().__init__(view.sheet, wrap=True)
        self.incident_id = incident_id
        self._begun = False
        self._chosen = chosen
        self._answered = answered

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Show the triage of the incident that it was opened for, whatever is on screen now."""
        own = replace(situation, incident_id=self.incident_id)
        super().draw(own, now, notice)
        if not self._begun:
            self._begun = True
            self.query_one("#sheet", Pane).select(view.start(own, now))

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        answers = (("y", "yes"), ("n", "no"), ("u", "unknown"))
        return (("Esc", "back"), ("Enter", "set it, record it, do it"), *answers)

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """An entry was chosen."""
        message.stop()
        self._chosen(message.row_id)

    def action_answer(self, answer: str) -> None:
        """The criterion under the cursor was answered; elsewhere there is nothing to answer."""
        kind, _, name = self.query_one("#sheet", Pane).selected.partition(":")
        self._answered(name if kind == "criterion" else "", answer)


class Triaging:
    """Opens the screen for an incident, and does what is chosen there."""

    def __init__(self, app: App[None], desk: Desk, doing: Doing) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing

    def open(self) -> None:
        """Triage the incident on screen at this moment."""
        case = self._desk.situation().case
        if case is None:
            return
        incident_id = case.incident.id

        def chosen(row_id: str) -> None:
            self._choose(incident_id, row_id)

        def answered(criterion: str, answer: str) -> None:
            if not criterion:
                self._doing.say(_NO_CRITERION)
                return
            action = AnswerCriterion(incident_id=incident_id, criterion=criterion, answer=answer)
            self._doing.act(action, f"({criterion}) {answer}")

        self._app.push_screen(TriageScreen(incident_id, chosen, answered))

    def _choose(self, incident_id: str, row_id: str) -> None:
        situation = replace(self._desk.situation(), incident_id=incident_id)
        case = situation.case
        if case is None:
            return
        kind, _, name = row_id.partition(":")
        found = assess(situation, self._desk.now())
        if kind == "level":
            self._level(situation, case, name)
        elif kind == "judge":
            self._judge(case, found, worthy=row_id == view.WORTHY)
        elif row_id.startswith(view.THEN):
            self._then(Outcome(name), situation, case, found)

    def _then(self, outcome: Outcome, situation: Situation, case: Case, found: Assessment) -> None:
        match outcome:
            case Outcome.SNOOZE:
                self._snooze(situation, case)
            case Outcome.TICKET:
                self._ticket(situation, case, found)
            case Outcome.NOISE:
                words = ticket.line(case, found)
                self._doing.change(triage_forms.noise(self._desk, case, words))
            case Outcome.HANDOVER:
                note = WriteShiftNote(kind=NoteKind.NOTE, text=ticket.line(case, found))
                self._doing.act(note, "noted for the handover: v lists it")
            case Outcome.ESCALATE:
                self._doing.change(paging.escalate(self._desk, case))
            case Outcome.DECLARE:
                self._declare(case)
            case _:
                assert_never(outcome)

    def _declare(self, case: Case) -> None:
        """The key is for what is on screen: another incident is not declared in its place."""
        if self._desk.incident_id == case.incident.id:
            self._doing.press("declare")
        else:
            self._doing.say(f"another incident is on screen by now: go to #{case.incident.number}")

    def _level(self, situation: Situation, case: Case, name: str) -> None:
        """Set it; a priority at the pager that differs is a question of its own."""
        incident = case.incident
        action = SetSeverity(incident_id=incident.id, level=name)
        if not incident.is_open or incident.priority == name or situation.read_only:
            self._doing.act(action, f"#{incident.number} is {name}")
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual's callback
            if yes is None:
                return
            done = f"#{incident.number} is {name}" + (", the pager is told" if yes else "")
            self._doing.act(replace(action, to_pager=yes), done)

        before = f"is {incident.priority}" if incident.priority else "has no priority"
        words = (
            f"Severity {name} is set here either way.\n"
            f"At the pager #{incident.number} {before}. Set the priority {name} there too?"
        )
        self._app.push_screen(Question("Priority", words, "set it there too"), answered)

    def _judge(self, case: Case, found: Assessment, *, worthy: bool) -> None:
        """Record it; where the criteria do not say so, the person says why."""
        reason = reason_for(found, worthy=worthy)
        if not reason:
            self._doing.change(triage_forms.judge(self._desk, case, found.words, worthy=worthy))
            return
        action = Judge(incident_id=case.incident.id, page_worthy=worthy, reason=reason)
        self._doing.act(action, "judged worth a page" if worthy else "judged not worth a page")

    def _snooze(self, situation: Situation, case: Case) -> None:
        hours = situation.procedure.working_hours
        until = until_working_hours(self._desk.now(), situation.zone, hours)
        when = day_time(until, self._desk.now(), situation.zone)
        action = Snooze(incident_id=case.incident.id, until=until)
        self._doing.act(action, f"snoozed until {when}")

    def _ticket(self, situation: Situation, case: Case, found: Assessment) -> None:
        """Show it to be read, and copy it where the terminal allows."""
        markdown = ticket.markdown(situation, case, found, self._desk.now())
        title, line = case.incident.title, ticket.line(case, found)

        def keep() -> None:
            self._doing.change(item_forms.bug(self._desk, case, title, line))

        ticket_reader.show(self._app, markdown, keep)
