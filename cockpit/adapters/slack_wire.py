"""How Slack's Web API is asked: in threads, with a token and a time-out.

What the answers say is not known here, only whether there is one.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_speech import Answer, Question, refusal
from cockpit.adapters.threads import Threads
from cockpit.ports.outside import Refused, Unreachable

Token = Callable[[], Awaitable[str]]
"""Gives the token; raises `Refused` with `credentials` when it cannot be had."""

_STORE = "files.slack.com"
"""Where Slack keeps files."""
_SPARE_S = 0.5
"""The library's own time-outs say more than ours, so they come first by this much."""


class Wire:
    """One workspace's API as one app. Reads never hold up writes: each has threads of its own."""

    def __init__(self, api_url: str, token: Token, timeout_s: float, readers: int = 2) -> None:
        """`readers`: questions that are on their way at the same time."""
        self._url = api_url
        self._find_token = token
        self._timeout_s = timeout_s
        self._token = ""
        self._token_lock = asyncio.Lock()
        self._reading = Threads("Slack", size=readers)
        self._writing = Threads("Slack", size=2)
        self._own = threading.local()
        self.scopes: frozenset[str] | None = None
        """What the token may do, by the newest answer that says so."""

    async def ask(
        self,
        method: str,
        arguments: Mapping[str, object],
        *,
        write: bool = False,
        fine: Collection[str] = (),
    ) -> Node:
        """Call a method, once; may raise the three errors.

        Args:
            method: as Slack calls it.
            arguments: without the token.
            write: something changes, so that a lost answer is unclear.
            fine: refusals that are good enough: the answer is given back, and is not `ok`.
        """
        question = Question(method=method, arguments=arguments, is_write=write)
        token = await self._current_token()
        threads = self._writing if write else self._reading
        exchange = partial(self._exchange, question, token)
        try:
            answer = await threads.call(exchange, self._timeout_s + _SPARE_S)
        except Unreachable as late:
            late.maybe_sent = late.maybe_sent and write
            raise
        self._learn(answer)
        if answer.body.flag("ok") or answer.body.raw("error") in fine:
            return answer.body
        error = refusal(answer, question)
        lost = isinstance(error, Refused) and error.credentials and error.code != "missing_scope"
        if lost and self._token == token:
            self._token = ""
        raise error

    async def upload(self, address: str, data: bytes) -> None:
        """Put a file where Slack told us to; nobody sees it by that, and no token goes there.

        Raises:
            Refused: the address is not Slack's, or the file was not taken.
            Unreachable: the file did not arrive, and may be sent again.
        """
        if not self._is_slacks(address):
            words = "Slack names an upload address that is not its own; nothing was sent there"
            raise Refused(words, "check slack.api_url", code="foreign_upload")
        put = partial(self._put, address, data, await self._current_token())
        try:
            status = await self._writing.call(put, self._timeout_s + _SPARE_S)
        except Unreachable as late:
            late.maybe_sent = False
            raise
        if status != HTTPStatus.OK:
            words = f"Slack did not take the file (HTTP {status})"
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise Unreachable(words, "see slack-status.com")
            raise Refused(words, "shorten it, or post the part that matters", code=str(status))

    def _learn(self, answer: Answer) -> None:
        """Every answer names the scopes of its token; a proxy's page does not."""
        said = answer.headers.get("x-oauth-scopes")
        if said is not None:
            self.scopes = frozenset(word for part in said.split(",") if (word := part.strip()))

    def _is_slacks(self, address: str) -> bool:
        api = urlsplit(self._url)
        try:
            there = urlsplit(address)
            same = (there.scheme, there.hostname, there.port) == (
                api.scheme,
                api.hostname,
                api.port,
            )
        except ValueError:
            return False
        if "@" in there.netloc:
            return False
        stores = (f"files.{api.hostname}", _STORE)
        return same or (there.scheme == "https" and there.hostname in stores and not there.port)

    def close(self) -> None:
        """Let the threads end."""
        self._reading.close()
        self._writing.close()

    async def _current_token(self) -> str:
        async with self._token_lock:
            if not self._token:
                self._token = await self._find_token()
            return self._token

    def _put(self, address: str, data: bytes, token: str) -> int:
        """In a thread."""
        self._take_session(token)
        status: int = self._own.session.put(address, data)
        return status

    def _exchange(self, question: Question, token: str) -> Answer:
        """In a thread."""
        self._take_session(token)
        answer: Answer = self._own.session.exchange(question)
        return answer

    def _take_session(self, token: str) -> None:
        """Each thread has a client of its own."""
        from cockpit.adapters import slack_session  # noqa: PLC0415 - not before the first frame

        if getattr(self._own, "token", None) != token:
            session = slack_session.Session(self._url, token, self._timeout_s)
            self._own.session, self._own.token = session, token
