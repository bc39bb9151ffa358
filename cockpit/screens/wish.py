"""What a dialog asks for: made of what was chosen and typed, read first, recorded, kept as a draft.

Every dialog that changes something goes through here; what it looks like is not decided here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cockpit.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.changes import Scene, Sending, sendings
from cockpit.domain.decisions import Refusal
from cockpit.domain.facts import Fact
from cockpit.journal_port import JournalError


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands in a dialog at one moment."""

    ids: tuple[str, ...] = ()
    """The entries that are chosen, in the order of the list."""
    values: Mapping[str, str] = field(default_factory=dict)
    """By the name of the field."""


Make = Callable[[Choice], tuple[Action, ...]]
"""A choice into actions; raises ValueError, with words for people, when it makes no sense."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would leave if it were sent now, and why something would not."""

    sendings: tuple[Sending, ...] = ()
    problem: str = ""


class Wish:
    """One thing that is asked for, about what was on screen when its key was pressed."""

    def __init__(self, desk: Desk, make: Make) -> None:
        self._desk = desk
        self._make = make

    def look(self, choice: Choice) -> Prospect:
        """What it would send at this moment."""
        try:
            actions = self._make(choice)
        except ValueError as error:
            return Prospect(problem=str(error))
        facts: list[Fact] = []
        problems: list[str] = []
        for action in actions:
            decision = self._desk.consider(action)
            if isinstance(decision, Refusal):
                problems.append(decision.reason)
            else:
                facts += decision
        desk = self._desk
        scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
        return Prospect(sendings(facts, scene), "; ".join(dict.fromkeys(problems)))

    async def send(self, choice: Choice, said: str = "") -> str:
        """Have it recorded, and the draft under the key `said` removed; returns why not, or "".

        Of several actions those that are refused are told, and the others are recorded all the
        same; only when none is recorded it counts as refused.
        """
        try:
            actions = self._make(choice)
        except ValueError as error:
            return str(error)
        refused = []
        for action in actions:
            result = await self._desk.act(action, said)
            if isinstance(result, Refusal):
                refused.append(result.reason)
        return "; ".join(dict.fromkeys(refused)) if len(refused) == len(actions) else ""

    async def keep(self, key: str, body: str) -> str:
        """Keep the draft; returns why it could not be kept, or ""."""
        try:
            await self._desk.keep_draft(key, body)
        except JournalError as error:
            return f"the draft is not kept: {error.reason} {error.mend}".strip()
        return ""
