"""The person's own editor on the same terminal: the screen steps aside and comes back after it.

Meanwhile the loop runs on, so that clocks, the outbox and the journal do; only nothing is drawn.
"""

import asyncio
import os
import shlex
import shutil
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported


def editor() -> tuple[str, ...]:
    """The command, as `$VISUAL` or `$EDITOR` names it; empty: there is none that can be run."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = tuple(shlex.split(os.environ.get(name, "")))
        except ValueError:
            continue
        if command and shutil.which(command[0]):
            return command
    return ()


class EditorFailed(Exception):
    """The editor failed, or cannot have the terminal; says so for people."""


async def edited_outside(app: App[None], name: str, words: str) -> str:
    """The words as the person has left them.

    Args:
        app: who steps aside.
        name: what the file is called, by which the editor knows of what kind it is.
        words: what is edited.

    Raises:
        EditorFailed: nothing is taken over.
    """
    with tempfile.TemporaryDirectory(prefix="cockpit-") as folder:
        file = Path(folder) / name
        await asyncio.to_thread(file.write_text, words, encoding="utf-8")
        try:
            with app.suspend(), app.batch_update():
                process = await asyncio.create_subprocess_exec(*editor(), str(file))
                code = await process.wait()
        except (SuspendNotSupported, OSError) as error:
            raise EditorFailed(f"{_name()} could not be run here: {_why(error)}") from error
        app.refresh(layout=True)
        if code:
            ended = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
            raise EditorFailed(f"{_name()} {ended}: nothing of it is taken over")
        try:
            after = await asyncio.to_thread(file.read_text, encoding="utf-8", errors="replace")
        except OSError as error:
            raise EditorFailed(f"{_name()} left nothing to read: {_why(error)}") from error
    if words.strip() and not after.strip():
        raise EditorFailed("the file came back empty: nothing of it is taken over")
    return after


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def _name() -> str:
    """As the person calls it."""
    return Path((*editor(), "your editor")[0]).name
