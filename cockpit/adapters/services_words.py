"""Questions to an organisation's own services, and what their refusals mean; nothing is sent."""

from dataclasses import dataclass
from http import HTTPStatus

from cockpit.adapters.loose_json import Node
from cockpit.adapters.wire_call import Reply, wait_s
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain

LONGEST_WAIT_S = 300.0
USUAL_WAIT_S = 30.0
"""When a rate limit does not say for how long."""

_SERVER_FAULT = 500
_WORDS_LIMIT = 160
_MASK = "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, still without credentials."""

    method: str
    path: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    changes: bool = False
    """Whether it changes something: then an answer that was lost leaves that open."""


def misconfigured(name: str) -> Refused:
    """No address of this service is known."""
    return Refused(
        f"no address of {name} is configured here",
        f'add [[http]] with name = "{name}", its url, and where its token is',
        code="unknown",
    )


def no_sense(name: str, status: int) -> Garbled:
    """The answer is not what this question gets."""
    return Garbled(
        f"{name} answered with something else than was asked for (HTTP {status})",
        f"check the url of {name} in [[http]], and whether a sign-in page or a proxy answers",
    )


def too_much(name: str, most: int) -> Garbled:
    """The answer does not end."""
    mend = f"check the url of {name}, or raise its max_answer in [[http]]"
    return Garbled(f"{name} sends more than {most} bytes: it was not read further", mend)


def refusal(name: str, question: Question, answer: Reply, token: str) -> PortError:
    """What an answer means that does not give what was asked for; the token is in no word of it."""
    status, code = answer.status, str(answer.status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = wait_s(answer.headers, USUAL_WAIT_S, LONGEST_WAIT_S)
        words = f"{name} asks to wait: too many questions; again in {wait:.0f} s"
        return Refused(words, "", code=code, retry_after_s=wait)
    if status >= _SERVER_FAULT:
        words = f"{name} has a fault of its own (HTTP {status})"
        mend = f"look at {name}" if question.changes else "try again in a moment"
        return Unreachable(words, mend, maybe_sent=question.changes)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        words = f"{name} leads elsewhere (HTTP {status}); nothing was sent there, no token either"
        return Refused(words, f"set the url of {name} in [[http]] to where it leads", code=code)
    if status < HTTPStatus.BAD_REQUEST:
        return no_sense(name, status)
    return _said_no(name, answer, token)


def _said_no(name: str, answer: Reply, token: str) -> Refused:
    status, code, said = answer.status, str(answer.status), _said(answer.body, token)
    if status == HTTPStatus.UNAUTHORIZED:
        mend = f'check the token of "{name}" in [[http]]'
        return Refused(f"{name} does not accept the token{said}", mend, code=code, credentials=True)
    if status == HTTPStatus.FORBIDDEN:
        mend = "ask whoever owns it for the right, or take the other way"
        return Refused(f"{name} says that you may not{said}", mend, code=code, credentials=True)
    if status == HTTPStatus.NOT_FOUND:
        mend = f"check the url of {name} in [[http]], and the path of the action"
        return Refused(f"{name} has nothing there (HTTP 404){said}", mend, code=code)
    return Refused(f"{name} says no (HTTP {status}){said}", "see what it says", code=code)


def _said(body: object, token: str) -> str:
    """Its own words, harmless and without what was sent as the token."""
    node = Node(body)
    words = node.text("error", "message", "detail", limit=_WORDS_LIMIT) or node.node("error").text(
        "message", limit=_WORDS_LIMIT
    )
    if token:
        words = words.replace(token, _MASK)
    return f": {plain(words, _WORDS_LIMIT)}" if words else ""
