"""What holds for every test: nothing is measured against a clock that a busy machine can miss, and
what is written goes to memory, where no disk has to be waited for."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system, and each test has a folder of its own there
ROOM = 2 * 1024**3
"""Bytes that have to be free in it; all tests together need a tenth."""


def _write_to_memory() -> None:
    """Have temporary files made in memory, unless somebody has said where, or it cannot be.

    Each record of a journal waits for the disk, and no test pulls the plug: a killed process
    leaves the same behind on either.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    runs_programs = not os.statvfs(MEMORY).f_flag & getattr(os, "ST_NOEXEC", 0)
    if runs_programs and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


_write_to_memory()
