"""Fetches one repository from its remote: within a time, as allowed, asking nobody; blocks."""

import os
import re
from pathlib import Path

from cockpit.adapters import git_guard, git_layout, git_process, git_remote
from cockpit.adapters.git_command import failure, is_revision
from cockpit.adapters.git_guard import Setting
from cockpit.domain.watch import FetchSpec, RepositorySpec
from cockpit.ports.outside import MISCONFIGURED, Garbled, Refused, Unreachable
from cockpit.ports.plain import plain

_MOST = 1024 * 1024
_FETCH = (
    "fetch", "--prune", "--quiet", "--no-progress", "--no-auto-gc", "--no-recurse-submodules",
    "--upload-pack=git-upload-pack", "--end-of-options",
)  # fmt: skip
_HELPERS = r"^credential\.(.*\.)?(helper|usehttppath|username)$"
_OPTIONS_END = (2, 30)
_CLOSED = re.compile(r"transport '([^']*)' not allowed")
_ASKED = re.compile(
    r"Authentication failed|could not read (Username|Password)|Permission denied|"
    r"terminal prompts disabled|Host key verification failed|HTTP Basic: Access denied|"
    r"requested URL returned error: 40[13]",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"Could not resolve host|Connection (refused|timed out|reset)|Couldn't connect|"
    r"Operation too slow|Network is unreachable|requested URL returned error: 5\d\d|"
    r"unexpectedly|early EOF|hung up",
    re.IGNORECASE,
)
_GONE = re.compile(r"repository .* (not found|does not exist)|does not appear to be", re.IGNORECASE)
_LOCKED = re.compile(r"\.lock'?: File exists|Unable to create .*\.lock|cannot lock ref")


def fetch(spec: RepositorySpec) -> None:
    """See the port; may raise the three errors. What was fetched before stays."""
    if spec.fetch is None:
        return
    path = Path(spec.path)
    layout = git_layout.find(path)
    address = git_layout.remote_address(layout, spec.remote)
    if not address or not is_revision(spec.remote):
        words = f"it has no remote {plain(spec.remote, 80)} to fetch from"
        mend = "git remote add it, name another `remote`, or write fetch = false"
        raise Refused(words, mend, code=MISCONFIGURED)
    environment = git_guard.for_fetching(path, spec.fetch.protocols, own_helpers(path), os.environ)
    old = git_process.version() < _OPTIONS_END
    command = tuple(a for a in _FETCH if not (old and a == "--end-of-options"))
    asked = ("--no-pager", *command, spec.remote)
    running = git_process.start(path, asked, environment, apart=True)
    found = running.read(spec.fetch.timeout_s, _MOST)
    if found.timed_out or found.cut:
        words = f"fetching took longer than {spec.fetch.timeout_s:g} s, so it was ended"
        raise Unreachable(words, "look at the network, or give it a longer fetch_timeout")
    if found.status != 0:
        raise _refusal(spec.fetch, path, git_remote.shown(address), found.said)


def own_helpers(path: Path) -> list[Setting]:
    """The person's own credential helpers; those that the repository names are not among them.

    An empty one before them makes git forget whatever it read earlier.
    """
    found: list[Setting] = []
    for scope in ("--system", "--global"):
        asked = ("config", scope, "--includes", "-z", "--get-regexp", _HELPERS)
        done = git_process.start(path, asked, git_guard.environment(path)).read(5.0, _MOST)
        for entry in done.out.decode("utf-8", "surrogateescape").split("\0"):
            key, newline, value = entry.partition("\n")
            if newline:
                found.append((key, value))
    return found


def _refusal(
    spec: FetchSpec, path: Path, address: str, said: str
) -> Refused | Unreachable | Garbled:
    """What git's complaint means, with the address that it went to."""
    closed = _CLOSED.search(said)
    if closed:
        allowed = ", ".join(spec.protocols) or "none"
        return Refused(
            f"it would be fetched by {plain(closed[1], 40)}, and allowed is {allowed}",
            "add it to fetch_protocols, if you trust it",
            code=MISCONFIGURED,
        )
    if _ASKED.search(said):
        mend = f"run git fetch there by hand once: cockpit answers no questions ({address})"
        return Refused("the remote wants to know who you are", mend, credentials=True)
    if _GONE.search(said):
        mend = f"correct the remote's address, which is {address}"
        return Refused("the remote has no such repository", mend, code=MISCONFIGURED)
    if _AWAY.search(said):
        return Unreachable(f"{address} does not answer", "cockpit goes on trying")
    if _LOCKED.search(said):
        return Unreachable("another git works in it", "cockpit tries again")
    known = failure(path, said)
    return known if isinstance(known, Refused | Garbled) else Garbled("git fetch fails")
