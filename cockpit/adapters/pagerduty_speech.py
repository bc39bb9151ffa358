"""Questions to PagerDuty, its answers, and what its refusals mean; nothing is sent from here.

No sentence here holds a token, a header or a body: the vendor's own words are shortened, made
harmless, and shown only where we have none of our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import quote

from cockpit.adapters.loose_json import Node
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable

Params = Mapping[str, str | list[str]]
"""Of a query; a list repeats its name."""

LONGEST_WAIT_S = 120.0
"""However long a rate limit says to wait, we ask again after this."""
USUAL_WAIT_S = 10.0
"""When it does not say."""

_NOT_ALLOWED = 1018
_SERVER_FAULT = 500
_CLIENT_FAULT = 400

_CODES: Mapping[int, tuple[str, str]] = {
    1001: ("the incident is resolved already", ""),
    1002: ("the incident is acknowledged already", ""),
    1003: ("PagerDuty does not accept that status", ""),
    1005: ("the incident changed in the meantime", "look at it again, then decide"),
    1006: ("PagerDuty cannot escalate this incident", "reassign it instead"),
    1007: ("PagerDuty does not know the person to assign", ""),
    1008: (
        "PagerDuty does not know the e-mail address that acts",
        "set person.email to your own address in PagerDuty",
    ),
    1012: ("only an acknowledged incident can be snoozed", "acknowledge it first"),
    1013: ("PagerDuty does not accept the length of the snooze", ""),
    1014: ("the escalation policy is gone", ""),
    1015: ("nobody is on call in that escalation policy", ""),
    _NOT_ALLOWED: ("you may not act on this incident", "ask an administrator for the role"),
    1019: ("the incident was merged already", ""),
    1020: ("PagerDuty has no priority of that name", "choose one that the account has"),
    2010: (
        "PagerDuty denies access to this",
        "check what your token may do, and look in PagerDuty",
    ),
    2018: ("you may not see this incident any more", "it may be resolved: look in PagerDuty"),
    2014: ("your PagerDuty plan does not include this", ""),
    2019: ("a limit of PagerDuty is reached", ""),
    2100: ("PagerDuty has no such thing, or this token may not see it", ""),
}

_STATUSES: Mapping[int, tuple[str, str]] = {
    402: ("your PagerDuty plan does not include this", ""),
    404: ("PagerDuty has no such thing, or this token may not see it", ""),
    407: ("the proxy wants a name and a password", "set them in HTTPS_PROXY"),
    413: ("PagerDuty says that the request is too large", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, still without credentials."""

    method: str
    path: str
    """Below the API's address."""
    params: Params
    body: object = None
    sender: str = ""
    """The e-mail address of the person who acts."""
    listed: bool = False
    """Whether a list answers it."""

    @property
    def is_write(self) -> bool:
        """Whether it may change something."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, unread."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    took_s: float
    """From sending to the end of the headers."""


def segment(key: str) -> str:
    """An id as one segment of a path, whatever is in it."""
    return quote(key, safe="").replace(".", "%2E") or "-"


def rfc3339(at: datetime) -> str:
    """An instant as PagerDuty takes it, in UTC, cut down to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def refusal(status: int, headers: Mapping[str, str], body: Node, *, write: bool) -> PortError:
    """What an answer that says no means.

    Args:
        status: HTTP status, 300 and above.
        headers: names in lower case.
        body: the JSON of the answer, if it is an object.
        write: whether the question may have changed something.
    """
    error = body.node("error")
    code = error.number("code")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = wait_of(headers)
        words = f"PagerDuty's rate limit is reached; it says to wait {wait:.0f} s"
        return Refused(words, "nothing: cockpit waits", code="429", retry_after_s=wait)
    if status >= _SERVER_FAULT or status == HTTPStatus.REQUEST_TIMEOUT:
        words = f"PagerDuty has a fault of its own (HTTP {status})"
        return Unreachable(words, "see status.pagerduty.com", maybe_sent=write)
    if status < _CLIENT_FAULT:
        mend = "check pagerduty.api_url"
        return Refused("PagerDuty's address leads elsewhere; not followed", mend, code=str(status))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} and code not in _CODES:
        return _credentials(status)
    reason, mend = _CODES.get(code) or _STATUSES.get(status) or (_own_words(status, error), "")
    not_allowed = code == _NOT_ALLOWED or (write and status == HTTPStatus.FORBIDDEN)
    return Refused(reason, mend, code=str(code or status), credentials=not_allowed)


def _credentials(status: int) -> Refused:
    if status == HTTPStatus.UNAUTHORIZED:
        reason = "PagerDuty does not accept the token"
        mend = (
            "check the token, and that pagerduty.api_url is your region's "
            "(api.pagerduty.com or api.eu.pagerduty.com)"
        )
    else:
        reason = "PagerDuty does not allow this with your token"
        mend = "use your own user token with write access, or ask an administrator for the role"
    return Refused(reason, mend, code=str(status), credentials=True)


def _own_words(status: int, error: Node) -> str:
    said = "; ".join(filter(None, (error.text("message", limit=80), *error.texts("errors")[:2])))
    return f"PagerDuty does not accept this (HTTP {status})" + (f": {said[:200]}" if said else "")


def wait_of(headers: Mapping[str, str]) -> float:
    """Seconds to wait, as `Retry-After` or `ratelimit-reset` say, within bounds."""
    for name in ("retry-after", "ratelimit-reset"):
        text = headers.get(name, "").strip()
        if text.isascii() and text.isdecimal():
            return min(max(float(text[:9]), 1.0), LONGEST_WAIT_S)
        until, now = http_date(text), http_date(headers.get("date", ""))
        if until and now:
            return min(max((until - now).total_seconds(), 1.0), LONGEST_WAIT_S)
    return USUAL_WAIT_S


def http_date(text: str) -> datetime | None:
    """An HTTP date, aware, or None."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo else None


def page(status: int, *, write: bool) -> PortError:
    """An answer that is no JSON: some page of some proxy."""
    if status >= _SERVER_FAULT:
        words = f"PagerDuty cannot be reached: something before it answers HTTP {status}"
        return Unreachable(words, "see status.pagerduty.com", maybe_sent=write)
    return Garbled(
        f"not PagerDuty answered, but a page (HTTP {status})",
        "check pagerduty.api_url, and whether a proxy or a sign-in page is in the way",
    )
