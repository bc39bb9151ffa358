"""The text of a support ticket about something that is not worth a page; foreign words inert."""

from datetime import datetime

from cockpit.documents.markdown import inert, link
from cockpit.documents.spans import instant
from cockpit.domain.demands import Outcome
from cockpit.domain.evidence import Standing
from cockpit.domain.model import Person
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.triage import Assessment

TITLE = 120
"""Characters of a title."""
_LIST = 12
"""Entries of a list."""


def markdown(situation: Situation, case: Case, found: Assessment, now: datetime) -> str:
    """Markdown to paste into any tracker: what, since when, why it did not page, what was seen."""
    incident, zone = case.incident, situation.zone
    lines = [f"# {inert(incident.title[:TITLE]) or 'An alert without a title'}", ""]
    if len(incident.title) > TITLE:
        lines += [f"(The title has {len(incident.title)} characters; it begins like that.)", ""]
    lines += [
        f"- Incident: \\#{incident.number}",
        f"- Service: {inert(incident.service) or 'not named'}",
        f"- Since: {instant(incident.created_at, zone)}",
        f"- Status at the pager: {incident.status.value}",
        f"- Severity: {inert(case.severity) or 'not set'}",
    ]
    level = situation.procedure.level(case.severity or found.level)
    if level is not None and Outcome.HANDOVER in level.then:
        lines.append("- Flagged for the handover: it needs other eyes")
    if incident.url:
        lines.append(f"- Link: {link(incident.url)}")
    lines += ["", "## Worth a page?", "", inert(_reason(case, found)), ""]
    if found.findings:
        lines += ["| Criterion | Met | Evidence |", "| --- | --- | --- |"]
        lines += [
            f"| ({inert(f.criterion.id)}) {inert(f.criterion.words)} | {_word(f.standing)} "
            f"| {inert(f.words)} |"
            for f in found.findings
        ]
        lines.append("")
    lines += _notes(case)
    lines.append(f"Written {instant(now, zone)} by {inert(name(situation.me))}.")
    return "\n".join(lines) + "\n"


def line(case: Case, found: Assessment) -> str:
    """One line about it for a channel, as plain text."""
    incident = case.incident
    severity = f", {case.severity}" if case.severity else ""
    return f"#{incident.number} {incident.title[:TITLE]}{severity}: {_reason(case, found)}"


def _reason(case: Case, found: Assessment) -> str:
    if case.judgement is not None and case.judgement.reason:
        return case.judgement.reason
    return found.words


def _word(standing: Standing) -> str:
    return {Standing.MET: "yes", Standing.NOT_MET: "no", Standing.UNKNOWN: "not known"}[standing]


def _notes(case: Case) -> list[str]:
    """What people wrote down, and what the procedure left out, the newest last."""
    said = [f"- {inert(skip.what)} (step {inert(name)})" for name, skip in case.skips.items()]
    said += [f"- {inert(m.text)}" for m in case.moments if m.kind == "note"]
    return ["## Notes", "", *said[-_LIST:], ""] if said else []


def name(me: Person | None) -> str:
    """Who writes it."""
    return me.name if me is not None and me.name else "somebody"
