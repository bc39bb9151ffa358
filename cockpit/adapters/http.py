"""Looks at web addresses; when to look is not decided here."""

import asyncio
import json
from functools import partial
from urllib.parse import urlsplit

from cockpit.adapters.http_answers import BrokenOff, Client, Headers, Progress, Question, Seen
from cockpit.adapters.http_answers import Unseen as Unanswered
from cockpit.adapters.json_path import at as value_at
from cockpit.adapters.names import Names
from cockpit.adapters.probe_tokens import ProbeTokens
from cockpit.adapters.threads import Threads
from cockpit.domain.conditions import (
    NotFoundInAnswerError,
    as_text,
    ending,
    left_s,
    measured,
    number,
)
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import HttpProbe
from cockpit.ports.outside import Clock, Refused
from cockpit.ports.plain import plain

_GOOD = range(200, 300)
_SCHEMES = frozenset({"http", "https"})
_KEEPS_METHOD = frozenset({307, 308})
_UNAUTHORIZED = 401
_SERVER_FAULT = 500
_LOADING_S = 60.0
_LONGEST_DETAIL = 120
_PORTS = {"http": 80, "https": 443}


class Web:
    """The connections that all probes share, made when the first of them looks."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._loading = asyncio.Lock()
        self._client: Client | None = None

    async def client(self) -> Client:
        """The library and its certificates, read in a thread, not before the first look."""
        if self._client is not None:
            return self._client
        async with self._loading:
            if self._client is None:
                threads = Threads("http", size=1)
                self._client = await threads.call(partial(_new_client, self._names), _LOADING_S)
                threads.close()
            return self._client

    async def close(self) -> None:
        """Hang up everywhere."""
        if self._client is not None:
            await self._client.close()


def _new_client(names: Names) -> Client:
    from cockpit.adapters import http_client  # noqa: PLC0415 - not before the first frame

    return http_client.HttpClient(names)


class HttpProber:
    """Looks at addresses.

    An answer is good or bad by its status, then by its body. Where there is none, the health is
    unknown: a look that could not be made is not a healthy one, and is not a 5xx either. Only a
    certificate that every client refuses is bad by itself: nobody gets past it, whatever answers
    behind it. One that this machine may be wrong about leaves the health unknown.
    """

    def __init__(self, clock: Clock, web: Web, tokens: ProbeTokens) -> None:
        self._clock = clock
        self._web = web
        self._tokens = tokens

    async def look(self, spec: HttpProbe) -> Sample:
        """One look, redirects and body included in its time-out."""
        client = await self._web.client()
        at, begun = self._clock.now(), self._clock.monotonic()
        try:
            secret = await self._secret(spec)
        except Refused as refused:
            words = plain(refused.reason, _LONGEST_DETAIL)
            return Sample(at=at, health=Health.UNKNOWN, status=None, latency_s=None, detail=words)
        progress = Progress()
        health, status, value, expires_at = Health.UNKNOWN, None, None, None
        try:
            async with asyncio.timeout(spec.timeout_s):
                seen = await self._follow(client, spec, secret, progress)
            status, expires_at = seen.status, seen.expires_at
            if status == _UNAUTHORIZED:
                self._tokens.forget(spec.name)
            health, detail, value = _judged(spec, seen, left_s(expires_at, at))
            if health is Health.GOOD and secret and (other := _other_place(spec, seen)):
                words = f"{status}, but from {other}, which is not given the token"
                health, detail = Health.UNKNOWN, plain(words, _LONGEST_DETAIL)
        except TimeoutError:
            status = progress.status
            health, detail = _in_time(spec, status)
        except BrokenOff as broken:
            status, health = broken.status, Health.BAD
            detail = f"{status}, but the answer broke off"
        except Unanswered as error:
            health, detail = Health.BAD if error.is_bad else Health.UNKNOWN, str(error)
        latency = self._clock.monotonic() - begun if status is not None else None
        return Sample(
            at=at,
            health=health,
            status=status,
            latency_s=latency,
            detail=detail,
            value=value,
            expires_at=expires_at,
        )

    async def _secret(self, spec: HttpProbe) -> Headers:
        token = await self._tokens.token(spec.name)
        if token is None:
            return ()
        return ((spec.auth_header, f"{spec.auth_scheme} {token}".strip()),)

    async def _follow(
        self, client: Client, spec: HttpProbe, secret: Headers, progress: Progress
    ) -> Seen:
        """Through redirects; what is configured for the address goes to its own origin alone."""
        url, method = spec.url, spec.method
        wants_body = bool(spec.words or spec.json)
        for redirects in range(spec.max_redirects + 1):
            ours = _origin(url) == _origin(spec.url)
            question = Question(
                url=url,
                method=method,
                headers=(*spec.headers, *secret) if ours else (),
                max_body=spec.max_body,
                keeps_body=wants_body,
            )
            seen = await client.ask(question, progress)
            if redirects == spec.max_redirects or not _leads_on(spec, seen):
                return seen
            url = seen.leads_to
            method = method if method == "HEAD" or seen.status in _KEEPS_METHOD else "GET"
        raise AssertionError("there is one look at least")


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "", url, None


def _leads_on(spec: HttpProbe, seen: Seen) -> bool:
    if not seen.leads_to or seen.status in spec.expected:
        return False
    return _origin(seen.leads_to)[0] in _SCHEMES


def _other_place(spec: HttpProbe, seen: Seen) -> str:
    """Where an answer comes from that is not the place that the probe is for; else empty."""
    if _origin(seen.url) == _origin(spec.url):
        return ""
    parts = urlsplit(seen.url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_expected(spec: HttpProbe, status: int) -> bool:
    return status in (spec.expected or _GOOD)


def _in_time(spec: HttpProbe, status: int | None) -> tuple[Health, str]:
    """What an answer says that has not ended in time; a status of the server's fault is said."""
    limit = f"within {spec.timeout_s:g} s"
    if status is None:
        return Health.UNKNOWN, f"no answer {limit}"
    is_fault = status >= _SERVER_FAULT and not _is_expected(spec, status)
    return Health.BAD if is_fault else Health.UNKNOWN, f"{status}, but no end {limit}"


def _judged(spec: HttpProbe, seen: Seen, left: float | None) -> tuple[Health, str, float | None]:
    if not _is_expected(spec, seen.status):
        return Health.BAD, _unexpected(spec, seen), None
    health, detail, value = Health.GOOD, str(seen.status), None
    if spec.words or spec.json:
        health, detail, value = _of_body(spec, seen)
    if health is Health.GOOD and left is not None and left < spec.bad_expiry_s:
        return Health.BAD, ending(left), value
    return health, detail, value


def _unexpected(spec: HttpProbe, seen: Seen) -> str:
    if not seen.leads_to:
        return str(seen.status)
    if not _leads_on(spec, seen):
        return f"{seen.status}, leads to something that is no web address"
    times = "1 time" if spec.max_redirects == 1 else f"{spec.max_redirects} times"
    return f"{seen.status}, still leads elsewhere after {times}"


def _of_body(spec: HttpProbe, seen: Seen) -> tuple[Health, str, float | None]:
    """By what the body says; a body that cannot be understood says nothing."""
    if seen.packed:
        words = f"{seen.status}, but packed in a way that cannot be read ({seen.packed})"
        return Health.UNKNOWN, plain(words, _LONGEST_DETAIL), None
    text = seen.body.decode("utf-8-sig", "replace")
    if against := spec.words.against(text):
        where = "" if seen.whole else f" in its first {spec.max_body} bytes"
        return Health.BAD, plain(f"{seen.status}, but {against}{where}", _LONGEST_DETAIL), None
    if not spec.json:
        return Health.GOOD, str(seen.status), None
    try:
        return _of_value(spec, seen, value_at(_parsed(text, seen, spec), spec.json))
    except NotFoundInAnswerError as error:
        words = plain(f"{seen.status}, but {error}", _LONGEST_DETAIL)
        return Health.UNKNOWN, words, None


def _parsed(text: str, seen: Seen, spec: HttpProbe) -> object:
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError):
        words = "is no JSON" if seen.whole else f"is longer than {spec.max_body} bytes"
        raise NotFoundInAnswerError(f"the answer {words}") from None
    return data


def _of_value(spec: HttpProbe, seen: Seen, found: object) -> tuple[Health, str, float | None]:
    if found is None:
        raise NotFoundInAnswerError(f'has no "{spec.json}"')
    if spec.equals and as_text(found) != spec.equals:
        words = f"{seen.status}, but {spec.json} is {as_text(found)}"
        return Health.BAD, plain(words, _LONGEST_DETAIL), None
    if spec.equals and not spec.bounds:
        return Health.GOOD, str(seen.status), None
    value = measured(found, spec.json)
    shown = f"{number(value)}{spec.bounds.unit}"
    if against := spec.bounds.against(value):
        return Health.BAD, f"{shown}, {against}", value
    return Health.GOOD, shown, value
