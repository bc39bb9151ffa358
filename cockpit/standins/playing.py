"""Plays the turns of a scenario: sees what was done, and lets happen what follows of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.standins.customers import PlatformMemory
from cockpit.standins.dice import jittered
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pages import Page
from cockpit.standins.slack.model import Message, Room
from cockpit.standins.slack.workspace import Workspace
from cockpit.standins.turns import Cue, Turn, Word


@dataclass
class Came:
    """A turn that has come; `at` is when what follows of it begins."""

    turn: str
    at: datetime
    done: int = 0
    """How much of what follows has happened so far."""


@dataclass(frozen=True)
class Next:
    """What happens next because of a turn."""

    at: datetime
    what: Word | Page | Turn
    came: Came


class Player:
    """What was done, seen from outside: what was sent to the services that stand in."""

    def __init__(
        self,
        turns: tuple[Turn, ...],
        came: list[Came],
        around: tuple[Account, Workspace, PlatformMemory],
        *,
        start: datetime,
        seed: int,
    ) -> None:
        self._turns = turns
        self.came = came
        self._account, self._workspace, self._platform = around
        self._start = start
        self._seed = seed
        self._seen: tuple[int, ...] = ()

    def look(self, now: datetime) -> bool:
        """Note every turn whose cue is there now; returns whether there is a new one."""
        left = [t for t in self._turns if t.id not in self._ids()]
        if not left or not self._has_news(left):
            return False
        found = [
            turn for turn in left if self._may(turn) and any(self._fits(c, now) for c in turn.when)
        ]
        for turn in found:
            after = jittered(self._seed, turn.after, "turn", turn.id)
            self.came.append(Came(turn.id, now + timedelta(seconds=after)))
        return bool(found)

    def has_come(self, turns: tuple[str, ...]) -> bool:
        """Whether any of these has come."""
        return not self._ids().isdisjoint(turns)

    def next(self) -> Next | None:
        """What follows first of all that has come."""
        return min(self._following(), key=lambda one: one.at, default=None)

    def _following(self) -> Iterator[Next]:
        for came in self.came:
            turn = next(t for t in self._turns if t.id == came.turn)
            rest = self._events(turn)[came.done :]
            if rest:
                at, what = rest[0]
                yield Next(came.at + timedelta(seconds=at), what, came)

    def _events(self, turn: Turn) -> list[tuple[float, Word | Page | Turn]]:
        """The turn itself first, then what is said and paged, in order."""
        events: list[tuple[float, Word | Page | Turn]] = [(0.0, turn)]
        for n, word in enumerate(turn.said):
            events.append((jittered(self._seed, word.at, turn.id, n), word))
        events += [(page.at, page) for page in turn.pages]
        return sorted(events, key=lambda event: event[0])

    # --- what was done -----------------------------------------------------------------------

    def _ids(self) -> set[str]:
        return {came.turn for came in self.came}

    def _may(self, turn: Turn) -> bool:
        ids = self._ids()
        return ids.issuperset(turn.needs) and ids.isdisjoint(turn.unless)

    def _has_news(self, left: list[Turn]) -> bool:
        """Whether anything was done since the last look; a wait needs a look each time."""
        rooms, ledger = self._workspace.memory.rooms, self._account.ledger
        seen = (
            sum(len(room.messages) for room in rooms),
            sum(len(incident.log) + len(incident.requests) for incident in ledger.incidents),
            len(self._platform.minted) + len(self._platform.disabled),
            len(self.came),
        )
        waits = any(cue.silent for turn in left for cue in turn.when)
        news, self._seen = seen != self._seen, seen
        return news or waits

    def _fits(self, cue: Cue, now: datetime) -> bool:
        return all(self._tests(cue, now))

    def _tests(self, cue: Cue, now: datetime) -> Iterator[bool]:
        if cue.said or cue.channel:
            yield any(_says(message, cue.said) for message in self._ours(cue.channel))
        if cue.paged:
            yield self._id(cue.paged) in self._paged()
        if cue.acknowledged:
            wanted = self._id(cue.acknowledged)
            stamps = (s for i in self._account.ledger.incidents for s in i.acknowledged)
            yield wanted in {stamp.person for stamp in stamps}
        if cue.entered:
            yield cue.entered in {minted.org_id for minted in self._platform.minted}
        if cue.disabled:
            yield cue.disabled in self._platform.disabled
        if cue.merged:
            merged = [i for i in self._account.ledger.incidents if i.merged_into]
            yield len(merged) >= cue.merged
        if cue.silent:
            silent = now >= self._start + timedelta(seconds=cue.silent)
            yield silent and not self._ours()

    def _id(self, key: str) -> str:
        person = self._workspace.person_named(key)
        return person.pagerduty if person else ""

    def _paged(self) -> set[str]:
        incidents = self._account.ledger.incidents
        given = {stamp.person for i in incidents for stamp in i.assigned}
        asked = {person for i in incidents for request in i.requests for person in request.people}
        return given | asked

    def _ours(self, channel: str = "") -> list[Message]:
        """What cockpit has posted, in one channel or anywhere."""
        wanted: list[Room] = [
            room for room in self._workspace.memory.rooms if not channel or room.name == channel
        ]
        bot = self._workspace.slack.bot_id
        return [m for room in wanted for m in room.messages if m.bot_id == bot]


def _says(message: Message, words: tuple[str, ...]) -> bool:
    return all(re.search(word, message.text, re.IGNORECASE) for word in words)
