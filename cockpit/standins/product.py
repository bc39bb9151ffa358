"""The product under test: health endpoints that follow the scenario's timetable."""

import asyncio
from datetime import UTC, datetime, timedelta

from cockpit.standins.dice import share
from cockpit.standins.hostile import HOSTILE
from cockpit.standins.http import Answer, Request, Response, json_response
from cockpit.standins.probes import Phase, Point
from cockpit.standins.prometheus import PREFIX, Prometheus
from cockpit.standins.scenario import Scenario

JITTER = 0.2


class Product:
    """Answers health requests by the clock, and hostile ones under `/hostile/`."""

    def __init__(self, scenario: Scenario, start: datetime, seed: int = 0) -> None:
        self._start = start
        self._seed = seed
        self._phases = {item.path: list(item.phases) for item in scenario.endpoints}
        self._tokens = {item.path: item.token for item in scenario.endpoints if item.token}
        self.prometheus = Prometheus(scenario, start, seed)

    def set(self, path: str, phase: Phase) -> None:
        """From now on (the phase's `at`) an endpoint answers otherwise."""
        earlier = [p for p in self._phases.get(path, []) if p.at < phase.at]
        self._phases[path] = [*earlier, phase]

    def measure(self, metric: str, point: Point) -> None:
        """From now on (the point's `at`) a metric is another value."""
        self.prometheus.set(metric, point)

    def phase(self, path: str, at: datetime) -> Phase | None:
        """How an endpoint answers at an instant; None when there is no such endpoint."""
        phases = self._phases.get(path)
        if not phases:
            return None
        since = (at - self._start).total_seconds()
        return next((p for p in reversed(phases) if p.at <= since), phases[0])

    async def answer(self, request: Request, at: datetime) -> Answer:
        """The answer, after the latency that the phase tells."""
        hostile = HOSTILE.get(request.path)
        if hostile is not None:
            return hostile(request)
        if request.path.startswith(PREFIX):
            return self.prometheus.answer(request, at)
        phase = self.phase(request.path, at)
        if phase is None:
            return json_response(404, {"error": "not found"})
        if request.method not in {"GET", "HEAD"}:
            return Response(405)
        if not self._may_read(request):
            return json_response(401, {"error": "a token is needed"})
        await asyncio.sleep(_latency_s(phase, request.path, at, self._seed))
        return json_response(phase.status, self.body(phase, at))

    def body(self, phase: Phase, at: datetime) -> dict[str, object]:
        """What a phase says at an instant."""
        return {name: self._filled(value, phase, at) for name, value in phase.body.items()}

    def _may_read(self, request: Request) -> bool:
        token = self._tokens.get(request.path)
        return token is None or request.headers.get("authorization") == f"Bearer {token}"

    def _filled(self, value: object, phase: Phase, at: datetime) -> object:
        """`@now-5` is the instant five seconds ago, `@phase` when this phase began, and `@since`
        how many seconds ago that was."""
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        if value == "@since":
            return int((at - self._start).total_seconds() - phase.at)
        if value == "@phase":
            moment = self._start + timedelta(seconds=phase.at)
        else:
            seconds = value.removeprefix("@now")
            moment = at + timedelta(seconds=float(seconds or 0))
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _latency_s(phase: Phase, path: str, at: datetime, seed: int) -> float:
    """The phase's latency, a little more or less, the same for the same instant."""
    dice = share(seed, f"{path}{int(at.timestamp())}")
    return phase.latency_ms / 1000 * (1 - JITTER + 2 * JITTER * dice)
