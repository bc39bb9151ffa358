"""The one place that imports GitPython: one git command in a repository that nobody vouches for.

A repository's own configuration can name programs to run. Whatever it says, here git runs nothing
but itself, asks nobody, and does not touch the network.
"""

import os
import re
import shlex
from pathlib import Path

# Where there is no git, the library refuses to be imported, unless it is told so beforehand.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import git

from cockpit.ports.outside import MISCONFIGURED, Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain

_OVERRIDES = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.alternateRefsCommand": "false",
    "credential.helper": "",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "protocol.allow": "never",
}

_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_PAGER": "cat",
    "GIT_ASKPASS": "false",
    "SSH_ASKPASS": "false",
}

_OF_OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE")
"""Set where cockpit was started by a hook, these would make every repository look like that one."""

_REVISION = re.compile(r"(?!-)(?!.*\.\.)(?!.*@\{)[\w./+@#-]+")
_UNBORN = re.compile(
    r"does not have any commits yet|(?:bad|unknown) revision 'HEAD'|ambiguous argument 'HEAD'|"
    r"Not a valid object name HEAD"
)
_NO_SUCH = re.compile(r"unknown revision|bad revision|ambiguous argument|Not a valid object name")
_DAMAGED = re.compile(
    r"bad object|corrupt|unable to read|missing|inflate|loose object|bad (tree|signature)|"
    r"invalid (object|sha1)|not a (commit|tree)|could not (read|parse)|broken",
    re.IGNORECASE,
)


class NoCommits(Exception):
    """The repository is healthy and has nothing in it yet."""


def is_revision(name: str) -> bool:
    """Whether this can be a branch's name, and nothing that git takes for more."""
    return _REVISION.fullmatch(name) is not None


def run(path: Path, timeout_s: float, *arguments: str) -> bytes:
    """What a git command prints, run in the repository at `path`.

    Raises:
        NoCommits: there is no commit yet.
        PortError: what is in the way.
    """
    for name in _OF_OTHERS:
        os.environ.pop(name, None)
    command = ["git", "-C", os.fspath(path), "--no-pager", "--literal-pathspecs", *arguments]
    try:
        status, out, err = git.Git(os.fspath(path)).execute(
            command,
            env=_environment(path),
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            kill_after_timeout=timeout_s,
        )
    except git.GitCommandNotFound:
        raise Refused("git is not installed here", "install git", code=MISCONFIGURED) from None
    except OSError as error:
        words = f"git cannot be started: {os.strerror(error.errno or 0)}"
        raise Unreachable(words, "look at the machine's load and limits") from None
    if status == 0:
        return out
    raise _failure(path, str(err), timeout_s)


def _environment(path: Path) -> dict[str, str]:
    """Ours on top of the person's own, whose GIT_CONFIG_... may be what makes git work here."""
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    first = int(given) if given.isdecimal() else 0
    found = {**_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": os.fspath(path.parent.resolve())}
    for place, (key, value) in enumerate(_OVERRIDES.items(), start=first):
        found |= {f"GIT_CONFIG_KEY_{place}": key, f"GIT_CONFIG_VALUE_{place}": value}
    return found | {"GIT_CONFIG_COUNT": str(first + len(_OVERRIDES))}


def _failure(path: Path, err: str, timeout_s: float) -> PortError | NoCommits:
    if "Timeout" in err and "did not complete" in err:
        words = f"git took longer than {timeout_s:g} s"
        return Unreachable(words, "look at the disk, or give the repository a longer timeout")
    if "dubious ownership" in err or "safe.directory" in err:
        place = shlex.quote(plain(os.fspath(path.resolve()), 300))
        return Refused(
            "git does not read this repository, because somebody else owns it",
            f"if you trust it: git config --global --add safe.directory {place}",
            code=MISCONFIGURED,
        )
    if _UNBORN.search(err):
        return NoCommits()
    if "not a git repository" in err:
        words = f"{plain(os.fspath(path), 200)} is not a git repository"
        return Refused(words, "name the top folder of a working copy", code=MISCONFIGURED)
    if _DAMAGED.search(err):
        return Garbled("the repository is damaged", "run git fsck in it")
    if _NO_SUCH.search(err):
        return Refused("there is no such branch", "correct the branch", code=MISCONFIGURED)
    said = plain(err.replace("stderr:", "").strip(" \n'").removeprefix("fatal: "), 160)
    return Garbled(f"git fails: {said}", "run git log in it to see more")
