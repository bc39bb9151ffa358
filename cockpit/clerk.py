"""Takes what a person asks for to the domain's decision, and what was decided to the store."""

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cockpit.domain.actions import Action
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.dispatch import held_back
from cockpit.domain.effects import Effect
from cockpit.domain.facts import EffectReleased, Fact, Record, Request
from cockpit.domain.model import Person
from cockpit.domain.state import State
from cockpit.journal_port import JournalError
from cockpit.ports import plain
from cockpit.room import Post
from cockpit.store import Store

_log = logging.getLogger(__name__)

_TEXT_LIMIT = 20_000
"""Characters of a text that the engineer writes."""


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

    async def act(self, action: Action) -> Refusal | tuple[Record, ...]:
        """Have it recorded, durably; a journal that cannot be written is a refusal too."""
        refused: Refusal | None = None
        wish = _harmless(action)

        def facts(state: State) -> tuple[Fact, ...]:
            nonlocal refused
            decision = self._decided(state, wish)
            refused = decision if isinstance(decision, Refusal) else None
            return () if isinstance(decision, Refusal) else decision

        try:
            records = await self._store.append_if(facts)
        except JournalError as error:
            return Refusal(reason=f"not recorded: {error.reason} {error.mend}".strip())
        return refused or records

    async def hurry(self) -> None:
        """Release whatever waits for its next attempt."""

        def released(state: State) -> tuple[Fact, ...]:
            return tuple(EffectReleased(effect=e) for e in held_back(state, self._store.now()))

        try:
            await self._store.append_if(released)
        except JournalError as error:
            _log.warning("nothing was hurried: %s", error.reason)

    def _decided(self, state: State, action: Action) -> Decision:
        ground = Ground(
            procedure=self._post.procedure,
            me=self._me(),
            now=self._store.now(),
            zone=self._post.zone,
            new_id=self._new_id,
        )
        decision = decide(state, action, ground)
        if isinstance(decision, Refusal):
            return decision
        effects = [e for fact in decision if isinstance(fact, Request) for e in fact.effects]
        words = self._forbids(tuple(effects))
        return Refusal(reason=words) if words else decision


def _harmless(action: Action) -> Action:
    """The action without what a paste, or a shell, may have put into its words."""
    words: dict[str, Any] = {
        field.name: plain(value, _TEXT_LIMIT, lines=True)
        for field in dataclasses.fields(action)
        if isinstance(value := getattr(action, field.name), str)
    }
    return replace(action, **words)
