"""The errors of the tracker as text and as JSON, for the command line."""

from datetime import datetime

from cockpit.documents.spans import counted, instant, span
from cockpit.domain.error_ranking import ErrorFinding, findings
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion
from cockpit.domain.tracked_errors import ErrorCount, ErrorVerdict, JudgedError

_VERDICT = {
    ErrorVerdict.INCIDENT: "an incident",
    ErrorVerdict.TICKET: "a ticket",
    ErrorVerdict.IGNORE: "nothing to act on",
}


def text(situation: Situation, now: datetime, limits: tuple[str, ...] = ()) -> str:
    """What matters for the trouble first; `limits` says what bounds the truth of it."""
    found = findings(situation, now)
    lines = [f"! {limit}" for limit in limits]
    if not any(f.is_open for f in found):
        unread = situation.state.errors is None
        lines.append("The errors are not known." if unread else "No unresolved error.")
    for one in found:
        lines += _entry(situation, one, now)
    return "\n".join(lines) + "\n"


def _entry(situation: Situation, found: ErrorFinding, now: datetime) -> list[str]:
    error, count = found.error, found.count
    marks = [error.status.value if not found.is_open else error.turn.value]
    marks += ["new since the trouble"] if found.is_new and situation.case else []
    marks += ["the failing service"] if found.concerns else []
    lines = [f"{error.short_id} {error.title} [{', '.join(marks)}]"]
    lines += [f"  {error.culprit}"] if error.culprit else []
    gone = span((now - error.first_seen).total_seconds())
    lines.append(f"  first seen {instant(error.first_seen, situation.zone)}, {gone} ago")
    if count is not None:
        over = "" if count.is_whole else " in the last day"
        events, users = counted(count.events, "event"), counted(count.users, "user")
        lines.append(f"  {events}, {users}{over}")
    if error.first_release:
        suspect = found.suspect
        that = f", that of a suspect, rank {suspect.rank}" if suspect and suspect.rank else ""
        lines.append(f"  first seen in {error.first_release}{that}")
    if found.judged is not None:
        why = f": {found.judged.reason}" if found.judged.reason else ""
        who = found.judged.author or "somebody"
        lines.append(f"  {who} says: {_VERDICT[found.judged.verdict]}{why}")
    return [*lines, *([f"  {error.url}"] if error.url else [])]


def jsonable(
    situation: Situation, now: datetime, limits: tuple[str, ...] = ()
) -> dict[str, object]:
    """The same for scripts; instants are RFC 3339 in UTC.

    Keys, all always there: `at`, `incident_id` (that "new" is measured by; empty: none), `known`
    (false: the tracker was never read), `more` (there are more than were read), `limits` and
    `errors`, each with `id`, `short_id`, `project`, `title`, `culprit`, `level`, `status`, `turn`,
    `first_seen`, `first_release`, `last_release`, `url`, `events`, `users`, `is_whole` (they are
    over its whole life, not over the last day alone), `last_seen`, `hourly` (these five null where
    it was not read just now), `is_new`, `concerns`, `services`, `suspect` (repository,
    sha, rank; or null) and `judged` (at, author, verdict, reason, incident_id; or null).
    """
    book = situation.state.errors
    return {
        "at": now.isoformat(),
        "incident_id": situation.incident_id,
        "known": book is not None,
        "more": book is not None and book.more,
        "limits": list(limits),
        "errors": [_jsonable(found) for found in findings(situation, now)],
    }


def _jsonable(found: ErrorFinding) -> dict[str, object]:
    error, suspect, judged = found.error, found.suspect, found.judged
    return {
        "id": error.id,
        "short_id": error.short_id,
        "project": error.project,
        "title": error.title,
        "culprit": error.culprit,
        "level": error.level,
        "status": error.status.value,
        "turn": error.turn.value,
        "first_seen": error.first_seen.isoformat(),
        "first_release": error.first_release,
        "last_release": error.last_release,
        "url": error.url,
        **_counted(found.count),
        "is_new": found.is_new,
        "concerns": found.concerns,
        "services": [service.name for service in found.services],
        "suspect": _suspect(suspect) if suspect else None,
        "judged": _verdict(judged) if judged else None,
    }


def _counted(count: ErrorCount | None) -> dict[str, object]:
    last = count.last_seen if count else None
    return {
        "events": count.events if count else None,
        "users": count.users if count else None,
        "is_whole": count.is_whole if count else None,
        "last_seen": last.isoformat() if last else None,
        "hourly": list(count.hourly) if count else None,
    }


def _suspect(suspect: Suspicion) -> dict[str, object]:
    deploy = suspect.deploy
    return {"repository": deploy.repository, "sha": deploy.sha, "rank": suspect.rank}


def _verdict(judged: JudgedError) -> dict[str, object]:
    return {
        "at": judged.at.isoformat(),
        "author": judged.author,
        "verdict": judged.verdict.value,
        "reason": judged.reason,
        "incident_id": judged.incident_id,
    }
