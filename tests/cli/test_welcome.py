"""Without a configuration: what can be done, in lines that fit the terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("columns", [30, 60, 120])
def test_words_are_never_broken(tmp_path: Path, columns: int) -> None:
    file = tmp_path / "there" / "is" / "none" / "config.toml"
    main, terminal = pty.openpty()
    environ = {**os.environ, "COCKPIT_CONFIG": str(file), "COLUMNS": str(columns), "LINES": "24"}
    told = subprocess.run(
        [sys.executable, "-m", "cockpit"],
        check=False,
        env=environ,
        stdin=terminal,
        stdout=terminal,
    )
    os.close(terminal)
    said = os.read(main, 10_000).decode()
    os.close(main)

    assert told.returncode == 2
    lines = said.splitlines()
    assert str(file) in said
    assert "shows everything at once: a made-up incident" in " ".join(said.split())
    assert all(len(line) <= columns for line in lines if str(file) not in line)
