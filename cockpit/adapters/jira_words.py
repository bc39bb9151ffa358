"""Questions to Jira, its answers, and what its refusals mean; nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from cockpit.adapters.loose_json import Node
from cockpit.adapters.wire_call import Reply, wait_s
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain

LONGEST_WAIT_S = 300.0
"""However long a rate limit says to wait, it is asked again after this."""
USUAL_WAIT_S = 60.0
"""When it does not say."""

_SERVER_FAULT = 500
_WORDS_LIMIT = 200
_MOST_FIELDS = 4
_SIGN_IN = "check jira.url, and whether a proxy or a sign-in page is in the way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, still without credentials."""

    method: str
    path: str
    """Below the API."""
    query: tuple[tuple[str, str], ...] = ()
    body: Mapping[str, object] | None = None

    @property
    def is_write(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


def refusal(answer: Reply, question: Question, fields: Mapping[str, str]) -> PortError:
    """What an answer means that does not give what was asked for.

    Args:
        fields: what the fields that were sent are called here, by Jira's id of them.
    """
    status = answer.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = wait_s(answer.headers, USUAL_WAIT_S, LONGEST_WAIT_S)
        words = f"Jira's rate limit is reached; it is asked again in {wait:.0f} s"
        return Refused(words, "nothing: cockpit waits", code=str(status), retry_after_s=wait)
    if status >= _SERVER_FAULT:
        words = f"Jira has a fault of its own (HTTP {status})"
        return Unreachable(words, "see status.atlassian.com", maybe_sent=question.is_write)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return _keeps_out(answer)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        words = "Jira's address leads elsewhere; the token was not sent there"
        return Refused(words, "check jira.url", code=str(status))
    if status < HTTPStatus.BAD_REQUEST or not isinstance(answer.body, dict):
        return no_sense(status)
    return _said_no(answer, fields)


def no_sense(status: int) -> Garbled:
    """The answer is not what this question gets."""
    return Garbled(f"not Jira answered, but something else (HTTP {status})", _SIGN_IN)


def _keeps_out(answer: Reply) -> Refused:
    """Jira says this in HTML as often as in JSON."""
    code = str(answer.status)
    if "AUTHENTICATION_DENIED" in answer.headers.get("x-seraph-loginreason", ""):
        words = "Jira wants a captcha solved before it lets this account in again"
        return Refused(words, "log in to Jira in a browser once", code=code, credentials=True)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        mend = "check the token of [jira], and jira.user, whose it is"
        return Refused("Jira does not accept the token", mend, code=code, credentials=True)
    words = f"Jira's token may not do this{_said(Node(answer.body), {})}"
    mend = "ask whoever owns the project for the permission to create issues"
    return Refused(words, mend, code=code, credentials=True)


def _said_no(answer: Reply, fields: Mapping[str, str]) -> Refused:
    status, said = answer.status, _said(Node(answer.body), fields)
    code = str(status)
    if status == HTTPStatus.NOT_FOUND:
        words = f"Jira has no such thing, or does not show it to us{said}"
        return Refused(words, "check jira.project and jira.edition", code=code)
    if status == HTTPStatus.GONE:
        words = f"Jira has taken this way of asking away{said}"
        return Refused(words, 'check jira.edition: Atlassian\'s own is "cloud"', code=code)
    if status == HTTPStatus.BAD_REQUEST:
        mend = "check jira.project, jira.issue_type, jira.due_field and jira.labels"
        return Refused(f"Jira does not take the ticket as it is{said}", mend, code=code)
    return Refused(f"Jira says no (HTTP {status}){said}", "see what it says", code=code)


def _said(body: Node, fields: Mapping[str, str]) -> str:
    """Its own words, harmless; those about a field with the field's name."""
    errors = body.node("errors")
    told = [
        f"{fields.get(key, plain(key, _WORDS_LIMIT))}: {errors.text(key, limit=_WORDS_LIMIT)}"
        for key in list(body.fields("errors"))[:_MOST_FIELDS]
    ]
    words = "; ".join([*told, *body.texts("errorMessages")[:_MOST_FIELDS]])
    words = words or body.text("message", "errorMessage", limit=_WORDS_LIMIT)
    return f": {plain(words, 2 * _WORDS_LIMIT)}" if words else ""
