"""What a dialog asks for: made of what was chosen and typed, read first, recorded, kept as a draft.

Every dialog that changes something goes through here; what it looks like is not decided here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action, Insist
from cockpit.domain.actions_customer import Perform
from cockpit.domain.actions_handover import PostHandover
from cockpit.domain.actions_shift import BeginShift, EndShift
from cockpit.domain.actions_talk import AnnounceMitigation
from cockpit.domain.changes import Scene, Sending, sendings
from cockpit.domain.decisions import Refusal
from cockpit.domain.facts import Fact
from cockpit.ports.journal import JournalError

_SURE = "sure"
"""Insisted on although it was asked about; findings have names of their own."""
_Doubted = AnnounceMitigation | Perform | BeginShift | EndShift | PostHandover
"""What may be done although it was asked about."""
_DOUBTS = 4
"""Doubts that one act can meet, one behind the other."""


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
    """What would leave if it were sent now, and why something would not.

    Of what is only doubted, both: the text that would leave, and the doubt.
    """

    sendings: tuple[Sending, ...] = ()
    problem: str = ""
    is_possible: bool = False
    """Something would be recorded, if only here; maybe after a doubt is settled."""


class Wish:
    """One thing that is asked for, about what was on screen when its key was pressed."""

    def __init__(self, desk: Desk, make: Make) -> None:
        self._desk = desk
        self._make = make
        self._insisted: tuple[str, ...] = ()
        self._insisted_for: Choice | None = None
        self.doubt: Refusal | None = None
        """Why it was refused the last time, when a person may insist; None: they may not."""

    def look(self, choice: Choice) -> Prospect:
        """What it would send at this moment."""
        try:
            actions = self._actions(choice)
        except ValueError as error:
            return Prospect(problem=str(error))
        facts: list[Fact] = []
        problems: list[str] = []
        for action in actions:
            found, doubts = self._considered(action)
            facts += found
            problems += doubts
        desk = self._desk
        scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
        problem = "; ".join(dict.fromkeys(problems))
        return Prospect(sendings(facts, scene), problem, bool(facts))

    def _considered(self, action: Action) -> tuple[tuple[Fact, ...], list[str]]:
        """What it amounts to once every doubt is settled, and the doubts."""
        doubts: list[str] = []
        for _ in range(_DOUBTS):
            decision = self._desk.consider(action)
            if not isinstance(decision, Refusal):
                return decision, doubts
            doubts.append(decision.reason)
            if not _may_insist(action, decision):
                break
            action = _insisting(action, (_doubt_of(decision),))
        return (), doubts

    async def send(self, choice: Choice, said: str = "") -> str:
        """Have it recorded, and the draft under the key `said` removed; returns why not, or "".

        Of several actions those that are refused are told, and the others are recorded all the
        same; only when none is recorded it counts as refused.
        """
        self.doubt = None
        try:
            actions = self._actions(choice)
        except ValueError as error:
            return str(error)
        refused = []
        for action in actions:
            result = await self._desk.act(action, said)
            if isinstance(result, Refusal):
                refused.append(result)
                if self.doubt is None and _may_insist(action, result):
                    self.doubt = result
        if len(refused) < len(actions):
            self.doubt = None
            return ""
        return "; ".join(dict.fromkeys(refusal.reason for refusal in refused))

    def insist(self, choice: Choice) -> None:
        """The person was asked about the doubt, and means it; of this very choice, no other."""
        if self.doubt is not None:
            before = self._insisted if choice == self._insisted_for else ()
            self._insisted, self._insisted_for = (*before, _doubt_of(self.doubt)), choice

    def _actions(self, choice: Choice) -> tuple[Action, ...]:
        on = self._insisted if choice == self._insisted_for else ()
        return tuple(_insisting(action, on) for action in self._make(choice))

    async def keep(self, key: str, body: str) -> str:
        """Keep the draft; returns why it could not be kept, or ""."""
        try:
            await self._desk.keep_draft(key, body)
        except JournalError as error:
            return f"the draft is not kept: {error.advice}"
        return ""


def _doubt_of(refusal: Refusal) -> str:
    return refusal.finding or _SURE


def _may_insist(action: Action, refusal: Refusal) -> bool:
    if refusal.finding:
        return True
    wish = action.wish if isinstance(action, Insist) else action
    return refusal.confirmable and isinstance(wish, _Doubted)


def _insisting(action: Action, on: tuple[str, ...]) -> Action:
    wish, findings = (action.wish, action.on) if isinstance(action, Insist) else (action, ())
    if _SURE in on and isinstance(wish, _Doubted):
        wish = replace(wish, sure=True)
    findings = (*findings, *(name for name in on if name != _SURE))
    return Insist(wish=wish, on=findings) if findings else wish
