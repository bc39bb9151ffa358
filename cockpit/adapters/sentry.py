"""The error tracker port, met by Sentry's web API; what is news is not decided here.

Sentry's own word for an error that it has grouped is "issue". The list has no releases: those are
read one by one, of the few that matter.
"""

from urllib.parse import quote

from cockpit.adapters.loose_json import Node
from cockpit.adapters.sentry_json import count_of, error_of, is_id
from cockpit.adapters.sentry_words import Question, cursor_of, is_spent, no_sense, refusal
from cockpit.adapters.wire import Wire
from cockpit.adapters.wire_call import Call, Reply, Service, TooMuchError
from cockpit.adapters.wire_token import Bearer, Token
from cockpit.domain.tracked_errors import ErrorCount, TrackedError
from cockpit.ports.errors import ErrorReading
from cockpit.ports.outside import Clock, PortError, Refused

PART = 100
"""Errors of one answer: as many as Sentry gives at once."""
PARTS = 3
"""Answers that one reading takes at most; what happened last comes first."""


_GONE = "404"


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
        self._bearer = Bearer(token)
        self._service = Service(
            name="Sentry", mend="check sentry.api_url and the token", timeout_s=timeout_s
        )
        self._clock = clock
        self._wire = Wire()

    async def unresolved(self) -> ErrorReading:
        """A few parts of the list by last occurrence; if there are more, the newest errors too."""
        found: dict[str, TrackedError] = {}
        counts: dict[str, ErrorCount] = {}
        cursor, whole = "", False
        for _ in range(PARTS):
            answer = await self._ask(self._listing("date", cursor))
            self._take(answer, found, counts)
            before, cursor = cursor, cursor_of(answer)
            if not cursor or cursor == before:
                whole = not cursor
                break
            if is_spent(answer):
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
        self, answer: Reply, found: dict[str, TrackedError], counts: dict[str, ErrorCount]
    ) -> None:
        if not isinstance(answer.body, list):
            raise no_sense(answer.status)
        for node in Node({"all": answer.body}).nodes("all"):
            error = error_of(node)
            if error is not None:
                found[error.id] = error
                counts[error.id] = count_of(node)

    async def _exchange(self, question: Question, token: str) -> Reply:
        call = Call(
            url=f"{self._base}{question.path}",
            query=question.query,
            headers={"Authorization": f"Bearer {token}"},
            secret=token,
        )
        try:
            return await self._wire.exchange(self._service, call)
        except TooMuchError as error:
            raise no_sense(error.status) from None

    async def _ask(self, question: Question) -> Reply:
        """Ask once; anything but a good answer in JSON is raised."""
        return await self._bearer.ask(
            lambda token: self._exchange(question, token),
            lambda answer: self._refusal(answer, question),
        )

    def _refusal(self, answer: Reply, question: Question) -> PortError:
        return refusal(answer, question, self._organisation, self._clock.now())
