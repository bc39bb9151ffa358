"""The handover note that is written on the screen: generated, edited, kept as a draft; no keys."""

from collections.abc import Callable

from cockpit.desk.desk import Desk
from cockpit.documents.chat_text import chat_text
from cockpit.documents.handover import handover, wish
from cockpit.documents.handover_draft import (
    Draft,
    draft_key,
    dumped,
    edited,
    loaded,
    renewed,
    with_incoming,
)
from cockpit.documents.handover_ground import Ground
from cockpit.documents.paper import Paper, Part
from cockpit.domain import handover_turn
from cockpit.domain.actions_handover import PostHandover
from cockpit.domain.handover_looks import Looks
from cockpit.domain.model import Person
from cockpit.ports.journal import JournalError
from cockpit.view.handover import Piece, Written

_NOT_YET = Looks(windows_why="still looking", orgs_why="still looking")


class Note:
    """One note; what is written stays when it is generated anew.

    Args:
        desk: where everything is known, and where the draft is kept.
        changed: told when it reads otherwise.
    """

    def __init__(self, desk: Desk, changed: Callable[[], object]) -> None:
        self._desk = desk
        self._changed = changed
        self._draft = Draft()
        self._paper: Paper | None = None
        self._looks = _NOT_YET
        self._is_looking = True
        self.problem = ""
        self.clashes: tuple[str, ...] = ()
        """Sections in which both what is generated and what was written stand now."""

    # --- what it says ----------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The note as the chat will show it."""
        return chat_text(self._draft.text)

    @property
    def markdown(self) -> str:
        """The whole as it is kept."""
        return self._draft.text

    @property
    def incoming(self) -> Person | None:
        """Who takes over; None: nobody is known."""
        return handover_turn.taker(self._desk.situation(), self._desk.now(), self._draft.incoming)

    def shown(self) -> Written:
        """For the screen."""
        to = self.incoming
        name = f"{to.name}, {to.email}" if to and to.email else to.name if to else ""
        return Written(
            to=name,
            how="as you chose" if self._draft.incoming else "next by the plan",
            pieces=tuple(self._piece(part) for part in self._parts),
            is_looking=self._is_looking,
            problem=self.problem or self._doubled,
        )

    @property
    def _doubled(self) -> str:
        both = ", ".join(self.clashes)
        return (
            f"you and the record say different things in: {both}; both stand there" if both else ""
        )

    def part(self, place: int) -> Part | None:
        """The part at this place of those that are shown."""
        return self._parts[place] if place < len(self._parts) else None

    @property
    def _parts(self) -> tuple[Part, ...]:
        return self._draft.parts if self._draft.text else ()

    @property
    def paper(self) -> str:
        """The paper's id; empty before it was generated."""
        return self._paper.id if self._paper is not None else ""

    def action(self) -> PostHandover:
        """What posting it asks for. Raises ValueError, with words for people."""
        if self._paper is None:
            raise ValueError("the note is not written yet")
        if self._is_looking:
            raise ValueError("still looking at what it tells of: a moment")
        if self.incoming is None:
            raise ValueError("nobody is known to come next: t says who takes over")
        return wish(self._ground(), self._paper, self._draft.text)

    # --- what becomes of it ----------------------------------------------------------------

    async def begin(self) -> None:
        """What was kept, then what is known at once, then what had to be asked for."""
        self._generate()
        try:
            kept = await self._desk.draft(draft_key(self.paper))
        except JournalError as error:
            self.problem = f"the draft cannot be read: {error.advice}"
            kept = None
        self._draft = loaded(kept)
        self._generate()
        await self.look()

    async def look(self) -> None:
        """Ask the outside, and generate it anew; what was written stays."""
        self._is_looking = True
        self._changed()
        self._looks = await self._desk.rounds.look()
        self._is_looking = False
        await self._renew()

    async def write(self, place: int, body: str) -> str:
        """Let this stand in a part; returns why it could not be kept, or ""."""
        self._draft = edited(self._draft, place, body)
        return await self._keep()

    async def rewrite(self, whole: str) -> str:
        """Let this stand in place of all of it; likewise."""
        self._draft = Draft(text=whole, base=self._draft.base, incoming=self._draft.incoming)
        return await self._keep()

    async def hand_to(self, person: Person) -> str:
        """This person takes over; likewise."""
        self._draft = with_incoming(self._draft, person)
        await self._renew()
        return self.problem

    async def _renew(self) -> None:
        before = self._draft
        self._generate()
        if before.is_own:
            await self._keep()
        self._changed()

    def _ground(self) -> Ground:
        situation, now = self._desk.situation(), self._desk.now()
        return Ground(situation=situation, now=now, incoming=self.incoming, looks=self._looks)

    def _generate(self) -> None:
        self._paper = handover(self._ground())
        self._draft, merged = renewed(self._paper, self._draft)
        self.clashes = merged.clashes

    async def _keep(self) -> str:
        self.problem = ""
        try:
            await self._desk.keep_draft(draft_key(self.paper), dumped(self._draft))
        except JournalError as error:
            self.problem = f"the draft is not kept: {error.advice}"
        self._changed()
        return self.problem

    @staticmethod
    def _piece(part: Part) -> Piece:
        words = chat_text(_alone(part)).splitlines()
        title = words[0] if part.title and words else part.title
        return Piece(
            title=title.removesuffix(":"),
            lines=tuple(words[1:] if part.title else words),
            is_edited=bool(part.made) and not part.is_untouched,
        )


def _alone(part: Part) -> str:
    """A part by itself, as Markdown."""
    return "\n".join((f"# {part.title}", "", *part.lines))
