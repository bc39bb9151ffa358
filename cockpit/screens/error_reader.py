"""One error in full, and whether it is an incident: leads to triage, or to a ticket (I7, I13)."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.documents import error_ticket
from cockpit.documents import triage as triage_document
from cockpit.domain.actions_errors import JudgeError
from cockpit.domain.decisions import Refusal
from cockpit.domain.error_ranking import finding
from cockpit.domain.situation import Situation
from cockpit.domain.tracked_errors import ErrorVerdict
from cockpit.screens import item_forms, ticket_reader
from cockpit.screens.dialog import Dialog
from cockpit.screens.links import hand_over
from cockpit.screens.reader import Content, Reader
from cockpit.view.cells import Sheet, Space, Tone, text
from cockpit.view.errors import detail


class Doing(Protocol):
    """What judging an error needs of whoever acts."""

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...

    def press(self, key_id: str) -> None:
        """Do what this key does."""
        ...

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell the person something."""
        ...


class ErrorReader(Reader):
    """Answers with a verdict; empty when one only read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "answer('incident')", "It is an incident", show=False),
        Binding("t", "answer('ticket')", "A ticket", show=False),
        Binding("n", "answer('ignore')", "Nothing to act on", show=False),
        Binding("o", "link", "Copy the link", show=False),
    ]

    def __init__(self, content: Content, link: Callable[[], None]) -> None:
        """`link` shows and copies where it can be read."""
        super().__init__(content)
        self._link = link

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be said of it."""
        verdicts = (("i", "an incident"), ("t", "a ticket"), ("n", "neither"))
        return (("Esc", "back"), *verdicts, ("o", "copy the link"), ("PgUp PgDn", "scroll"))

    def action_answer(self, answer: str) -> None:
        """The person has decided."""
        self.dismiss(answer)

    def action_link(self) -> None:
        """Where it can be read."""
        self._link()


class Judging:
    """Opens an error, and does what is said of it."""

    def __init__(self, app: App[None], desk: Desk, doing: Doing) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing

    def open(self, error_id: str) -> None:
        """Show it; one that has gone meanwhile opens nothing."""
        if finding(self._desk.situation(), error_id, self._desk.now()) is None:
            return

        def answered(answer: str | None) -> None:
            if answer:
                verdict = ErrorVerdict(answer)
                self._app.run_worker(self._judge(error_id, verdict), group="acts")

        def link() -> None:
            self._copy(error_id)

        self._app.push_screen(ErrorReader(_content(error_id), link), answered)

    async def _judge(self, error_id: str, verdict: ErrorVerdict) -> None:
        """Record it first; what is shown then tells of it already."""
        action = JudgeError(error_id=error_id, verdict=verdict, incident_id=self._desk.incident_id)
        result = await self._desk.act(action)
        if isinstance(result, Refusal):
            self._doing.say(result.reason, Tone.BAD)
        elif verdict is ErrorVerdict.TICKET:
            self._doing.say("recorded: a ticket, no incident", Tone.ACCENT)
            self._ticket(error_id)
        elif verdict is ErrorVerdict.IGNORE:
            self._doing.say("recorded: nothing to act on", Tone.ACCENT)
        else:
            self._triage()

    def _triage(self) -> None:
        """The incident on screen is triaged; without one, the criteria say what decides."""
        case = self._desk.situation().case
        if case is None:
            self._doing.say("recorded: an incident, and none is open at the pager", Tone.ACCENT)
            self._criteria()
            return
        words = f"recorded: part of #{case.incident.number}; is that worth a page?"
        self._doing.say(words, Tone.ACCENT)
        self._doing.press("severity")

    def _ticket(self, error_id: str) -> None:
        """Show it to be read, and copy it where the terminal allows."""
        situation, now = self._desk.situation(), self._desk.now()
        found = finding(situation, error_id, now)
        if found is None:
            return
        markdown = error_ticket.markdown(situation, found, now)
        error = found.error
        said = f"{error.short_id} in {error.project}: {error.culprit}\n{error.url}".strip()

        def keep() -> None:
            self._doing.change(item_forms.bug(self._desk, None, error.title, said))

        ticket_reader.show(self._app, markdown, keep)

    def _criteria(self) -> None:
        """What decides about a page, where there is no incident to triage."""

        def content(situation: Situation, now: datetime, _space: Space) -> Sheet:
            said = triage_document.text(situation, now)
            return Sheet("Worth a page?", tuple(text(line) for line in said.splitlines()))

        self._app.push_screen(Reader(content))

    def _copy(self, error_id: str) -> None:
        found = finding(self._desk.situation(), error_id, self._desk.now())
        url = found.error.url if found else ""
        hand_over(self._app, self._doing.say, url, "the tracker gave no link for this error")


def _content(error_id: str) -> Content:
    def content(situation: Situation, now: datetime, _space: Space) -> Sheet:
        gone = Sheet("Gone", (text("the tracker does not list it any more"),))
        return detail(situation, error_id, now) or gone

    return content
