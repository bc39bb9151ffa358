"""What the cockpit is told to watch: probes, repositories, report folders; values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSpec:
    """An HTTP address to look at, again and again."""

    name: str
    url: str
    interval_s: float = 5.0
    timeout_s: float = 5.0
    """For the whole look, redirects and body included."""
    expected: tuple[int, ...] = ()
    """Statuses that are good; empty means 200-299."""
    max_redirects: int = 3
    max_body: int = 65_536
    """Bytes of decoded body after which the rest is not read."""
    step: str = ""
    """The checklist step that a look at this probe is evidence for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositorySpec:
    """A local repository (working copy or bare) whose commits and tags may be deploys."""

    name: str
    path: str
    branch: str = ""
    """Empty: whatever HEAD is."""
    interval_s: float = 30.0
    timeout_s: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFolderSpec:
    """A folder of Markdown reports, on disk, or in a branch of a repository without a checkout."""

    name: str
    path: str
    """The folder; with `repository`, relative to the repository's root."""
    repository: str = ""
    branch: str = ""
    interval_s: float = 60.0
    timeout_s: float = 20.0


PAGER = "PagerDuty"
CHAT = "Slack"
HEALTH = "health"


def repository_source(name: str) -> str:
    """The source that watches this repository, as state and screen name it."""
    return f"repository {name}"


def reports_source(name: str) -> str:
    """The source that watches this folder of reports."""
    return name if name.startswith("reports") else f"reports {name}"
