"""Sentry's web API, as far as it is used: an organisation's issues, listed and one by one; strict.

https://docs.sentry.io/api/events/list-an-organizations-issues/ is what it holds to: unknown
searches, cursors and periods are refused, a next page is named even where there is none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cockpit.standins.http import Request, Response, json_response
from cockpit.standins.meter import Meter
from cockpit.standins.tracker import AppError, TrackerSite, TrackerToken

Json = dict[str, object]

SORTS = ("date", "freq", "inbox", "new", "recommended", "trends", "user")
PAGE_LIMIT = 100
HOURS = 24
_PATH = re.compile(r"/api/0/organizations/([^/]+)/issues/(?:([^/]+)/)?")
_CURSOR = re.compile(r"\d+:(\d+):[01]")
_PERIOD = re.compile(r"(\d+)([smhdw])")
_TOKEN = re.compile(r"(\w+):(\[[^\]]*\]|\S+)")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_KNOWN = {
    *("query", "project", "sort", "statsPeriod", "groupStatsPeriod", "limit", "environment"),
    *("cursor", "expand", "collapse", "shortIdLookup", "start", "end"),
}
_NEW_S = 604_800
_LATELY_S = 7200


class _Refusal(Exception):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.answer = json_response(status, {"detail": detail})


@dataclass(frozen=True)
class _Issue:
    """An error of the scenario, with the place in it that its id comes from."""

    number: int
    error: AppError

    @property
    def id(self) -> str:
        return str(5_000_000 + self.number)


class Api:
    """Answers for one organisation."""

    def __init__(
        self,
        site: TrackerSite,
        errors: tuple[AppError, ...],
        start: datetime,
        seconds: Callable[[], float],
    ) -> None:
        self.site = site
        self._issues = [_Issue(n, error) for n, error in enumerate(errors, start=1)]
        self._start = start
        self._meter = Meter(site.requests_per_minute, seconds)

    def seen_at(self, at: datetime) -> list[Json]:
        """Every error as it stands at an instant."""
        return [self._shown(issue, at) for issue in self._seen(at)]

    def calm(self, since: float) -> None:
        """What began lately happens no more, from so many seconds after the start on."""
        self._issues = [
            replace(issue, error=replace(issue.error, until=since))
            if issue.error.at > -_LATELY_S
            else issue
            for issue in self._issues
        ]

    def answer(self, request: Request, at: datetime) -> Response:
        """The answer to one request, made at an instant."""
        given = request.headers.get("authorization", "")
        token = next((t for t in self.site.tokens if given == f"Bearer {t.token}"), None)
        if token is None:
            return json_response(401, {"detail": "Invalid token"})
        try:
            answer = self._allowed(token, request, at)
        except _Refusal as refusal:
            answer = refusal.answer
        for name, value in self._limits(token.token, at).items():
            answer = answer.header(f"X-Sentry-Rate-Limit-{name}", str(value))
        return answer

    def _allowed(self, token: TrackerToken, request: Request, at: datetime) -> Response:
        if self._meter.count(token.token):
            raise _Refusal(429, "You are attempting to use this endpoint too frequently.")
        if "event:read" not in token.scopes:
            raise _Refusal(403, "You do not have permission to perform this action.")
        return self._do(request, at)

    def _limits(self, token: str, at: datetime) -> dict[str, int]:
        told = dict(self._meter.headers(token))
        resets = int(at.timestamp()) + int(told["ratelimit-reset"])
        remaining = int(told["ratelimit-remaining"])
        return {"Limit": self._meter.limit, "Remaining": remaining, "Reset": resets}

    def _do(self, request: Request, at: datetime) -> Response:
        found = _PATH.fullmatch(request.path)
        if found is None or found[1] != self.site.organisation:
            raise _Refusal(404, "The requested resource does not exist")
        if request.method != "GET":
            raise _Refusal(405, f'Method "{request.method}" not allowed.')
        if not found[2]:
            return self._listed(request, at)
        issue = next((i for i in self._seen(at) if i.id == found[2]), None)
        if issue is None:
            raise _Refusal(404, "The requested resource does not exist")
        return json_response(200, {**self._shown(issue, at), **_releases(issue.error)})

    def _listed(self, request: Request, at: datetime) -> Response:
        query = dict(request.query)
        unknown = set(query) - _KNOWN
        if unknown:
            raise _Refusal(400, f"unknown parameter {min(unknown)}")
        if query.get("groupStatsPeriod", "24h") not in {"", "24h", "14d", "auto"}:
            raise _Refusal(400, "Invalid stats_period. Valid choices are '', '24h', and '14d'")
        begin, limit = _cursor(query.get("cursor", "")), _limit(query.get("limit", ""))
        wanted = self._matching(query, at)
        environments = [value for name, value in request.query if name == "environment"]
        if environments:
            wanted = [i for i in wanted if i.error.environment in environments]
        wanted = self._sorted(wanted, query.get("sort", "date"), at)
        part = [self._shown(i, at) for i in wanted[begin : begin + limit]]
        link = self._link(request.headers.get("host", ""), (begin, limit, len(wanted)))
        return json_response(200, part).header("Link", link)

    def _matching(self, query: dict[str, str], at: datetime) -> list[_Issue]:
        if query.get("project", "-1") != "-1":
            raise _Refusal(400, "Invalid project parameter. Values must be numbers.")
        since = at - _period(query.get("statsPeriod", "14d"))
        found = [i for i in self._seen(at) if self._last(i.error, at) >= since]
        searched = query.get("query", "is:unresolved")
        rest = _TOKEN.sub("", searched).strip()
        if rest:
            raise _Refusal(400, f"Error parsing search query: {rest}")
        for name, value in _TOKEN.findall(searched):
            if name == "is" and value in {"unresolved", "resolved"}:
                is_over = value == "resolved"
                found = [i for i in found if self._is_resolved(i.error, at) is is_over]
            elif name == "project":
                projects = self._projects(value)
                found = [i for i in found if i.error.project in projects]
            else:
                raise _Refusal(400, f"Invalid search key or value: {name}:{value}")
        return found

    def _projects(self, value: str) -> list[str]:
        names = [name.strip() for name in value.strip("[]").split(",")]
        for name in names:
            if name not in self.site.projects:
                raise _Refusal(400, f"Invalid value for project: {name}")
        return names

    def _sorted(self, issues: list[_Issue], order: str, at: datetime) -> list[_Issue]:
        if order not in SORTS:
            raise _Refusal(400, f"Invalid sort parameter: {order}")
        if order == "new":
            return sorted(issues, key=lambda i: (i.error.at, i.number), reverse=True)
        return sorted(issues, key=lambda i: (self._last(i.error, at), i.number), reverse=True)

    def _link(self, host: str, span: tuple[int, int, int]) -> str:
        """Both neighbours are always named; `results` says whether there is anything there."""
        begin, limit, total = span
        path = f"/api/0/organizations/{self.site.organisation}/issues/"
        address = f"http://{host}{path}?&cursor="
        pages = (
            ("previous", max(begin - limit, 0), 1, begin > 0),
            ("next", begin + limit, 0, begin + limit < total),
        )
        return ", ".join(
            f'<{address}{limit}:{place}:{back}>; rel="{rel}"; '
            f'results="{str(has).lower()}"; cursor="{limit}:{place}:{back}"'
            for rel, place, back, has in pages
        )

    # --- what an issue is at an instant ------------------------------------------------------

    def _seen(self, at: datetime) -> list[_Issue]:
        return [i for i in self._issues if self._at(i.error.at) <= at]

    def _at(self, seconds: float) -> datetime:
        return self._start + timedelta(seconds=seconds)

    def _is_resolved(self, error: AppError, at: datetime) -> bool:
        return error.resolved is not None and self._at(error.resolved) <= at

    def _last(self, error: AppError, at: datetime) -> datetime:
        ended = at if error.until is None else min(at, self._at(error.until))
        return max(ended - timedelta(seconds=1), self._at(error.at))

    def _events(self, error: AppError, since: datetime, until: datetime) -> int:
        """How often it happened in this span."""
        begun = max(since, self._at(error.at))
        ended = until if error.until is None else min(until, self._at(error.until))
        return max(round((ended - begun).total_seconds() / 60 * error.per_minute), 0)

    def _shown(self, issue: _Issue, at: datetime) -> Json:
        """An issue as the API shows it."""
        error, begun = issue.error, self._at(issue.error.at)
        age_s = (at - begun).total_seconds()
        events = max(self._events(error, begun, at), 1)
        hour = at.replace(minute=0, second=0, microsecond=0)
        hours = [hour - timedelta(hours=n) for n in reversed(range(HOURS))]
        stats = [
            [int(h.timestamp()), self._events(error, h, min(h + timedelta(hours=1), at))]
            for h in hours
        ]
        over = self._is_resolved(error, at)
        turn = error.substatus or ("new" if age_s < _NEW_S else "ongoing")
        users = min(error.users, events)
        lately = sum(int(count) for _, count in stats)
        return {
            "id": issue.id,
            "shortId": f"{error.project.upper()}-{issue.number:X}",
            "title": error.title,
            "culprit": error.culprit,
            "level": error.level,
            "status": "resolved" if over else "unresolved",
            "substatus": None if over else turn,
            "permalink": f"https://{self.site.organisation}.sentry.example/issues/{issue.id}/",
            "project": {"id": "1", "name": error.project, "slug": error.project},
            "count": str(lately),
            "userCount": users,
            "firstSeen": _iso(begun),
            "lastSeen": _iso(self._last(error, at)),
            "isUnhandled": error.level == "fatal",
            "stats": {"24h": stats},
            "lifetime": {
                "count": str(events),
                "userCount": users,
                "firstSeen": _iso(begun),
                "lastSeen": _iso(self._last(error, at)),
                "stats": None,
            },
        }


def _releases(error: AppError) -> Json:
    """What the list leaves out."""
    last = error.last_release or error.first_release
    return {
        "firstRelease": {"version": error.first_release} if error.first_release else None,
        "lastRelease": {"version": last} if last else None,
    }


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _cursor(text: str) -> int:
    found = _CURSOR.fullmatch(text or "0:0:0")
    if found is None:
        raise _Refusal(400, "Invalid cursor parameter.")
    return int(found[1])


def _limit(text: str) -> int:
    if not (text or "25").isdecimal():
        raise _Refusal(400, "invalid limit")
    return min(int(text or "25"), PAGE_LIMIT)


def _period(text: str) -> timedelta:
    found = _PERIOD.fullmatch(text)
    if found is None:
        raise _Refusal(400, f"Invalid statsPeriod: '{text}'")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])
