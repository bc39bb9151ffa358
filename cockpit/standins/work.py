"""What a scenario says of the work tracker, and what that has to remember; it answers nobody."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class JiraSite:
    """A Jira with one project."""

    project: str = ""
    """Empty: there is no work tracker."""
    issue_types: tuple[str, ...] = ("Task", "Bug")
    user: str = ""
    """Whose API token it is, by address: then it is Cloud; empty: Server, with a personal one."""
    token: str = "standin-jira-token"  # noqa: S105 - good for nothing but the stand-in
    screen: tuple[str, ...] = ("summary", "description", "labels", "duedate")
    """The fields that may be set besides project and type."""
    may_create: bool = True
    lag_s: float = 0.0
    """For so long the search does not have what was created, seconds."""
    requests_per_minute: int = 120


@dataclass
class Ticket:
    """A ticket of the project."""

    key: str
    issue_type: str
    summary: str
    description: str
    """A document as JSON, or text."""
    labels: list[str]
    due: str
    at: datetime
    status: str = "To Do"


@dataclass
class JiraMemory:
    """What the tracker has to remember."""

    tickets: list[Ticket] = field(default_factory=list)
