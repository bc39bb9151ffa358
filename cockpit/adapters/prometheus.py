"""Asks Prometheus for one number, now and for the time before; by its HTTP API."""

import asyncio
import json
from datetime import UTC, datetime
from urllib.parse import urlencode

from cockpit.adapters.http import Web
from cockpit.adapters.http_answers import BrokenOff, Headers, Progress, Question, Seen, Unseen
from cockpit.adapters.json_path import at
from cockpit.adapters.probe_tokens import ProbeTokens
from cockpit.domain.conditions import NotFoundInAnswerError, measured, number
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import PrometheusProbe
from cockpit.ports.outside import Clock, Refused
from cockpit.ports.plain import plain

_MOST_BODY = 1_048_576
_POINTS = 180
"""Values that are read of the time before the first look, at most."""
_LONGEST_ADDRESS = 1500
"""From here on a query travels as a form: some servers take no longer addresses."""
_LONGEST_DETAIL = 120
_UNAUTHORIZED = (401, 403)
_OK = 200


class _CannotSayError(Exception):
    """There is no number; the text says why."""


class PrometheusProber:
    """A look is good or bad by its number alone; where there is none, the health is unknown."""

    def __init__(self, clock: Clock, web: Web, tokens: ProbeTokens) -> None:
        self._clock = clock
        self._web = web
        self._tokens = tokens
        self._had: set[str] = set()
        """Probes that have given a number."""

    async def look(self, spec: PrometheusProbe) -> Sample:
        """One instant query."""
        at, begun = self._clock.now(), self._clock.monotonic()
        value, health, latency = None, Health.UNKNOWN, None
        try:
            data = await self._ask(spec, "query", {"query": spec.query})
            latency = self._clock.monotonic() - begun
            value = _one(data)
            health, detail = _judged(spec, value)
            self._had.add(spec.name)
        except _CannotSayError as error:
            gone = spec.name in self._had and str(error) == _NO_SERIES
            detail = "the series is gone" if gone else str(error)
        return Sample(
            at=at, health=health, status=None, latency_s=latency, detail=detail, value=value
        )

    async def past(self, spec: PrometheusProbe) -> tuple[Sample, ...]:
        """One range query; nothing where it fails, since the look that follows says why."""
        if not spec.history_s:
            return ()
        until = self._clock.now().timestamp()
        step = max(spec.interval_s, spec.history_s / _POINTS)
        asked = {
            "query": spec.query,
            "start": f"{until - spec.history_s:.3f}",
            "end": f"{until:.3f}",
            "step": f"{step:.3f}",
        }
        try:
            data = await self._ask(spec, "query_range", asked)
        except _CannotSayError:
            return ()
        return tuple(_points(spec, data, until))

    async def _ask(self, spec: PrometheusProbe, what: str, asked: dict[str, str]) -> object:
        """The "data" of an answer; raises `_CannotSayError`."""
        client = await self._web.client()
        try:
            secret = await self._secret(spec)
            async with asyncio.timeout(spec.timeout_s):
                question = _question(f"{spec.url.rstrip('/')}/api/v1/{what}", asked, secret)
                seen = await client.ask(question, Progress())
        except TimeoutError:
            raise _CannotSayError(f"no answer within {spec.timeout_s:g} s") from None
        except BrokenOff as broken:
            raise _CannotSayError(f"{broken.status}, but the answer broke off") from None
        except (Unseen, Refused) as error:
            words = error.reason if isinstance(error, Refused) else str(error)
            raise _CannotSayError(plain(words, _LONGEST_DETAIL)) from None
        if seen.status in _UNAUTHORIZED:
            self._tokens.forget(spec.name)
            raise _CannotSayError(f"Prometheus may not be asked ({seen.status}): check the token")
        return _data(seen)

    async def _secret(self, spec: PrometheusProbe) -> Headers:
        token = await self._tokens.token(spec.name)
        return () if token is None else (("Authorization", f"Bearer {token}"),)


def _question(url: str, asked: dict[str, str], secret: Headers) -> Question:
    form = urlencode(asked)
    if len(form) <= _LONGEST_ADDRESS:
        return Question(url=f"{url}?{form}", headers=secret, max_body=_MOST_BODY, keeps_body=True)
    return Question(
        url=url,
        method="POST",
        headers=secret,
        form=form.encode(),
        max_body=_MOST_BODY,
        keeps_body=True,
    )


_REMARKS = ("PromQL info", "PromQL warning")
"""How the remarks begin that Prometheus has about a query."""
_NO_SERIES = "the query finds no series"


def _data(seen: Seen) -> object:
    try:
        answer = json.loads(seen.body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or answer.get("status") not in ("success", "error"):
        raise _CannotSayError(f"answers {seen.status}, but not as Prometheus does")
    if answer["status"] == "error":
        kind, words = str(answer.get("errorType", "")), str(answer.get("error", ""))
        said = f"{kind}: {words}" if words else kind
        raise _CannotSayError(plain(f"Prometheus refuses: {said}", _LONGEST_DETAIL))
    if seen.status != _OK:
        raise _CannotSayError(f"answers {seen.status}, but not as Prometheus does")
    if missing := _missing(answer.get("warnings")):
        raise _CannotSayError(plain(f"some data is missing: {missing}", _LONGEST_DETAIL))
    return answer.get("data")


def _missing(warnings: object) -> str:
    """What could not be asked of all that was, in the words of a store; empty: nothing.

    The number of a part would be a drop that did not happen. What the query language itself has to
    remark about a query is no such thing.
    """
    said = [w for w in warnings if isinstance(w, str)] if isinstance(warnings, list) else []
    return next((text for text in said if not text.startswith(_REMARKS)), "")


def _one(data: object) -> float:
    """The one number of an instant query."""
    kind, result = at(data, "resultType"), at(data, "result")
    if kind == "scalar":
        return _number(at(result, "[1]"))
    if kind == "matrix":
        raise _CannotSayError("the query gives a range: take its range away")
    if kind != "vector":
        raise _CannotSayError("the query gives no number")
    if not isinstance(result, list) or not result:
        raise _CannotSayError(_NO_SERIES)
    if len(result) > 1:
        words = f"the query finds {len(result)} series: make one of them, as with sum()"
        raise _CannotSayError(words)
    return _number(at(result, "[0].value[1]"))


def _number(found: object) -> float:
    try:
        return measured(found, "the value")
    except NotFoundInAnswerError as error:
        raise _CannotSayError(str(error)) from None


def _points(spec: PrometheusProbe, data: object, until: float) -> list[Sample]:
    """The values of the one series of a range query; those that are no number are left out."""
    points = at(data, "result[0].values")
    if at(data, "resultType") != "matrix" or at(data, "result[1]") is not None:
        return []
    samples: list[Sample] = []
    for point in points if isinstance(points, list) else ():
        try:
            when, value = _number(at(point, "[0]")), _number(at(point, "[1]"))
        except _CannotSayError:
            continue
        if not 0 < when < until or (samples and when <= samples[-1].at.timestamp()):
            continue
        health, detail = _judged(spec, value)
        samples.append(
            Sample(
                at=datetime.fromtimestamp(when, UTC),
                health=health,
                status=None,
                latency_s=None,
                detail=detail,
                value=value,
            )
        )
    return samples[-_POINTS - 1 :]


def _judged(spec: PrometheusProbe, value: float) -> tuple[Health, str]:
    shown = f"{number(value)}{spec.bounds.unit}"
    against = spec.bounds.against(value)
    return (Health.BAD, f"{shown}, {against}") if against else (Health.GOOD, shown)
