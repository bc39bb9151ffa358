"""The store as the rest of the program sees it: append, state, listen; all on the event loop."""

import asyncio
import contextvars
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from cockpit.domain.facts import Fact, Record
from cockpit.domain.fold import fold
from cockpit.domain.state import EMPTY, State
from cockpit.ports.journal import Journal, JournalError, NewRecord, Overtaken
from cockpit.ports.outside import Clock
from cockpit.store.jobs import Fetch, Job, Keep, Stop, Write
from cockpit.store.scribe import Scribe

Listener = Callable[[tuple[Record, ...]], None]


class Store:
    """Everything that happened, durably, and the state that it amounts to.

    `open_journal` is called on the store's own thread, again whenever the journal was replaced.
    """

    def __init__(
        self, open_journal: Callable[[], Journal], clock: Clock, author: str, host: str
    ) -> None:
        self._open_journal = open_journal
        self._clock = clock
        self._author = author
        self._host = host
        self._state = EMPTY
        self._trouble: JournalError | None = None
        self._scribe: Scribe | None = None
        self._waiting: list[Job] = []
        self._listeners: dict[int, tuple[Listener, contextvars.Context]] = {}
        self._tickets = count()

    @property
    def state(self) -> State:
        """The fold of every durable record, as of now."""
        return self._state

    @property
    def trouble(self) -> JournalError | None:
        """Why other processes cannot be followed at present; None: they can."""
        return self._trouble

    def now(self) -> datetime:
        """The time by the server's clock, as far as it is known (aware, UTC)."""
        return self._clock.now() + timedelta(seconds=self._state.server_offset_s)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call it on the loop after each fold, with the records that came; returns the way out.

        Each call is a callback of the loop, in the context of whoever listens: one that raises is
        reported by the loop, and the others do not notice. Without records: `trouble` changed.
        """
        ticket = next(self._tickets)
        self._listeners[ticket] = (listener, contextvars.copy_context())

        def unsubscribe() -> None:
            self._listeners.pop(ticket, None)

        return unsubscribe

    async def open(self) -> None:
        """Open the journal and fold all that is in it.

        Raises:
            JournalError: that is not possible; nothing has been started.
        """
        scribe = Scribe(self._open_journal, asyncio.get_running_loop(), self)
        await scribe.start()
        self._scribe = scribe

    async def append(self, *facts: Fact, at: datetime | None = None) -> tuple[Record, ...]:
        """Record these facts; returns when they are durable, folded, and the listeners told.

        All appends of one turn of the loop share a transaction. `at` is when they happened, by the
        server's clock; left out: now. Being cancelled while waiting does not take them back.

        Raises:
            JournalError: they are not recorded, none of them.
        """
        return await self._write(facts, at, after=None) if facts else ()

    async def append_if(
        self,
        decide: Callable[[State], tuple[Fact, ...]],
        *,
        at: datetime | None = None,
        said: str = "",
    ) -> tuple[Record, ...]:
        """Record what `decide` makes of the newest state, and only if it still is the newest.

        When another record comes first, in this process or another, it is folded and `decide`
        asked again. No facts mean that nothing is to be done. The draft under the key `said` is
        gone once they are durable: no kill comes between the two.

        Raises:
            JournalError: nothing was recorded.
        """
        while facts := decide(self._state):
            try:
                return await self._write(facts, at, after=self._state.seq, said=said)
            except Overtaken:
                continue
        return ()

    async def keep_draft(self, key: str, body: str) -> None:
        """Keep what somebody has not said yet, durably; an empty text removes it.

        Raises:
            JournalError: it is not kept.
        """
        done = asyncio.get_running_loop().create_future()
        self._put(Keep(key, body, self.now(), done))
        await done

    async def draft(self, key: str) -> str | None:
        """What was kept under this key.

        Raises:
            JournalError: nobody can say.
        """
        done: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._put(Fetch(key, done))
        return await done

    async def close(self) -> None:
        """Write what was asked for before, then let go of the journal; harmless to repeat.

        A stuck disk makes this wait: give it as long as you like with `asyncio.timeout`.
        """
        if self._scribe is None:
            return
        done = asyncio.get_running_loop().create_future()
        self._put(Stop(done))
        await done

    # --- what the scribe tells ---------------------------------------------------------------

    def loaded(self, state: State, records: tuple[Record, ...]) -> None:
        """The whole journal was read, at the start or because it was replaced."""
        self._state = state
        self._tell(records)

    def written(self, records: tuple[Record, ...]) -> None:
        """These records are durable."""
        self._state = fold(records, self._state)
        self._tell(records)

    def troubled(self, trouble: JournalError | None) -> None:
        """The journal cannot be followed any more, or can again."""
        self._trouble = trouble
        self._tell(())

    # --- on the way there --------------------------------------------------------------------

    async def _write(
        self, facts: tuple[Fact, ...], at: datetime | None, *, after: int | None, said: str = ""
    ) -> tuple[Record, ...]:
        done: asyncio.Future[tuple[Record, ...]] = asyncio.get_running_loop().create_future()
        when, noted_at = at or self.now(), self._clock.now()
        new = tuple(self._new(f, when, noted_at) for f in facts)
        self._put(Write(new, after, done, said))
        return await done

    def _new(self, fact: Fact, at: datetime, noted_at: datetime) -> NewRecord:
        return NewRecord(
            id=uuid4().hex,
            at=at,
            noted_at=noted_at,
            author=self._author,
            host=self._host,
            fact=fact,
        )

    def _put(self, job: Job) -> None:
        """Hand it over together with all that this turn of the loop still brings."""
        if self._scribe is None:
            raise JournalError(
                "The journal is not open; nothing was recorded.", "Start cockpit again."
            )
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._hand_over, self._scribe)
        self._waiting.append(job)

    def _hand_over(self, scribe: Scribe) -> None:
        jobs, self._waiting = self._waiting, []
        scribe.put(jobs)

    def _tell(self, records: tuple[Record, ...]) -> None:
        loop = asyncio.get_running_loop()
        for ticket, (_, context) in self._listeners.items():
            loop.call_soon(self._tell_one, ticket, records, context=context)

    def _tell_one(self, ticket: int, records: tuple[Record, ...]) -> None:
        if ticket in self._listeners:
            listener, _ = self._listeners[ticket]
            listener(records)
