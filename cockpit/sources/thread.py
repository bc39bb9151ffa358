"""Watches the chat thread of the incident on screen for what others say and how they react."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace

from cockpit.domain.facts import ReplySeen, Seen
from cockpit.domain.model import Reply
from cockpit.domain.state import Case, State
from cockpit.domain.watch import CHAT
from cockpit.ports.outside import Clock
from cockpit.ports.told import Chat, Stretch

NAME = CHAT

_WHOLE_S = 60.0
"""A thread is read from its beginning this often, for what changed; else only what is newer."""
_IN_PARTS = "the thread is long: the rest of it is read bit by bit"
_CHECK_S = 30.0
"""While there is no thread, the chat is tried this often, so that a wrong token shows early."""


class ThreadSource:
    """The thread of the incident on screen; the same ts again is an edit.

    Args:
        chat: where to ask.
        state: the state as it is now.
        focus: the id of the incident on screen, or empty.
        clock: paces what is not asked every time.
        interval_s: seconds between questions.
        deadline_s: seconds for one question.
    """

    name = NAME

    def __init__(
        self,
        chat: Chat,
        state: Callable[[], State],
        focus: Callable[[], str],
        clock: Clock,
        *,
        interval_s: float = 10.0,
        deadline_s: float = 20.0,
    ) -> None:
        self.interval_s = interval_s
        self.deadline_s = deadline_s
        self.warning = ""
        self._chat = chat
        self._state = state
        self._focus = focus
        self._clock = clock
        self._checked_until = 0.0
        self._sweep = _Sweep("")

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """What is new, edited or deleted in the thread, oldest first."""
        state = self._state()
        case = state.cases.get(self._focus())
        thread = state.thread(case) if case else ""
        if case is None or case.declaration is None or not thread:
            self.warning = ""
            await self._check()
            return
        if thread != self._sweep.thread:
            self._sweep = _Sweep(thread)
        after, is_sweep = self._place(_newest(case, thread))
        stretch = await self._chat.replies(case.declaration.channel, thread, after)
        changed = [r for r in stretch.replies if case.replies.get(r.ts) != r]
        for reply in (*changed, *self._deleted(case, after, stretch)):
            yield ReplySeen(incident_id=case.incident.id, reply=reply)
        if is_sweep:
            self._go_on(stretch.goes_on_after)

    def _place(self, newest: str) -> tuple[str, bool]:
        """Where to read on, and whether that is the whole thread's turn or that of what is new."""
        sweep = self._sweep
        is_due = bool(sweep.place) or self._clock.monotonic() >= sweep.due
        is_behind = bool(sweep.place) and _order(sweep.place) < _order(newest)
        sweep.is_aside = is_behind and not sweep.is_aside
        return (sweep.place, True) if is_due and not sweep.is_aside else (newest, False)

    def _go_on(self, place: str) -> None:
        """There, another time; or anew after a pause, a longer one where the thread is long."""
        sweep = self._sweep
        sweep.place = place
        sweep.parts += 1
        if not place:
            pause = 0.0 if sweep.missed else _WHOLE_S * sweep.parts
            sweep.due = self._clock.monotonic() + pause
            sweep.parts, sweep.was_whole = 0, True
        self.warning = "" if sweep.was_whole else _IN_PARTS

    def _deleted(self, case: Case, after: str, stretch: Stretch) -> list[Reply]:
        """What should stand there and did not, twice: a page of a chat may have a gap once."""
        low, last, sweep = _order(after), stretch.goes_on_after, self._sweep
        there = {reply.ts for reply in stretch.replies}
        due = [
            reply
            for ts, reply in case.replies.items()
            if reply.thread == sweep.thread != ts
            and not reply.is_deleted
            and low < _order(ts)
            and (not last or _order(ts) <= _order(last))
        ]
        gone = [reply for reply in due if reply.ts not in there]
        told = [reply for reply in gone if reply.ts in sweep.missed]
        sweep.missed -= {reply.ts for reply in due}
        sweep.missed |= {reply.ts for reply in gone if reply not in told}
        return [replace(reply, is_deleted=True) for reply in told]

    async def _check(self) -> None:
        now = self._clock.monotonic()
        if now >= self._checked_until:
            await self._chat.check()
            self._checked_until = now + _CHECK_S


@dataclass
class _Sweep:
    """How far one thread was read from its beginning, for edits and for what was deleted."""

    thread: str
    place: str = ""
    """Where it goes on; empty: nothing is under way."""
    due: float = float("-inf")
    """When it begins anew, by the monotonic clock."""
    parts: int = 0
    was_whole: bool = False
    is_aside: bool = False
    """What is newest is read in between."""
    missed: set[str] = field(default_factory=set)
    """Did not stand there once."""


def _order(ts: str) -> tuple[int, str]:
    """Of texts such as "1000.000100"; a ts is compared as a text of one length."""
    return (len(ts), ts)


def _newest(case: Case, thread: str) -> str:
    """The ts of the last reply that is known."""
    known = [ts for ts, reply in case.replies.items() if reply.thread == thread]
    return max(known, key=_order, default="")
