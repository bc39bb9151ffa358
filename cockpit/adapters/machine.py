"""This machine as a check-up looks at it: files and their rights, disk, time zone, tmux.

Everything that may block does so in threads of its own; nothing is made or changed.
"""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cockpit.adapters.programs import Endless, NotStarted, environment, run
from cockpit.adapters.threads import Threads
from cockpit.ports.outside import Refused, Unreachable
from cockpit.ports.plain import plain
from cockpit.ports.readiness import Place, StateFolder

_WITHIN_S = 6.0
_LOCAL = Path("/etc/localtime")
_OTHERS = 0o077
_NAMED = 60


class LocalMachine:
    """The machine port, met by the one that we run on.

    Args:
        journal: where the journal is, or will be.
        check: looks at a journal at a path: what is wrong with it, or empty. Blocks.
    """

    def __init__(self, journal: Path, check: Callable[[Path], str]) -> None:
        self._journal = journal
        self._check = check
        self._threads = Threads("this machine", size=4)

    async def state_folder(self) -> StateFolder:
        """The folder of the journal and the files in it."""
        return await self._threads.call(self._state_folder, _WITHIN_S)

    async def journal(self) -> str:
        """What is wrong with the journal; `Refused`, code "none": there is none."""

        def look() -> str:
            if not self._journal.exists():
                raise Refused("there is no journal yet", code="none")
            return self._check(self._journal)

        return await self._threads.call(look, _WITHIN_S)

    async def zone_trouble(self) -> str:
        """Why this machine's time zone is not known."""
        return await self._threads.call(_zone_trouble, _WITHIN_S)

    async def setting(self, program: str, name: str) -> str:
        """What `tmux show-options -gv NAME` prints."""
        names = ("TMUX", "TMUX_TMPDIR")
        env = {**environment(), **{n: os.environ[n] for n in names if n in os.environ}}
        option = "-sv" if name == "escape-time" else "-gv"
        try:
            ran = await run((program, "show-options", option, name), timeout_s=_WITHIN_S, env=env)
        except NotStarted as error:
            raise Refused(f"{program}: {error}", f"install {program} where PATH finds it") from None
        except (TimeoutError, Endless):
            raise Unreachable(f"{program} does not answer") from None
        return plain(ran.output.decode("utf-8", "replace").strip(), _NAMED) if not ran.code else ""

    def close(self) -> None:
        """Let the threads end."""
        self._threads.close()

    def _state_folder(self) -> StateFolder:
        folder = self._journal.parent
        there = next(p for p in (folder, *folder.parents) if p.exists())
        try:
            files = tuple(sorted(folder.glob(f"{self._journal.name}*"))) if there == folder else ()
            return StateFolder(
                folder=_place(folder, there),
                files=tuple(_place(file, file) for file in files),
                free_bytes=shutil.disk_usage(there).free,
            )
        except OSError as error:
            words = f"{plain(str(folder), 200)} cannot be looked at ({error.strerror})"
            raise Refused(
                words, "look whether the disk is there, and whether it is yours"
            ) from None


def _place(path: Path, there: Path) -> Place:
    """`there` is the path itself, or the folder above it that exists."""
    about = there.stat()
    is_there = path == there
    return Place(
        path=plain(str(path), 200),
        exists=is_there,
        is_mine=about.st_uid == os.geteuid() or not is_there,
        open_to_others=is_there and bool(stat.S_IMODE(about.st_mode) & _OTHERS),
        mode=stat.S_IMODE(about.st_mode),
        may_write=there.is_dir() and os.access(there, os.W_OK | os.X_OK),
    )


def _zone_trouble() -> str:
    wanted = os.environ.get("TZ", "").lstrip(":")
    try:
        if wanted:
            ZoneInfo(wanted)
            return ""
        with _LOCAL.open("rb") as stream:
            ZoneInfo.from_file(stream)
    except (ZoneInfoNotFoundError, ValueError):
        return f"TZ={plain(wanted, _NAMED)} is no time zone" if wanted else f"{_LOCAL} is broken"
    except OSError:
        return f"this machine has no {_LOCAL}: it is taken to be in UTC"
    return ""
