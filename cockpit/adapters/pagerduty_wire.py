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
from cockpit.adapters.pagerduty_pace import Pace
from cockpit.adapters.pagerduty_speech import Answer, Params, Question
from cockpit.adapters.threads import Threads
from cockpit.domain import skew
from cockpit.domain.skew import Skew
from cockpit.ports.outside import Clock, Garbled, Refused, ServerTime, Unreachable

Token = Callable[[], Awaitable[str]]
"""Gives the token; raises `Refused` with `credentials` when it cannot be had."""

_SPARE_S = 0.5
"""The library's own time-outs say more than ours, so they come first by this much."""
_PATIENCE_S = 2.0
"""The longest that a question waits here for its turn."""
PAGE = 100
"""Items in a page: the most that PagerDuty gives."""
_GOOD = 300


class Wire:
    """One account's API as one person. Reads never hold up writes: each has threads of its own."""

    def __init__(
        self,
        api_url: str,
        token: Token,
        email: str,
        timeout_s: float,
        clock: Clock,
        *,
        readers: int = 2,
    ) -> None:
        """`readers`: questions that are on their way at the same time."""
        self._url = api_url.rstrip("/")
        self._find_token = token
        self._email = email
        self._timeout_s = timeout_s
        self._clock = clock
        self._token = ""
        self._token_lock = asyncio.Lock()
        self._reading = Threads("PagerDuty", size=readers)
        self._writing = Threads("PagerDuty", size=4)
        self._own = threading.local()
        self._pace = Pace(clock.monotonic)
        self._skew: Skew | None = None

    async def get(self, path: str, params: Params | None = None, *, urgent: bool = False) -> Node:
        """Read something; may raise the three errors. `urgent`: a write depends on it."""
        question = Question(method="GET", path=path, params=params or {})
        return await self._ask(question, urgent=urgent)

    async def pages(self, path: str, key: str, params: Params, *, most: int) -> list[Node]:
        """The items of a list that a write depends on, page after page; an item may come twice.

        Raises:
            Refused: there are more than `most` pages.
        """
        found: list[Node] = []
        for number in range(most):
            window = {"limit": str(PAGE), "offset": str(number * PAGE)}
            answer = await self.get(path, {**params, **window}, urgent=True)
            if not answer.is_list(key):
                words = f"PagerDuty's answer has no {key.replace('_', ' ')}"
                raise Garbled(words, "check pagerduty.api_url")
            found += answer.nodes(key)
            if not answer.flag("more"):
                return found
        raise Refused(f"PagerDuty has more than {most * PAGE} {key.replace('_', ' ')}")

    async def put(self, path: str, body: object) -> Node:
        """Change something, once, as the person; may raise the three errors."""
        return await self._write("PUT", path, body)

    async def post(
        self, path: str, body: object, *, named: bool = True, listed: bool = False
    ) -> Node:
        """Make something, once; may raise the three errors.

        Args:
            path: below the API's address.
            body: the JSON.
            named: PagerDuty wants to know in the header which person does it.
            listed: a list answers; it is in the field "items".
        """
        return await self._write("POST", path, body, named=named, listed=listed)

    def heard(self) -> ServerTime | None:
        """All that the answers so far say about the server's clock."""
        if self._skew is None:
            return None
        return ServerTime(low_s=self._skew.low_s, high_s=self._skew.high_s)

    def close(self) -> None:
        """Let the threads end."""
        self._reading.close()
        self._writing.close()

    async def _write(
        self, method: str, path: str, body: object, *, named: bool = True, listed: bool = False
    ) -> Node:
        if named and not self._email:
            raise Refused(
                "PagerDuty wants to know who acts, and no address is configured",
                "set person.email to your own address in PagerDuty",
            )
        sender = self._email if named else ""
        question = Question(
            method=method, path=path, params={}, body=body, sender=sender, listed=listed
        )
        return await self._ask(question, urgent=True)

    async def _ask(self, question: Question, *, urgent: bool) -> Node:
        await self._keep_pace(urgent=urgent)
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

    async def _keep_pace(self, *, urgent: bool) -> None:
        """Wait a moment for one's turn; a longer wait is the business of whoever asks."""
        wait = self._pace.wait_s(urgent=urgent)
        if wait > _PATIENCE_S:
            words = f"PagerDuty's rate limit is reached; asking again in {wait:.0f} s"
            raise Refused(words, "nothing: cockpit waits", code="429", retry_after_s=wait)
        self._pace.asked()
        if wait > 0:
            await asyncio.sleep(wait)

    async def _current_token(self) -> str:
        async with self._token_lock:
            if not self._token:
                self._token = await self._find_token()
            return self._token

    def _judge(self, question: Question, answer: Answer, sent: datetime) -> Node:
        body = _json(answer.body, listed=question.listed)
        if body is None and answer.body.strip():
            raise speech.page(answer.status, write=question.is_write)
        self._listen(answer, sent)
        self._pace.answered(answer.headers)
        if answer.status < _GOOD:
            if not body:
                raise Garbled("PagerDuty answered, but said nothing", "look in PagerDuty")
            return body
        error = speech.refusal(
            answer.status, answer.headers, body or Node(None), write=question.is_write
        )
        if isinstance(error, Refused) and error.retry_after_s is not None:
            self._pace.spent(error.retry_after_s)
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


def _json(body: bytes, *, listed: bool) -> Node | None:
    """The answer's JSON object; a list, where one is awaited, as its "items"; else None."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if listed and isinstance(value, list):
        return Node({"items": value})
    return Node(value) if isinstance(value, dict) else None
