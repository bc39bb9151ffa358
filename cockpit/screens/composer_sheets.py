"""What the composer shows and looks up besides its fields, made of what the desk knows now."""

from collections.abc import Callable

from textual.screen import Screen

from cockpit.desk.desk import Desk
from cockpit.domain.chat import Mention
from cockpit.domain.compose import Draft
from cockpit.domain.decisions import Decision, Refusal
from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_chat import EditMessage
from cockpit.domain.facts import Request
from cockpit.domain.state import Case, Update
from cockpit.panes.wrap import lines_of
from cockpit.ports.outside import PortError
from cockpit.view import composer as view
from cockpit.view.cells import Sheet
from cockpit.view.composer import Outgoing
from cockpit.view.words import moment

_INDENT = 2
"""Cells that lines of the history stand in from the left."""
CALM_S = 0.2
"""News of the incident are shown at most so often, seconds: typing comes first."""


class Sheets:
    """Answers what stands beside the fields; asks the chat only for names and numbers."""

    def __init__(self, desk: Desk, case: Callable[[], Case]) -> None:
        """`case` is the incident, as it is now."""
        self._desk = desk
        self._case = case
        self._doubt = ""
        self._waiting = False

    # --- to whom ---------------------------------------------------------------------------------

    @property
    def channel(self) -> str:
        """Where it goes."""
        declared = self._case().declaration
        return declared.channel if declared else self._desk.procedure.channels.incident

    @property
    def target(self) -> str:
        """The same, as people call it."""
        return self._desk.procedure.channels.name(self.channel)

    async def find(self, words: str) -> tuple[Mention, ...]:
        """Whom these letters may mean. Raises `PortError`."""
        return await self._desk.chat_book.find(words, self.channel)

    async def count(self) -> None:
        """Ask how many people read it there."""
        try:
            await self._desk.chat_book.members(self.channel)
        except PortError as error:
            self._doubt = f"how many read it is not known: {error.reason}"

    @property
    def _members(self) -> str:
        count = self._desk.chat_book.counted(self.channel)
        return f"{count} members" if count else self._doubt or "asking how many read it"

    # --- what would leave ------------------------------------------------------------------------

    def outgoing(self, draft: Draft, decision: Decision, target: Update | None) -> Outgoing:
        """What this decision sends; of a refusal, nothing."""
        facts = () if isinstance(decision, Refusal) else decision
        effects = [e for fact in facts if isinstance(fact, Request) for e in fact.effects]
        return Outgoing(
            target=self.target,
            members=self._members,
            parts=tuple(e.text for e in effects if isinstance(e, PostMessage | EditMessage)),
            mentions=draft.named,
            written=draft.words,
            replaces=self._replaced(target),
        )

    def _replaced(self, target: Update | None) -> str:
        if target is None:
            return ""
        at = moment(target.at, self._desk.zone, seconds=False)
        return (
            f"▲ This REPLACES the update of {at} in the channel; the record keeps the old words. "
            "Slack shows marks like *bold* and `code` formatted in a correction."
        )

    # --- what it is about, and what was said -----------------------------------------------------

    def title(self, target: Update | None) -> str:
        """What is written, about what, and where it goes."""
        incident = self._case().incident
        at = moment(target.at, self._desk.zone, seconds=False) if target else ""
        what = f"Correct the update of {at}" if target else "Update"
        ended = "" if incident.is_open else " (resolved meanwhile)"
        return f"{what} on #{incident.number}{ended} {incident.title}"

    def said(self, width: int) -> Sheet:
        """What was said before, for a pane of this width."""
        desk = self._desk

        def broken(line: str) -> list[str]:
            return lines_of(line, max(width - _INDENT, 1))

        return view.history(desk.situation(), self._case(), desk.now(), broken)

    def soon(self, screen: Screen[bool], draw: Callable[[], None]) -> None:
        """Draw once for everything that changes within a short time."""

        def due() -> None:
            self._waiting = False
            draw()

        if not self._waiting and screen.is_attached:
            self._waiting = True
            screen.set_timer(CALM_S, due)
