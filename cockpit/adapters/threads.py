"""Blocking calls in daemon threads of our own, each with a hard deadline; knows no library.

The event loop's own executor is not used: the interpreter waits for its threads when it ends, and
a cockpit that is told to quit must not wait for a server that hangs.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Generic, TypeVar

from cockpit.ports.outside import Unreachable

T = TypeVar("T")


class _Job(Generic[T]):
    """One call, on its way from the loop to a thread and back.

    It is the context in which the thread runs the call: whatever the call raises goes to whoever
    awaits it.
    """

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._loop = asyncio.get_running_loop()
        self.result: asyncio.Future[T] = self._loop.create_future()
        self.started = False
        self.ended = False
        self.abandoned = False

    def run(self) -> None:
        with self:
            self._tell(partial(self.result.set_result, self._call()))

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, Exception):
            self._tell(partial(self.result.set_exception, error))
            return True
        return False

    def _tell(self, settle: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop may have ended meanwhile
            self._loop.call_soon_threadsafe(self._settle, settle)

    def _settle(self, settle: Callable[[], None]) -> None:
        if not self.result.done():
            settle()


class Threads:
    """A few threads for one blocking library.

    A call that misses its deadline is left alone in its thread, and another thread takes over the
    place. With `most_stuck` threads left behind, calls fail at once instead of making more.
    """

    def __init__(self, name: str, size: int = 4, most_stuck: int = 12) -> None:
        self.name = name
        self._size = size
        self._most_stuck = most_stuck
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._idle = 0
        self._serving = 0
        self._stuck = 0
        self._made = 0
        self._closed = False

    @property
    def stuck(self) -> int:
        """Threads that are still in a call which nobody waits for any more."""
        return self._stuck

    async def call(self, call: Callable[[], T], deadline_s: float) -> T:
        """What `call` gives, or raises, when a thread has run it.

        Raises:
            Unreachable: it took longer than `deadline_s` seconds, its wait for a thread included;
                `maybe_sent` when it had begun.
        """
        if self._stuck >= self._most_stuck:
            raise Unreachable(
                f"{self._stuck} earlier questions to {self.name} still hang, so no more are asked",
                "check the network; cockpit asks again as soon as one of them ends",
            )
        job = _Job(call)
        self._put(job)
        try:
            await asyncio.wait({job.result}, timeout=deadline_s)
        finally:
            if not job.result.done():
                self._abandon(job)
        if job.result.cancelled():
            words = f"{self.name} did not answer within {deadline_s:g} s"
            raise Unreachable(words, "look again in a while", maybe_sent=job.started)
        return job.result.result()

    def close(self) -> None:
        """Let idle threads end; calls that run are left to themselves."""
        self._closed = True
        with self._lock:
            waiting = self._serving
        for _ in range(waiting):
            self._jobs.put(None)

    def _put(self, job: _Job[Any]) -> None:
        with self._lock:
            self._jobs.put(job)
            needed = self._idle < self._jobs.qsize() and self._serving < self._size
            if needed:
                self._serving += 1
        if needed:
            self._start()

    def _start(self) -> None:
        self._made += 1
        name = f"cockpit-{self.name}-{self._made}"
        threading.Thread(target=self._serve, name=name, daemon=True).start()

    def _abandon(self, job: _Job[Any]) -> None:
        job.result.cancel()
        with self._lock:
            job.abandoned = True
            replace = job.started and not job.ended
            self._stuck += replace
        if replace:
            self._start()

    def _serve(self) -> None:
        while True:
            with self._lock:
                self._idle += 1
            job = self._jobs.get()
            with self._lock:
                self._idle -= 1
                if job is None:
                    self._serving -= 1
                    return
                job.started = not job.abandoned
            if not job.started:
                continue
            job.run()
            with self._lock:
                job.ended = True
                if job.abandoned:
                    self._stuck -= 1
                    return
