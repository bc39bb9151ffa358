"""Runbooks beside the incident: its clock stays in sight while one reads, and has things run.

A command of a runbook is run only from a dialog that shows it whole, and can change it first.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_evidence import EndCommand, RunOne, WriteLesson
from cockpit.domain.decisions import Refusal
from cockpit.domain.effects import Effect
from cockpit.domain.runbooks import runbooks
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.panes.wrap import wrapped
from cockpit.ports.outside import PortError
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.reader import Sheeted, bar
from cockpit.screens.wish import Choice, Wish
from cockpit.view import escalation, header
from cockpit.view import runbooks as views
from cockpit.view.cells import Sheet, Tone, text
from cockpit.view.footer import Notice

Change = Callable[[Dialog], None]
Copy = Callable[[str], None]
_SAID_S = 6.0
"""How long a refusal stands where the keys are, seconds."""


class RunbookScreen(Sheeted):
    """A list and a page; where there is room, the incident's own clock above the list."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "turn", "List or page", show=False),
        Binding("left", "to_list", "To the list", show=False),
        Binding("B", "learn", "Write down", show=False),
        Binding("E", "end", "End what runs", show=False),
    ]
    AUTO_FOCUS = "#books"

    def __init__(self, desk: Desk, change: Change, copy: Copy) -> None:
        super().__init__(lambda _situation, _now, _space: Sheet(""), wrap=False)
        self._desk = desk
        self._change = change
        self._copy = copy
        self._open = ""
        """The row of the list whose page is shown."""
        self._body = ""
        self._trouble: Sheet | None = None
        self._said: Notice | None = None
        """What a key pressed here was answered."""

    def compose(self) -> ComposeResult:
        """The incident, the list, the page, the keys."""
        yield Pane(id="header", bare=True)
        with Horizontal(id="beside"):
            with Vertical(id="shelf"):
                yield Pane(id="escalation")
                yield Pane(id="books")
            yield Pane(id="page")
        yield Pane(id="back", bare=True, classes="bar")

    def on_mount(self) -> None:
        """Begin with the one that fits best, if any does."""
        best = next(iter(runbooks(self._desk.situation(), self._desk.now())), None)
        if best is not None and best.why:
            self._show(views.book_id(best.runbook))

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Show what is known now; the page keeps its place."""
        for name, view in (
            ("header", header.sheet),
            ("escalation", escalation.sheet),
            ("books", views.listing),
        ):
            pane = self._pane(name)
            if pane.is_on_screen:
                sheet = view(situation, now, pane.space)
                pane.show(sheet if name == "header" else wrapped(sheet, pane.space.width, 2))
        books = self._pane("books")
        if not books.selected:
            books.select(next((row.id for row in books.sheet.rows if row.id), ""))
        page = self._pane("page")
        sheet = self._trouble or views.page(situation, self._open, self._body, now)
        page.show(wrapped(sheet, page.space.width))
        news = self.news(notice)
        if self._said is not None and now < self._said.until:
            news = self._said
        self._pane("back").show(bar(self.hints(), news, now, self.size.width))

    def _pane(self, name: str) -> Pane:
        return self.query_one(f"#{name}", Pane)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done where the keys are."""
        situation = self._desk.situation()
        enter = self._enter(situation)
        here: tuple[tuple[str, str], ...] = (("Enter", enter),) if enter else ()
        if enter and self._reads and not self._pane("page").selected:
            here = (("↓", "to a command"),)
        if not situation.read_only and views.running(situation) is not None:
            here += (("E", "end what runs"),)
        there = "list" if self._reads else "page"
        return (("Esc", "back"), *here, ("Tab", there), ("B", "write down what was learnt"))

    def _enter(self, situation: Situation) -> str:
        """What Enter does where the keys are; empty: nothing."""
        if not self._reads:
            return "read"
        runs = self._trouble is None and views.has_commands(self._body)
        return "run it" if runs and not situation.read_only else ""

    @property
    def _reads(self) -> bool:
        return self._pane("page").has_focus

    def on_descendant_focus(self) -> None:
        """The keys mean something else now."""
        self._again()

    def action_turn(self) -> None:
        """To the page, or back to the list."""
        self._to("books" if self._reads else "page")

    def action_to_list(self) -> None:
        """Back to the list."""
        self._to("books")

    def _to(self, name: str) -> None:
        self.set_class(name == "page", "-reading")
        # Drawn first: what is being read may not be what the page shows yet.
        self._again()
        self._pane(name).take_keys()
        self._again()

    def _again(self) -> None:
        self.draw(self._desk.situation(), self._desk.now())

    def action_leave(self) -> None:
        """From the page to the list where only one has room; then out of here."""
        if self._reads and self.has_class("-narrow"):
            self._to("books")
        else:
            self.dismiss("")

    # --- what Enter does ---------------------------------------------------------------------

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """Read what is listed; run what stands in a runbook."""
        message.stop()
        if message.row_id.startswith("command:"):
            self._run(views.command_of(self._body, message.row_id))
        else:
            self._show(message.row_id)
            self._to("page")

    def _show(self, row_id: str) -> None:
        self._open, self._body, self._trouble = row_id, "", None
        kind, _, title = row_id.partition(":")
        if kind == "book":
            self._trouble = Sheet(title, (text("reading…", Tone.DIM),))
            self.run_worker(self._read(row_id, title), group="runbook", exclusive=True)

    async def _read(self, row_id: str, title: str) -> None:
        books = self._desk.procedure.runbooks
        book = next((b for b in books if views.book_id(b) == row_id), None)
        if book is None:
            self._trouble = Sheet(title, (text("it is gone", Tone.DIM),))
        elif book.text:
            self._trouble, self._body = None, book.text
        elif not book.file:
            self._copy(book.url)
            words = text(
                "it is not a file: its address is copied, if the terminal allows", Tone.DIM
            )
            self._trouble = Sheet(title, (text(book.url, Tone.ACCENT), words))
        else:
            self._trouble = await self._loaded(title, book.file)
        self._again()

    async def _loaded(self, title: str, file: str) -> Sheet | None:
        try:
            self._body = await self._desk.library.read_runbook(file)
        except PortError as error:
            return Sheet(
                title, (text(f"could not read it: {error.reason}", Tone.BAD), text(error.mend))
            )
        return None

    def _run(self, command: str) -> None:
        title = self._open.partition(":")[2]
        if command:
            self._change(running(self._desk, command, title))

    def action_end(self) -> None:
        """End the newest command that runs; what it printed so far is kept."""
        parcel = views.running(self._desk.situation())
        if parcel is not None:
            self.run_worker(self._end(parcel.effect), group="acts")

    async def _end(self, effect: Effect) -> None:
        result = await self._desk.act(EndCommand(incident_id=effect.incident_id, effect=effect.id))
        if isinstance(result, Refusal):
            until = self._desk.now() + timedelta(seconds=_SAID_S)
            self._said = Notice(result.reason, Tone.BAD, until)
            self._again()

    def action_learn(self) -> None:
        """Write down what was hard to find (A8)."""
        self._change(learning(self._desk))


def running(desk: Desk, command: str, runbook: str) -> Dialog:
    """Have a command run, after a look at it and, maybe, a change."""
    incident_id = desk.incident_id

    def make(choice: Choice) -> tuple[Action, ...]:
        written = choice.values["command"]
        ran = RunOne(incident_id=incident_id, command=written, runbook=runbook, written=command)
        return (ran,)

    return Dialog(
        title=f"Run a command of “{runbook}”",
        draft=f"run:{incident_id}:{runbook}:{command}",
        verb="run",
        wish=Wish(desk, make),
        done="it runs: what it prints is kept with the incident",
        fields=(Field(name="command", label="Command", value=command, rows=3),),
    )


def learning(desk: Desk) -> Dialog:
    """Write down what was hard to find, for whoever comes next (A8)."""
    case = desk.situation().case
    incident_id = case.incident.id if case else ""

    def make(choice: Choice) -> tuple[Action, ...]:
        values = choice.values
        lesson = WriteLesson(
            incident_id=incident_id, service=values["service"], text=values["text"]
        )
        return (lesson,)

    return Dialog(
        title="What was hard to find?",
        draft=f"lesson:{incident_id}",
        verb="write down",
        wish=Wish(desk, make),
        done="written down: it stands beside the runbooks from now on",
        silent="Kept here, beside the runbooks; nobody is sent anything.",
        fields=(
            Field(name="service", label="About", value=case.incident.service if case else ""),
            Field(name="text", label="What the next one should know", value="", rows=5),
        ),
    )
