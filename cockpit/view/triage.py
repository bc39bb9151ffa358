"""The triage screen: levels with what each demands, criteria with their evidence, the verdict."""

from datetime import datetime

from cockpit.domain.criteria import NOT_ANSWERED
from cockpit.domain.demands import WAITING, Outcome
from cockpit.domain.evidence import Standing
from cockpit.domain.precedents import precedents
from cockpit.domain.situation import Situation
from cockpit.domain.snoozes import until_working_hours
from cockpit.domain.state import Case
from cockpit.domain.triage import (
    Assessment,
    Finding,
    Verdict,
    assess,
    demands,
)
from cockpit.domain.watched import MetSpan
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.channels import announced
from cockpit.view.words import moment

_VERDICT = {
    Verdict.WORTHY: Tone.BAD,
    Verdict.NOT_WORTHY: Tone.GOOD,
    Verdict.CANNOT_SAY: Tone.WARN,
}
_MARK = {
    Standing.MET: ("▲", "MET", Tone.BAD),
    Standing.NOT_MET: ("✔", "no", Tone.GOOD),
    Standing.UNKNOWN: ("?", "", Tone.WARN),
}
WORTHY, NOT_WORTHY = "judge:worthy", "judge:not-worthy"
THEN = "then:"


def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """Everything to judge an incident by, each entry to be chosen with Enter."""
    case = situation.case
    if case is None:
        return Sheet("Triage", (text("no incident is on screen", Tone.DIM),))
    found = assess(situation, now)
    rows = [text(found.words, _VERDICT[found.verdict])]
    rows += [text(f"▲ {alarm}", Tone.ALARM) for alarm in found.alarms]
    rows += announced(situation)
    rows += _precedent(situation)
    rows += [text(""), *_levels(situation, case, found)]
    rows += [text(""), *_criteria(situation, found)]
    rows += [text(""), *_judgement(situation, case)]
    rows += _then(situation, case, found, now)
    title = f"Triage of #{case.incident.number} {case.incident.title}"
    return Sheet(title, tuple(rows), note=found.verdict.value, note_tone=_VERDICT[found.verdict])


def _precedent(situation: Situation) -> list[Row]:
    """The report that speaks of it: such a thing may have been handled without a page (N7)."""
    return [
        text(f"▸ a report speaks of it: {p.report.day} {p.report.title}", Tone.ACCENT)
        for p in precedents(situation)[:1]
    ]


def start(situation: Situation, now: datetime) -> str:
    """Where the cursor is at first: the level that follows, else what nobody knows yet."""
    found = assess(situation, now)
    if found.level:
        return f"level:{found.level}"
    unknown = [f for f in found.findings if f.standing is Standing.UNKNOWN]
    return f"criterion:{unknown[0].criterion.id}" if unknown else ""


def _levels(situation: Situation, case: Case, found: Assessment) -> list[Row]:
    levels = situation.procedure.levels
    if not levels:
        return [text("Severity: the profile has no levels", Tone.DIM)]
    said = "not set yet"
    if case.severity:
        at = f", set {moment(case.severity_at, situation.zone)}" if case.severity_at else ""
        said = f"{case.severity}{at}"
    rows = [_title("Severity", said)]
    for level in levels:
        is_set = level.name == case.severity
        mark = "▶" if is_set else "◆" if level.name == found.level else " "
        title = level.title + (", follows from the criteria" if mark == "◆" else "")
        name = Cell(level.name, Tone.ACCENT if is_set else Tone.STRONG)
        row_id = f"level:{level.name}"
        rows.append(
            Row((Cell(mark, Tone.ACCENT, width=1), name, Cell(title, grow=True)), id=row_id)
        )
        asks = " · ".join(demands(level))
        if asks:
            rows.append(Row((Cell("", width=3), Cell(asks, Tone.DIM, grow=True)), id=row_id))
    return rows


def _title(name: str, words: str) -> Row:
    return Row((Cell(name, Tone.TITLE), Cell(words, Tone.DIM, grow=True)))


def _criteria(situation: Situation, found: Assessment) -> list[Row]:
    if not found.findings:
        return [text("Worth a page? The profile has no criteria", Tone.DIM)]
    rows = [_title("Worth a page?", "y yes · n no · u unknown, for the criterion selected")]
    for finding in found.findings:
        rows += _finding(situation, finding)
    return rows


def _finding(situation: Situation, finding: Finding) -> list[Row]:
    mark, answer, tone = _MARK[finding.standing]
    criterion = finding.criterion
    row_id = f"criterion:{criterion.id}"
    when = "at" if finding.by_person else "since"
    since = f", {when} {moment(finding.since, situation.zone)}" if finding.since else ""
    level = f" → {criterion.level}" if criterion.level else ""
    rows = [
        Row(
            (
                Cell(mark, tone, width=1),
                Cell(answer, tone, width=3),
                Cell(f"({criterion.id}) {criterion.words}{level}", grow=True),
            ),
            id=row_id,
        )
    ]
    said = [(f"{finding.words}{since}", Tone.DIM)] if finding.words != NOT_ANSWERED else []
    if finding.was is not None:
        said.append((_past(situation, finding.was), Tone.WARN))
    rows += [
        Row((Cell("", width=5), Cell(words, tone, grow=True)), id=row_id) for words, tone in said
    ]
    return rows


def _past(situation: Situation, was: MetSpan) -> str:
    """When it was met during this incident, for as long as it is on screen."""
    since, zone = moment(was.since, situation.zone), situation.zone
    if was.until is not None:
        return f"was met from {since} to {moment(was.until, zone)}"
    return f"was met from {since}, last seen {moment(was.seen_until, zone)}"


def _judgement(situation: Situation, case: Case) -> list[Row]:
    judged, said = case.judgement, "not given yet: Enter records it"
    if judged is not None:
        verdict = "worth a page" if judged.page_worthy else "not worth a page"
        at = moment(judged.at, situation.zone)
        said = f"{judged.author or 'somebody'}, {at}: {verdict}"
    return [
        _title("Judgement", said),
        _choice("It is worth a page", WORTHY),
        _choice("It is not worth a page", NOT_WORTHY),
    ]


def outcomes(situation: Situation, case: Case, found: Assessment) -> tuple[Outcome, ...]:
    """What is offered next: as the level that is set, or that follows, says; else what waits."""
    level = situation.procedure.level(case.severity or found.level)
    if level is not None and level.then:
        return level.then
    judged = case.judgement is not None and not case.judgement.page_worthy
    return WAITING if judged or found.verdict is Verdict.NOT_WORTHY else ()


def _then(situation: Situation, case: Case, found: Assessment, now: datetime) -> list[Row]:
    wanted, channels = outcomes(situation, case, found), situation.procedure.channels
    if not wanted:
        return []
    until = until_working_hours(now, situation.zone, situation.procedure.working_hours)
    words = {
        Outcome.ESCALATE: "Page the next level",
        Outcome.DECLARE: "Declare it",
        Outcome.SNOOZE: "Snooze it until working hours begin: "
        f"{until.astimezone(situation.zone):%a %H:%M %Z}",
        Outcome.TICKET: "Write the ticket: text to read and copy",
        Outcome.NOISE: f"Leave a line in {channels.name(channels.noise)}",
        Outcome.HANDOVER: "Note it for the handover",
    }
    offered = [one for one in wanted if one is not Outcome.NOISE or channels.noise]
    waits = set(offered) <= {*WAITING, Outcome.HANDOVER}
    said = "what does not page waits for working hours" if waits else "it cannot wait"
    return [
        text(""),
        _title("Then", said),
        *(_choice(words[one], f"{THEN}{one.value}") for one in offered),
    ]


def _choice(words: str, row_id: str) -> Row:
    return Row((Cell("·", Tone.ACCENT, width=1), Cell(words, grow=True)), id=row_id)


def met(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """The criteria for a page that are met, a row each, for the health pane."""
    found = assess(situation, now)
    if found.verdict is not Verdict.WORTHY:
        return ()
    return tuple(
        Row(
            (
                Cell("▲", Tone.BAD, width=1),
                Cell(f"{f.criterion.level} ({f.criterion.id}) met: {f.words}", Tone.BAD, grow=True),
            )
        )
        for f in found.findings
        if f.standing is Standing.MET
    )
