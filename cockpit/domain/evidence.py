"""What probes, repositories and reports have shown: the evidence, values only, no clock.

Instants are aware UTC datetimes, durations are seconds. Every string that came from outside has
passed `cockpit.ports.plain` before it gets here.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a reliability report says about its soak."""

    PASSED = "passed"
    FAILED = "failed"
    UNCLEAR = "unclear"


class Health(StrEnum):
    """What a probe found; `UNKNOWN` is "could not look", which is neither good nor bad."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Where a paging criterion stands (procedure N6, N7)."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
    """Nobody can say: not looked at, not long enough, or not asked. Never the same as not met."""


class DeployKind(StrEnum):
    """What a deploy was read from."""

    COMMIT = "commit"
    MERGE = "merge"
    TAG = "tag"
    """A tag of a commit that is older than the list."""
    CHANGE = "change"
    """A change event of the pager; its `sha` is the event's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deploy:
    """A commit, merge, tag or change event that may have gone live."""

    repository: str
    sha: str
    at: datetime
    """By committer, merge or tag time, as the procedure says."""
    author: str
    subject: str
    tags: tuple[str, ...] = ()
    kind: DeployKind = DeployKind.COMMIT
    email: str = ""
    """The author's address, to find out whether they are on call."""
    rings: tuple[str, ...] = ()
    """Where it runs, as far as that can be read: "alpha", "beta", "staging", "production"."""
    branches: tuple[str, ...] = ()
    """Release branches that hold it."""
    paths: tuple[str, ...] = ()
    """Files that it touches, bounded; empty: not read."""
    files: int = 0
    """How many files it touches in all."""
    lines: int = 0
    """Lines added and removed; 0: not read, or none."""
    url: str = ""
    """Where people read it in a browser; empty: nowhere."""
    reverts: str = ""
    """What it takes back: the sha of a commit where it names one, else that commit's subject;
    empty: it is no revert."""
    services: tuple[str, ...] = ()
    """Whose it is, as the pager calls them; only change events say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A change event that the pager relates to an incident."""

    change: Deploy
    """Of kind `CHANGE`; its repository is the pager, its author whoever sent it."""
    reason: str = ""
    """Why it does, in words; empty: it gives no reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What runs in one ring, as the references or a file of a repository say."""

    ring: str
    """"alpha", "beta", "staging", "production", or whatever the configuration calls it."""
    sha: str
    ref: str = ""
    """Where that was read: a tag ("v2026.16.2") or a branch ("release/26.3")."""
    at: datetime | None = None
    """When that tag or commit was made."""
    ahead: int | None = None
    """Commits that it has and the last ring (production) has not; None: not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reliability report: where it is, what it says about its soak, and which line says so."""

    folder: str
    path: str
    title: str
    day: str
    """ISO date; empty when the report does not say."""
    verdict: Verdict
    line: str = ""
    """The line that says so; of one that could not be read, why."""
    topics: tuple[str, ...] = ()
    """What it is about, as words (`cockpit.domain.precedents.significant`), bounded."""
    is_read: bool = True
    """Whether anybody could read it: one that nobody could may say anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look of a probe."""

    at: datetime
    health: Health
    status: int | None
    latency_s: float | None
    detail: str
    """In words: "503", "no answer within 5 s", "not HTTP"."""
    value: float | None = None
    """What was measured, where the probe measures something; never NaN or infinite."""
    expires_at: datetime | None = None
    """When the certificate that was shown ends; None: none was seen."""
