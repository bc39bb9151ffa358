"""The installed command in a world of stand-ins that belongs to one test alone."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from patience import PATIENCE_S
from pty_terminal import PtyTerminal
from stand import Stand


def command() -> list[str]:
    """The command as it was installed beside this Python."""
    script = Path(sys.executable).with_name("cockpit")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "cockpit"]


class Flight:
    """A person's configuration, journal and command, on stand-ins whose clock runs."""

    def __init__(self, folder: Path, *, speed: float = 1.0) -> None:
        now = datetime.now(UTC).isoformat()  # noqa: TID251 - the stand-ins begin at the real time
        self.stand = Stand(folder, frozen=False, start=now, speed=speed, anew=True)
        self.folder = folder
        self.config = self.stand.config
        self.state = folder / "state"
        self.journal = self.state / "journal.sqlite3"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stand.close()

    def environment(self, **more: str) -> dict[str, str]:
        """What the command runs with: this world's configuration, and a home of its own."""
        return {"COCKPIT_CONFIG": str(self.config), "HOME": str(self.folder), **more}

    def change(self, old: str, new: str) -> None:
        """Put other words into the configuration; the old ones must be there."""
        text = self.config.read_text("utf-8")
        assert old in text, f"{old!r} is not in the configuration"
        self.config.write_text(text.replace(old, new), "utf-8")

    def secret(self, name: str, value: str) -> None:
        """Put another token into an owner-only file."""
        (self.folder / "secrets" / name).write_text(value, "utf-8")

    def screen(
        self,
        size: tuple[int, int] = (120, 36),
        *,
        env: Mapping[str, str] | None = None,
        file_kib: int = 0,
        ignore_hangup: bool = False,
    ) -> PtyTerminal:
        """The full screen in a terminal; `file_kib` is how large a file may become."""
        argv = command()
        if file_kib:
            argv = ["/bin/bash", "-c", f'ulimit -f {file_kib}; exec "$@"', "limited", *argv]
        return PtyTerminal(
            argv,
            size=size,
            env=self.environment(**(env or {})),
            cwd=self.folder,
            ignore_hangup=ignore_hangup,
        )

    def run(self, *words: str, within_s: float = PATIENCE_S) -> subprocess.CompletedProcess[str]:
        """A command without a terminal, to its end."""
        return subprocess.run(
            [*command(), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, **self.environment()},
            cwd=self.folder,
            timeout=within_s,
            check=False,
        )

    def facts(self, kind: str) -> list[dict]:
        """What the journal holds of this kind, in order; the time it was noted is `noted_at`."""
        with closing(sqlite3.connect(self.journal)) as journal:
            found = journal.execute(
                "SELECT body, noted_at FROM record WHERE kind = ? ORDER BY seq", (kind,)
            ).fetchall()
        return [{**json.loads(body), "noted_at": noted_at} for body, noted_at in found]

    def draft(self, key: str) -> str:
        """What the journal keeps as a draft whose key begins like this."""
        if not self.journal.exists():
            return ""
        with closing(sqlite3.connect(self.journal)) as journal:
            found = journal.execute("SELECT key, body FROM draft").fetchall()
        return next((body for name, body in found if name.startswith(key)), "")

    def posted(self) -> list[str]:
        """What the program has posted in the incident channel, as the people there read it."""
        return [m["text"] for m in self.stand.messages() if m["metadata"]]


def until(
    condition: Callable[[], bool], terminal: PtyTerminal, within_s: float = PATIENCE_S
) -> None:
    """Let the terminal go on until something outside it is so."""
    expiry = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < expiry, f"it did not happen:\n{terminal.text()}"
        terminal.read_for(0.02)


def pane(screen: str, title: str) -> str:
    """What stands in the pane with this title, on one line; empty when it is not on screen."""
    lines = screen.splitlines()
    for number, line in enumerate(lines):
        found = re.search(rf"[┌┍┏] {re.escape(title)}[^┐┑┓]*[┐┑┓]", line)
        if found:
            inner = [below[found.start() : found.end()] for below in lines[number + 1 :]]
            height = next((n for n, text in enumerate(inner) if text[:1] in "└┕┗"), len(inner))
            words = (text[1:-1].strip() for text in inner[:height])
            return " ".join(word for word in words if word)
    return ""
