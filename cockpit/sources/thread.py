"""Watches the chat thread of the incident on screen for what others say and how they react."""

from collections.abc import AsyncGenerator, Callable

from cockpit.domain.facts import ReplySeen, Seen
from cockpit.domain.state import Case, State
from cockpit.domain.watch import CHAT
from cockpit.ports.outside import Clock
from cockpit.ports.told import Chat

NAME = CHAT

_WHOLE_S = 60.0
"""A thread is read from its beginning this often, for edits; else only what is newer."""
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
    warning = ""

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
        self._chat = chat
        self._state = state
        self._focus = focus
        self._clock = clock
        self._checked_until = 0.0
        self._whole: tuple[str, float] = ("", 0.0)
        """The thread last read from its beginning, and when it is to be again."""

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """What is new or edited in the thread, oldest first."""
        state = self._state()
        case = state.cases.get(self._focus())
        thread = state.thread(case) if case else ""
        if case is None or case.declaration is None or not thread:
            await self._check()
            return
        now = self._clock.monotonic()
        known_thread, due = self._whole
        is_whole = known_thread != thread or now >= due
        after = "" if is_whole else _newest(case, thread)
        for reply in await self._chat.replies(case.declaration.channel, thread, after):
            if case.replies.get(reply.ts) != reply:
                yield ReplySeen(incident_id=case.incident.id, reply=reply)
        if is_whole:
            self._whole = (thread, now + _WHOLE_S)

    async def _check(self) -> None:
        now = self._clock.monotonic()
        if now >= self._checked_until:
            await self._chat.check()
            self._checked_until = now + _CHECK_S


def _newest(case: Case, thread: str) -> str:
    """The ts of the last reply that is known; a ts is compared as a text of one length."""
    known = [ts for ts, reply in case.replies.items() if reply.thread == thread]
    return max(known, key=lambda ts: (len(ts), ts), default="")
