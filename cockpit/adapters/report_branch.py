"""Reports as files of a branch, read through git without a checkout; judges nothing."""

import posixpath
from pathlib import Path

from cockpit.adapters import git_command, git_layout
from cockpit.adapters.report_shelf import A_LINK, MOST_FILES, Entry, is_report, too_big
from cockpit.adapters.report_text import UnreadableError
from cockpit.domain.watch import ReportFolderSpec
from cockpit.ports.outside import MISCONFIGURED, PortError, Refused
from cockpit.ports.plain import plain

_LINK = "120000"
_WORDS = 4
"""Of a line: mode, type, sha, size."""


class Branch:
    """A folder of a branch, and those in it."""

    def __init__(self, spec: ReportFolderSpec) -> None:
        self._repository = Path(spec.repository)
        self._timeout_s = spec.timeout_s
        self._revision = spec.branch or "HEAD"
        self._folder = posixpath.normpath(spec.path.strip("/") or ".")
        if self._folder.startswith(".."):
            raise _wrong(f"{plain(spec.path, 200)} is not inside the repository")
        if not git_command.is_revision(self._revision):
            raise _wrong(f"{plain(spec.branch, 80)} cannot be a branch")

    def fingerprint(self) -> str:
        """From the repository's references; runs no process."""
        return git_layout.fingerprint(git_layout.find(self._repository))

    def entries(self) -> list[Entry]:
        """The files that may be reports, newest name first; none before the first commit."""
        tree = ("ls-tree", "-r", "-z", "-l", "--full-tree", self._revision, "--", self._folder)
        try:
            out = git_command.run(self._repository, self._timeout_s, *tree)
        except git_command.NoCommits:
            return []
        if not out:
            raise _wrong(f"the branch has no folder {plain(self._folder, 200)}")
        lines = out.decode("utf-8", "surrogateescape").split("\0")[:MOST_FILES]
        found = [entry for line in lines if (entry := self._entry(line)) is not None]
        return sorted(found, key=lambda e: e.path, reverse=True)

    def content(self, entry: Entry, most: int) -> bytes:
        """The first bytes of a file, by its sha."""
        blob = ("cat-file", "blob", entry.stamp)
        try:
            return git_command.run(self._repository, self._timeout_s, *blob)[:most]
        except git_command.NoCommits:
            raise UnreadableError("it is not in the branch") from None
        except PortError as error:
            raise UnreadableError(f"cannot be read: {error.reason}") from None

    def _entry(self, line: str) -> Entry | None:
        top, tab, path = line.partition("\t")
        words = top.split()
        if not tab or len(words) != _WORDS or words[1] != "blob":
            return None
        if not is_report(posixpath.basename(path)) or not words[2].isalnum():
            return None
        size = int(words[3]) if words[3].isdecimal() else 0
        problem = A_LINK if words[0] == _LINK else too_big(size)
        return Entry(posixpath.relpath(path, self._folder), words[2], problem)


def _wrong(reason: str) -> Refused:
    return Refused(reason, "correct the path or the branch of the reports", code=MISCONFIGURED)
