"""The errors pane, and one error in full: whose it is, since when, in which release (I7)."""

from datetime import datetime

from cockpit.domain.error_ranking import ErrorFinding, Since, finding, findings, since
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import recent
from cockpit.domain.suspicion import span
from cockpit.domain.tracked_errors import ErrorTurn, ErrorVerdict, JudgedError
from cockpit.domain.watch import ERRORS
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import age, day, freshness, is_read, moment, problems

TITLE = "9 Errors"
MOST = 100
"""Errors that are listed."""
_WIDE = 50
_BARS = "▁▂▃▄▅▆▇█"
_DAY_S = 86_400
_WHEN, _COUNT, _HOURS = 5, 5, 12
_FIELD = 11
_VERDICT = {
    ErrorVerdict.INCIDENT: "incident",
    ErrorVerdict.TICKET: "ticket",
    ErrorVerdict.IGNORE: "ignored",
}
_TURN = {ErrorTurn.ESCALATING: "rising", ErrorTurn.REGRESSED: "back"}
"""What the tracker says of its course, where that is news."""
_SAID = {
    ErrorVerdict.INCIDENT: "part of an incident",
    ErrorVerdict.TICKET: "no incident: a ticket",
    ErrorVerdict.IGNORE: "nothing to act on",
}
_THOUSAND = 1000


def sheet(situation: Situation, now: datetime, space: Space) -> Sheet:
    """What matters for the trouble first; what could not be read is said before anything else."""
    if situation.tracker is None:
        return Sheet(TITLE, (text("no error tracker: add [sentry]", Tone.DIM),), note="off")
    old, tone = freshness(situation, (ERRORS,), now)
    found = findings(situation, now)
    rows = [_row(situation, f, now, space) for f in found[:MOST]]
    if len(found) > MOST:
        rows.append(text(f"and {len(found) - MOST} more that are not listed", Tone.DIM))
    if not any(f.is_open for f in found):
        rows = [_nothing(situation), *rows]
    urgent = sum(f.is_urgent for f in found)
    note = f"{urgent} new · {old}" if urgent else old
    if situation.is_past:
        kept = "counts not kept"
        note, tone = f"{urgent} new · {kept}" if urgent else kept, Tone.DIM
    return Sheet(
        TITLE,
        (*problems(situation, (ERRORS,)), *rows),
        note=note,
        note_tone=Tone.BAD if urgent else tone,
    )


def is_loud(situation: Situation, now: datetime) -> bool:
    """Whether an error is new that nobody has judged."""
    return any(f.is_urgent for f in findings(situation, now))


def _nothing(situation: Situation) -> Row:
    """ "None" is said only when the tracker was read."""
    if not is_read(situation, ERRORS):
        return text(f"not read: {ERRORS}", Tone.WARN)
    tracker = situation.tracker
    where = ", ".join(tracker.projects) if tracker and tracker.projects else "any project"
    return text(f"no unresolved error in {where} within a day", Tone.DIM)


def _row(situation: Situation, found: ErrorFinding, now: datetime, space: Space) -> Row:
    error, wide = found.error, space.width >= _WIDE
    mark, tone = _mark(found)
    plain = Tone.PLAIN if found.is_urgent or found.concerns else Tone.DIM
    project = error.project if wide else ""
    count = number(found.count.events) if found.count else ""
    verdict = _VERDICT[found.judged.verdict] if found.judged else ""
    turn = "" if verdict or not found.is_open else _TURN.get(error.turn, "")
    hourly = found.count.hourly if found.count and wide else ()
    return Row(
        (
            Cell(mark, tone, width=1),
            Cell(_when(situation, error.first_seen, now), tone, width=_WHEN),
            Cell(project, Tone.DIM, width=8 if wide else None),
            Cell(error.title, plain, grow=True),
            Cell(verdict, Tone.ACCENT),
            Cell(turn, Tone.WARN),
            Cell(spark(hourly[-_HOURS:]), Tone.DIM, width=_HOURS if wide else None),
            Cell(count, tone if found.is_urgent else Tone.DIM, width=_COUNT, right=True),
        ),
        id=f"error:{error.id}",
    )


def _mark(found: ErrorFinding) -> tuple[str, Tone]:
    """What matters most about it, as a shape: resolved, of a suspect's release, new, or neither."""
    if not found.is_open:
        return "✔", Tone.GOOD
    if found.is_new and found.suspect is not None and found.suspect.rank:
        return "◆", Tone.WARN
    return ("▲", Tone.BAD) if found.is_new else ("·", Tone.DIM)


def _when(situation: Situation, at: datetime, now: datetime) -> str:
    gone = (now - at).total_seconds()
    return age(gone) if gone >= _DAY_S else moment(at, situation.zone, seconds=False)


def number(count: int) -> str:
    """A count in at most five cells: 812, 4.2k, 31k, 7.9M."""
    value, unit = float(count), ""
    for unit in ("", "k", "M", "G", "T"):
        if value < _THOUSAND or unit == "T":
            break
        value /= _THOUSAND
    return f"{count}" if not unit else f"{value:.1f}{unit}" if value < 10 else f"{value:.0f}{unit}"  # noqa: PLR2004 - one figure


def spark(counts: tuple[int, ...]) -> str:
    """Counts as bars; an hour without any is a space, an hour with one is seen."""
    most = max(counts, default=0)
    if not most:
        return ""
    return "".join(
        _BARS[min(round(count / most * (len(_BARS) - 1)), len(_BARS) - 1)] if count else " "
        for count in counts
    )


# --- one error in full -------------------------------------------------------------------------


def detail(situation: Situation, name: str, now: datetime) -> Sheet | None:
    """One error by its id; None: it is not known any more."""
    found = finding(situation, name, now)
    if found is None:
        return None
    error = found.error
    rows = [text(error.title, Tone.STRONG)]
    rows += [text(error.culprit, Tone.DIM)] if error.culprit else []
    rows += [text(""), *_times(situation, found, now), *_often(found), *_release(found)]
    whose = ", ".join(s.name for s in found.services) or "no service of the catalogue"
    belongs = " ▲ the failing one" if found.concerns else ""
    rows.append(_field("service", f"{whose}{belongs}", Tone.BAD if belongs else Tone.PLAIN))
    rows.append(_field("link", error.url or "none was given", Tone.ACCENT))
    rows += [text(""), text("Does this constitute an incident?", Tone.TITLE)]
    rows.append(_judged(situation, found.judged))
    said = error.status.value if not found.is_open else f"unresolved, {error.turn.value}"
    tone = Tone.WARN if error.turn is ErrorTurn.ESCALATING and found.is_open else Tone.DIM
    title = f"{error.short_id} · {error.project} · {error.level}"
    return Sheet(title, tuple(rows), note=said, note_tone=tone)


def _field(name: str, value: str, tone: Tone = Tone.PLAIN) -> Row:
    return Row((Cell(name, Tone.DIM, width=_FIELD), Cell(value, tone, grow=True)))


def _times(situation: Situation, found: ErrorFinding, now: datetime) -> list[Row]:
    zone, first = situation.zone, found.error.first_seen
    suspicions = recent(situation.state, situation.case, situation.procedure, now)
    began = since(situation, suspicions)
    at = f"{day(first, zone)} {moment(first, zone)}, {age((now - first).total_seconds())} ago"
    tone = Tone.BAD if found.is_new else Tone.PLAIN
    rows = [_field("first seen", f"{'▲ ' if found.is_new else ''}{at}{_apart(first, began)}", tone)]
    last = found.count.last_seen if found.count else None
    if last is None:
        rows.append(_field("last seen", "not in the list that was read last", Tone.DIM))
    else:
        gone = age((now - last).total_seconds())
        rows.append(_field("last seen", f"{day(last, zone)} {moment(last, zone)}, {gone} ago"))
    return rows


def _apart(first: datetime, began: Since | None) -> str:
    """How far it is from what it is measured by; empty for what is of another day."""
    if began is None:
        return ""
    seconds = (first - began.counted_from).total_seconds()
    if abs(seconds) >= _DAY_S:
        return ""
    return f": {span(abs(seconds))} {'after' if seconds >= 0 else 'before'} {began.words}"


def _often(found: ErrorFinding) -> list[Row]:
    count = found.count
    if count is None:
        return []
    over = "in all" if count.is_whole else "in the last day"
    rows = [_field("events", f"{count.events:,} {over}"), _field("users", f"{count.users:,}")]
    if count.hourly:
        lately = sum(count.hourly)
        said = f"{spark(count.hourly)} {lately:,} in a day, {max(count.hourly):,} in the worst hour"
        rows.insert(1, _field("by the hour", said))
    return rows


def _release(found: ErrorFinding) -> list[Row]:
    error, suspect = found.error, found.suspect
    if not error.first_release:
        return [_field("release", "not known", Tone.DIM)]
    rows = [_field("release", f"first seen in {error.first_release}")]
    if suspect is not None:
        deploy = suspect.deploy
        what = f"{deploy.repository} {deploy.sha[:7]} “{deploy.subject}”"
        if suspect.rank:
            words = f"◆ that of suspect {suspect.rank}: {what}"
            rows.append(_field("", words, Tone.WARN))
        else:
            rows.append(_field("", f"that of {what}"))
    if error.last_release and error.last_release != error.first_release:
        rows.append(_field("", f"last seen in {error.last_release}"))
    return rows


def _judged(situation: Situation, judged: JudgedError | None) -> Row:
    if judged is None:
        return text("nobody has said yet: i it is · t a ticket · n nothing to act on", Tone.WARN)
    case = situation.state.cases.get(judged.incident_id)
    of = f" #{case.incident.number}" if case else ""
    why = f": {judged.reason}" if judged.reason else ""
    at = f"{day(judged.at, situation.zone)} {moment(judged.at, situation.zone, seconds=False)}"
    return text(f"{_SAID[judged.verdict]}{of}, says {judged.author or 'somebody'}, {at}{why}")
