"""A small Prometheus: instant and range queries for the metrics of a scenario, and its errors."""

import math
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl

from cockpit.standins.dice import share
from cockpit.standins.http import Answer, Request, Response, json_response
from cockpit.standins.probes import Metric, Point
from cockpit.standins.scenario import Scenario

PREFIX = "/prometheus/api/v1/"
_MOST_POINTS = 11_000
_WOBBLE_S = 60.0


class Prometheus:
    """Knows each query of the scenario by its text; any other finds no series."""

    def __init__(self, scenario: Scenario, start: datetime, seed: int = 0) -> None:
        self._start = start.timestamp()
        self._seed = seed
        self._metrics = {metric.query: metric for metric in scenario.metrics}

    def set(self, name: str, point: Point) -> None:
        """From the point's time on, the metric of this name is this value."""
        for query, metric in self._metrics.items():
            if metric.name == name:
                earlier = tuple(p for p in metric.points if p.at < point.at)
                self._metrics[query] = replace(metric, points=(*earlier, point))

    def answer(self, request: Request, at: datetime) -> Answer:
        """What it answers, by GET or as a form."""
        asked = dict(request.query)
        if request.method == "POST":
            asked |= dict(_form(request.body))
        elif request.method != "GET":
            return Response(405)
        query = asked.get("query", "")
        if fault := _parse_error(query):
            return _error(400, "bad_data", fault)
        metric = self._metrics.get(query)
        try:
            match request.path.removeprefix(PREFIX):
                case "query":
                    when = float(asked.get("time", at.timestamp()))
                    return _success("vector", self._vector(metric, when))
                case "query_range":
                    span = float(asked["start"]), float(asked["end"]), float(asked["step"])
                    return self._range(metric, *span)
                case _:
                    return json_response(404, {"error": "not found"})
        except (KeyError, ValueError):
            return _error(400, "bad_data", "invalid parameter")

    def _vector(self, metric: Metric | None, when: float) -> list[object]:
        if metric is None:
            return []
        return [{"metric": {}, "value": [when, self._value(metric, when)]}]

    def _range(self, metric: Metric | None, start: float, end: float, step: float) -> Answer:
        if step <= 0 or end < start or (end - start) / step > _MOST_POINTS:
            return _error(400, "bad_data", "exceeded maximum resolution of 11,000 points")
        if metric is None:
            return _success("matrix", [])
        times = [start + n * step for n in range(int((end - start) / step) + 1)]
        values = [[when, self._value(metric, when)] for when in times]
        return _success("matrix", [{"metric": {}, "values": values}])

    def _value(self, metric: Metric, when: float) -> str:
        """As text, as Prometheus has it; it wobbles, and is the same for the same minute."""
        since = when - self._start
        point = next((p for p in reversed(metric.points) if p.at <= since), metric.points[0])
        dice = share(self._seed, f"{metric.query}{when // _WOBBLE_S}")
        value = point.value * (1 + metric.wobble * (2 * dice - 1))
        return f"{value:.0f}" if math.isfinite(value) else f"{value:+}"


def _form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


def _parse_error(query: str) -> str:
    if not query.strip():
        return "1:1: parse error: no expression found in input"
    if query.count("(") != query.count(")"):
        return f"1:{len(query) + 1}: parse error: unclosed left parenthesis"
    return ""


def _success(kind: str, result: list[object]) -> Answer:
    return json_response(200, {"status": "success", "data": {"resultType": kind, "result": result}})


def _error(status: int, kind: str, words: str) -> Answer:
    return json_response(status, {"status": "error", "errorType": kind, "error": words})
