"""Questions to Notion, its answers, and what its refusals mean; nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from cockpit.adapters.loose_json import Node
from cockpit.adapters.wire_call import Reply, wait_s
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable
from cockpit.ports.plain import plain

LONGEST_WAIT_S = 300.0
"""However long it says to wait, it is asked again after this."""
USUAL_WAIT_S = 5.0
"""When it does not say."""
_SERVER_FAULT = 500
_WORDS_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, still without credentials."""

    method: str
    path: str
    """Below `/v1/`."""
    query: tuple[tuple[str, str], ...] = ()
    body: Mapping[str, object] | None = None
    changes: bool = False
    """Whether it changes something; a search is a POST too."""


def refusal(answer: Reply, question: Question) -> PortError:
    """What an answer means that does not give what was asked for."""
    status = answer.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = wait_s(answer.headers, USUAL_WAIT_S, LONGEST_WAIT_S)
        words = f"Notion's rate limit is reached; it is asked again in {wait:.0f} s"
        return Refused(words, "nothing: cockpit waits", code="rate_limited", retry_after_s=wait)
    if status >= _SERVER_FAULT:
        words = f"Notion has a fault of its own (HTTP {status})"
        return Unreachable(words, "see status.notion.so", maybe_sent=question.changes)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        words = "Notion's address leads elsewhere; the token was not sent there"
        return Refused(words, "check papers.notion.api_url", code=str(status))
    if status < HTTPStatus.BAD_REQUEST or not isinstance(answer.body, dict):
        return no_sense(status)
    return _said_no(answer)


def no_sense(status: int) -> Garbled:
    """The answer is not what this question gets."""
    return Garbled(
        f"not Notion answered, but something else (HTTP {status})",
        "check papers.notion.api_url, and whether a proxy or a sign-in page is in the way",
    )


def _said_no(answer: Reply) -> PortError:
    status, body = answer.status, Node(answer.body)
    code, said = body.raw("code") or str(status), plain(body.raw("message"), _WORDS_LIMIT)
    match status:
        case HTTPStatus.UNAUTHORIZED:
            mend = "check the token of [papers.notion]"
            return Refused("Notion does not accept the token", mend, code=code, credentials=True)
        case HTTPStatus.FORBIDDEN:
            mend = "give the integration the right to read, insert and update content"
            words = "Notion's integration may not do this"
            return Refused(words, mend, code=code, credentials=True)
        case HTTPStatus.NOT_FOUND:
            mend = "check the id, and share the database with the integration"
            return Refused("Notion has no such page or database for us", mend, code=code)
        case HTTPStatus.CONFLICT:
            words = "somebody was changing the page at that moment"
            return Refused(words, "nothing: cockpit waits", code=code, retry_after_s=USUAL_WAIT_S)
        case _:
            words = f"Notion does not take it as it is (HTTP {status}): {said or code}"
            mend = "see what it says: title_property and mark_property have to be in the database"
            return Refused(words, mend, code=code)
