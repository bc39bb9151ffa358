"""Questions to the status page, its answers, and what its refusals mean; nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from cockpit.adapters.loose_json import Node
from cockpit.adapters.wire_call import Reply, wait_s
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain

LONGEST_WAIT_S = 300.0
"""However long a rate limit says to wait, it is asked again after this."""
USUAL_WAIT_S = 60.0
"""When it does not say: its limit is counted over a minute."""

_EARLIER_LIMIT = 420
"""What it answered to too many questions before it took up 429."""
_LIMITS = frozenset({_EARLIER_LIMIT, HTTPStatus.TOO_MANY_REQUESTS})
_SERVER_FAULT = 500
_WORDS_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, still without credentials."""

    method: str
    path: str
    """Below the page."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None

    @property
    def is_write(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


def refusal(answer: Reply, question: Question) -> PortError:
    """What an answer means that does not give what was asked for."""
    status = answer.status
    if status in _LIMITS:
        wait = wait_s(answer.headers, USUAL_WAIT_S, LONGEST_WAIT_S)
        words = f"the status page's rate limit is reached; it is asked again in {wait:.0f} s"
        return Refused(words, "nothing: cockpit waits", code=str(status), retry_after_s=wait)
    if status >= _SERVER_FAULT:
        words = f"the status page has a fault of its own (HTTP {status})"
        mend = "see metastatuspage.com"
        return Unreachable(words, mend, maybe_sent=question.is_write)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        words = "the status page's address leads elsewhere; the token was not sent there"
        return Refused(words, "check statuspage.api_url", code=str(status))
    if status < HTTPStatus.BAD_REQUEST or not isinstance(answer.body, dict):
        return no_sense(status)
    return _said_no(answer, question)


def no_sense(status: int) -> Garbled:
    """The answer is not what this question gets."""
    return Garbled(
        f"not the status page answered, but something else (HTTP {status})",
        "check statuspage.api_url, and whether a proxy or a sign-in page is in the way",
    )


def _said_no(answer: Reply, question: Question) -> Refused:
    status, said = answer.status, _said(Node(answer.body))
    code = str(status)
    if status == HTTPStatus.UNAUTHORIZED:
        words = "the status page does not accept the token"
        mend = "check the token of [statuspage]"
        return Refused(words, mend, code=code, credentials=True)
    if status == HTTPStatus.FORBIDDEN:
        words = "the status page's token may not do this"
        mend = "ask whoever owns the page for a token that may"
        return Refused(words, mend, code=code, credentials=True)
    if status == HTTPStatus.NOT_FOUND and "/" in question.path:
        words = "the status page has no such incident any more"
        return Refused(
            words, "look there: was it deleted? The next text opens a new one", code=code
        )
    if status == HTTPStatus.NOT_FOUND:
        return Refused("there is no such status page", "check statuspage.page_id", code=code)
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        words = f"the status page does not take it as it is{said}"
        return Refused(words, "check the text, and the ids of components in the profile", code=code)
    words = f"the status page says no (HTTP {status}){said}"
    return Refused(words, "see what it says", code=code)


def _said(body: Node) -> str:
    """Its own words, harmless: `error` is a text or a list of them."""
    words = "; ".join(body.texts("error")) or body.text("error", "message")
    return f": {plain(words, _WORDS_LIMIT)}" if words else ""
