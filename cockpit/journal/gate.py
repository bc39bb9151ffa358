"""Who may touch the journal's files: many appenders at once, or one who replaces them; no SQLite.

SQLite's own locks belong to a file's contents, and do not see that the file was renamed.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cockpit.journal.faults import locked, told

_STEP_S = 0.01


class Gate:
    """A lock file beside the journal, held by the kernel for as long as its owner lives."""

    def __init__(self, journal: Path, patience_s: float) -> None:
        self._journal = journal
        self._tries = max(1, round(patience_s / _STEP_S))
        path = journal.with_name(f"{journal.name}.lock")
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)

    @contextmanager
    def among_others(self) -> Iterator[None]:
        """The file stays in its place meanwhile.

        Raises:
            JournalLocked: somebody is replacing it, for longer than one may wait.
        """
        with self._held(fcntl.LOCK_SH):
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else appends, or looks, meanwhile.

        Raises:
            JournalLocked: somebody does, for longer than one may wait.
        """
        with self._held(fcntl.LOCK_EX):
            yield

    def close(self) -> None:
        """Let go; harmless to repeat."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    @contextmanager
    def _held(self, how: int) -> Iterator[None]:
        with told(self._journal):
            self._take(how)
        try:
            yield
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def _take(self, how: int) -> None:
        for _ in range(self._tries):
            try:
                fcntl.flock(self._fd, how | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_STEP_S)
            else:
                return
        raise locked(self._journal)
