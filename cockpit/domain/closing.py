"""The closing checklist (G8): what is there, what is missing, and what is still to close; pure.

"Closed" is the organisation's word, and later than "resolved" at the pager.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from cockpit.domain import business_days
from cockpit.domain.action_items import day_words, lacks, of_incident
from cockpit.domain.closing_points import ClosingPoint, Proof
from cockpit.domain.obligations import level_of, obligations
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Parcel, Phase, State
from cockpit.domain.talk import Stage

_MOST = 3
"""Things that are named where many are missing."""


class Mark(StrEnum):
    """Where a point stands."""

    MET = "met"
    MISSING = "missing"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point as it stands, and why."""

    point: ClosingPoint
    mark: Mark
    words: str
    """What shows it, or what is missing."""
    key: str = ""
    """The key that gets on with it, where one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a point is looked at with."""

    state: State
    case: Case
    procedure: Procedure
    today: date
    zone: tzinfo


Seen = tuple[Mark, str]


def checklist(
    state: State, case: Case, procedure: Procedure, now: datetime, zone: tzinfo
) -> tuple[PointView, ...]:
    """All points in the profile's order; what a person has said counts for any of them."""
    scene = Scene(
        state=state,
        case=case,
        procedure=procedure,
        today=now.astimezone(zone).date(),
        zone=zone,
    )
    level = level_of(case, procedure)
    name = level.name.casefold() if level else ""
    views = []
    for point in procedure.closing.points:
        if point.levels and name not in {one.casefold() for one in point.levels}:
            continue
        mark, words = _PROOFS[point.proof](scene)
        said = case.closing.confirmed.get(point.id)
        if mark is Mark.MISSING and said is not None:
            mark, words = Mark.MET, ", ".join(w for w in (said.what, f"says {said.author}") if w)
        key = _KEYS.get(point.proof, "") if mark is Mark.MISSING else ""
        views.append(PointView(point=point, mark=mark, words=words, key=key))
    return tuple(views)


def missing(views: tuple[PointView, ...]) -> tuple[PointView, ...]:
    """The points that are not met."""
    return tuple(view for view in views if view.mark is Mark.MISSING)


def is_to_close(case: Case, procedure: Procedure) -> bool:
    """Whether it is resolved, has to be closed, and is not (G8).

    That is: it was declared, or its severity is one that the profile names. An alert that came and
    went has nothing to be closed; what was merged is closed with the one that it is part of.
    """
    rules, incident = procedure.closing, case.incident
    if not rules.points or incident.is_open or case.closing.closed is not None:
        return False
    if incident.merged_into:
        return False
    if case.declaration is not None:
        return True
    level = level_of(case, procedure)
    return level is not None and level.name.casefold() in {x.casefold() for x in rules.levels}


def to_close(state: State, procedure: Procedure, now: datetime) -> tuple[Case, ...]:
    """The incidents that are still to close, the one that was resolved last first.

    One that was resolved long ago is not pointed at any more.
    """
    since = now - timedelta(seconds=procedure.closing.shown_s)
    found = [
        case
        for case in state.cases.values()
        if case.incident.changed_at >= since and is_to_close(case, procedure)
    ]
    return tuple(sorted(found, key=lambda c: c.incident.changed_at, reverse=True))


def review_due(case: Case, procedure: Procedure, zone: tzinfo) -> date:
    """The last day on which the review is in time."""
    resolved = case.incident.changed_at.astimezone(zone).date()
    return business_days.after(
        resolved, procedure.closing.review_days, procedure.working_hours.days
    )


def _declared(scene: Scene) -> Seen:
    parcel = _parcel(scene, scene.case.declaration.effect if scene.case.declaration else "")
    if parcel is not None and parcel.phase is Phase.DONE:
        return Mark.MET, "declared in the channel"
    if scene.case.room:
        return Mark.MET, "it had a channel of its own"
    if any(item.is_tracked for item in of_incident(scene.state.items.values(), _id(scene))):
        return Mark.MET, "a ticket exists"
    return Mark.MISSING, "never declared, and no ticket exists"


def _severity(scene: Scene) -> Seen:
    case = scene.case
    if case.severity:
        return Mark.MET, case.severity
    level = level_of(case, scene.procedure)
    if level is not None:
        return Mark.MET, f"{level.name}, as the pager says"
    return Mark.MISSING, "nobody has set one"


def _relief(scene: Scene) -> Seen:
    case = scene.case
    worked = [m for m in case.mitigations if m.stage is Stage.WORKED]
    if worked:
        return Mark.MET, f"{worked[-1].kind} {worked[-1].target}".strip()
    if case.relief is not None:
        return Mark.MET, "relief was noted"
    return Mark.MISSING, "no mitigation that worked, and no relief, is on record"


def _review(scene: Scene) -> Seen:
    review, last = scene.case.closing.review, review_due(scene.case, scene.procedure, scene.zone)
    by = day_words(last, scene.today)
    if review is None:
        return Mark.MISSING, f"no day is set; by {by} ({_days(scene)})"
    day = day_words(review.day, scene.today)
    if review.day > last:
        return Mark.MISSING, f"{day} is too late; by {by} ({_days(scene)})"
    return Mark.MET, f"{day}, {review.where}" if review.where else day


def _days(scene: Scene) -> str:
    number = scene.procedure.closing.review_days
    return "1 business day" if number == 1 else f"{number} business days"


def _items(scene: Scene) -> Seen:
    items = of_incident(scene.state.items.values(), _id(scene))
    if not items:
        return Mark.MISSING, "there are none; if nothing is to do, say so"
    lacking = [(item, lacks(item)) for item in items]
    short = [f"item {item.number} lacks {' and '.join(wants)}" for item, wants in lacking if wants]
    if not short:
        return Mark.MET, "1 item" if len(items) == 1 else f"all {len(items)} items"
    more = f", and {len(short) - _MOST} more" if len(short) > _MOST else ""
    return Mark.MISSING, "; ".join(short[:_MOST]) + more


def _postmortem(scene: Scene) -> Seen:
    """One that stands where it was filed, or in a file here."""
    waits = False
    for copies in scene.state.papers.values():
        for copy in copies:
            if (copy.kind, copy.incident_id) != ("postmortem", _id(scene)):
                continue
            parcel = _parcel(scene, copy.effect)
            if not copy.effect or (parcel is not None and parcel.phase is Phase.DONE):
                return Mark.MET, f"written by {copy.author}" if copy.author else "written"
            waits = True
    return Mark.MISSING, "written, and not filed yet" if waits else "not written"


def _told(scene: Scene) -> Seen:
    owed = obligations(scene.state, scene.case, scene.procedure)
    if not owed:
        return Mark.NOT_NEEDED, "its severity tells nobody"
    silent = [one.telling.who for one in owed if one.at is None and not one.is_met]
    if not silent:
        return Mark.MET, "everybody has heard"
    more = f" and {len(silent) - _MOST} more" if len(silent) > _MOST else ""
    return Mark.MISSING, f"not told: {', '.join(silent[:_MOST])}{more}"


def _room(scene: Scene) -> Seen:
    if not scene.case.room:
        return Mark.NOT_NEEDED, "it has no channel of its own that is open"
    return Mark.MISSING, "its own channel is still open"


def _person(_scene: Scene) -> Seen:
    return Mark.MISSING, "nobody has said so"


def _id(scene: Scene) -> str:
    return scene.case.incident.id


def _parcel(scene: Scene, effect: str) -> Parcel | None:
    return scene.state.parcels.get(effect)


_PROOFS: dict[Proof, Callable[[Scene], Seen]] = {
    Proof.DECLARED: _declared,
    Proof.SEVERITY: _severity,
    Proof.RELIEF: _relief,
    Proof.REVIEW: _review,
    Proof.ITEMS: _items,
    Proof.POSTMORTEM: _postmortem,
    Proof.TOLD: _told,
    Proof.ROOM: _room,
    Proof.PERSON: _person,
}
_KEYS = {Proof.ITEMS: "I", Proof.POSTMORTEM: "F", Proof.SEVERITY: "s"}
