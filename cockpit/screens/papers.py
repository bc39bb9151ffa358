"""`F`: papers of incident, shift and week: read, edited, written to a file, filed and mailed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.documents import filing
from cockpit.documents.paper import Paper, markdown
from cockpit.documents.postmortem import postmortem
from cockpit.documents.postmortem_material import material_of
from cockpit.documents.report import present
from cockpit.domain.actions import Action
from cockpit.domain.actions_papers import FilePapers, KeepPaper
from cockpit.domain.focus import newest
from cockpit.domain.papers import HERE
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain
from cockpit.screens.confirming import Confirming
from cockpit.screens.external_editor import EditorFailed, edited_outside, editor
from cockpit.screens.question import Question, if_yes
from cockpit.screens.reader import Listing, Reader, Shown
from cockpit.screens.wish import Wish
from cockpit.view import papers as view
from cockpit.view.cells import Sheet, Space, Tone

_PATIENCE_S = 20.0
_LIMIT = 8_000_000
"""Characters of a paper that are shown."""


class Doing(Protocol):
    """What the list needs of whoever acts and says things."""

    def act(self, action: Action, done: str) -> None:
        """Have it recorded."""
        ...

    def say(self, words: str, tone: Tone = ...) -> None:
        """Tell the person something."""
        ...


class PapersScreen(Listing):
    """The papers that can be written now; `did` hears of the key and of the paper's id."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "do('edit')", "Edit", show=False),
        Binding("w", "do('write')", "Write", show=False),
        Binding("f", "do('file')", "File", show=False),
        Binding("m", "do('mail')", "Mail", show=False),
    ]

    def __init__(self, papers: "Papers") -> None:
        super().__init__(self._sheet)
        self._papers = papers

    def _sheet(self, situation: Situation, now: datetime, _space: Space) -> Sheet:
        return view.sheet(situation, now, self._papers.listed, self._papers.problem)

    def on_mount(self) -> None:
        """Begin to write them once this is on screen."""
        self.call_after_refresh(self.write)

    def write(self) -> None:
        """Write all of them from the record."""
        self.run_worker(self._written(), group="papers", exclusive=True)

    async def _written(self) -> None:
        await self._papers.write()
        self.post_message(Shown())

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        edit = (("e", "edit"),) if editor() else ()
        return (
            *(("Esc", "back"), ("Enter", "read"), *edit),
            *(("w", "write to a file"), ("f", "file"), ("m", "mail")),
        )

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """A paper was chosen: it is shown whole."""
        message.stop()
        self.action_do("read")

    def action_do(self, what: str) -> None:
        """Do it with the paper under the cursor."""
        kind, name = self.under_cursor()
        if kind == "paper":
            self.run_worker(self._papers.do(what, name, self.write), group="paper")


class Papers:
    """Writes them from the record, and does what is asked for."""

    def __init__(self, app: App[None], desk: Desk, doing: Doing) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing
        self._made: dict[str, Paper] = {}
        self._plain: dict[str, tuple[Paper, str]] = {}
        """As the record gives each, and what people have made of it here."""
        self.listed: tuple[view.Listed, ...] = ()
        self.problem = ""

    def open(self) -> None:
        """Those of the incident on screen, else of the newest one; of shift and week."""
        self.listed, self.problem = (), ""
        self._app.push_screen(PapersScreen(self))

    async def write(self) -> None:
        """Make them anew."""
        situation, now = self._desk.situation(), self._desk.now()
        self.problem = ""
        try:
            made = [*await self._postmortem(situation, now), *await self._reports(situation, now)]
            kept = [await self._desk.draft(filing.draft_key(paper)) for paper in made]
        except (PortError, JournalError) as error:
            self.problem = error.advice
            return
        both = tuple(zip(made, kept, strict=True))
        papers = [filing.edited(self._desk.state, paper, text) for paper, text in both]
        self._made = {paper.id: paper for paper in papers}
        self._plain = {paper.id: (paper, text or "") for paper, text in both}
        self.listed = tuple(
            view.Listed(
                id=paper.id,
                title=plain(filing.bare(paper.title)),
                plan=self._desk.procedure.paper(paper.kind),
                sections=len(paper.sections),
                is_edited=bool(text),
            )
            for paper, text in zip(papers, kept, strict=True)
        )

    async def _postmortem(self, situation: Situation, now: datetime) -> list[Paper]:
        """That of the incident on screen, else of the newest one."""
        case = situation.case or newest(situation.state)
        if case is None:
            return []
        earlier = await self._desk.papers.forgotten(self._desk.state, case, now)
        return [postmortem(material_of(situation, case, now).with_earlier(earlier))]

    async def _reports(self, situation: Situation, now: datetime) -> tuple[Paper, Paper]:
        """They count years of incidents, so not on the loop."""
        return await self._desk.library.aside.call(lambda: present(situation, now), _PATIENCE_S)

    async def do(self, what: str, name: str, again: Callable[[], None]) -> None:
        """Do it with this paper; `again`: it reads otherwise now."""
        paper = self._made.get(name)
        if paper is None:
            return
        try:
            match what:
                case "read":
                    self._read(paper)
                case "edit":
                    await self._edit(paper)
                    again()
                case "write":
                    await self._write(paper)
                case _:
                    await self._send(paper, mail=what == "mail")
        except (PortError, JournalError) as error:
            self._doing.say(error.advice)

    def _read(self, paper: Paper) -> None:
        words = plain(filing.readable(markdown(paper)), _LIMIT, lines=True)
        shown = view.preview(plain(filing.bare(paper.title)), words)
        self._app.push_screen(Reader(lambda _situation, _now, _space: shown))

    async def _edit(self, paper: Paper) -> None:
        """In the person's own editor; what they leave there is kept, and merged from then on."""
        if not editor():
            self._doing.say("set $EDITOR to edit it here; or w writes it to a file")
            return
        made, kept = self._plain[paper.id]
        before = filing.written(self._desk.state, made, HERE, kept).text
        try:
            after = await edited_outside(self._app, filing.file_name(paper), before)
        except EditorFailed as error:
            self._doing.say(str(error))
            return
        if after == before:
            self._doing.say("nothing was changed", Tone.DIM)
            return
        await self._desk.keep_draft(filing.draft_key(paper), after)
        self._doing.act(filing.kept(made, HERE), "kept: it goes into everything that is written")

    async def _write(self, paper: Paper) -> None:
        file = str(Path.cwd() / filing.file_name(paper))
        there = await self._desk.papers.read_file(file)
        merged = filing.written(self._desk.state, paper, file, there.text)

        async def go() -> None:
            try:
                await self._desk.papers.write_file(file, merged.text, there.version)
            except PortError as error:
                self._doing.say(error.advice)
                return
            self._doing.act(filing.kept(paper, file), f"written to {file}")

        how = "It is merged with what stands there." if there.text else "There is no such file yet."
        if merged.clashes:
            how += f" Both versions will stand in: {', '.join(merged.clashes)}."
        question = Question("Write it to a file?", f"{file}\n\n{how}", "write it")
        self._app.push_screen(question, if_yes(lambda: self._app.run_worker(go())))

    async def _send(self, paper: Paper, *, mail: bool) -> None:
        plan = self._desk.procedure.paper(paper.kind)
        action: FilePapers | KeepPaper
        if mail:
            case = self._desk.state.cases.get(paper.incident_id)
            if why_not := filing.why_not_mailed(plan, case):
                self._doing.say(why_not)
                return
            letter = filing.letter(paper, plan.mail_to, markdown(paper))
            action = filing.filed(self._desk.state, paper, (), letter)
        else:
            stood = await self._desk.papers.stands(plan, paper.id, filing.file_name(paper))
            action = filing.filed(self._desk.state, paper, stood)
            if not action.filings and plan.file:
                self._doing.say("nothing is new since it was filed last", Tone.GOOD)
                return
        self._ask(action, "mailed" if mail else "filed")

    def _ask(self, action: FilePapers, done: str) -> None:
        """Show exactly what will leave, and have it recorded on a yes; doubts are asked about."""
        wish = Wish(self._desk, lambda _choice: (action,))
        verb = {"filed": "file it", "mailed": "mail it"}[done]
        confirming = Confirming(self._app, self._doing.say)
        confirming.ask("Let it go?", wish, verb, f"{done}: on its way")
