"""Jira's REST API, as far as it is used, strict: tickets opened, searched and read.

Cloud speaks version 3 and wants a document, Server version 2 and wants text; each answers the
other's ways as the real one does.
"""

import base64
import json
import re
from collections.abc import Callable
from datetime import date, datetime

from cockpit.standins.http import Request, Response, json_response
from cockpit.standins.meter import Meter
from cockpit.standins.work import JiraMemory, JiraSite, Ticket

Json = dict[str, object]

CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done", "Won't do": "done"}
"""Each status, and the category that says whether it ends a ticket."""
SUMMARY_LIMIT, TEXT_LIMIT = 255, 32_767
FIRST = 100
"""Tickets that there were before the scenario."""
_LABEL = re.compile(r'labels = "([^"]+)"')
_BLOCKS = {"paragraph", "heading", "bulletList"}


class _Refusal(Exception):
    """An answer that says no, in Jira's shape: words for all, and words by field."""

    def __init__(self, status: int, *words: str, **fields: str) -> None:
        super().__init__(*words)
        self.answer = json_response(status, {"errorMessages": [*words], "errors": fields})


class Api:
    """Answers for one Jira."""

    def __init__(self, site: JiraSite, memory: JiraMemory, seconds: Callable[[], float]) -> None:
        self.site = site
        self.memory = memory
        self._meter = Meter(site.requests_per_minute, seconds)
        self._version = "3" if site.user else "2"

    def answer(self, request: Request, at: datetime) -> Response:
        """The answer to one request, made at an instant."""
        if not self._knows(request.headers.get("authorization", "")):
            page = b"<html><head><title>Unauthorized (401)</title></head><body></body></html>"
            return Response(401, page, (("Content-Type", "text/html;charset=UTF-8"),))
        if self._meter.count(self.site.token):
            limited = json_response(429, {"errorMessages": ["Rate limit exceeded."]})
            return limited.header("Retry-After", str(self._meter.wait_s(self.site.token)))
        root = f"/rest/api/{self._version}/"
        if not request.path.startswith(root):
            return json_response(404, {"message": "null for uri", "status-code": 404})
        try:
            return self._do(request, request.path.removeprefix(root), at)
        except _Refusal as refusal:
            return refusal.answer

    def _knows(self, authorization: str) -> bool:
        if not self.site.user:
            return authorization == f"Bearer {self.site.token}"
        login = base64.b64encode(f"{self.site.user}:{self.site.token}".encode()).decode()
        return authorization == f"Basic {login}"

    def _do(self, request: Request, path: str, at: datetime) -> Response:
        match request.method, path.split("/"):
            case "POST", ["issue"]:
                ticket = self._open(_given(request), at)
                made = {"id": f"1{ticket.key.split('-')[1]}", "key": ticket.key, "self": ""}
                return json_response(201, made)
            case "GET", ["mypermissions"]:
                return json_response(200, {"permissions": self._rights(request)})
            case "GET", ["issue", key]:
                return json_response(200, self.shown(self._ticket(key)))
            case "GET", ["search", "jql"] if self.site.user:
                return json_response(200, {"issues": self._found(request, at), "isLast": True})
            case "GET", ["search"] if self.site.user:
                words = "The requested API has been removed. Please migrate to the search/jql API."
                raise _Refusal(410, words)
            case "GET", ["search"]:
                found = self._found(request, at)
                counted = {"startAt": 0, "maxResults": 50, "total": len(found)}
                return json_response(200, {**counted, "issues": found})
            case _:
                return json_response(405, {"errorMessages": ["Method Not Allowed"], "errors": {}})

    def _rights(self, request: Request) -> Json:
        """What the token may do in a project; Cloud wants to know about which rights."""
        query = dict(request.query)
        if self.site.user and not query.get("permissions"):
            raise _Refusal(400, "The 'permissions' query parameter is required.")
        if (project := query.get("projectKey", "")) != self.site.project:
            raise _Refusal(404, f"No project could be found with key '{project}'.")
        right = "CREATE_ISSUES"
        return {right: {"key": right, "havePermission": self.site.may_create}}

    def _ticket(self, key: str) -> Ticket:
        found = next((t for t in self.memory.tickets if t.key == key), None)
        if found is None:
            raise _Refusal(404, "Issue does not exist or you do not have permission to see it.")
        return found

    def _found(self, request: Request, at: datetime) -> list[Json]:
        query = dict(request.query)
        asked = _LABEL.fullmatch(query.get("jql", ""))
        if asked is None:
            raise _Refusal(400, "Error in the JQL Query: it is not one that this stand-in knows.")
        lagging = (t for t in self.memory.tickets if (at - t.at).total_seconds() >= self.site.lag_s)
        found = [t for t in lagging if asked[1] in t.labels]
        if "fields" not in query and self.site.user:
            return [{"id": f"1{ticket.key.split('-')[1]}"} for ticket in found]
        return [self.shown(ticket) for ticket in found]

    def _open(self, fields: Json, at: datetime) -> Ticket:
        if not self.site.may_create:
            raise _Refusal(403, "You do not have permission to create issues in this project.")
        if _key(fields.get("project"), "key") != self.site.project:
            raise _Refusal(400, project="valid project is required")
        wrong = self._wrong(fields)
        if wrong:
            raise _Refusal(400, **wrong)
        labels = fields.get("labels", [])
        ticket = Ticket(
            key=f"{self.site.project}-{FIRST + len(self.memory.tickets) + 1}",
            issue_type=_key(fields.get("issuetype"), "name"),
            summary=str(fields["summary"]),
            description=_written(fields.get("description")),
            labels=[str(label) for label in labels] if isinstance(labels, list) else [],
            due=str(fields.get("duedate", "")),
            at=at,
        )
        self.memory.tickets.append(ticket)
        return ticket

    def _wrong(self, fields: Json) -> dict[str, str]:
        """What is wrong with each field."""
        said: dict[str, str] = {}
        for name in set(fields) - {"project", "issuetype", *self.site.screen}:
            said[name] = (
                f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."
            )
        if _key(fields.get("issuetype"), "name") not in self.site.issue_types:
            said["issuetype"] = "Specify a valid issue type"
        summary = fields.get("summary")
        if not isinstance(summary, str) or not summary.strip():
            said["summary"] = "You must specify a summary of the issue."
        elif len(summary) > SUMMARY_LIMIT or "\n" in summary:
            said["summary"] = "Summary must be less than 255 characters, on one line."
        if not _is_text(fields.get("description", ""), is_cloud=bool(self.site.user)):
            format_ = "an Atlassian Document" if self.site.user else "a string"
            said["description"] = f"Operation value must be {format_}"
        labels = fields.get("labels", [])
        spaced = [x for x in labels if " " in str(x)] if isinstance(labels, list) else ["?"]
        if spaced:
            said["labels"] = f"The label '{spaced[0]}' contains spaces which is invalid."
        if "duedate" in fields and not _is_day(fields["duedate"]):
            said["duedate"] = "Error parsing date string: expected yyyy-MM-dd"
        return said

    def shown(self, ticket: Ticket) -> Json:
        """A ticket as the API shows it."""
        category = {"key": CATEGORIES[ticket.status]}
        return {
            "id": f"1{ticket.key.split('-')[1]}",
            "key": ticket.key,
            "fields": {
                "summary": ticket.summary,
                "labels": ticket.labels,
                "status": {"name": ticket.status, "statusCategory": category},
            },
        }


def _key(value: object, name: str) -> str:
    return str(value.get(name, "")) if isinstance(value, dict) else ""


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_text(value: object, *, is_cloud: bool) -> bool:
    """Whether a description is of the kind that this edition takes, and not too long."""
    if not is_cloud:
        return isinstance(value, str) and len(value) <= TEXT_LIMIT
    if not isinstance(value, dict) or (value.get("type"), value.get("version")) != ("doc", 1):
        return False
    blocks = value.get("content")
    known = isinstance(blocks, list) and all(_key(block, "type") in _BLOCKS for block in blocks)
    return known and all(words for words in _texts(value))


def _texts(node: object) -> list[str]:
    """Every text of a document; an empty one makes it invalid."""
    if isinstance(node, list):
        return [words for child in node for words in _texts(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node.get("text", ""))] if node.get("type") == "text" else []
    return own + _texts(node.get("content"))


def _given(request: Request) -> Json:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise _Refusal(415, "Unsupported Media Type")
    try:
        data = json.loads(request.body)
    except ValueError as error:
        raise _Refusal(400, "There was an error parsing JSON.") from error
    fields = data.get("fields") if isinstance(data, dict) else None
    if not isinstance(fields, dict) or set(data) != {"fields"}:
        raise _Refusal(400, "one of 'fields' or 'update' required")
    return fields
