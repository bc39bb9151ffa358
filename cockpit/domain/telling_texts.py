"""What is drafted for those who have to be told (I4, P7), from the state; decides nothing."""

from collections.abc import Mapping

from cockpit.domain.cadence import update_due
from cockpit.domain.decisions import Ground
from cockpit.domain.demands import Telling, Way
from cockpit.domain.obligations import level_of
from cockpit.domain.state import Case, State
from cockpit.domain.texts import clock_time, draft_known, draft_trying, fill

_SUBJECT = "[{severity}] {title}"
_PAGE_TITLE = "Trouble with {service}"
"""To customers: neither the pager's words nor a level that means nothing to them."""
_MAIL = """\
{title}

Since: {since}
What is known: {known}
What is being done: {trying}
Next word: {next}

{person}, on call"""
_POST = """\
{incident}: {title}
Since: {since}
Known: {known}
Trying: {trying}
Next word: {next}"""
_CUSTOMERS = """\
We are aware of a problem since {since}, and are working on it.
We will say more by {next}."""
_RELIEVED = """\
The problem that began {since} no longer affects customers. We go on watching it."""
_OVER = """\
The problem that began {since} is over."""


def drafted(state: State, case: Case, telling: Telling, ground: Ground) -> tuple[str, str]:
    """Subject and text for whoever has to be told, ready to be sent without typing.

    To customers nothing is said of causes and people unless the profile's own text says it.
    """
    due = update_due(state, case, ground.procedure)
    soon = due if due is not None and due > ground.now else None
    level = level_of(case, ground.procedure)
    incident = case.incident
    started = case.declaration.started_at if case.declaration else incident.created_at
    words = {
        "incident": f"#{incident.number}",
        "title": incident.title,
        "service": incident.service,
        "severity": level.name if level else incident.priority,
        "since": clock_time(started, ground.zone),
        "known": draft_known(state, case, ground.procedure),
        "trying": draft_trying(case, ground.procedure),
        "next": clock_time(soon, ground.zone) if soon else "",
        "person": ground.me.name,
    }
    return _subject(telling, words), fill(telling.text or _own(case, telling.way), words)


def _subject(telling: Telling, words: Mapping[str, str]) -> str:
    """A post has none."""
    if telling.way is Way.POST:
        return ""
    for_customers = telling.way is Way.STATUS and words["service"]
    return fill(telling.subject or (_PAGE_TITLE if for_customers else _SUBJECT), words)


def _own(case: Case, way: Way) -> str:
    """The program's own text for a way of telling."""
    if way is Way.EMAIL:
        return _MAIL
    if way not in (Way.STATUS, Way.COPY):
        return _POST
    if not case.incident.is_open:
        return _OVER
    return _RELIEVED if case.relief is not None else _CUSTOMERS
