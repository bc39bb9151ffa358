"""The error tracker port, met by Sentry's web API; what is news is not decided here.

Sentry's own word for an error that it has grouped is "issue". The list has no releases: those are
read one by one, of the few that matter.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import quote

from cockpit.adapters.loose_json import Node
from cockpit.adapters.sentry_json import count_of, error_of, is_id
from cockpit.adapters.sentry_words import Answer, Question, no_sense, refusal
from cockpit.adapters.threads import Threads
from cockpit.domain.tracked_errors import ErrorCount, TrackedError
from cockpit.ports.errors import ErrorReading
from cockpit.ports.outside import Clock, PortError, Refused, Unreachable

PART = 100
"""Errors of one answer: as many as Sentry gives at once."""
PARTS = 3
"""Answers that one reading takes at most; what happened last comes first."""

Token = Callable[[], Awaitable[str]]
"""Gives the token; raises `Refused` with `credentials` when it cannot be had."""

_LOADING_S = 20.0
_GONE = "404"


class _Wire(Protocol):
    async def exchange(self, question: Question, token: str) -> Answer: ...

    async def close(self) -> None: ...


class Sentry:
    """The errors of some projects of one organisation.

    Args:
        api_url: such as "https://sentry.io/api/0/", or that of a region.
        organisation: its slug, as the address of its pages has it.
        projects: their slugs; empty: all that the token may see.
        environments: only what happened in these; empty: in any.
        token: asked for before the first question, and again after the token was refused.
        timeout_s: for one answer.
        clock: says how long a rate limit that names an instant lasts.
    """

    def __init__(
        self,
        *,
        api_url: str,
        organisation: str,
        projects: tuple[str, ...],
        environments: tuple[str, ...],
        token: Token,
        timeout_s: float,
        clock: Clock,
    ) -> None:
        self._base = f"{api_url.rstrip('/')}/organizations/{quote(organisation, safe='')}/issues/"
        self._organisation = organisation
        self._projects = projects
        self._environments = environments
        self._find_token = token
        self._token = ""
        self._timeout_s = timeout_s
        self._clock = clock
        self._loading = asyncio.Lock()
        self._wire: _Wire | None = None

    async def unresolved(self) -> ErrorReading:
        """A few parts of the list by last occurrence; if there are more, the newest errors too."""
        found: dict[str, TrackedError] = {}
        counts: dict[str, ErrorCount] = {}
        cursor, whole = "", False
        for _ in range(PARTS):
            answer = await self._ask(self._listing("date", cursor))
            self._take(answer, found, counts)
            before, cursor = cursor, answer.cursor
            if not cursor or cursor == before:
                whole = not cursor
                break
            if answer.is_spent:
                break
        warning = ""
        if not whole:
            self._take(await self._ask(self._listing("new", "")), found, counts)
            warning = f"more than {len(found)} errors are unresolved: the others are not read"
        return ErrorReading(
            errors=tuple(found.values()), counts=counts, whole=whole, warning=warning
        )

    async def error(self, error_id: str) -> TrackedError | None:
        """One issue in full. Raises `Refused` for what is no id."""
        if not is_id(error_id):
            raise Refused("that is not an error of Sentry", "look there", code="id")
        try:
            answer = await self._ask(Question(path=f"{error_id}/"))
        except Refused as no:
            if no.code == _GONE:
                return None
            raise
        error = error_of(Node(answer.body))
        if error is None:
            raise no_sense(answer.status)
        return error

    async def close(self) -> None:
        """Hang up."""
        if self._wire is not None:
            await self._wire.close()

    def _listing(self, order: str, cursor: str) -> Question:
        """A part of the list; -1 stands for all projects, which the query then narrows."""
        query = "is:unresolved"
        if len(self._projects) == 1:
            query += f" project:{self._projects[0]}"
        elif self._projects:
            query += f" project:[{', '.join(self._projects)}]"
        pairs = [
            ("query", query),
            ("project", "-1"),
            ("sort", order),
            ("statsPeriod", "24h"),
            ("groupStatsPeriod", "24h"),
            ("limit", str(PART)),
            *(("environment", name) for name in self._environments),
            *([("cursor", cursor)] if cursor else []),
        ]
        return Question(query=tuple(pairs))

    def _take(
        self, answer: Answer, found: dict[str, TrackedError], counts: dict[str, ErrorCount]
    ) -> None:
        if not isinstance(answer.body, list):
            raise no_sense(answer.status)
        for node in Node({"all": answer.body}).nodes("all"):
            error = error_of(node)
            if error is not None:
                found[error.id] = error
                counts[error.id] = count_of(node)

    async def _ask(self, question: Question) -> Answer:
        """Ask once; anything but a good answer in JSON is raised."""
        wire = self._wire or await self._load()
        if not self._token:
            self._token = await self._find_token()
        answer = await wire.exchange(question, self._token)
        if answer.status in range(200, 300) and answer.body is not None:
            return answer
        error = self._refusal(answer, question)
        if isinstance(error, Refused) and error.credentials:
            self._token = ""
        raise error

    def _refusal(self, answer: Answer, question: Question) -> PortError:
        return refusal(answer, question, self._organisation, self._clock.now())

    async def _load(self) -> _Wire:
        """The library and its certificates, read in a thread, not before the first question."""
        async with self._loading:
            if self._wire is None:
                threads = Threads("Sentry", size=1)
                try:
                    self._wire = await threads.call(self._new_wire, _LOADING_S)
                except Unreachable as late:
                    late.maybe_sent = False
                    raise
                finally:
                    threads.close()
            return self._wire

    def _new_wire(self) -> _Wire:
        from cockpit.adapters import sentry_wire  # noqa: PLC0415 - not before the first frame

        return sentry_wire.Wire(self._base, self._timeout_s)
