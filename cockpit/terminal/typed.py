"""What is typed and pasted, as the terminal's bytes say it: pastes come whole, and harmless.

Textual's own parser looks for keys in a paste, and takes the characters after each escape with it.
"""

from collections.abc import Generator, Iterable, Iterator
from typing import Final

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._parser import ParseTimeout
from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.message import Message

from cockpit.ports.plain import plain

MOST = 16 * 2**20
"""Characters of one paste that are kept; nobody writes the rest."""
_BLOCK = 2**16
"""Characters that are made harmless in one go; other threads have their turn in between."""
_ESC: Final = "\x1b"
_TWO = 2
_LEADS = {s[:_TWO] for s in ANSI_SEQUENCES_KEYS if len(s) > _TWO}
_LEADS |= {_ESC + kind for kind in f"[]OPX^_{_ESC}"}
"""How longer sequences begin."""


class Typed(XTermParser):
    """Textual's parser, for all but pastes; Alt with a letter is a key, and writes no letter."""

    def __init__(self) -> None:
        super().__init__()
        self._pasted: list[str] | None = None
        """What came of a paste so far; None outside of one."""
        self._size = 0
        self._tail = ""
        """The last characters that may be the beginning of a mark."""

    def feed(self, data: str) -> Iterable[Message]:
        """The events of this piece of what comes from the terminal; empty: it is the end."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                data = yield from self._keys(data)
            else:
                data = yield from self._paste(data)

    def _keys(self, data: str) -> Generator[Message, None, str]:
        """Keys up to the beginning of a paste; returns what is left."""
        joined = self._tail + data
        place = joined.find(START)
        if place < 0:
            self._tail = joined[1 - len(START) :]
            yield from super().feed(data)
            return ""
        if before := joined[len(self._tail) : place]:
            yield from super().feed(before)
        yield from self._begun(is_split=place < len(self._tail))
        self._pasted, self._size, self._tail = [], 0, ""
        return joined[place + len(START) :]

    def _begun(self, *, is_split: bool) -> Iterator[Message]:
        """Let the keys go that were waiting for more, but for the first half of the mark."""
        if not is_split and self._awaiting.timeout is not None:
            self._awaiting = self._gen.throw(ParseTimeout())
            yield from self._tokens
        self._tokens.clear()
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)
        self._timeout_time = None

    def _paste(self, data: str) -> Generator[Message, None, str]:
        """The paste, once it has come to its end; returns what is left."""
        joined = self._tail + data
        place = joined.find(END)
        inside = joined[: place if place >= 0 else max(len(joined) - len(END) + 1, 0)]
        if self._size < MOST and self._pasted is not None:
            self._pasted.append(inside[: MOST - self._size])
        self._size += len(inside)
        if place < 0:
            self._tail = joined[len(inside) :]
            return ""
        text, self._pasted, self._tail = "".join(self._pasted or ()), None, ""
        yield events.Paste(harmless(text))
        return joined[place + len(END) :]

    def _sequence_to_key_events(self, sequence: str, alt: int = 0) -> Iterable[events.Key]:
        known = sequence in ANSI_SEQUENCES_KEYS or sequence in _LEADS
        if (
            len(sequence) == _TWO
            and not known
            and sequence[0] == _ESC
            and sequence[1].isprintable()
        ):
            sequence, alt = sequence[1], 1
        for event in super()._sequence_to_key_events(sequence, bool(alt)):
            yield events.Key(event.key, None) if event.key.startswith("alt+") else event


def harmless(text: str) -> str:
    """What was pasted without what drives a terminal, in its lines; visible characters all stay."""
    kept: list[str] = []
    block: list[str] = []
    size = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        block.append(line)
        size += len(line) + 1
        if size >= _BLOCK:
            kept.append(plain("\n".join(block), size, lines=True))
            block, size = [], 0
    return "\n".join((*kept, *([plain("\n".join(block), size, lines=True)] if block else ())))
