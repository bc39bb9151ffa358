"""The ticket of an action item: Markdown to paste anywhere, and plain text for a work tracker."""

from datetime import datetime

from cockpit.documents.markdown import inert, link
from cockpit.documents.spans import instant
from cockpit.documents.ticket import TITLE, name
from cockpit.domain.action_items import ActionItem
from cockpit.domain.recurrence import recurrence, words_of
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case


def markdown(situation: Situation, item: ActionItem, now: datetime) -> str:
    """Markdown to paste into any tracker: what, why, whose, until when; foreign words inert."""
    lines = [f"# {inert(item.title[:TITLE])}", ""]
    if len(item.title) > TITLE:
        lines += [f"(The title has {len(item.title)} characters; it begins like that.)", ""]
    lines += [f"- {label}: {inert(words)}" for label, words in _facts(situation, item)]
    case = situation.state.cases.get(item.incident_id)
    if case is not None:
        lines += [f"- Incident: {inert(_incident(case))}"]
        lines += [f"- Link: {link(case.incident.url)}"] if case.incident.url else []
        lines += [f"- {label}: {inert(words)}" for label, words in _around(situation, case, now)]
    if item.detail:
        lines += ["", "## What is to be done", ""]
        lines += [f"{inert(line)}  " if line.strip() else "" for line in item.detail.split("\n")]
    lines += ["", f"Written {instant(now, situation.zone)} by {inert(name(situation.me))}."]
    return "\n".join(lines) + "\n"


def text(situation: Situation, item: ActionItem, now: datetime) -> str:
    """The same as plain text: "## " begins a heading and "- " an entry, as trackers are told it."""
    lines = [item.detail.strip(), ""] if item.detail.strip() else []
    lines += ["## About", ""]
    lines += [f"- {label}: {words}" for label, words in _facts(situation, item)]
    case = situation.state.cases.get(item.incident_id)
    if case is not None:
        lines += [f"- Incident: {_incident(case)}"]
        lines += [f"- Link: {case.incident.url}"] if case.incident.url else []
        lines += [f"- {label}: {words}" for label, words in _around(situation, case, now)]
    lines += ["", f"Written {instant(now, situation.zone)} by {name(situation.me)}."]
    return "\n".join(lines)


def _facts(situation: Situation, item: ActionItem) -> list[tuple[str, str]]:
    owner = item.owner
    said = [("Kind", item.kind.value)]
    said += [("Owner", owner.name or owner.email)] if owner else [("Owner", "nobody yet")]
    said += [("Due", item.due.isoformat())] if item.due else [("Due", "no day is set")]
    by = f" by {item.created_by}" if item.created_by else ""
    return [*said, ("Noted", f"{instant(item.created_at, situation.zone)}{by}")]


def _incident(case: Case) -> str:
    return f"#{case.incident.number} {case.incident.title[:TITLE]}"


def _around(situation: Situation, case: Case, now: datetime) -> list[tuple[str, str]]:
    """What the incident adds: since when it was, how severe, how often it has come back."""
    said = [("Began", instant(case.incident.created_at, situation.zone))]
    said += [("Severity", case.severity)] if case.severity else []
    again = words_of(recurrence(situation.state, case), now)
    return [*said, *([("It comes back", again)] if again else [])]
