"""Runbooks beside the incident: the list with what was learnt and seen before, and one to read."""

from collections.abc import Iterator
from datetime import datetime

from cockpit.domain.catalogue import Runbook
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.lessons import Lesson
from cockpit.domain.recurrence import Earlier, helped, recurrence, words_of
from cockpit.domain.runbooks import Part, PartKind, lessons, parts, runbooks
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, Moment, Parcel, Phase
from cockpit.domain.timeline import of_case
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import age, day, moment

TITLE = "Runbooks"
_LESSONS = 20
_LINES = 12
"""Lines of an output that stand below its command; all of it is on the timeline."""
_FIELD = 11


def book_id(book: Runbook) -> str:
    """The row of a runbook."""
    return f"book:{book.title}"


def listing(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """Those that fit first, each with its reason; then lessons, then earlier incidents."""
    books = runbooks(situation, now)
    rows = [_book(f.runbook, f.why) for f in books]
    if all(f.runbook.text for f in books):
        none = "none of your own" if books else "none"
        rows.append(text(f"{none}: add [[procedure.runbooks]]", Tone.DIM))
    found = lessons(situation)[:_LESSONS]
    if found:
        rows += [text(""), text("Learnt", Tone.TITLE), *(_lesson(x, now) for x in found)]
    case = situation.case
    seen = recurrence(situation.state, case) if case else None
    if seen is not None and seen.earlier:
        rows += [text(""), text("Seen before", Tone.TITLE), text(words_of(seen, now), Tone.WARN)]
        rows += [_earlier(x, now) for x in seen.earlier]
    return Sheet(TITLE, tuple(rows))


def _book(book: Runbook, why: str) -> Row:
    return Row(
        (
            Cell("▸" if why else " ", Tone.ACCENT, width=1),
            Cell(book.title, Tone.STRONG if why else Tone.PLAIN, grow=True),
            Cell(why, Tone.ACCENT),
        ),
        id=book_id(book),
    )


def _lesson(lesson: Lesson, now: datetime) -> Row:
    when = age((now - lesson.at).total_seconds())
    words = " ".join(lesson.text.split())
    return Row(
        (Cell(" ", width=1), Cell(words, grow=True), Cell(when, Tone.DIM)), _lesson_id(lesson)
    )


def _lesson_id(lesson: Lesson) -> str:
    return f"lesson:{lesson.id}"


def _earlier(earlier: Earlier, now: datetime) -> Row:
    incident = earlier.case.incident
    when = age((now - incident.created_at).total_seconds())
    words = earlier.helped or incident.title
    cells = (
        Cell(" ", width=1),
        Cell(f"#{incident.number}", Tone.ACCENT),
        Cell(words, grow=True),
        Cell(when, Tone.DIM),
    )
    return Row(cells, id=f"earlier:{incident.id}")


# --- one of them -----------------------------------------------------------------------------


def page(situation: Situation, row_id: str, body: str, now: datetime) -> Sheet:
    """What stands behind a row of the list; `body`: the text of a runbook that was read."""
    kind, _, name = row_id.partition(":")
    match kind:
        case "book":
            return Sheet(name, tuple(_read(situation, name, body, now)))
        case "lesson":
            return _learnt(situation, name, now)
        case "earlier":
            return _before(situation, name)
        case _:
            return Sheet("", (text("choose one on the left", Tone.DIM),))


def command_of(body: str, row_id: str) -> str:
    """The command behind a row of a runbook; empty: there is none."""
    number = row_id.removeprefix("command:")
    return next((p.text for p in parts(body) if p.number and str(p.number) == number), "")


def _read(situation: Situation, title: str, body: str, now: datetime) -> Iterator[Row]:
    for part in parts(body):
        yield from _part(part)
        if part.kind is PartKind.COMMAND:
            parcel = _last_run(situation, title, part.text)
            if parcel is not None:
                yield from _result(situation, parcel, now)
    if not body:
        yield text("it is empty", Tone.DIM)


def _part(part: Part) -> Iterator[Row]:
    match part.kind:
        case PartKind.HEADING:
            yield text(part.text.lstrip("# "), Tone.TITLE)
        case PartKind.CODE:
            yield text(f"  {part.text}", Tone.DIM)
        case PartKind.COMMAND:
            for place, line in enumerate(part.text.split("\n")):
                mark = Cell("▶" if place == 0 else " ", Tone.ACCENT, width=1)
                yield Row((mark, Cell(line, Tone.ACCENT, grow=True)), id=f"command:{part.number}")
        case _:
            yield text(part.text)


def has_commands(body: str) -> bool:
    """Whether anything in a runbook can be run."""
    return any(part.kind is PartKind.COMMAND for part in parts(body))


def running(situation: Situation) -> Parcel | None:
    """The newest command that runs for the incident on screen and that nobody is ending yet."""
    runs = (p for p in _runs(situation) if p.phase is Phase.CLAIMED and not p.end_asked_by)
    return max(runs, key=lambda parcel: parcel.order, default=None)


def _runs(situation: Situation) -> Iterator[Parcel]:
    for parcel in situation.state.parcels.values():
        effect = parcel.effect
        if isinstance(effect, RunCommand) and effect.incident_id == situation.incident_id:
            yield parcel


def _last_run(situation: Situation, runbook: str, command: str) -> Parcel | None:
    """The newest run of this step in the incident on screen, as written or changed."""
    found = None
    for parcel in _runs(situation):
        effect = parcel.effect
        if isinstance(effect, RunCommand) and (effect.runbook, effect.step) == (runbook, command):
            found = parcel
    return found


def _changed(parcel: Parcel) -> Iterator[Row]:
    """What ran, where that is not what stands in the runbook."""
    effect = parcel.effect
    if isinstance(effect, RunCommand) and effect.written:
        for place, line in enumerate(effect.command.split("\n")):
            mark = Cell("" if place else "changed, this ran:", Tone.WARN, width=18)
            yield Row((Cell(" ", width=1), mark, Cell(line, Tone.ACCENT, grow=True)))


def _underway(situation: Situation, parcel: Parcel) -> Row:
    words, tone = parcel.reason or "running", Tone.WARN
    if parcel.phase is Phase.FAILED:
        tone = Tone.BAD
    elif parcel.end_asked_by:
        words = f"being ended, as {parcel.end_asked_by} wants"
    elif parcel.phase is Phase.CLAIMED and not situation.read_only:
        words = "running · E ends it"
    return Row((Cell(" ", width=1), Cell(words, tone, grow=True)))


def _result(situation: Situation, parcel: Parcel, now: datetime) -> Iterator[Row]:
    yield from _changed(parcel)
    if parcel.phase is not Phase.DONE:
        yield _underway(situation, parcel)
        return
    at = parcel.done_at or now
    good = not parcel.warning
    said = "ended well" if good else parcel.warning
    words = f"{'✔' if good else '✖'} {moment(at, situation.zone)} {said}"
    yield Row((Cell(" ", width=1), Cell(words, Tone.GOOD if good else Tone.BAD, grow=True)))
    lines = (
        parcel.output.rstrip("\n").split("\n") if parcel.output.strip() else ["it printed nothing"]
    )
    if len(lines) > _LINES:
        yield Row((Cell(" ", width=1), Cell(f"… {len(lines) - _LINES} lines before", Tone.DIM)))
    for line in lines[-_LINES:]:
        yield Row((Cell(" ", width=1), Cell(line, Tone.DIM, grow=True)))


def _learnt(situation: Situation, lesson_id: str, now: datetime) -> Sheet:
    lesson = next((x for x in situation.state.lessons if x.id == lesson_id), None)
    if lesson is None:
        return Sheet("Learnt", (text("it is gone", Tone.DIM),))
    rows = [_field("about", lesson.service or "anything"), _field("by", lesson.author)]
    rows.append(_field("when", f"{day(lesson.at, situation.zone)}, {_ago(lesson.at, now)}"))
    return Sheet("Learnt", (*rows, text(""), *(text(line) for line in lesson.text.splitlines())))


def _before(situation: Situation, incident_id: str) -> Sheet:
    """An earlier incident: what helped, and how it went."""
    case = situation.state.cases.get(incident_id)
    if case is None:
        return Sheet("Seen before", (text("it is gone", Tone.DIM),))
    incident = case.incident
    rows = [
        text(incident.title, Tone.STRONG),
        _field("paged", f"{day(incident.created_at, situation.zone)}"),
        _field("helped", helped(case) or "nobody has said"),
    ]
    rows += [_field("update", case.updates[-1].known)] if case.updates else []
    rows += [text(""), *(_happened(m, situation) for m in _story(situation, case))]
    return Sheet(f"#{incident.number}", tuple(rows))


def _story(situation: Situation, case: Case) -> tuple[Moment, ...]:
    return of_case(situation.state, case)


def _happened(entry: Moment, situation: Situation) -> Row:
    at = Cell(moment(entry.at, situation.zone), Tone.DIM, width=8)
    return Row((at, Cell(" ".join(entry.text.split()), grow=True)))


def _field(name: str, value: str) -> Row:
    return Row((Cell(name, Tone.DIM, width=_FIELD), Cell(value, grow=True)))


def _ago(at: datetime, now: datetime) -> str:
    return f"{age((now - at).total_seconds())} ago"
