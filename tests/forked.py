"""Commands and stand-ins as processes that begin with everything imported: what most tests need.

A command of its own takes a second, of which nine tenths are Python's reading of the libraries.
A server reads them once, and each command is a fork of it: its own process, with its own
environment, folder and output. `command.anew` starts Python for one command, as a shell does.
"""

import multiprocessing
import os
import pkgutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import cockpit
from cockpit.__main__ import main
from cockpit.standins import __main__ as standins

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


class Forked:
    """A process of stand-ins that was forked."""

    def __init__(self, options: Sequence[str]) -> None:
        heard, said = _server.Pipe(duplex=False)
        waits, self._held = _server.Pipe(duplex=False)
        self._child = _server.Process(target=_serve, args=(tuple(options), waits, said))
        self._child.start()
        waits.close()
        said.close()
        with heard, open(heard.fileno(), encoding="utf-8", closefd=False) as words:
            self.line = words.readline()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self._child.kill()

    def close(self, patience_s: float) -> None:
        """Let it end, and wait for that; kill it when it does not."""
        self._held.close()
        self._child.join(patience_s)
        if self._child.exitcode is None:
            self.kill()
            self._child.join()


def _serve(options: Sequence[str], waits: Connection, said: Connection) -> None:
    """What the child does: become stand-ins that end when `waits` is closed at the other end."""
    os.dup2(waits.fileno(), 0)
    os.dup2(said.fileno(), 1)
    waits.close()
    said.close()
    sys.stdin = os.fdopen(0, closefd=False)
    sys.argv[1:] = options
    raise SystemExit(standins.main())
