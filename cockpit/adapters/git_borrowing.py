"""An empty repository of ours that has other repositories' objects ("alternates"); no git runs."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cockpit.adapters.git_layout import Layout, find
from cockpit.ports.outside import Refused

_PREFIX = "cockpit-git-"
_HEAD = "HEAD"
_MADE = "objects/info/alternates"
"""Comes last, when the file that says that somebody needs all this is held."""


class Borrowing:
    """A folder for it, for as long as it is needed.

    Args:
        paths: the repositories; those that are not there, or not ours, lend nothing.

    Raises:
        OSError: there is no place for it.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        _sweep()
        self.place = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._held: int | None = None
        made = False
        try:
            self._held = os.open(self.place / _HEAD, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(self._held, b"ref: refs/heads/none\n")
            (self.place / "objects/info").mkdir(parents=True)
            (self.place / "refs").mkdir()
            lines = "".join(f"{lender}\n" for lender in _lenders(paths) if "\n" not in lender)
            (self.place / _MADE).write_bytes(os.fsencode(lines))
            made = True
        finally:
            if not made:
                self.end()

    def end(self) -> None:
        """Remove it; may be called again."""
        shutil.rmtree(self.place, ignore_errors=True)
        held, self._held = self._held, None
        if held is not None:
            os.close(held)


def may_lend(path: str, layout: Layout) -> bool:
    """Whether git would read this repository without being told to trust it (`safe.directory`).

    Of another owner, one could give false files for a commit of ours. One whose history is cut or
    patched by hand reads otherwise on its own than here.
    """
    return all(_is_ours(place) for place in (path, layout.own, layout.common)) and not any(
        (layout.common / name).exists() for name in ("shallow", "info/grafts")
    )


def _lenders(paths: Sequence[str]) -> list[str]:
    found = []
    for path in dict.fromkeys(paths):
        with suppress(Refused):
            layout = find(Path(path))
            if may_lend(path, layout):
                found.append(os.fspath((layout.common / "objects").absolute()))
    return found


def _is_ours(place: str | Path) -> bool:
    try:
        return Path(place).stat().st_uid == os.geteuid()
    except OSError:
        return False


def _sweep() -> None:
    """Remove what a cockpit left that was killed: nobody holds its file."""
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            held = os.open(place / _HEAD, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if (place / _MADE).exists() and _is_ours(place):
                    shutil.rmtree(place, ignore_errors=True)
            finally:
                os.close(held)
