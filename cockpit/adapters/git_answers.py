"""What a shared git process answers to one question: within a time, bounded, and checked."""

import hashlib
import secrets
import time
from collections.abc import Sequence

from cockpit.adapters import git_process
from cockpit.adapters.git_process import Conversation, SilentError

ANSWER_S = 3.0
"""How long an answer may take; a repository of its own may take longer."""
BUFFERS_SINCE = (2, 36)
_MOST_OBJECT = 256 * 1024
_MOST_OBJECTS = 16 * 1024 * 1024
"""Of one answer."""
_MOST_SIZES = 16 * 1024 * 1024

Raw = bytes | None
"""What git keeps of an object; None: there is no such object."""


def kept(talk: Conversation, names: Sequence[str]) -> list[tuple[str, str, Raw]]:
    """`<sha> <kind> <size>`, a line end, the object, a line end; or `<name> missing`."""
    if git_process.version() >= BUFFERS_SINCE:
        asked = [f"contents {name}\n" for name in names]
        asked.append("flush\n")
    else:
        asked = [f"{name}\n" for name in names]
    answer = _Answer(talk)
    talk.send("".join(asked).encode("ascii"))
    found: list[tuple[str, str, Raw]] = []
    for name in names:
        sha, kind, *rest = answer.line().decode("ascii").split(" ")
        if kind == "missing":
            found.append((sha, "", None))
            continue
        content = answer.content(int("".join(rest)))
        if sha != _name(kind, content) or (sha != name and "~" not in name):
            raise SilentError
        found.append((sha, kind, content))
    return found


class _Answer:
    """What a conversation says to one question, piece by piece."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self._ends = time.monotonic() + ANSWER_S
        self._said = b""
        self._at = 0
        self._left = _MOST_OBJECTS

    def line(self) -> bytes:
        """Up to the next line end."""
        while (end := self._said.find(b"\n", self._at)) < 0:
            self._said, self._at = self._said[self._at :] + self._more(), 0
            if len(self._said) > _MOST_OBJECTS:
                raise SilentError
        at, self._at = self._at, end + 1
        return self._said[at:end]

    def content(self, size: int) -> bytes:
        """So many, and a line end after them."""
        self._left -= size
        if not 0 <= size <= _MOST_OBJECT or self._left < 0:
            raise SilentError
        at, after = self._at, self._at + size
        if len(self._said) <= after:
            parts = [self._said[at:]]
            at, after, held = 0, after - at, len(self._said) - at
            while held <= after:
                parts.append(self._more())
                held += len(parts[-1])
            self._said = b"".join(parts)
        self._at = after + 1
        return self._said[at:after]

    def _more(self) -> bytes:
        return self._talk.more(self._ends)


def _name(kind: str, content: bytes) -> str:
    """Git takes a pack's word for what an object is called, and any of the packs may lie."""
    made = hashlib.sha1(f"{kind} {len(content)}\0".encode("ascii"), usedforsecurity=False)
    made.update(content)
    return made.hexdigest()


def touched(talk: Conversation, pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """A line that is no sha comes back as it is, and so ends the answer."""
    ends = time.monotonic() + ANSWER_S
    last = f"over-{secrets.token_hex(8)}\n"
    lines = [f"{sha} {parent}".rstrip() + "\n" for sha, parent in pairs]
    talk.send("".join([*lines, last]).encode("ascii"))
    parts, size, tail = [], 0, b""
    while not tail.endswith(last.encode("ascii")):
        parts.append(talk.more(ends))
        size += len(parts[-1])
        tail = (tail + parts[-1])[-len(last) :]
        if size > _MOST_SIZES:
            raise SilentError
    found: dict[str, list[str]] = {}
    rows: list[str] = []
    asked = {sha for sha, _ in pairs}
    for row in b"".join(parts).decode("utf-8", "replace").split("\0")[:-1]:
        if row in asked:
            rows = found[row] = []
        else:
            rows.append(row)
    return found
