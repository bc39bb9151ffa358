"""How Slack's Web API is asked: in threads, with a token and a time-out.

What the answers say is not known here, only whether there is one.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_speech import Answer, Question, refusal
from cockpit.adapters.threads import Threads
from cockpit.ports import Refused, Unreachable

Token = Callable[[], Awaitable[str]]
"""Gives the token; raises `Refused` with `credentials` when it cannot be had."""

_SPARE_S = 0.5
"""The library's own time-outs say more than ours, so they come first by this much."""


class Wire:
    """One workspace's API as one app. Reads never hold up writes: each has threads of its own."""

    def __init__(self, api_url: str, token: Token, timeout_s: float) -> None:
        self._url = api_url
        self._find_token = token
        self._timeout_s = timeout_s
        self._token = ""
        self._token_lock = asyncio.Lock()
        self._reading = Threads("Slack", size=2)
        self._writing = Threads("Slack", size=2)
        self._own = threading.local()

    async def ask(
        self, method: str, arguments: Mapping[str, object], *, write: bool = False
    ) -> Node:
        """Call a method, once; may raise the three errors."""
        question = Question(method=method, arguments=arguments, is_write=write)
        token = await self._current_token()
        threads = self._writing if write else self._reading
        exchange = partial(self._exchange, question, token)
        try:
            answer = await threads.call(exchange, self._timeout_s + _SPARE_S)
        except Unreachable as late:
            late.maybe_sent = late.maybe_sent and write
            raise
        if answer.body.flag("ok"):
            return answer.body
        error = refusal(answer, write=write)
        if isinstance(error, Refused) and error.credentials and error.code != "missing_scope":
            self._token = ""
        raise error

    def close(self) -> None:
        """Let the threads end."""
        self._reading.close()
        self._writing.close()

    async def _current_token(self) -> str:
        async with self._token_lock:
            if not self._token:
                self._token = await self._find_token()
            return self._token

    def _exchange(self, question: Question, token: str) -> Answer:
        """In a thread, with a client of the thread's own."""
        from cockpit.adapters import slack_session  # noqa: PLC0415 - not before the first frame

        if getattr(self._own, "token", None) != token:
            session = slack_session.Session(self._url, token, self._timeout_s)
            self._own.session, self._own.token = session, token
        answer: Answer = self._own.session.exchange(question)
        return answer
