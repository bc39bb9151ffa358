"""Has it recorded when an outward update came late, as far as the thread was read by then."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from cockpit.domain.cadence import late
from cockpit.domain.facts import Fact
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Answered, Asked, Reading
from cockpit.domain.state import State
from cockpit.domain.watch import CHAT

Make = Callable[[State], tuple[Fact, ...]]


class Lateness:
    """A witness: nobody has to admit that an update was late, and several cockpits note it once.

    What the thread's source found is in the state when it asks the next time; until then a word of
    a colleague may not have been seen.

    Args:
        focus: the incident on screen, whose thread is read.
        procedure: says how often others must hear.
        begin: starts a task.
        record: has facts recorded that are made of the newest state.
    """

    def __init__(
        self,
        focus: Callable[[], str],
        procedure: Procedure,
        begin: Callable[[Coroutine[Any, Any, None], str], None],
        record: Callable[[Make], Coroutine[Any, Any, None]],
    ) -> None:
        self._focus = focus
        self._procedure = procedure
        self._begin = begin
        self._record = record
        self._asked: tuple[datetime, str] | None = None
        self._was_read = False

    def take(self, reading: Reading, state: State) -> None:
        """Follow how the thread is read."""
        match reading:
            case Asked(source=source, at=at) if source == CHAT:
                if self._was_read and self._asked is not None:
                    self._look(state, *self._asked)
                self._asked, self._was_read = (at, self._focus()), False
            case Answered(source=source, good=good) if source == CHAT:
                self._was_read = good
            case _:
                return

    def _look(self, state: State, read_at: datetime, incident_id: str) -> None:
        def found(newest: State) -> tuple[Fact, ...]:
            case = newest.cases.get(incident_id)
            if case is None or incident_id != self._focus() or not newest.thread(case):
                return ()
            return late(newest, case, self._procedure, read_at)

        if found(state):
            self._begin(self._record(found), "late updates")
