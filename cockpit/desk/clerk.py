"""Takes what a person asks for to the domain's decision, and what was decided to the store."""

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cockpit.desk.room import Post
from cockpit.domain import hand_over
from cockpit.domain.actions import Action, Insist, Wish
from cockpit.domain.actions_talk import LONGEST_LOG, ShareLog
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.dispatch import held_back
from cockpit.domain.effects import Effect
from cockpit.domain.facts import EffectDiscarded, EffectReleased, Fact, Record, Request
from cockpit.domain.model import Person
from cockpit.domain.state import State
from cockpit.ports.journal import JournalError
from cockpit.ports.plain import plain
from cockpit.store import Store

_log = logging.getLogger(__name__)

_TEXT_LIMIT = 100_000
"""Characters of a text that the engineer writes."""
_LOG_LIMIT = LONGEST_LOG + 1
"""Characters of a log: one more than may be shared, so that a longer one is refused, not cut."""


class Clerk:
    """Decides on the newest state, and records it.

    Args:
        post: whose procedure and zone hold.
        store: where it is recorded.
        me: who asks.
        forbids: why these effects may not leave this cockpit, in words; empty: they may.
        new_id: gives an id that nobody has had.
    """

    def __init__(
        self,
        post: Post,
        store: Store,
        me: Callable[[], Person],
        forbids: Callable[[tuple[Effect, ...]], str],
        new_id: Callable[[], str],
    ) -> None:
        self._post = post
        self._store = store
        self._me = me
        self._forbids = forbids
        self._new_id = new_id

    def consider(self, action: Action) -> Decision:
        """What would be recorded at this moment, or why it would not be; nothing happens."""
        return self._decided(self._store.state, _harmless(action))

    async def act(self, action: Action, said: str = "") -> Refusal | tuple[Record, ...]:
        """Have it recorded, durably; a journal that cannot be written is a refusal too.

        `said` is the key of the draft that it was made of, which goes at the same moment.
        """
        refused: Refusal | None = None
        wish = _harmless(action)

        def facts(state: State) -> tuple[Fact, ...]:
            nonlocal refused
            decision = self._decided(state, wish)
            refused = decision if isinstance(decision, Refusal) else None
            return () if isinstance(decision, Refusal) else decision

        try:
            records = await self._store.append_if(facts, said=said)
        except JournalError as error:
            return Refusal(reason=f"not recorded: {error.advice}")
        return refused or records

    async def hurry(self) -> None:
        """Release whatever waits for its next attempt."""

        def released(state: State) -> tuple[Fact, ...]:
            facts = tuple(EffectReleased(effect=e) for e in held_back(state, self._store.now()))
            return () if self._forbids(_effects(state, facts)) else facts

        try:
            await self._store.append_if(released)
        except JournalError as error:
            _log.warning("nothing was hurried: %s", error.reason)

    async def witness(self, seen: Callable[[State], tuple[Fact, ...]] = hand_over.accepted) -> None:
        """Record what the newest state shows to have happened: an agreement, or what else is asked.

        Several cockpits of one journal may see it; it is recorded once.
        """
        try:
            await self._store.append_if(seen)
        except JournalError as error:
            _log.warning("what was seen is not recorded yet: %s", error.reason)

    def _decided(self, state: State, action: Action) -> Decision:
        ground = Ground(
            procedure=self._post.procedure,
            me=self._me(),
            now=self._store.now(),
            zone=self._post.zone,
            new_id=self._new_id,
            process=self._post.process,
        )
        from cockpit.domain.decide import decide  # noqa: PLC0415 - not before the first frame

        decision = decide(state, action, ground)
        if isinstance(decision, Refusal):
            return decision
        words = self._forbids(_effects(state, decision))
        return Refusal(reason=words) if words else decision


def _effects(state: State, facts: tuple[Fact, ...]) -> tuple[Effect, ...]:
    """What these facts would send, or keep from being sent."""
    found: list[Effect] = []
    for fact in facts:
        match fact:
            case EffectReleased(effect=effect) | EffectDiscarded(effect=effect):
                found += [state.parcels[effect].effect] if effect in state.parcels else []
            case _:
                found += fact.effects if isinstance(fact, Request) else ()
    return tuple(found)


def _harmless(action: Action) -> Action:
    """The action without what a paste, or a shell, may have put into its words."""
    if isinstance(action, Insist):
        return replace(action, wish=_plain(action.wish))
    return _plain(action)


def _plain(action: Wish) -> Wish:
    limit = _LOG_LIMIT if isinstance(action, ShareLog) else _TEXT_LIMIT
    words: dict[str, Any] = {
        field.name: plain(value, limit, lines=True)
        for field in dataclasses.fields(action)
        if isinstance(value := getattr(action, field.name), str)
    }
    return replace(action, **words)
