"""`V`: the handover of a shift: its note read and edited part by part, posted, and what it waits
for (N3, N4, A14).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.documents.handover_draft import readable
from cockpit.domain import handover_turn
from cockpit.domain.handover_watch import handovers, ts_of
from cockpit.domain.model import Person
from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain
from cockpit.screens.asking import Field, Form, FormScreen, Preview
from cockpit.screens.composer_asking import Asked
from cockpit.screens.confirming import Confirming
from cockpit.screens.external_editor import EditorFailed, edited_outside, editor
from cockpit.screens.handover_note import Note
from cockpit.screens.handover_part import PartWriting
from cockpit.screens.links import hand_over
from cockpit.screens.reader import Listing, Reader, Shown
from cockpit.screens.wish import Wish
from cockpit.view import handover as view
from cockpit.view.cells import Sheet, Space, Tone, text
from cockpit.view.choices import Entry, digit
from cockpit.view.footer import Notice
from cockpit.view.handover_page import TITLE, received

_OTHER = "other"
_MOST_PEOPLE = 30
_LIMIT = 200_000
"""Characters of a note."""


class Saying(Protocol):
    """What the screen needs of whoever says things."""

    def say(self, words: str, tone: Tone = ...) -> None:
        """Tell the person something."""
        ...


class HandoverScreen(Listing):
    """The note, and how it stands; `does` hears which key was pressed on which part."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+enter,ctrl+s", "do('post')", "Post", show=False),
        Binding("t", "do('to')", "Who takes over", show=False),
        Binding("r", "do('renew')", "Write anew", show=False),
        Binding("e", "do('outside')", "In your editor", show=False),
        Binding("o", "do('link')", "Link", show=False),
        Binding("c", "do('copy')", "Copy", show=False),
        Binding("i", "do('received')", "The note for you", show=False),
    ]

    def __init__(self, desk: Desk, does: Callable[[str, int], None]) -> None:
        super().__init__(self._sheet)
        self._desk = desk
        self._does = does
        self._told = ""
        self.note = Note(desk, lambda: self.post_message(Shown()))

    def _sheet(self, situation: Situation, now: datetime, _space: Space) -> Sheet:
        return view.sheet(situation, now, self.note.shown())

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Show it; a note that was posted just now brings what it waits for into sight."""
        super().draw(situation, now, notice)
        given = handovers(situation, now).given
        if given is not None and given.id != self._told:
            self._told = given.id
            self.query_one("#sheet", Pane).select(view.GIVEN)

    def on_mount(self) -> None:
        """Begin to write it once this is on screen."""
        self.call_after_refresh(lambda: self.run_worker(self.note.begin(), group="handover"))

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here, what matters most first."""
        found = handovers(self._desk.situation(), self._desk.now())
        link = (("o", "link"),) if any((found.given, found.received)) else ()
        mine = (("i", "note for you"),) if found.received else ()
        own = (("e", "your editor"),) if editor() else ()
        return (
            *(("Esc", "back"), ("Enter", "edit"), ("Ctrl+S", "post"), ("t", "who takes over")),
            *(*mine, *link, ("r", "write anew"), *own, ("c", "copy")),
        )

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """A part was chosen: it is edited."""
        message.stop()
        self.action_do("edit")

    def action_do(self, what: str) -> None:
        """Do it, to the part under the cursor where it is about one."""
        kind, name = self.under_cursor()
        if what == "edit" and kind == "status":
            what = "received" if name == "received" else "link"
        if what == "link" and kind == "status":
            what = f"link {name}"
        self._does(what, int(name) if kind == "part" and name.isdecimal() else 0)


class Handing:
    """Opens the screen, and does what is asked for there."""

    def __init__(self, app: App[None], desk: Desk, doing: Saying) -> None:
        self._app = app
        self._desk = desk
        self._say = doing.say
        self._confirming = Confirming(app, doing.say)
        self._screen = HandoverScreen(desk, self._do)

    def open(self) -> None:
        """Show it; it is written anew each time, and what was edited stays."""
        self._screen = HandoverScreen(self._desk, self._do)
        self._app.push_screen(self._screen)

    def read(self) -> None:
        """The note that is meant for this person, in full."""

        def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
            known = received(situation, now)
            return known or Sheet(TITLE, (text("nobody hands over to you now", Tone.DIM),))

        self._app.push_screen(Reader(sheet))

    @property
    def _note(self) -> Note:
        return self._screen.note

    def _do(self, what: str, place: int) -> None:
        does: Mapping[str, Callable[[], object]] = {
            "edit": lambda: self._edit(place),
            "outside": lambda: self._app.run_worker(self._outside(), group="handover-edit"),
            "renew": lambda: self._app.run_worker(self._renew(), group="handover"),
            "post": self._post,
            "to": self._to,
            "link": lambda: self._linked(""),
            "link given": lambda: self._linked("given"),
            "link received": lambda: self._linked("received"),
            "copy": self._copy,
            "received": self.read,
        }
        does[what]()

    # --- the note --------------------------------------------------------------------------

    def _edit(self, place: int) -> None:
        note, part = self._note, self._note.part(place)
        if part is None:
            self._say("the note is not written yet")
            return
        writing = PartWriting(note, place, part)
        form = Form(
            title=part.title or "The note's beginning",
            draft=note.paper,
            fields=(Field(name="body", label="What it says", value=readable(part), rows=9),),
            look=writing.look,
            send=writing.send,
            keep=writing.keep,
            verb="keep",
        )
        self._app.push_screen(FormScreen(form, {}))

    async def _outside(self) -> None:
        if not editor():
            self._say("set $EDITOR to edit it as a whole; Enter edits a part here")
            return
        before = self._note.markdown
        try:
            after = await edited_outside(self._app, f"{self._note.paper}.md", before)
        except EditorFailed as error:
            self._say(str(error))
            return
        if after == before:
            self._say("nothing was changed", Tone.DIM)
            return
        problem = await self._note.rewrite(plain(after, _LIMIT, lines=True))
        self._say(problem or "kept", Tone.BAD if problem else Tone.ACCENT)

    async def _renew(self) -> None:
        await self._note.look()
        both = ", ".join(self._note.clashes)
        words = f"written anew; you and the record changed the same in: {both}" if both else ""
        self._say(words or "written anew: what you wrote stays", Tone.WARN if both else Tone.ACCENT)

    def _copy(self) -> None:
        self._app.copy_to_clipboard(self._note.text)
        self._say("the note is copied, if the terminal allows", Tone.ACCENT)

    # --- whom it is for, and posting it ----------------------------------------------------

    def _to(self) -> None:
        situation, now = self._desk.situation(), self._desk.now()
        people = handover_turn.listed(situation, now)[:_MOST_PEOPLE]
        entries = tuple(
            Entry(id=str(n), words=person.name, beside=person.email, key=digit(n + 1))
            for n, person in enumerate(people)
        )
        other = Entry(id=_OTHER, words="somebody else, by name or address", key="o")

        def chosen(answer: str | None) -> None:
            if answer == _OTHER:
                self._app.push_screen(FormScreen(self._asking(), {}))
            elif answer:
                self._hand_to(people[int(answer)])

        self._app.push_screen(Asked("Who takes over", "", (), (*entries, other)), chosen)

    def _hand_to(self, person: Person) -> None:
        self._app.run_worker(self._note.hand_to(person), group="handover")

    def _asking(self) -> Form:
        def look(values: Mapping[str, str]) -> Preview:
            said = values["who"].strip()
            if not said:
                return Preview(target="nobody yet", text="")
            try:
                found = handover_turn.meant(self._desk.situation(), self._desk.now(), said)
            except ValueError as error:
                return Preview(target="nobody yet", text="", problem=str(error))
            is_known = bool(found.id or found.email)
            words = found.email if is_known else "(not known here: looked up when chosen)"
            return Preview(target="whoever takes over", text=f"{found.name} {words}".strip())

        async def send(values: Mapping[str, str]) -> str:
            said = values["who"].strip()
            if not said:
                return "write a name, or an address"
            try:
                found = await self._found(said)
            except ValueError as error:
                return str(error)
            return await self._note.hand_to(found)

        async def keep(_key: str, _body: str) -> str:
            return ""

        return Form(
            title="Who takes over",
            draft="",
            fields=(Field(name="who", label="Name or address", value=""),),
            look=look,
            send=send,
            keep=keep,
            verb="choose",
        )

    async def _found(self, said: str) -> Person:
        """Whom that means: who is known here, else whom the pager finds. Raises ValueError."""
        known = handover_turn.meant(self._desk.situation(), self._desk.now(), said)
        found, why = await self._desk.book.completed(known)
        if why:
            self._say(why, Tone.WARN)
        return found

    def _post(self) -> None:
        wish = Wish(self._desk, lambda _choice: (self._note.action(),))
        self._confirming.ask("Post the handover note?", wish, "post it", "the note is on its way")

    def _linked(self, which: str) -> None:
        self._app.run_worker(self._link(which), group="handover-link")

    async def _link(self, which: str) -> None:
        """Of the one that is meant, else of the one that waits for this person, else of theirs."""
        found = handovers(self._desk.situation(), self._desk.now())
        given, taken = found.given, found.received
        is_theirs = which == "received" or (not which and taken is not None and taken.is_pending)
        handover = (taken or given) if is_theirs else (given or taken)
        ts = ts_of(self._desk.state, handover) if handover is not None else ""
        if handover is None or not ts:
            self._say("no note stands in the chat yet")
            return
        try:
            link = await self._desk.chat_book.link(handover.channel, ts)
        except PortError as error:
            self._say(error.advice)
            return
        hand_over(self._app, self._say, link, "the chat gave no link for it")
