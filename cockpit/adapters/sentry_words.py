"""Questions to Sentry, its answers, and what its refusals mean; nothing is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from cockpit.adapters.loose_json import Node
from cockpit.adapters.sentry_json import instant_of
from cockpit.adapters.wire_call import Reply, wait_s
from cockpit.ports.outside import MISCONFIGURED, Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain

LONGEST_WAIT_S = 300.0
"""However long a rate limit says to wait, it is asked again after this."""
USUAL_WAIT_S = 60.0
"""When it does not say."""

_SERVER_FAULT = 500
_WORDS_LIMIT = 200
_LINK = re.compile(r'<[^<>]*>((?:\s*;\s*\w+="[^"]*")+)')
_PART = re.compile(r';\s*(\w+)="([^"]*)"')
_CURSOR = re.compile(r"[0-9:.-]{1,80}")
_SIGN_IN = "check sentry.api_url, and whether a proxy or a sign-in page is in the way"
_REGION = "check sentry.api_url: an organisation in Europe is at https://de.sentry.io/api/0/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, still without credentials."""

    path: str = ""
    """Below the organisation's issues."""
    query: tuple[tuple[str, str], ...] = ()


def cursor_of(reply: Reply) -> str:
    """Where the next part begins; empty: there is nothing more.

    Sentry names a next part always, and says with `results` whether there is anything in it.
    The address in the header is not followed: the cursor alone is taken.
    """
    for found in _LINK.finditer(reply.headers.get("link", "")):
        parts = dict(_PART.findall(found[1]))
        if parts.get("rel") == "next" and parts.get("results") == "true":
            cursor = parts.get("cursor", "")
            return cursor if _CURSOR.fullmatch(cursor) else ""
    return ""


def is_spent(reply: Reply) -> bool:
    """The rate limit leaves no further question in this window."""
    return reply.headers.get("x-sentry-rate-limit-remaining", "").strip() == "0"


def refusal(answer: Reply, question: Question, organisation: str, now: datetime) -> PortError:
    """What an answer means that does not give what was asked for."""
    status = answer.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = _wait(answer.headers, now)
        words = f"Sentry's rate limit is reached; it is asked again in {wait:.0f} s"
        return Refused(words, "nothing: cockpit waits", code=str(status), retry_after_s=wait)
    if status >= _SERVER_FAULT:
        return Unreachable(f"Sentry has a fault of its own (HTTP {status})", "see status.sentry.io")
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        words = "Sentry's address leads elsewhere; the token was not sent there"
        return Refused(words, _REGION, code=MISCONFIGURED)
    if status < HTTPStatus.BAD_REQUEST or not isinstance(answer.body, dict):
        return no_sense(status)
    return _said_no(answer, question, organisation)


def no_sense(status: int) -> Garbled:
    """The answer is not what this question gets."""
    return Garbled(f"not Sentry answered, but something else (HTTP {status})", _SIGN_IN)


def _said_no(answer: Reply, question: Question, organisation: str) -> Refused:
    status, said = answer.status, _said(Node(answer.body))
    code = str(status)
    if status == HTTPStatus.UNAUTHORIZED:
        words, mend = "Sentry does not accept the token", "check the token of [sentry]"
        return Refused(words, mend, code=code, credentials=True)
    if status == HTTPStatus.FORBIDDEN:
        words = f"Sentry's token may not read the errors of {organisation}{said}"
        mend = "make one with the scope event:read, as a member of that organisation"
        return Refused(words, mend, code=code, credentials=True)
    if status == HTTPStatus.NOT_FOUND and question.path:
        return Refused("Sentry has no such error any more", "look there", code=code)
    if status == HTTPStatus.NOT_FOUND:
        words = f"Sentry knows no organisation {organisation}"
        mend = f"check sentry.organisation; {_REGION.removeprefix('check ')}"
        return Refused(words, mend, code=MISCONFIGURED)
    if status == HTTPStatus.BAD_REQUEST and not question.path:
        words = f"Sentry does not take the question{said}"
        mend = "check sentry.projects and sentry.environments: slugs, as its addresses have them"
        return Refused(words, mend, code=MISCONFIGURED)
    return Refused(f"Sentry says no (HTTP {status}){said}", "see what it says", code=code)


def _said(body: Node) -> str:
    """Its own words, harmless: `detail` is a text, or an object with a message."""
    words = body.text("detail", "error") or body.node("detail").text("message")
    return f": {plain(words, _WORDS_LIMIT)}" if words else ""


def _wait(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds, as it says them, or until the instant at which its window ends."""
    resets = instant_of(headers.get("x-sentry-rate-limit-reset", "").strip())
    usual_s = USUAL_WAIT_S
    if resets is not None:
        usual_s = min(max((resets - now).total_seconds(), 1.0), LONGEST_WAIT_S)
    return wait_s(headers, usual_s, LONGEST_WAIT_S)
