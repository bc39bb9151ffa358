"""The desk that the screen and the command line sit at: store, readings, sources and outbox as one.

Joins what is given; concrete classes are chosen in `cockpit.wiring`, decisions are the domain's.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cockpit.desk.address_book import AddressBook
from cockpit.desk.chat_book import ChatBook
from cockpit.desk.clerk import Clerk
from cockpit.desk.crew import Crew, Watch
from cockpit.desk.customer_book import CustomerBook
from cockpit.desk.doctor import Doctor
from cockpit.desk.knowledge import Knowledge
from cockpit.desk.lateness import Lateness
from cockpit.desk.library import Library
from cockpit.desk.paper_book import PaperBook
from cockpit.desk.room import Post, Room
from cockpit.desk.rounds import Rounds
from cockpit.domain import hand_over
from cockpit.domain.actions import Action
from cockpit.domain.decisions import Decision, Refusal
from cockpit.domain.dispatch import is_stuck
from cockpit.domain.facts import Fact, Record
from cockpit.domain.priorities import Ranking
from cockpit.domain.readings import Answered, Reading, Sampled
from cockpit.domain.state import Parcel
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import PortError
from cockpit.store import Store

_log = logging.getLogger(__name__)

_GRACE_S = 1.0
"""What is being sent when the desk closes may take this much longer, seconds."""
_TASKS_S = 0.3
_JOURNAL_S = 0.5
"""How long the journal may take to be closed, seconds: a stuck disk holds nobody up."""


class Desk(Knowledge):
    """What is known, and what can be done about it; used on one event loop."""

    def __init__(self, post: Post, store: Store, room: Room, new_id: Callable[[], str]) -> None:
        super().__init__(post, store)
        self._room = room
        self._outbox = room.outbox(self)
        self._watches: Sequence[Watch] = ()
        self._clerk = Clerk(post, store, lambda: self.me, self._outbox.refusal, new_id)
        self._crew = Crew()
        late = (post.procedure, self._crew.begin, self._clerk.witness)
        self._lateness = Lateness(lambda: self.incident_id, *late)
        self.book = AddressBook(room.directory, lambda: self.state, self.append)
        self.chat_book = ChatBook(room.workspace)
        self.hatch = room.hatch
        self.doctor = Doctor(room.checkup, self.append, self.now)
        self.customers = CustomerBook(room.services, post, self)
        self.rounds = Rounds(room.silences, room.services, post, self)
        self.papers = PaperBook(room.papers, post.papers)
        self.library = Library(room.shelves, post.folders, post.repositories)

    # --- what there is around it ---------------------------------------------------------

    @property
    def tokens(self) -> Sequence[str]:
        """The tokens that were read so far: never to be shown. It grows."""
        return self._room.tokens

    @property
    def answered_at(self) -> datetime | None:
        """When the pager last answered any cockpit of this user; None: never."""
        return self._room.answered_at()

    @property
    def ranking(self) -> Ranking:
        """Which priority goes first: as the pager has said, else by the profile's levels."""
        levels = tuple(level.name for level in self.procedure.levels)
        return Ranking(self.book.ranked, levels)

    # --- what can be done --------------------------------------------------------------------

    def consider(self, action: Action) -> Decision:
        """What `act` would record at this moment, or why it would not; nothing happens."""
        return self._clerk.consider(action)

    async def act(self, action: Action, said: str = "") -> Refusal | tuple[Record, ...]:
        """Do it: decided on the newest state, durable on return; the outbox does the rest.

        The draft under the key `said`, of which it was made, is gone as soon as it is recorded.
        A journal that cannot be written is a refusal too: nothing was recorded, nothing is sent.
        """
        result = await self._clerk.act(action, said)
        if result and not isinstance(result, Refusal):
            self._pin.keep()
        return result

    def choose(self, incident_id: str) -> None:
        """Put this incident on screen, and keep it there; an unknown one changes nothing."""
        if incident_id in self.state.cases:
            self._pin.choose(incident_id)
            self._tell()

    def study(self, incident_id: str) -> None:
        """Read this incident's details again and again; empty: stop. The readings get them."""
        self._room.study(self, incident_id)

    async def settle(
        self, effect_ids: Iterable[str], timeout_s: float, tries: int = 0
    ) -> tuple[Parcel, ...]:
        """Wait until nothing more will happen to these effects by itself, or the time is up.

        With `tries`, no longer than that many attempts that did not get through. Returns where they
        stand then, in the order asked for; unknown ones are left out.
        """
        wanted = tuple(effect_ids)
        begun = {p.effect.id: p.attempts for p in self.state.unsent()}

        def is_hopeless(parcel: Parcel) -> bool:
            return 0 < tries <= parcel.attempts - begun.get(parcel.effect.id, 0)

        def is_settled(parcel: Parcel) -> bool:
            return parcel.is_over or is_stuck(self.state, parcel, is_hopeless)

        changed = asyncio.Event()
        unsubscribe = self.listen(changed.set)
        try:
            async with asyncio.timeout(timeout_s):
                while not all(is_settled(p) for p in self._parcels(wanted)):
                    await changed.wait()
                    changed.clear()
        except TimeoutError:
            return self._parcels(wanted)
        finally:
            unsubscribe()
        return self._parcels(wanted)

    async def hurry(self) -> None:
        """What waits for its next attempt is tried now; for a person who does not want to wait."""
        await self._clerk.hurry()

    async def look(self, timeout_s: float) -> str:
        """Ask the pager once and take its word in; returns why that was not possible, or ""."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._room.look(self)
        except TimeoutError:
            return f"the pager did not answer within {timeout_s:g} s"
        except PortError as error:
            return error.advice
        self._room.answered(self._post.pager_source, self.now())
        self._pin.follow(self.state, self.me)
        return ""

    async def keep_draft(self, key: str, body: str) -> None:
        """Keep what somebody has not said yet; an empty text removes it. Raises `JournalError`."""
        await self._store.keep_draft(key, body)

    async def draft(self, key: str) -> str | None:
        """What was kept under this key. Raises `JournalError`."""
        return await self._store.draft(key)

    def nudge(self, source: str = "") -> None:
        """Every source asks again now, and what is unsent is tried again; or that source alone."""
        for watch in self._watches:
            if source in ("", watch.name):
                watch.nudge()
        if not source:
            self._crew.begin(self.hurry(), "hurry")

    # --- for sources -------------------------------------------------------------------------

    async def append(self, *facts: Fact) -> tuple[Record, ...]:
        """Have facts recorded. Raises `JournalError`, which is told as `trouble` as well."""
        try:
            records = await self._store.append(*facts)
        except JournalError as error:
            self._unwritten = error
            self._tell()
            raise
        self._unwritten = None
        return records

    def note(self, reading: Reading) -> None:
        """Take a reading; samples come by the hundred a second, and have listeners of their own.

        Nobody is told of what only makes an age anew: whoever shows ages looks each second anyway.
        """
        routine = self._readings.is_routine(reading)
        self._readings.take(reading)
        self._lateness.take(reading, self.state)
        if isinstance(reading, Answered) and reading.good:
            self._room.answered(reading.source, self.now())
        if not routine:
            self._tell(sampled=isinstance(reading, Sampled))

    # --- from beginning to end ---------------------------------------------------------------

    async def open(self) -> None:
        """Open the journal: the last known state is there, and nobody outside is asked yet.

        Raises:
            JournalError: it cannot be opened.
        """
        await self._store.open()
        self._pin.follow(self.state, self.me)
        self._store.listen(self._heard)

    def start(self, *, watching: bool = True, sending: bool = True) -> None:
        """Begin to send and to watch, unless told otherwise; as tasks of the running loop."""
        if sending:
            self._crew.begin(self._outbox.run(), "outbox")
        if watching:
            self._crew.begin(self._watch(), "sources")

    async def close(self) -> None:
        """End everything within two seconds; what is unsent stays in the journal."""
        await self._outbox.close(_GRACE_S)
        await self._crew.end(_TASKS_S)
        await self._room.close()
        try:
            async with asyncio.timeout(_JOURNAL_S):
                await self._store.close()
        except TimeoutError:
            _log.warning("the journal did not close in time; everything recorded is in it")

    async def _watch(self) -> None:
        self._watches = await self._room.watches(self)
        for number, watch in enumerate(self._watches, start=1):
            self._crew.begin(watch.run(), f"source {number}")

    def _heard(self, records: tuple[Record, ...]) -> None:
        self._pin.follow(self.state, self.me, records)
        self._outbox.wake()
        if hand_over.accepted(self.state):
            self._crew.begin(self._clerk.witness(), "witness")
        self._tell()

    def _parcels(self, effect_ids: tuple[str, ...]) -> tuple[Parcel, ...]:
        parcels = self.state.parcels
        return tuple(parcels[e] for e in effect_ids if e in parcels)
