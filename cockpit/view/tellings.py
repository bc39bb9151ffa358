"""Who must be told of an incident of its severity, as a list that ticks itself; and in one line."""

from datetime import datetime

from cockpit.domain.demands import Way
from cockpit.domain.obligations import Course, Obligation, following, level_of, obligations
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import duration, moment

_SOON_S = 300
"""So long before somebody has to be told, the line warns, seconds."""
_MARKS = {
    Course.OPEN: ("·", Tone.PLAIN),
    Course.SENDING: ("…", Tone.WARN),
    Course.DOUBT: ("▲", Tone.WARN),
    Course.FAILED: ("✖", Tone.BAD),
    Course.DONE: ("✔", Tone.GOOD),
    Course.AGAIN: ("✔", Tone.PLAIN),
}
_WAYS = {
    Way.DECLARE: "the declaration",
    Way.UPDATE: "updates",
    Way.POST: "post",
    Way.EMAIL: "e-mail",
    Way.STATUS: "status page",
    Way.COPY: "text to copy",
    Way.PERSON: "by hand",
}


def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """Everybody who has to hear, in the profile's order."""
    case = situation.case
    if case is None:
        return Sheet("Who must be told", (text("no incident is open"),))
    number = case.incident.number
    level = level_of(case, situation.procedure)
    if level is None:
        words = "No severity is set, so nobody has to be told yet: s on the main screen sets it."
        return Sheet(f"Who must be told of #{number}", (text(words, Tone.WARN),))
    found = obligations(situation.state, case, situation.procedure)
    if not found:
        words = f"The profile wants nobody told of a {level.name}."
        return Sheet(f"Who must be told of #{number}", (text(words),))
    rows = [row for one in found for row in _rows(situation, one, now)]
    met = sum(1 for one in found if _is_told(one))
    title = f"Who must be told of #{number}, {level.name}"
    return Sheet(title, tuple(rows), note=f"{met} of {len(found)} told")


def row_of(one: Obligation) -> str:
    """The id of its row."""
    return f"telling:{one.id}"


def summary(situation: Situation, now: datetime) -> tuple[str, Tone]:
    """The same in a line: "2 of 4 told, next 09:30 e-mail"; empty when nobody has to be told."""
    case = situation.case
    if case is None:
        return "", Tone.DIM
    found = obligations(situation.state, case, situation.procedure)
    if not found:
        return "", Tone.DIM
    words = f"{sum(1 for one in found if _is_told(one))} of {len(found)} told"
    first = following(found)
    if first is None or first.due is None or not case.incident.is_open:
        failed = [one for one in found if one.course is Course.FAILED]
        said = f", ▲ {failed[0].telling.who}: not sent" if failed else ""
        return f"{words}{said}", Tone.BAD if failed else Tone.DIM
    how = _WAYS[first.telling.way]
    at = moment(first.due, situation.zone, seconds=False)
    if first.is_late(now):
        return f"{words}, ▲ {at} {how} is late", Tone.BAD
    near = (first.due - now).total_seconds() <= _SOON_S
    return f"{words}, next {at} {how}", Tone.WARN if near else Tone.DIM


def _rows(situation: Situation, one: Obligation, now: datetime) -> tuple[Row, ...]:
    late = one.is_late(now)
    mark, tone = ("▲", Tone.BAD) if late else _MARKS[one.course]
    way = _WAYS[one.telling.way]
    key = row_of(one)
    said = Row(
        (
            Cell(mark, tone, width=1),
            Cell(one.telling.who, Tone.STRONG if late else Tone.PLAIN, grow=True),
            Cell(way, Tone.DIM),
        ),
        id=key,
    )
    words = _standing(situation, one, now)
    how = one.telling.how if one.course is Course.OPEN else one.how
    beside = f"{words}; {how.splitlines()[0]}" if how and how != way else words
    return said, Row((Cell("", width=1), Cell(beside, tone if late else Tone.DIM, grow=True)), key)


def _standing(situation: Situation, one: Obligation, now: datetime) -> str:
    parts = [one.course.value if one.course is not Course.OPEN else "not told yet"]
    if one.at is not None:
        by = f" by {one.by}" if one.by else ""
        parts = [f"told {moment(one.at, situation.zone, seconds=False)}{by}"]
    if one.due is not None:
        left = (one.due - now).total_seconds()
        again = "again " if one.course is Course.AGAIN else ""
        when = moment(one.due, situation.zone, seconds=False)
        span = f"in {duration(left)}" if left > 0 else f"late by {duration(-left)}"
        parts.append(f"{again}due {when}, {span}")
    return ", ".join(parts)


def _is_told(one: Obligation) -> bool:
    return one.course in (Course.DONE, Course.AGAIN)
