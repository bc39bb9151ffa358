"""Questions to Slack, its answers, and what its refusals mean; nothing is sent from here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from cockpit.adapters import slack_words
from cockpit.adapters.loose_json import Node
from cockpit.adapters.wire_call import wait_s
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable

LONGEST_WAIT_S = 120.0
"""However long a rate limit says to wait, we ask again after this."""
USUAL_WAIT_S = 10.0
"""When it does not say."""

_SERVER_FAULT = 500
_CODE = re.compile(r"[a-z][a-z0-9_]{1,60}")
"""An error of Slack's own; anything else is somebody else's page."""

_SCOPES = re.compile(r"[a-z._:, ]{3,120}")

_LATER = frozenset({"ratelimited", "rate_limited", "rate_limit_exceeded"})
_FAULTS = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "accesslimited"}
)
"""Slack's own troubles, after which a message may stand there all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One call of a method, still without credentials."""

    method: str
    arguments: Mapping[str, object]
    is_write: bool = False
    """Something changes, and the arguments go as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; `body` is empty when it was no JSON object."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Node


def refusal(answer: Answer, question: Question) -> PortError:
    """What an answer means that is not ok."""
    code = answer.body.raw("error")
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or code in _LATER:
        wait = wait_s(answer.headers, USUAL_WAIT_S, LONGEST_WAIT_S)
        words = f"Slack's rate limit is reached; it says to wait {wait:.0f} s"
        mend = "nothing: cockpit waits"
        return Refused(words, mend, code="ratelimited", retry_after_s=wait)
    if answer.status >= _SERVER_FAULT or code in _FAULTS:
        words = f"Slack has a fault of its own ({code or f'HTTP {answer.status}'})"
        return Unreachable(words, "see slack-status.com", maybe_sent=question.is_write)
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        words = "Slack's address leads elsewhere; not followed, and the token was not sent there"
        return Refused(words, "check slack.api_url", code=str(answer.status))
    if not _CODE.fullmatch(code):
        return Garbled(
            f"not Slack answered, but something else (HTTP {answer.status})",
            "check slack.api_url, and whether a proxy or a sign-in page is in the way",
        )
    return _said_no(code, answer.body, question.method)


def _said_no(code: str, body: Node, method: str) -> Refused:
    if code == "missing_scope":
        needed = body.raw("needed")
        needed = needed if _SCOPES.fullmatch(needed) else "that this needs"
        return Refused(
            f"the Slack app lacks the scope {needed}",
            f"add {needed} to the app's scopes, and install it again",
            code=code,
            credentials=True,
        )
    reason, mend = slack_words.words(code, method)
    return Refused(reason, mend, code=code, credentials=slack_words.is_about_token(code, method))
