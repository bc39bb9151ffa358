"""How PagerDuty's REST API is asked: in threads, with a token, a time-out and a rate limit.

What the answers say is not known here, only whether there is one.
"""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cockpit.adapters import pagerduty_speech as speech
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_speech import Answer, Params, Question
from cockpit.adapters.threads import Threads
from cockpit.domain import skew
from cockpit.domain.skew import Skew
from cockpit.ports import Clock, Garbled, Refused, ServerTime, Unreachable

Token = Callable[[], Awaitable[str]]
"""Gives the token; raises `Refused` with `credentials` when it cannot be had."""

_SPARE_S = 0.5
"""The library's own time-outs say more than ours, so they come first by this much."""
_GOOD = 300


class Wire:
    """One account's API as one person. Reads never hold up writes: each has threads of its own."""

    def __init__(
        self, api_url: str, token: Token, email: str, timeout_s: float, clock: Clock
    ) -> None:
        self._url = api_url.rstrip("/")
        self._find_token = token
        self._email = email
        self._timeout_s = timeout_s
        self._clock = clock
        self._token = ""
        self._token_lock = asyncio.Lock()
        self._reading = Threads("PagerDuty", size=2)
        self._writing = Threads("PagerDuty", size=2)
        self._own = threading.local()
        self._quiet_until = 0.0
        self._skew: Skew | None = None

    async def get(self, path: str, params: Params | None = None) -> Node:
        """Read something; may raise the three errors."""
        return await self._ask(Question(method="GET", path=path, params=params or {}))

    async def put(self, path: str, body: object) -> Node:
        """Change something, once, as the person; may raise the three errors."""
        return await self._write("PUT", path, body)

    async def post(self, path: str, body: object) -> Node:
        """Make something, once, as the person; may raise the three errors."""
        return await self._write("POST", path, body)

    def heard(self) -> ServerTime | None:
        """All that the answers so far say about the server's clock."""
        if self._skew is None:
            return None
        return ServerTime(low_s=self._skew.low_s, high_s=self._skew.high_s)

    def close(self) -> None:
        """Let the threads end."""
        self._reading.close()
        self._writing.close()

    async def _write(self, method: str, path: str, body: object) -> Node:
        if not self._email:
            raise Refused(
                "PagerDuty wants to know who acts, and no address is configured",
                "set person.email to your own address in PagerDuty",
            )
        return await self._ask(
            Question(method=method, path=path, params={}, body=body, sender=self._email)
        )

    async def _ask(self, question: Question) -> Node:
        self._keep_quiet(question)
        token = await self._current_token()
        threads = self._writing if question.is_write else self._reading
        sent = self._clock.now()
        exchange = partial(self._exchange, question, token)
        try:
            answer = await threads.call(exchange, self._timeout_s + _SPARE_S)
        except Unreachable as error:
            error.maybe_sent = error.maybe_sent and question.is_write
            raise
        # An answer may repeat the header; nothing that is read out of it can then show the token.
        body = answer.body.replace(token.encode(), b"...")
        return self._judge(question, replace(answer, body=body), sent)

    def _keep_quiet(self, question: Question) -> None:
        """After a rate limit, reads wait, so that what is left of it belongs to writes."""
        left = self._quiet_until - self._clock.monotonic()
        if left > 0 and not question.is_write:
            words = f"PagerDuty's rate limit is reached; asking again in {left:.0f} s"
            raise Refused(words, "nothing: cockpit waits", code="429", retry_after_s=left)

    async def _current_token(self) -> str:
        async with self._token_lock:
            if not self._token:
                self._token = await self._find_token()
            return self._token

    def _judge(self, question: Question, answer: Answer, sent: datetime) -> Node:
        body = _json(answer.body)
        if body is None and answer.body.strip():
            raise speech.page(answer.status, write=question.is_write)
        self._listen(answer, sent)
        if answer.status < _GOOD:
            if not body:
                raise Garbled("PagerDuty answered, but said nothing", "look in PagerDuty")
            return body
        error = speech.refusal(
            answer.status, answer.headers, body or Node(None), write=question.is_write
        )
        if isinstance(error, Refused) and error.retry_after_s is not None:
            self._quiet_until = self._clock.monotonic() + error.retry_after_s
        if isinstance(error, Refused) and error.code == "401":
            self._token = ""
        raise error

    def _listen(self, answer: Answer, sent: datetime) -> None:
        date = speech.http_date(answer.headers.get("date", ""))
        if date is None or "age" in answer.headers:
            return
        answered = sent + timedelta(seconds=answer.took_s)
        heard = skew.heard(date, sent, answered, self._clock.monotonic())
        self._skew = skew.narrowed(self._skew, heard)

    def _exchange(self, question: Question, token: str) -> Answer:
        """In a thread, with a session of the thread's own."""
        from cockpit.adapters import pagerduty_session  # noqa: PLC0415 - not before the first frame

        if getattr(self._own, "token", None) != token:
            session = pagerduty_session.Session(self._url, token, self._timeout_s)
            self._own.session, self._own.token = session, token
        answer: Answer = self._own.session.exchange(question)
        return answer


def _json(body: bytes) -> Node | None:
    """The answer's JSON object; None when it is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return Node(value) if isinstance(value, dict) else None
