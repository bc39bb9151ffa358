"""All that a repository says of one commit, read when somebody asks; a value, never in the journal.

Every string has passed `cockpit.ports.plain`; each part is bounded.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file that a commit touches."""

    path: str
    added: int | None = None
    """Lines; None: it is binary, or too large to count."""
    removed: int | None = None
    was: str = ""
    """Its path before, if it was renamed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployDetails:
    """One commit: who, why, what, and how it is taken back."""

    repository: str
    sha: str
    subject: str
    message: str
    """In whole, subject included; several lines."""
    author: str
    email: str
    authored_at: datetime
    """By the author's clock; UTC."""
    utc_offset_m: int
    """Where that clock stood: minutes ahead of UTC when the commit was written."""
    committer: str
    committed_at: datetime
    parents: tuple[str, ...] = ()
    """More than one: a merge, and what it changes is told against the first."""
    files: tuple[FileChange, ...] = ()
    more_files: int = 0
    """Files beyond the bound."""
    added: int = 0
    """Lines in all text files."""
    removed: int = 0
    diff: str = ""
    """As text, in git's unified form; empty: nothing changed, or it could not be read."""
    diff_cut: bool = False
    """The diff is longer than what is here."""
    revert: str = ""
    """The command that takes it back, to be run in a clone; it is shown and never run."""
    reverts: str = ""
    """See `cockpit.domain.evidence.Deploy`."""
    remote: str = ""
    """Where the repository came from, without credentials; empty: nowhere."""
    url: str = ""
    """Where people read the commit in a browser; empty: nowhere."""

    @property
    def is_merge(self) -> bool:
        """Whether it brings a branch in."""
        return len(self.parents) > 1
