"""What the cockpit is told to watch besides probes: repositories, reports, channels, calendars."""

from dataclasses import dataclass
from enum import StrEnum


class DeployTime(StrEnum):
    """Which time of a commit counts as the time of its deploy."""

    COMMIT = "commit"
    """When it was committed."""
    MERGE = "merge"
    """When it came into the branch: the time of the merge that brought it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingSpec:
    """How it is read what runs in a ring; exactly one of `tag`, `branch`, `file` is set."""

    ring: str = ""
    """Empty: `file` names the rings."""
    tag: str = ""
    """The newest tag that this pattern fits."""
    branch: str = ""
    """The branch that this pattern fits and that was committed to last."""
    file: str = ""
    """A path from the repository's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSpec:
    """How a repository may be fetched."""

    interval_s: float = 300.0
    timeout_s: float = 120.0
    protocols: tuple[str, ...] = ("https", "ssh")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositorySpec:
    """A local repository (working copy or bare) whose commits and tags may be deploys."""

    name: str
    path: str
    branch: str = ""
    """Empty: whatever HEAD is; where it is fetched, as the remote has it."""
    time: DeployTime = DeployTime.COMMIT
    releases: tuple[str, ...] = ()
    """Patterns of release branches."""
    rings: tuple[RingSpec, ...] = ()
    """From the first stage to the last."""
    commit_url: str = ""
    """Where a commit is read, with {sha}; empty: as the remote's address has it."""
    remote: str = "origin"
    fetch: FetchSpec | None = None
    """None: it is not fetched from here."""
    stale_s: float = 3600.0
    """Age of the last fetch from which it is said; 0: never."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """A calendar that says who is on call (procedure P2); exactly one of `url`, `file` is set."""

    name: str
    url: str = ""
    """May hold `{token}`, where a secret goes that is not kept here."""
    file: str = ""
    """An absolute path."""
    level: int = 1
    shadow: bool = False
    """Whoever it names looks on to learn (procedure P3)."""
    title: str = ""
    """How its events are titled, with `{person}` for the name and `*` for anything; empty: the
    event's one attendee, else the whole title, is the person."""
    own_name: str = ""
    """How it calls the person at this keyboard, if not by name or e-mail address."""
    own_email: str = ""
    """The address of the person at this keyboard."""
    interval_s: float = 3600.0
    timeout_s: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpec:
    """A chat channel to follow (I9)."""

    id: str
    """As the chat knows it; a name where the workspace allows that."""
    name: str
    """As people call it."""
    alerts: bool = False
    """Alerts arrive there, and want an answer."""
    operations: bool = False
    """Work is announced there (A5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSpec:
    """The error tracker that is asked (I7)."""

    organisation: str
    projects: tuple[str, ...] = ()
    """Empty: all that may be seen."""


PAGER = "PagerDuty"
PAGER_ROTA = f"{PAGER}: shifts"
PAGER_LIST = f"{PAGER}: open incidents"
"""How much of the list of open incidents is read."""
PAGER_FEED = f"{PAGER}: log of all incidents"
PAGER_CHANGES = f"{PAGER}: changes"
"""The change events of the whole account."""
PAGER_RELATED = f"{PAGER}: related changes"
"""Those that it relates to the incident on screen."""
CHAT = "Slack"
HANDOVER = f"{CHAT}: handovers"
HEALTH = "health"
ERRORS = "Sentry"


def repository_source(name: str) -> str:
    """The source that watches this repository, as state and screen name it."""
    return f"repository {name}"


def fetch_source(name: str) -> str:
    """The source that fetches this repository."""
    return f"fetch {name}"


def reports_source(name: str) -> str:
    """The source that watches this folder of reports."""
    return name if name.startswith("reports") else f"reports {name}"


def calendar_source(name: str) -> str:
    """The source that reads this calendar."""
    return f"calendar {name}"


def channel_source(name: str) -> str:
    """The source that follows this channel."""
    return f"{CHAT} {name}"
