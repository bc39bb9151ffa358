"""The work tracker port, met by Jira, Cloud or Server; what a ticket says is not decided here.

Every ticket carries a label made of the effect's id: that is how one whose answer was lost is found
again. Cloud's search lags behind what was created, so for a while "not found" means nothing there.
"""

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from cockpit.adapters import jira_text
from cockpit.adapters.jira_words import Question, no_sense, refusal
from cockpit.adapters.loose_json import Node
from cockpit.adapters.wire import Wire
from cockpit.adapters.wire_call import Call, Reply, Service, TooMuchError
from cockpit.adapters.wire_token import Bearer, Token
from cockpit.domain.dispatch import HISTORY
from cockpit.domain.effects_outward import FileTicket
from cockpit.ports.outside import Changed, Clock, Refused, Unreachable
from cockpit.ports.work import MOST, TicketReading

TITLE_LIMIT = 255
"""Characters of a summary."""
TEXT_LIMIT = 32_767
"""Characters of a description."""
INDEX_S = 60.0
"""For so long after sending, Cloud's search may not have a ticket yet, seconds."""


_MARK = "cockpit-"
_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,40}-[1-9][0-9]{0,12}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_NOT_THERE = "404"
_DONE = "done"
"""The category of every status that ends a ticket, whatever it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One Jira.

    Attributes:
        url: where people read it, without a slash at its end.
        is_cloud: Atlassian's own, else Server or Data Center.
        user: whose token it is, by address; empty: a personal access token.
        due_field: the field that takes the due date; empty: none does.
        timeout_s: for one answer.
    """

    url: str
    is_cloud: bool
    user: str
    due_field: str
    timeout_s: float


class Jira:
    """One project of a Jira; the token is asked for before the first question."""

    def __init__(self, site: Site, token: Token, clock: Clock) -> None:
        self._site = site
        self._base = f"{site.url.rstrip('/')}/rest/api/{'3' if site.is_cloud else '2'}/"
        self._bearer = Bearer(token)
        self._clock = clock
        self._service = Service(
            name="Jira", mend="check jira.url and the token", timeout_s=site.timeout_s
        )
        self._wire = Wire()
        self._sent: dict[str, datetime] = {}
        """By effect id: when it was sent from here."""

    async def file(self, ticket: FileTicket) -> Changed:
        """Open it, once; see `WorkTracker`."""
        _check(ticket)
        self._sent[ticket.id] = self._clock.now()
        body = {"fields": self._fields(ticket)}
        answer = await self._ask(Question(method="POST", path="issue", body=body), ticket)
        key = Node(answer.body).raw("key")
        if not _KEY.fullmatch(key):
            raise no_sense(answer.status)
        return Changed(ref=key, at=self._clock.now(), kept=(("url", self._link(key)),))

    async def find(self, ticket: FileTicket, since: datetime) -> Changed | None:
        """The ticket with this effect's label; see `WorkTracker`."""
        found = await self._search(f'labels = "{_label(ticket.id)}"')
        if found:
            key = min(found)
            kept = (("url", self._link(key)), ("status", found[key].status))
            return Changed(ref=key, kept=kept)
        sent = self._sent.get(ticket.id, since + HISTORY)
        if self._site.is_cloud and (self._clock.now() - sent).total_seconds() < INDEX_S:
            raise Unreachable("Jira's search does not have new tickets at once", "cockpit waits")
        return None

    async def read(self, keys: Collection[str]) -> Mapping[str, TicketReading]:
        """How these tickets stand; see `WorkTracker`."""
        found: dict[str, TicketReading] = {}
        for key in sorted(key for key in set(keys) if _KEY.fullmatch(key))[:MOST]:
            question = Question(method="GET", path=f"issue/{key}", query=(("fields", "status"),))
            try:
                answer = await self._ask(question)
            except Refused as error:
                if error.code != _NOT_THERE:
                    raise
                continue
            found[key] = _reading(Node(answer.body))
        return found

    async def may_file(self, project: str) -> bool:
        """Whether the token may open tickets in this project; nothing is opened."""
        right = "CREATE_ISSUES"
        query = (("projectKey", project), ("permissions", right))
        answer = await self._ask(Question(method="GET", path="mypermissions", query=query))
        rights = Node(answer.body).node("permissions")
        if not rights.has(right):
            raise no_sense(answer.status)
        return rights.node(right).flag("havePermission")

    async def close(self) -> None:
        """Hang up."""
        await self._wire.close()

    def _link(self, key: str) -> str:
        return f"{self._site.url.rstrip('/')}/browse/{key}"

    def _fields(self, ticket: FileTicket) -> dict[str, object]:
        words = ticket.text
        fields: dict[str, object] = {
            "project": {"key": ticket.project},
            "issuetype": {"name": ticket.issue_type},
            "summary": ticket.title,
            "description": jira_text.document(words) if self._site.is_cloud else _wiki(words),
            "labels": [*ticket.labels, _label(ticket.id)],
        }
        if ticket.due and self._site.due_field:
            fields[self._site.due_field] = ticket.due
        return fields

    async def _search(self, jql: str) -> dict[str, TicketReading]:
        """The tickets that fit, by key; there are few."""
        path = "search/jql" if self._site.is_cloud else "search"
        query = (("jql", jql), ("fields", "status"), ("maxResults", "10"))
        answer = await self._ask(Question(method="GET", path=path, query=query))
        body = Node(answer.body)
        if not body.is_list("issues"):
            raise no_sense(answer.status)
        return {
            key: _reading(issue)
            for issue in body.nodes("issues")
            if _KEY.fullmatch(key := issue.raw("key"))
        }

    async def _ask(self, question: Question, ticket: FileTicket | None = None) -> Reply:
        """Ask once; anything but a good answer in JSON is raised."""
        names = self._names(ticket)
        answer = await self._bearer.ask(
            lambda token: self._exchange(question, token),
            lambda answer: refusal(answer, question, names),
        )
        if not isinstance(answer.body, dict):
            raise no_sense(answer.status)
        return answer

    def _names(self, ticket: FileTicket | None) -> dict[str, str]:
        """What the fields of a ticket are called in the configuration."""
        if ticket is None:
            return {}
        return {
            "project": f"project {ticket.project}",
            "issuetype": f'issue type "{ticket.issue_type}"',
            "summary": "title",
            "description": "text",
            "labels": "labels",
            self._site.due_field: f"due date ({self._site.due_field})",
        }

    async def _exchange(self, question: Question, token: str) -> Reply:
        body = question.body
        login = f"{self._site.user}:{token}" if self._site.user else ""
        basic = base64.b64encode(login.encode()).decode() if login else ""
        call = Call(
            method=question.method,
            url=f"{self._base}{question.path}",
            query=question.query,
            body=b"" if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Basic {basic}" if basic else f"Bearer {token}",
                **({} if body is None else {"Content-Type": "application/json"}),
            },
            secret=basic or token,
            changes=question.is_write,
        )
        try:
            return await self._wire.exchange(self._service, call)
        except TooMuchError as error:
            raise no_sense(error.status) from None


def _check(ticket: FileTicket) -> None:
    if not 0 < len(ticket.title) <= TITLE_LIMIT:
        words = f"a ticket's title has 1 to {TITLE_LIMIT} characters"
        raise Refused(f"{words}, this one {len(ticket.title)}", "write another", code="title")
    if len(_wiki(ticket.text)) > TEXT_LIMIT:
        words = f"a ticket's text has at most {TEXT_LIMIT} characters"
        raise Refused(f"{words}, this one {len(ticket.text)}", "shorten it", code="text")


def _label(effect_id: str) -> str:
    """The label by which a ticket is found; it has neither spaces nor quotes."""
    return f"{_MARK}{_UNSAFE.sub('_', effect_id)}"


def _wiki(text: str) -> str:
    return jira_text.wiki(text)


def _reading(issue: Node) -> TicketReading:
    status = issue.node("fields").node("status")
    is_done = status.node("statusCategory").raw("key") == _DONE
    return TicketReading(status=status.text("name", limit=60) or "unknown", is_done=is_done)
