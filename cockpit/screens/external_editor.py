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


async def edited_outside(app: App[None], name: str, words: str) -> str | None:
    """The words as the person has left them; None: the editor failed, or cannot have the terminal.

    Args:
        app: who steps aside.
        name: what the file is called, by which the editor knows of what kind it is.
        words: what is edited.
    """
    with tempfile.TemporaryDirectory(prefix="cockpit-") as folder:
        file = Path(folder) / name
        await asyncio.to_thread(file.write_text, words, encoding="utf-8")
        try:
            with app.suspend(), app.batch_update():
                process = await asyncio.create_subprocess_exec(*editor(), str(file))
                code = await process.wait()
        except (SuspendNotSupported, OSError):
            return None
        app.refresh(layout=True)
        if code:
            return None
        return await asyncio.to_thread(file.read_text, encoding="utf-8", errors="replace")
