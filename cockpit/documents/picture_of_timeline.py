"""The picture of an incident's timeline: how bad it was, how it was answered, what was told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.documents import svg
from cockpit.documents.postmortem_causes import suspects
from cockpit.documents.postmortem_material import Material
from cockpit.documents.spans import span

_LEFT, _WIDTH, _RIGHT = 130.0, 780.0, 20.0
_TOP, _LANE, _BAR = 34.0, 34.0, 14.0
_STEPS = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800)
"""Seconds between two marks of the axis, whichever gives a readable number of them."""
_MARKS = 8
_HALF_A_DAY = 43_200
_MOST = 12
"""Probes that get a lane; more would be no picture any more."""


@dataclass(frozen=True, slots=True)
class _Axis:
    since: datetime
    until: datetime

    def x(self, at: datetime) -> float:
        """Where an instant lies, within the picture."""
        whole = max((self.until - self.since).total_seconds(), 1.0)
        part = (at - self.since).total_seconds() / whole
        return _LEFT + _WIDTH * min(max(part, 0.0), 1.0)


def picture(of: Material) -> str:
    """The picture; the timeline beside it tells the same in words."""
    axis = _axis(of)
    lanes = [("Response", _response(of, axis)), ("Told outside", _told(of, axis))]
    lanes += [("Changes", _changes(of, axis)), ("Mitigations", _mitigations(of, axis))]
    for probe in sorted(of.state.probes)[:_MOST]:
        spells = [(s.since, s.until, s.detail) for s in of.spells(probe)]
        if spells:
            lanes.append((probe, _bad(spells, of, axis)))
    height = _TOP + _LANE * len(lanes) + 24
    parts = list(_grid(axis, height, of))
    for place, (name, drawn) in enumerate(lanes):
        y = _TOP + _LANE * place + _LANE / 2
        parts.append(svg.words(name[:18], _LEFT - 10, y + 4, anchor="end"))
        parts.append(svg.tag("line", x1=_LEFT, x2=_LEFT + _WIDTH, y1=y, y2=y, class_="rule"))
        parts.append(svg.tag("g", "".join(drawn) or " ", transform=f"translate(0 {y:.1f})"))
    told = f"{span((of.until - of.began).total_seconds())} from the first sign to the end"
    number = of.case.incident.number
    title = f"Timeline of incident {number}"
    return svg.picture(_LEFT + _WIDTH + _RIGHT, height, title, told, parts)


def _axis(of: Material) -> _Axis:
    since, until = of.began, max(of.until, of.began + timedelta(minutes=1))
    room = (until - since) * 0.05
    return _Axis(since - room, until + room)


def _grid(axis: _Axis, height: float, of: Material) -> Iterator[str]:
    whole = (axis.until - axis.since).total_seconds()
    step = next((s for s in _STEPS if whole / s <= _MARKS), _STEPS[-1])
    at = datetime.fromtimestamp(
        (axis.since.timestamp() // step + 1) * step, tz=of.case.incident.created_at.tzinfo
    )
    form = "%H:%M" if step < _HALF_A_DAY else "%d %b"
    while at <= axis.until:
        x = axis.x(at)
        yield svg.tag("line", x1=x, x2=x, y1=_TOP - 8, y2=height - 22, class_="grid")
        yield svg.words(f"{at:{form}}", x, _TOP - 14, "axis", "middle")
        at += timedelta(seconds=step)
    yield svg.words("UTC", _LEFT - 10, _TOP - 14, "axis", "end")


def _response(of: Material, axis: _Axis) -> Iterator[str]:
    """From the page to the end, in the stretches that count."""
    at = {one.id: one.at for one in of.figures.figures}
    paged = of.figures.paged_at
    stops: list[tuple[str, datetime | None, datetime]] = [
        ("unanswered", paged, at["acknowledge"] or of.until),
        ("answered", at["acknowledge"], of.relieved or of.until),
        ("eased", of.relieved, of.until),
    ]
    for kind, since, until in stops:
        if since is not None and until > since:
            told = f"{kind}: {since:%H:%M:%S} to {until:%H:%M:%S} UTC"
            x = axis.x(since)
            yield svg.bar((x, -_BAR / 2, axis.x(until) - x, _BAR), kind, told)


def _told(of: Material, axis: _Axis) -> Iterator[str]:
    cadence = of.figures.cadence
    for at in _apart(cadence.told_at, axis):
        yield svg.mark("dot", axis.x(at), 0, "told", f"told outside at {at:%H:%M:%S} UTC")
    for due in _apart(cadence.late, axis):
        yield svg.mark("triangle", axis.x(due), 0, "late", f"due at {due:%H:%M:%S} UTC, late")


def _changes(of: Material, axis: _Axis) -> Iterator[str]:
    for one in suspects(of):
        if axis.since <= one.deploy.at <= axis.until:
            told = f"{one.deploy.repository} at {one.deploy.at:%H:%M:%S} UTC, suspect {one.rank}"
            yield svg.mark("diamond", axis.x(one.deploy.at), 0, "change", told)


def _mitigations(of: Material, axis: _Axis) -> Iterator[str]:
    for one in of.case.mitigations:
        since, until = one.started_at or one.at, one.ended_at or of.until
        kind = "worked" if one.stage == "worked" else "tried"
        what = of.names.words(f"{one.kind} {one.target}")
        told = f"{what}, {one.stage.value}: {since:%H:%M:%S} to {until:%H:%M:%S} UTC"
        x = axis.x(since)
        yield svg.bar((x, -_BAR / 2, axis.x(until) - x, _BAR), kind, told)


def _bad(
    spells: Iterable[tuple[datetime, datetime | None, str]], of: Material, axis: _Axis
) -> Iterator[str]:
    for since, until, detail in spells:
        end = until or of.until
        told = f"bad: {since:%H:%M:%S} to {end:%H:%M:%S} UTC, {detail}".removesuffix(", ")
        x = axis.x(since)
        yield svg.bar((x, -_BAR / 2, axis.x(end) - x, _BAR), "bad", told)


def _apart(instants: Iterable[datetime], axis: _Axis) -> Iterator[datetime]:
    """Of those that would be drawn over one another, the first."""
    last = -1.0
    for at in instants:
        if axis.x(at) - last >= 1.0:
            last = axis.x(at)
            yield at
