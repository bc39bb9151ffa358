"""The course of the probes in a recorded incident, as endpoints and metrics of its scenario."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.criterion import CriterionKind
from cockpit.domain.evidence import Health, Standing
from cockpit.domain.facts import CriterionTurned, ProbeTurned
from cockpit.domain.film import Film
from cockpit.domain.response_figures import mitigated_at
from cockpit.domain.situation import Situation

HOSTED = ("api health", "reads")
"""Endpoints of the stand-ins that answer with statuses; the first probes take their places."""
_METRIC, _LAG = "gateways online", "ingest age"
_LEAD = timedelta(minutes=20)
_LEAD_S = 60
_OFF_LEVEL = 0.86
_STATUS = re.compile(r"\b[45]\d\d\b")
_NORMAL = 1368.0


@dataclass(frozen=True, slots=True)
class _Turn:
    """A place turned at an instant, seconds from the drill's start."""

    place: str
    at: float
    status: int = 200
    body: str = ""
    value: float | None = None
    """Of a metric; None: it is an endpoint."""
    after: bool = False
    """It came when users were no longer hurt, or later."""


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that turned."""

    turns: tuple[_Turn, ...]

    def on_the_clock(self, *, waits: bool) -> list[str]:
        """What happens whatever anybody does; with `waits`, without what healed in the end."""
        shown = [t for t in self.turns if not (waits and t.after)]
        lines: list[str] = []
        for place in dict.fromkeys(t.place for t in shown):
            mine = [t for t in shown if t.place == place]
            metric = mine[0].value is not None
            lines += ["", "[[metrics]]" if metric else "[[endpoints]]", f"name = {_text(place)}"]
            if not metric and place not in (*HOSTED, _LAG):
                lines += [f"path = {_text('/' + place.replace(' ', '-'))}"]
                first = "{ at = -86400, status = 200, latency_ms = 40 }"
                rows = [first, *(_phase(t) for t in mine)]
            else:
                rows = [_point(t) if metric else _phase(t) for t in mine]
            key = "points" if metric else "phases"
            lines += [f"{key} = [", *(f"  {row}," for row in rows), "]"]
        return lines

    def in_a_turn(self) -> list[str]:
        """What is well again once it was healed."""
        places = dict.fromkeys((t.place, t.value is not None) for t in self.turns)
        courses, values = [], []
        for place, metric in places:
            if metric:
                values.append(f"{{ metric = {_text(place)}, at = 60, value = {_NORMAL:.0f} }}")
                continue
            body = ', body = { last_event_at = "@now-3", lag_s = 3 }' if place == _LAG else ""
            head = f"{{ endpoint = {_text(place)}, at = 30, status = 200"
            courses.append(f"{head}, latency_ms = 40{body} }}")
        lines = [f"courses = [{', '.join(courses)}]"] if courses else []
        return [*lines, *([f"values = [{', '.join(values)}]"] if values else []), "calms = true"]


def course(film: Film, stage: Situation) -> Course:
    """What the probes told around this incident."""
    case = film.last.cases[film.incident_id]
    paged = case.incident.created_at
    relief = mitigated_at(case)
    facts = [r.fact for r in film.records(paged - _LEAD, film.ends)]
    places = _places([fact for fact in facts if isinstance(fact, ProbeTurned)])
    turns: list[_Turn] = []
    for fact in facts:
        after = relief is not None and _since(fact) is not None and _after(fact, relief)
        match fact:
            case ProbeTurned() if fact.probe in places:
                turns.append(_probe(fact, places[fact.probe], _at(fact.since, paged), after=after))
            case CriterionTurned():
                turns += _criterion(fact, stage, _at(fact.since, paged), after=after)
            case _:
                pass
    return Course(tuple(sorted(turns, key=lambda t: t.at)))


def _since(fact: object) -> datetime | None:
    return fact.since if isinstance(fact, ProbeTurned | CriterionTurned) else None


def _after(fact: object, relief: datetime) -> bool:
    since = _since(fact)
    return since is not None and since >= relief - timedelta(minutes=3)


def _at(when: datetime, paged: datetime) -> float:
    return (when - paged).total_seconds() - _LEAD_S


def _places(turned: Sequence[ProbeTurned]) -> dict[str, str]:
    """Where each probe that was ever bad looks in the scenario, those with a status first: no name
    of theirs is taken over."""
    bad = [fact for fact in turned if fact.health is Health.BAD]
    bad.sort(key=lambda fact: _STATUS.search(fact.detail) is None)
    names = enumerate(dict.fromkeys(fact.probe for fact in bad))
    return {name: HOSTED[n] if n < len(HOSTED) else f"check {n + 1}" for n, name in names}


def _probe(fact: ProbeTurned, place: str, at: float, *, after: bool) -> _Turn:
    said = _STATUS.search(fact.detail)
    status = 200 if fact.health is Health.GOOD else int(said[0]) if said else 503
    return _Turn(place, at, status, after=after)


def _criterion(fact: CriterionTurned, stage: Situation, at: float, *, after: bool) -> list[_Turn]:
    """A drop, or a stall: what no status tells."""
    kinds = {c.id: c.kind for c in stage.procedure.criteria}
    met = fact.standing is Standing.MET
    if fact.standing is Standing.UNKNOWN:
        return []
    match kinds.get(fact.criterion):
        case CriterionKind.DROP:
            return [_Turn(_METRIC, at, value=_NORMAL * (_OFF_LEVEL if met else 1), after=after)]
        case CriterionKind.STALL:
            stalled = 'last_event_at = "@phase", lag_s = "@since"'
            body = stalled if met else 'last_event_at = "@now-3", lag_s = 3'
            return [_Turn(_LAG, at - (300 if met else 0), body=body, after=after)]
        case _:
            return []


def _phase(turn: _Turn) -> str:
    body = f", body = {{ {turn.body} }}" if turn.body else ""
    return f"{{ at = {turn.at:.0f}, status = {turn.status}, latency_ms = 60{body} }}"


def _point(turn: _Turn) -> str:
    return f"{{ at = {turn.at:.0f}, value = {turn.value:.0f} }}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
