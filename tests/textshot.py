"""The screen of an app as plain text, and its comparison with the one that is kept."""

import os
from pathlib import Path
from typing import Any

from grid import grid, plain_text
from textual.app import App

SNAPSHOTS = Path(__file__).parent / "snapshots"
WRITE = "COCKPIT_WRITE_SNAPSHOTS"


def textshot(app: App[Any]) -> str:
    """The characters on screen, lines without trailing spaces."""
    return plain_text(grid(app))


def assert_text_snapshot(name: str, text: str, folder: Path = SNAPSHOTS) -> None:
    """The text is the kept one; with COCKPIT_WRITE_SNAPSHOTS=1 it becomes the kept one."""
    kept = folder / f"{name}.txt"
    if os.environ.get(WRITE):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8")
        return
    assert kept.is_file(), f"no snapshot {kept}; write it with {WRITE}=1:\n{text}"
    assert text == kept.read_text(encoding="utf-8"), f"differs from {kept}; {WRITE}=1 rewrites it"
