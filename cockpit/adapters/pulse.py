"""A file whose date says when the pager last answered any cockpit of this user; holds nothing."""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

_STEP = timedelta(seconds=1)
"""Closer beats than this are not written."""


class Pulse:
    """One such file; what cannot be written or read is as if it were not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beaten: datetime | None = None

    def beat(self, at: datetime) -> None:
        """It answered at this time."""
        if self._beaten is not None and abs(at - self._beaten) < _STEP:
            return
        self._beaten = at
        with suppress(OSError):
            self._path.touch(mode=0o600)
            os.utime(self._path, (at.timestamp(), at.timestamp()))

    def last(self) -> datetime | None:
        """When it last answered; None: nobody knows."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except OSError:
            return None
