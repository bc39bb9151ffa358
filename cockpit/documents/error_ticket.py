"""The text of a ticket about an error of the tracker that is no incident (I13); words inert."""

from datetime import datetime

from cockpit.documents.markdown import inert, link
from cockpit.documents.spans import counted, instant
from cockpit.documents.ticket import TITLE, name
from cockpit.domain.error_ranking import ErrorFinding, called_release
from cockpit.domain.situation import Situation


def markdown(situation: Situation, found: ErrorFinding, now: datetime) -> str:
    """Markdown to paste into any tracker: what, where, since when, how often, which release."""
    error, zone = found.error, situation.zone
    lines = [f"# {inert(error.title[:TITLE])}", ""]
    if len(error.title) > TITLE:
        lines += [f"(The title has {len(error.title)} characters; it begins like that.)", ""]
    lines += [
        f"- Error: {inert(error.short_id)}",
        f"- Project: {inert(error.project) or 'not named'}",
        f"- Where: {inert(error.culprit) or 'not said'}",
        f"- Level: {inert(error.level)}",
        f"- First seen: {instant(error.first_seen, zone)}",
        *_counts(situation, found),
        f"- Release: {_release(found)}",
    ]
    if found.services:
        lines.append(f"- Service: {', '.join(inert(s.name) for s in found.services)}")
    if error.url:
        lines.append(f"- Link: {link(error.url)}")
    lines += ["", "## An incident?", "", *_verdict(situation, found), ""]
    lines.append(f"Written {instant(now, zone)} by {inert(name(situation.me))}.")
    return "\n".join(lines) + "\n"


def _counts(situation: Situation, found: ErrorFinding) -> list[str]:
    count = found.count
    if count is None:
        return ["- Events: not known at this moment"]
    over = "in all" if count.is_whole else "in the last day"
    users = counted(count.users, "user")
    lines = [f"- Events: {count.events} {over}, {users}"]
    if count.hourly:
        lately = f"{sum(count.hourly)} in a day, {max(count.hourly)} in the worst hour"
        lines.append(f"- Of late: {lately}")
    if count.last_seen:
        lines.append(f"- Last seen: {instant(count.last_seen, situation.zone)}")
    return lines


def _release(found: ErrorFinding) -> str:
    error = found.error
    if not error.first_release:
        return "not known"
    said = f"first seen in {inert(error.first_release)}"
    if error.last_release and error.last_release != error.first_release:
        said += f", last in {inert(error.last_release)}"
    if found.suspect is not None:
        deploy = found.suspect.deploy
        what = f"{inert(deploy.repository)} {inert(called_release(deploy))}"
        said += f"; that is {what}, by {inert(deploy.author)}: {inert(deploy.subject)}"
    return said


def _verdict(situation: Situation, found: ErrorFinding) -> list[str]:
    judged = found.judged
    if judged is None:
        return ["Nobody has judged it yet."]
    words = {"incident": "It is part of an incident", "ticket": "It is no incident"}
    said = words.get(judged.verdict.value, "There is nothing to act on")
    case = situation.state.cases.get(judged.incident_id)
    of = f" (\\#{case.incident.number} was on screen)" if case else ""
    why = f" {inert(judged.reason)}" if judged.reason else ""
    who = inert(judged.author) or "somebody"
    return [f"{said}{of}, says {who}, {instant(judged.at, situation.zone)}.{why}"]
