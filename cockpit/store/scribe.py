"""The thread that owns the journal: writes, follows other processes, reports back; no state.

It is a daemon, so that quitting never waits for a stuck disk. Whatever it has to say reaches the
event loop through `call_soon_threadsafe`, in the order of the journal; while nothing happens, it
says nothing.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Protocol, TypeVar

from cockpit.domain.facts import Record
from cockpit.domain.fold import fold
from cockpit.domain.state import EMPTY, State
from cockpit.ports.journal import (
    Journal,
    JournalDamaged,
    JournalError,
    JournalMoved,
    Overtaken,
)
from cockpit.store.jobs import Ask, Fetch, Job, Keep, Stop, Write, fail, give, group

FOLLOW_S = 0.2
"""Seconds between two looks for what other processes wrote."""

T = TypeVar("T")
Owed = tuple["asyncio.Future[tuple[Record, ...]]", tuple[Record, ...]]
"""Who waits for an answer, and the records that must have been told before."""


class Hearer(Protocol):
    """What the scribe tells, always on the event loop."""

    def loaded(self, state: State, records: tuple[Record, ...]) -> None:
        """This is the state of the whole journal; `records` are those that are new in it."""
        ...

    def written(self, records: tuple[Record, ...]) -> None:
        """These came next."""
        ...

    def troubled(self, trouble: JournalError | None) -> None:
        """The journal cannot be followed any more, or can again."""
        ...


_AT_ONCE = 10_000
"""Records that are folded at once at the start."""


class Scribe:
    """Runs the journal on a thread of its own."""

    def __init__(
        self, open_journal: Callable[[], Journal], loop: asyncio.AbstractEventLoop, hearer: Hearer
    ) -> None:
        self._open_journal = open_journal
        self._loop = loop
        self._hearer = hearer
        self._jobs: queue.SimpleQueue[Sequence[Job]] = queue.SimpleQueue()
        self._journal: Journal | None = None
        self._read = 0
        self._in_hand: list[Job] = []
        self._owed: list[Owed] = []
        self._trouble: JournalError | None = None
        self._ended = False
        self._started: asyncio.Future[None] = loop.create_future()

    async def start(self) -> None:
        """Open the journal and tell the hearer what is in it.

        Raises:
            JournalError: it cannot be opened, and the thread has ended.
        """
        threading.Thread(target=self._run, name="cockpit-journal", daemon=True).start()
        try:
            await self._started
        except asyncio.CancelledError:
            self.put([Stop(self._loop.create_future())])
            raise

    def put(self, jobs: Sequence[Job]) -> None:
        """Hand over what is to be done, in this order; each job's future tells how it went."""
        self._jobs.put(jobs)
        if self._ended:
            self._refuse_the_rest()

    # --- on the thread -----------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._ready()
            self._post(give, self._started, None)
            while self._turn():
                self._follow()
        except JournalError as error:
            self._post(fail, self._started, error)
        finally:
            self._drop()
            self._ended = True
            self._refuse_the_rest()

    def _turn(self) -> bool:
        """Do what has piled up; False once it contains the wish to stop."""
        self._in_hand = jobs = list(self._piled_up())
        for _, alike in groupby((j for j in jobs if not isinstance(j, Stop)), key=group):
            self._do(list(alike))
        stops = [job for job in jobs if isinstance(job, Stop)]
        if stops:
            self._drop()
        for job in stops:
            self._post(give, job.done, None)
        return not stops

    def _piled_up(self) -> Iterator[Job]:
        try:
            jobs = self._jobs.get(timeout=FOLLOW_S)
            while True:
                yield from jobs
                jobs = self._jobs.get_nowait()
        except queue.Empty:
            return

    def _do(self, jobs: list[Ask]) -> None:
        """Do jobs of one group in one transaction; one that is wrong in itself fails alone."""
        try:
            self._do_together(jobs)
        except (JournalError, Overtaken) as error:
            self._fail_all(jobs, error)
        except ValueError as error:
            if len(jobs) == 1:
                self._fail_all(jobs, error)
            else:
                for job in jobs:
                    self._do([job])

    def _do_together(self, jobs: list[Ask]) -> None:
        match jobs[0]:
            case Write(after=after):
                self._write([job for job in jobs if isinstance(job, Write)], after)
            case Keep(at=at):
                kept = [job for job in jobs if isinstance(job, Keep)]
                bodies = {job.key: job.body for job in kept}
                self._with_journal(lambda journal: journal.keep_drafts(bodies, at))
                for job in kept:
                    self._post(give, job.done, None)
            case Fetch(key=key, done=done):
                self._post(give, done, self._with_journal(lambda journal: journal.draft(key)))

    def _write(self, jobs: list[Write], after: int | None) -> None:
        drafts = [draft for job in jobs for draft in job.drafts]
        said = [job.said for job in jobs if job.said]
        try:
            records = self._with_journal(
                lambda journal: journal.append(drafts, after=after, said=said)
            )
        except Overtaken:
            self._catch_up()
            raise
        rest = iter(records)
        for job in jobs:
            self._owed.append((job.done, tuple(islice(rest, len(job.drafts)))))
        if records[0].seq == self._read + 1:
            self._publish(records)
        else:
            self._follow()

    def _with_journal(self, act: Callable[[Journal], T]) -> T:
        """Do this with the journal, also when another process has just replaced it."""
        try:
            return act(self._ready())
        except JournalMoved:
            self._drop()
            return act(self._ready())
        except JournalDamaged:
            self._drop()
            raise

    def _ready(self) -> Journal:
        """The journal; opened and read from its start if it is not open."""
        if self._journal is None:
            journal = self._open_journal()
            try:
                self._load(journal)
                self._journal = journal
            finally:
                if self._journal is None:
                    journal.close()
        return self._journal

    def _load(self, journal: Journal) -> None:
        """Read it all; what is durable is in it, so that nobody need wait any longer."""
        state, new, before = EMPTY, list[Record](), self._read
        while batch := journal.since(state.seq, _AT_ONCE):
            state = fold(batch, state)
            new += [record for record in batch if record.seq > before > 0]
        self._read = state.seq
        self._post(self._hearer.loaded, state, tuple(new))
        owed, self._owed = self._owed, []
        self._settle(owed)

    def _follow(self) -> None:
        """Tell what other processes wrote; failing at that is told once, and tried again."""
        try:
            if self._ready().changed() or self._owed:
                self._catch_up()
            trouble = None
        except JournalMoved:
            self._drop()
            return
        except JournalError as error:
            trouble = error
            if isinstance(error, JournalDamaged):
                self._drop()
        if type(trouble) is not type(self._trouble):
            self._trouble = trouble
            self._post(self._hearer.troubled, trouble)

    def _catch_up(self) -> None:
        journal, seq, fresh = self._ready(), self._read, list[Record]()
        while batch := journal.since(seq):
            fresh += batch
            seq = batch[-1].seq
        self._publish(tuple(fresh))

    def _publish(self, records: tuple[Record, ...]) -> None:
        if records:
            self._read = records[-1].seq
            self._post(self._hearer.written, records)
        told = [owed for owed in self._owed if owed[1][-1].seq <= self._read]
        self._owed = [owed for owed in self._owed if owed[1][-1].seq > self._read]
        self._settle(told)

    def _settle(self, owed: list[Owed]) -> None:
        """Answer those whose records have been told."""
        for done, records in owed:
            self._post(give, done, records)

    def _drop(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _refuse_the_rest(self) -> None:
        """Nobody may wait for a thread that has ended, in order or by a defect."""
        closed = JournalError(
            "The journal is closed; nothing was recorded.", "Start cockpit again."
        )
        self._post(fail, self._started, closed)
        self._settle(self._owed)
        for job in (*self._in_hand, *self._left_over()):
            if isinstance(job, Stop):
                self._post(give, job.done, None)
            else:
                self._fail_all([job], closed)

    def _left_over(self) -> Iterator[Job]:
        try:
            while True:
                yield from self._jobs.get_nowait()
        except queue.Empty:
            return

    def _fail_all(self, jobs: Iterable[Ask], error: Exception) -> None:
        for job in jobs:
            self._post(fail, job.done, error)

    def _post(self, call: Callable[..., None], *args: object) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *args)
        except RuntimeError:
            # The loop is closed: the program is ending, and nobody waits for the answer.
            return
