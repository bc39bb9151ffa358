"""The command as a process that begins with everything imported: what a test of what it says needs.

A command of its own takes a second, of which nine tenths are Python's reading of the libraries.
A server reads them once, and each command is a fork of it: its own process, with its own
environment, folder and output. `command.anew` starts Python for one command, as a shell does.
"""

import multiprocessing
import os
import pkgutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import cockpit
from cockpit.__main__ import main

LIBRARIES = ("httpx", "pdpyras", "slack_sdk", "slack_sdk.web.client", "git", "aiosmtplib")
"""What commands import when they need it."""

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(
    [
        *LIBRARIES,
        *(
            module.name
            for module in pkgutil.walk_packages(cockpit.__path__, "cockpit.")
            if not module.name.endswith("__main__")
        ),
    ]
)


def run(
    arguments: Sequence[str], environment: Mapping[str, str], patience_s: float
) -> tuple[int, str, str]:
    """Run `cockpit` to its end: its exit code, its output, and what it says on standard error.

    TimeoutError when it takes longer than `patience_s`; then it is killed.
    """
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder) / "out", Path(folder) / "err"]
        files = [str(file) for file in said]
        child = _server.Process(target=_run, args=(tuple(arguments), dict(environment), files))
        child.start()
        child.join(patience_s)
        if child.exitcode is None:
            child.kill()
            child.join()
            raise TimeoutError(f"{' '.join(arguments)} took longer than {patience_s:g} s")
        out, err = (file.read_text(encoding="utf-8") for file in said)
        code = child.exitcode
        child.close()
    return code, out, err


def _run(arguments: Sequence[str], environment: Mapping[str, str], files: Sequence[str]) -> None:
    """What the child does: become this command."""
    os.environ.clear()
    os.environ.update(environment)
    for stream, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream)
    raise SystemExit(main(arguments))
