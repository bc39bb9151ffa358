"""What is typed in one go: each key finds what the keys before it have made, and acts once."""

import asyncio
from bisect import insort
from collections.abc import Awaitable, Callable
from functools import cached_property

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.widgets import Input, TextArea

Typed = events.Key | events.Paste

BURST_S = 0.3
"""What follows a refused key within these seconds was meant for what it would have opened."""
HELD_S = 1.0
"""The longest that a key holds up those after it, seconds, unless it opens a dialog."""
_ROUNDS = 2
"""Ways from the focus to the app: a key takes one, what a widget says about it another."""
_TICKS = 10
"""Pieces in which that is waited for: a loop that stood still meanwhile uses up one of them."""
_MEANT = frozenset({"tab", "shift+tab", "enter", "space"})
"""Keys that are part of what somebody writes, besides characters."""


class HeldKeys:
    """Keeps keys and pasted text until what was typed before them has had its effect.

    On a slow line a key and the words after it arrive as one piece. Without this, the letters of an
    update would be taken for actions on the main screen until its dialog has the focus.
    """

    def __init__(self, ready: Callable[[], object]) -> None:
        """`ready` is called when what was kept can be had from `next`."""
        self._ready = ready
        self._reasons = 0
        self._typed: list[Typed] = []
        self._last = self._refused = float("-inf")

    def begin(self) -> None:
        """Something was asked for that changes what the next key means."""
        self._reasons += 1

    def keep(self, event: Typed) -> bool:
        """Keep this one; False when nothing holds it up."""
        held = self._reasons > 0 or bool(self._typed)
        if held:
            insort(self._typed, event, key=lambda kept: kept.time)
        return held

    def end(self, *, opened: bool) -> None:
        """That is there now; what has not opened takes what was meant for it away with it."""
        if not opened:
            self._typed.clear()
        self._reasons -= 1
        self._ready()

    def next(self) -> Typed | None:
        """The next of what was kept, as it was typed; None while something holds it up."""
        return self._typed.pop(0) if self._typed and not self._reasons else None

    def refused(self) -> None:
        """The key that acted last has opened nothing: what is typed on without a pause is lost."""
        self._refused = self._last

    def swallows(self, event: Typed) -> bool:
        """Whether this was meant for what a refused key would have opened."""
        burst = event.time - self._refused < BURST_S
        self._last = event.time
        if burst and _is_writing(event):
            self._refused = event.time
            return True
        return False


def _is_writing(event: Typed) -> bool:
    return isinstance(event, events.Paste) or event.is_printable or event.key in _MEANT


class Holding(App[None]):
    """An app in which a key acts on what the keys before it have made."""

    _is_writing = False
    """Characters are on their way to a field."""

    @cached_property
    def held(self) -> HeldKeys:
        """What waits."""
        return HeldKeys(lambda: self.call_later(self._type_held))

    async def on_event(self, event: events.Event) -> None:
        """Keep what comes from the terminal, or take it at once."""
        match event:
            case events.Key() | events.Paste() if not event.is_forwarded:
                if not self.held.keep(event):
                    await self._take(event)
            case _:
                await super().on_event(event)

    async def _type_held(self) -> None:
        while (event := self.held.next()) is not None:
            await self._take(event)

    async def _take(self, event: Typed) -> None:
        if self.held.swallows(event):
            return
        focus = self.focused or self.screen
        if not isinstance(event, events.Key) or _is_text(event, focus):
            self._is_writing = True
            await super().on_event(event)
            return
        self.held.begin()
        if self._is_writing:
            # What was written before has to stand in its field before this key acts on it.
            self._after(focus, lambda: self._act(event))
        else:
            await self._act(event)

    async def _act(self, event: events.Key) -> None:
        """Let this key act, and hold on until it has."""
        self._is_writing = False
        focus = self.focused or self.screen
        await super().on_event(event)
        self._after(focus, self._let_go)

    async def _let_go(self) -> None:
        self.held.end(opened=True)

    def _after(self, focus: DOMNode, then: Callable[[], Awaitable[None]]) -> None:
        """Go the way of messages, from the focus to the app; whoever is busy is not waited for."""
        wait = _Wait(HELD_S, lambda: self.call_later(then))

        def climb(nodes: list[DOMNode], left: int) -> None:
            if nodes:
                here, *above = nodes
                if not here.call_later(climb, above, left):
                    climb(above, left)
            elif left > 1:
                climb([*(self.focused or self.screen).ancestors_with_self], left - 1)
            else:
                wait.over()

        climb([*focus.ancestors_with_self], _ROUNDS)


class _Wait:
    """Ends once: when it is met, or after so many seconds of a loop that did turn meanwhile."""

    def __init__(self, seconds: float, then: Callable[[], object]) -> None:
        self._loop = asyncio.get_running_loop()
        self._pause = seconds / _TICKS
        self._then = then
        self._is_over = False
        self._next = self._loop.call_later(self._pause, self._tick, _TICKS)

    def _tick(self, left: int) -> None:
        if left > 1:
            self._next = self._loop.call_later(self._pause, self._tick, left - 1)
        else:
            self.over()

    def over(self) -> None:
        """What was waited for is there, or is not waited for any longer."""
        self._next.cancel()
        if not self._is_over:
            self._is_over = True
            self._then()


def _is_text(event: events.Key, focus: DOMNode) -> bool:
    """Whether this key only puts a character where the focus is; every other one turns things."""
    return event.is_printable and isinstance(focus, Input | TextArea)
