"""The calendars port, met by feeds over HTTP and by files; what is in a calendar is not known here.

Both libraries are imported in a thread, when the first calendar is read.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from types import ModuleType
from urllib.parse import quote, urlsplit

from cockpit.adapters.threads import Threads
from cockpit.domain.watch import CalendarSpec, calendar_source
from cockpit.ports.outside import MISCONFIGURED, CalendarReading, Refused

LIMIT = 5_000_000
"""Bytes of a calendar above which it is not read."""

Token = Callable[[], Awaitable[str]]
"""Gives the secret; raises `Refused` with `credentials` when it cannot be had."""

_SPARE_S = 0.5
"""The fetch's own time-out says more than ours, so it comes first by this much."""


class FeedCalendars:
    """Calendars, each read whole at every look.

    Args:
        tokens: by the calendar's name, for those that need one. It takes the place of `{token}` in
            the address, else it goes into a header, to the calendar's own origin alone.
    """

    def __init__(self, tokens: Mapping[str, Token]) -> None:
        self._tokens = tokens
        self._fetching = Threads("calendars", size=4)
        self._reading = Threads("calendars", size=1)

    async def read(
        self, spec: CalendarSpec, since: datetime, until: datetime, zone: tzinfo
    ) -> CalendarReading:
        """Fetch it, then read it; each may take `spec.timeout_s`."""
        body = await self._body(spec)
        extract = partial(_extract, spec, body, (since, until), zone)
        return await self._reading.call(extract, spec.timeout_s + _SPARE_S)

    async def _body(self, spec: CalendarSpec) -> bytes:
        if spec.file:
            return await self._fetching.call(partial(_file, spec), spec.timeout_s)
        get = self._tokens.get(spec.name)
        token = await get() if get else ""
        fetch = partial(_feed, spec, token)
        return await self._fetching.call(fetch, spec.timeout_s + _SPARE_S)

    def close(self) -> None:
        """Let the threads end."""
        self._fetching.close()
        self._reading.close()


def address(spec: CalendarSpec, token: str) -> tuple[str, str]:
    """Where to ask, and the token that is left for a header."""
    url = spec.url
    if urlsplit(url).scheme.lower() in {"webcal", "webcals"}:
        url = f"https:{url.partition(':')[2]}"
    if "{token}" in url:
        return url.replace("{token}", quote(token, safe="")), ""
    return url, token


def _feed(spec: CalendarSpec, token: str) -> bytes:
    _, feeds = _libraries()
    url, left = address(spec, token)
    name = calendar_source(spec.name)
    feed = feeds.Feed(name, url, left, limit=LIMIT, deadline_s=spec.timeout_s)
    body: bytes = feed.fetch()
    return body


def _file(spec: CalendarSpec) -> bytes:
    name = calendar_source(spec.name)
    try:
        with Path(spec.file).open("rb") as stream:
            body = stream.read(LIMIT + 1)
    except OSError as error:
        words = f"{name}: its file cannot be read ({error.strerror})"
        raise Refused(words, "check its path", code=MISCONFIGURED) from None
    if len(body) > LIMIT:
        words = f"{name} is larger than {LIMIT // 1_000_000} MB"
        raise Refused(words, "use a file of the on-call rotation alone", code=MISCONFIGURED)
    return body


def _extract(
    spec: CalendarSpec, body: bytes, span: tuple[datetime, datetime], zone: tzinfo
) -> CalendarReading:
    events, _ = _libraries()
    expiry = time.monotonic() + spec.timeout_s
    reading: CalendarReading = events.read(
        spec, body, span, zone, lambda: time.monotonic() > expiry
    )
    return reading


def _libraries() -> tuple[ModuleType, ModuleType]:
    """What reads calendars, and what fetches them."""
    from cockpit.adapters import (  # noqa: PLC0415 - not before the first frame
        calendar_events,
        http_feed,
    )

    return calendar_events, http_feed
