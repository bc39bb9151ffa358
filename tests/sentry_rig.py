"""A Sentry of a test's own: the stand-in on a port of this process, with faults, and a client."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from patience import PATIENCE_S

from cockpit.adapters.sentry import Sentry
from cockpit.standins.http import HOST, Answer, HttpServer, Request, Response
from cockpit.standins.sentry import Api
from cockpit.standins.tracker import AppError, TrackerSite, TrackerToken

START = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)
TOKEN = "sntryu_canary_5512"
ORGANISATION = "novavms"


def error(at: float = -300.0, title: str = "it breaks", **more: object) -> AppError:
    """An error of the cloud project, five minutes old."""
    return AppError(at=at, project=str(more.pop("project", "cloud")), title=title, **more)


class Tracker:
    """A running stand-in; `now` may be moved, `answers` takes the place of the next answers."""

    def __init__(self, errors: tuple[AppError, ...], limit: int) -> None:
        tokens = (TrackerToken(TOKEN), TrackerToken("narrow", ("project:releases",)))
        site = TrackerSite(ORGANISATION, ("cloud", "gateway"), tokens, limit)
        self.now = START
        self.asked: list[Request] = []
        self.answers: list[Callable[[Request], Answer]] = []
        self.url = ""
        self._api = Api(site, errors, START, self.now.timestamp)

    async def answer(self, request: Request) -> Answer:
        """As the stand-in answers, unless something else was ordered."""
        self.asked.append(request)
        return self.answers.pop(0)(request) if self.answers else self._api.answer(request, self.now)

    def query(self, place: int = -1) -> dict[str, str]:
        """What one of the requests asked for."""
        return dict(self.asked[place].query)


@asynccontextmanager
async def serving(*errors: AppError, limit: int = 240) -> AsyncIterator[Tracker]:
    """A stand-in with these errors."""
    tracker = Tracker(errors, limit)
    server = HttpServer(tracker.answer, lambda: tracker.now)
    tracker.url = f"http://{HOST}:{await server.start()}/api/0/"
    try:
        yield tracker
    finally:
        await server.close()


class Now:
    """The clock that a port is given."""

    def now(self) -> datetime:
        """When everything starts."""
        return START

    def monotonic(self) -> float:
        """It stands still."""
        return 0.0


@asynccontextmanager
async def asking(
    url: str,
    token: str = TOKEN,
    *,
    projects: tuple[str, ...] = ("cloud", "gateway"),
    environments: tuple[str, ...] = (),
    organisation: str = ORGANISATION,
    timeout_s: float = PATIENCE_S,
) -> AsyncIterator[Sentry]:
    """The port, closed in the end."""

    async def found() -> str:
        return token

    port = Sentry(
        api_url=url,
        organisation=organisation,
        projects=projects,
        environments=environments,
        token=found,
        timeout_s=timeout_s,
        clock=Now(),
    )
    try:
        yield port
    finally:
        await port.close()


def page(body: str, status: int = 200, kind: str = "text/html") -> Callable[[Request], Answer]:
    """An answer that is not Sentry's."""
    return lambda _request: Response(status, body.encode(), (("Content-Type", kind),))
