"""The runbooks port, met by Markdown files on disk."""

import os
import stat
from functools import partial
from pathlib import Path

from cockpit.adapters.report_text import UnreadableError, text_of
from cockpit.adapters.threads import Threads
from cockpit.ports.outside import MISCONFIGURED, Refused
from cockpit.ports.plain import plain

BIGGEST = 1_048_576
"""Bytes of a runbook that are read."""
LONGEST = 200_000
"""Characters of a runbook that are shown."""
_LIMIT_S = 10.0


class FileRunbooks:
    """Reads runbooks in a thread of its own."""

    def __init__(self) -> None:
        self._threads = Threads("the runbooks", size=1)

    async def read(self, file: str) -> str:
        """The text of one, harmless and bounded. `Refused`: it cannot be read, in words."""
        return await self._threads.call(partial(_read, Path(file)), _LIMIT_S)

    def close(self) -> None:
        """Let the thread end."""
        self._threads.close()


def _read(path: Path) -> str:
    shown = plain(str(path), 200)
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        words = f"{shown} cannot be read: {os.strerror(error.errno or 0).lower()}"
        raise Refused(words, "correct the runbook's file", code=MISCONFIGURED) from None
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise Refused(f"{shown} is not a file", "correct the runbook's file")
        with os.fdopen(number, "rb", closefd=False) as file:
            text = text_of(file.read(BIGGEST))
    except (OSError, UnreadableError) as error:
        why = str(error) if isinstance(error, UnreadableError) else "the disk fails"
        raise Refused(f"{shown} cannot be shown: {why}", "open it elsewhere") from None
    finally:
        os.close(number)
    return plain(text, LONGEST, lines=True)
