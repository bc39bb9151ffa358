"""How a working copy stands: its branch, what is going on in it, what differs; blocks.

Only what differs is asked of git, and without the filters that a repository may name: they are
programs.
"""

from pathlib import Path

from cockpit.adapters import git_guard, git_layout, git_process
from cockpit.adapters.git_command import failure
from cockpit.adapters.git_guard import Setting
from cockpit.adapters.git_layout import Layout
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain
from cockpit.ports.readiness import CopyCondition

_GOING_ON = (
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
    ("MERGE_HEAD", "a merge"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("BISECT_LOG", "a bisection"),
)
"""What git leaves in its folder until something is ended (gitrepository-layout(5))."""
_COUNTING_S = 5.0
"""A large working copy on a cold disk takes longer; the number is a hint, and no more."""
_MOST = 4 * 1024 * 1024
_FILTERS = ("config", "--includes", "-z", "--name-only", "--get-regexp", r"^filter\..*\.")
_STATUS = (
    "--no-pager", "status", "--porcelain", "-z", "--untracked-files=no",
    "--ignore-submodules=all", "--no-renames",
)  # fmt: skip
_HEADS = "refs/heads/"


def condition(spec: RepositorySpec) -> CopyCondition:
    """See the port; may raise the three errors."""
    path = Path(spec.path)
    layout = git_layout.find(path)
    head = git_layout.head_of(layout)
    return CopyCondition(
        branch=plain(head.removeprefix(_HEADS), 120) if head.startswith(_HEADS) else "",
        doing=_going_on(layout),
        changed=0 if layout.own == path else _changed(path, min(spec.timeout_s / 2, _COUNTING_S)),
        has_remote=bool(git_layout.remote_address(layout, spec.remote)),
        fetched_at=git_layout.fetched_at(layout),
    )


def _going_on(layout: Layout) -> str:
    return next((words for name, words in _GOING_ON if (layout.own / name).exists()), "")


def _changed(path: Path, timeout_s: float) -> int | None:
    """How many files differ from what was committed, or are about to be; None: it took too long."""
    environment = git_guard.environment(path, _unfiltered(path, timeout_s))
    found = git_process.start(path, _STATUS, environment).read(timeout_s, _MOST)
    if found.timed_out:
        return None
    if found.status and not found.cut:
        error = failure(path, found.said)
        if isinstance(error, PortError):
            raise error
        return 0
    return found.out.count(b"\0")


def _unfiltered(path: Path, timeout_s: float) -> list[Setting]:
    """Settings under which none of the filters that are configured anywhere runs."""
    asked = git_process.start(path, _FILTERS, git_guard.environment(path))
    found = asked.read(timeout_s, _MOST).out.decode("utf-8", "surrogateescape")
    names = {key.rpartition(".")[0] for key in found.split("\0") if key}
    off = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
    return [(f"{name}.{key}", value) for name in sorted(names) for key, value in off]
