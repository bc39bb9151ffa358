"""`[jira]`: where tickets are opened for action items; what they say is not set here."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from cockpit.domain.closing_points import TicketTarget
from cockpit.settings.kinds import BaseUrl, Email, Kind, Name, Seconds, wrong
from cockpit.settings.tokens import TokenTable

_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,40}")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,60}")
_LABEL = re.compile(r"[^\s]{1,200}")


def _project(text: str) -> str:
    if not _PROJECT.fullmatch(text):
        raise wrong("is no project's key", 'write what tickets begin with: "OPS" of OPS-12')
    return text


def _field(text: str) -> str:
    if text and not _FIELD.fullmatch(text):
        raise wrong("is no field's id", 'write it as "duedate" or "customfield_10042"')
    return text


def _label(text: str) -> str:
    if not _LABEL.fullmatch(text):
        raise wrong("is no label", "labels have no spaces")
    return text


ProjectKey = Annotated[str, Kind("text"), AfterValidator(_project)]
"""A project as its tickets begin."""
FieldId = Annotated[str, Kind("text"), AfterValidator(_field)]
"""A field of a ticket as the API calls it."""
Label = Annotated[str, Kind("text"), AfterValidator(_label)]
"""A label of a ticket."""


class JiraTable(TokenTable):
    """`[jira]`: the work tracker; left out: tickets are texts to paste."""

    url: BaseUrl
    """Where people read it: `https://my-company.atlassian.net`."""
    project: ProjectKey
    """The key of the project in which tickets are opened."""
    issue_type: Name = "Task"
    """What they are there."""
    edition: Literal["cloud", "server"] = "cloud"
    """`cloud`: Atlassian's own, version 3 of the API; `server`: Server or Data Center, version
    2."""
    user: Email = ""
    """The address whose API token it is, for `cloud`; empty: a personal access token, for
    `server`."""
    labels: tuple[Label, ...] = ("incident",)
    """Labels that every ticket gets besides the one by which it is found again."""
    due_field: FieldId = "duedate"
    """The field that takes the due date; empty: it stands in the text alone."""
    poll: Annotated[float, Seconds(60, 86_400)] = 300.0
    """How often tickets that are not done are looked at."""
    timeout: Annotated[float, Seconds(0.5, 18)] = 10.0
    """How long an answer may take."""


def target_of(table: JiraTable | None) -> TicketTarget | None:
    """Where tickets go, in the domain's words."""
    if table is None:
        return None
    return TicketTarget(
        tracker="Jira",
        project=table.project,
        issue_type=table.issue_type,
        labels=table.labels,
    )
