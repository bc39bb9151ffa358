"""The triage of an incident as text and as JSON, for the command line."""

from datetime import datetime

from cockpit.documents.spans import instant
from cockpit.domain.evidence import Standing
from cockpit.domain.precedents import precedents
from cockpit.domain.situation import Situation
from cockpit.domain.triage import Assessment, Finding, assess, demands
from cockpit.domain.watched import MetSpan

_MARK = {Standing.MET: "MET", Standing.NOT_MET: "no", Standing.UNKNOWN: "?"}


def text(situation: Situation, now: datetime) -> str:
    """The verdict, what does not go together, the criteria, the levels."""
    found, case = assess(situation, now), situation.case
    head = "No incident is known to be open."
    if case is not None:
        head = f"#{case.incident.number} {case.incident.title}"
    lines = [head, f"  {found.words[:1].upper()}{found.words[1:]}"]
    lines += [f"  ! {alarm}" for alarm in found.alarms]
    lines += _judged(situation)
    lines += [
        f"  > a report speaks of it: {p.report.day} {p.report.title}"
        for p in precedents(situation)[:1]
    ]
    for finding in found.findings:
        criterion = finding.criterion
        lines.append(f"  {_MARK[finding.standing]:<4}({criterion.id}) {criterion.words}")
        lines.append(f"        {_evidence(situation, finding)}")
        if finding.was is not None:
            lines.append(f"        {_past(situation, finding.was)}")
    for level in situation.procedure.levels:
        marks = [word for word, holds in (
            ("set", case is not None and case.severity == level.name),
            ("follows from the criteria", found.level == level.name),
        ) if holds]  # fmt: skip
        marked = f" [{', '.join(marks)}]" if marks else ""
        lines.append(f"  {level.name}{marked} {level.title}")
        lines += [f"        {word}" for word in demands(level)]
    return "\n".join(lines) + "\n"


def _judged(situation: Situation) -> list[str]:
    judged = situation.case.judgement if situation.case else None
    if judged is None:
        return []
    verdict = "worth a page" if judged.page_worthy else "not worth a page"
    reason = f": {judged.reason}" if judged.reason else ""
    at = instant(judged.at, situation.zone)
    return [f"  Judged {verdict} by {judged.author or 'somebody'}, {at}{reason}"]


def _evidence(situation: Situation, finding: Finding) -> str:
    if finding.since is None:
        return finding.words
    when = "at" if finding.by_person else "since"
    return f"{finding.words}, {when} {instant(finding.since, situation.zone)}"


def _past(situation: Situation, was: MetSpan) -> str:
    since, zone = instant(was.since, situation.zone), situation.zone
    if was.until is not None:
        return f"was met from {since} to {instant(was.until, zone)}"
    return f"was met from {since}, last seen {instant(was.seen_until, zone)}"


def jsonable(situation: Situation, now: datetime) -> dict[str, object]:
    """The same for scripts; instants are RFC 3339 in UTC.

    Keys, all always there: `at`, `incident_id`, `number` (null without an incident), `severity`,
    `verdict`, `words`, `level` (that follows from the criteria), `alarms`, `criteria` (id, words,
    level, standing, evidence, since, by_person, was_met: since and until, null while nobody saw the
    end, or null as a whole), `unpaged` (ids of what is met although nobody is paged), `judgement`
    (or null) and `levels` (name, title, pages, response_s, demands).
    """
    found, case = assess(situation, now), situation.case
    judged = case.judgement if case else None
    return {
        "at": now.isoformat(),
        "incident_id": case.incident.id if case else "",
        "number": case.incident.number if case else None,
        "severity": case.severity if case else "",
        "verdict": found.verdict.value,
        "words": found.words,
        "level": found.level,
        "alarms": list(found.alarms),
        "unpaged": list(found.unpaged),
        "criteria": _criteria(found),
        "judgement": judged
        and {
            "page_worthy": judged.page_worthy,
            "reason": judged.reason,
            "author": judged.author,
            "at": judged.at.isoformat(),
        },
        "levels": [
            {
                "name": level.name,
                "title": level.title,
                "pages": level.pages,
                "response_s": level.response_s,
                "demands": list(demands(level)),
            }
            for level in situation.procedure.levels
        ],
    }


def _criteria(found: Assessment) -> list[dict[str, object]]:
    return [
        {
            "id": f.criterion.id,
            "words": f.criterion.words,
            "level": f.criterion.level,
            "standing": f.standing.value,
            "evidence": f.words,
            "since": f.since.isoformat() if f.since else None,
            "by_person": f.by_person,
            "was_met": f.was
            and {
                "since": f.was.since.isoformat(),
                "until": f.was.until.isoformat() if f.was.until else None,
            },
        }
        for f in found.findings
    ]
