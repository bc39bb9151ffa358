"""The list that opens while a name is typed after an "@": asked of the chat, never in the way."""

from collections.abc import Awaitable, Callable

from textual import events
from textual.message import Message
from textual.timer import Timer

from cockpit.domain.chat import Mention
from cockpit.domain.compose import MASS, being_named, reach_words
from cockpit.panes.pane import Pane
from cockpit.panes.wrap import wrapped
from cockpit.ports.outside import PortError
from cockpit.screens.composer_area import WritingArea
from cockpit.view.cells import Row, Sheet, Tone, text
from cockpit.view.choices import Entry, sheet

ASK_AFTER_S = 0.15
"""Seconds of silence after a key until the chat is asked."""
_MOST = 30
"""Entries that are listed; who is not among them types on."""
_ROWS = 6
_BORDERS = 2

Find = Callable[[str], Awaitable[tuple[Mention, ...]]]


class Naming(Pane):
    """Lists whom the letters before the cursor may mean; what is chosen is told, no more."""

    class Chosen(Message):
        """This one is to be mentioned, in place of the "@" and the letters typed so far."""

        def __init__(self, area: WritingArea, mention: Mention, typed: str) -> None:
            super().__init__()
            self.area = area
            self.mention = mention
            self.typed = typed

    def __init__(self, find: Find) -> None:
        """`find` asks whom these words may mean; raises `PortError`."""
        super().__init__(id="naming")
        self.can_focus = False
        self._find = find
        self._area: WritingArea | None = None
        self._words = ""
        self._left = False
        self._found: tuple[Mention, ...] = ()
        self._asking: Mention | None = None
        self._problem = ""
        self._pause: Timer | None = None
        self._is_looking = False

    # --- what is typed -------------------------------------------------------------------------

    def follow(self, area: WritingArea) -> None:
        """Something was typed there, or the cursor moved."""
        words = being_named(area.before_cursor) if area.is_typing else ""
        if not words:
            self._left = False
            self._close()
        elif words != self._words and not self._left:
            self._area, self._words, self._asking = area, words, None
            self._look_soon()
            self._show()

    def _look_soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._problem, self._is_looking = "", True
        self._pause = self.set_timer(ASK_AFTER_S, self._ask_chat)

    def _ask_chat(self) -> None:
        self._pause = None
        self.run_worker(self._ask(self._words), group="naming", exclusive=True)

    async def _ask(self, words: str) -> None:
        problem, found = "", self._found
        try:
            found = await self._find(words)
        except PortError as error:
            problem = f"the names cannot be looked up: {error.advice}"
        if words == self._words:
            self._found, self._problem, self._is_looking = found, problem, False
            self._show()

    def _close(self) -> None:
        if self._words:
            self._area, self._words, self._found, self._asking = None, "", (), None
            self._problem = ""
            if self._pause is not None:
                self._pause.stop()
                self._pause = None
            self.remove_class("-on")

    # --- what is listed ------------------------------------------------------------------------

    @property
    def _fitting(self) -> tuple[Mention, ...]:
        """Those found that still fit what was typed since."""
        begun = self._words.casefold()
        fits = (m for m in self._found if not self._is_looking or begun in m.name.casefold())
        return tuple(fits)[:_MOST]

    def _show(self) -> None:
        listed = self._listed()
        self.styles.height = min(max(len(listed.rows), 1), _ROWS) + _BORDERS
        self.add_class("-on")
        self.show(listed)
        if not self.selected:
            self.select("0")

    def _listed(self) -> Sheet:
        title = f"@{self._words}"
        if self._asking is not None:
            mention = self._asking
            words = (
                f"▲ @{mention.name} notifies {reach_words(mention)}: "
                "Enter again mentions them, Esc leaves it"
            )
            return wrapped(Sheet(title, (text(words, Tone.WARN),)), self._room)
        entries = tuple(
            Entry(id=str(place), words=f"@{m.name}", beside=reach_words(m), tone=_tone(m))
            for place, m in enumerate(self._fitting)
        )
        rows: tuple[Row, ...] = ()
        if self._problem:
            rows = wrapped(Sheet("", (text(self._problem, Tone.WARN),)), self._room).rows
        elif not entries:
            words = "asking the chat" if self._is_looking else "nobody there is called that"
            rows = (text(f"{words}; type on, and it stays text", Tone.DIM),)
        listed = sheet(title, entries, None).rows if entries else ()
        return Sheet(title, (*listed, *rows), note="Enter or Tab takes it, Esc none")

    @property
    def _room(self) -> int:
        return max((self.space.width or self.app.size.width // 2) - 2, 20)

    # --- keys ----------------------------------------------------------------------------------

    def takes(self, event: events.Key) -> bool:
        """Whether this key is for the list; it is followed then."""
        if not self._words:
            return False
        match event.key:
            case "up" | "down":
                self._asking = None
                self._show()
                self.action_move(-1 if event.key == "up" else 1)
            case "enter" | "tab":
                return self._choose()
            case "escape":
                self._left = True
                self._close()
            case _:
                return False
        return True

    def _choose(self) -> bool:
        """Take what is under the cursor; whoever reaches many is asked about once."""
        listed = self._fitting
        mention = self._asking
        if mention is None:
            if not self.selected or int(self.selected) >= len(listed) or self._area is None:
                self._close()
                return False
            mention = listed[int(self.selected)]
            if mention.reach in MASS:
                self._asking = mention
                self._show()
                return True
        if self._area is not None:
            self.post_message(self.Chosen(self._area, mention, self._words))
        self._close()
        return True


def _tone(mention: Mention) -> Tone:
    return Tone.WARN if mention.reach in MASS else Tone.PLAIN
