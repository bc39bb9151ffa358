"""What is typed in one go: each key finds what the keys before it have made, and acts once."""

import asyncio
from bisect import insort
from collections.abc import Callable
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
_TURNING = frozenset(
    {"tab", "shift+tab", "enter", "escape", "ctrl+s", "ctrl+enter", "ctrl+t", "ctrl+e", "ctrl+y"}
)
"""Keys by which one leaves a text field, or something else comes to stand in it."""
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
        if isinstance(event, events.Key) and _turns(event, focus):
            self.held.begin()
            await super().on_event(event)
            self._let_go_after(focus)
        else:
            await super().on_event(event)

    def _let_go_after(self, focus: DOMNode) -> None:
        """Hold on until the key, and what it made widgets say, has gone the way of messages."""
        over = False

        def let_go() -> None:
            nonlocal over
            if not over:
                over = True
                late.cancel()
                self.held.end(opened=True)

        def climb(nodes: list[DOMNode], rounds: int) -> None:
            if nodes:
                here, *above = nodes
                if not here.call_later(climb, above, rounds):
                    climb(above, rounds)
            elif rounds > 1:
                climb([*(self.focused or self.screen).ancestors_with_self], rounds - 1)
            else:
                let_go()

        late = asyncio.get_running_loop().call_later(HELD_S, let_go)
        climb([*focus.ancestors_with_self], _ROUNDS)


def _turns(event: events.Key, focus: DOMNode) -> bool:
    """Whether the key may change what the next one means: only typing into a field does not."""
    return event.key in _TURNING or not isinstance(focus, Input | TextArea)
