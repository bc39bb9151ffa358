"""Failures on order: the next requests of a kind go wrong in a chosen way."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from cockpit.standins.http import Answer, Request, Response, json_response

Kind = Literal["delay", "drop", "hang", "status", "rate_limit", "garbage", "truncate"]
PROXY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next `times` matching requests.

    With `act` the request is carried out first, and only its answer is lost: that is
    the ambiguous case. `delay` waits `seconds` of real time and then answers well.
    `status` answers `status` with `body` (JSON or HTML; an empty one means a proxy's
    page) and, for a redirect, `location`. `rate_limit` answers 429 with `retry_after`
    seconds, or without the header when that is negative.
    """

    service: Literal["pagerduty", "slack", "product", "statuspage", "sentry", "jira", "notion"]
    kind: Kind
    method: str = ""
    path: str = ""
    """A prefix."""
    times: int = 1
    """0: until it is taken away."""
    act: bool = False
    seconds: float = 0.0
    status: int = 500
    body: str = ""
    location: str = ""
    retry_after: int = -1


class Faults:
    """The failures on order, first come, first served."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Fault, int]] = []

    def add(self, fault: Fault) -> None:
        """Order one."""
        self._waiting.append((fault, fault.times))

    def clear(self) -> None:
        """Take all back."""
        self._waiting.clear()

    def waiting(self) -> int:
        """How many orders are not used up."""
        return len(self._waiting)

    def take(self, service: str, request: Request) -> Fault | None:
        """The failure of this request, if one was ordered; counts it."""
        for n, (fault, left) in enumerate(self._waiting):
            if (
                fault.service != service
                or fault.method not in {"", request.method}
                or not request.path.startswith(fault.path)
            ):
                continue
            if left == 1:
                del self._waiting[n]
            elif left > 1:
                self._waiting[n] = (fault, left - 1)
            return fault
        return None


async def fail(fault: Fault, answer: Callable[[], Awaitable[Answer]]) -> Answer:
    """The wrong answer; `answer` would give the right one, and acts."""
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
        return await answer()
    given: Answer = await answer() if fault.act else Response()
    match fault.kind:
        case "drop":
            return drop
        case "hang":
            return hang
        case "status":
            return _status(fault)
        case "rate_limit":
            return _rate_limit(fault)
        case "garbage":
            return Response(200, b'{"incidents": [{"id": ', _JSON)
        case "truncate":
            body = given.body[: len(given.body) // 2] if isinstance(given, Response) else b""
            more = ("Content-Length", str(len(body) + 100)), ("Connection", "close")
            return Response(200, body, (*_JSON, *more))


_JSON = (("Content-Type", "application/json"),)


def _status(fault: Fault) -> Response:
    body = fault.body.encode() or PROXY_PAGE
    kind = "text/html" if body.startswith(b"<") else "application/json"
    answer = Response(fault.status, body, (("Content-Type", kind),))
    return answer.header("Location", fault.location) if fault.location else answer


def _rate_limit(fault: Fault) -> Response:
    if fault.service == "slack":
        answer = json_response(429, {"ok": False, "error": "ratelimited"})
    else:
        error = {"message": "Rate Limit Exceeded", "code": 2020, "errors": []}
        answer = json_response(429, {"error": error})
    if fault.retry_after < 0:
        return answer
    return answer.header("Retry-After", str(fault.retry_after))


async def drop(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Hang up without a word."""


async def hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Say nothing until the other side hangs up."""
    while await reader.read(1024):
        pass
