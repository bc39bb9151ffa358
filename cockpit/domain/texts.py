"""The words that leave the cockpit, and the drafts that save typing; plain text, no escaping."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from cockpit.domain import parts, suspects, templates
from cockpit.domain.actions import Declare, PostUpdate
from cockpit.domain.actions_talk import EditUpdate
from cockpit.domain.evidence import Deploy, DeployKind, Health
from cockpit.domain.model import Person
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, State

LIMIT = parts.LIMIT
"""What fits into one message, as `parts.weight` counts it."""

_BLANK = re.compile(r"\{(\w+)\}")

_DECLARE = """\
Incident {incident} declared: {title}
Started: {started}
What paged: {paged_by}
Hypothesis: {hypothesis}
On it: {person}. Updates in this thread."""

_UPDATE = """\
Known: {known}
Trying: {trying}
Next update: {next}"""


def clock_time(at: datetime, zone: tzinfo) -> str:
    """An instant for people who read it elsewhere: UTC first, local time beside it."""
    utc = f"{at:%H:%M} UTC"
    local = at.astimezone(zone)
    if local.utcoffset() == at.utcoffset():
        return utc
    return f"{utc} ({local:%H:%M %Z})"


def fill(template: str, words: Mapping[str, str]) -> str:
    """The template with its blanks filled; a line whose blanks are all empty is left out.

    What is filled in is never read as a template again, so braces in a title stay braces.
    """
    lines = []
    for line in template.splitlines():
        blanks = [words.get(name, "") for name in _BLANK.findall(line)]
        if blanks and not any(blanks):
            continue
        lines.append(_BLANK.sub(lambda found: words.get(found[1], ""), line))
    return "\n".join(lines).strip()


def declaration(case: Case, action: Declare, me: Person, procedure: Procedure, zone: tzinfo) -> str:
    """The message that declares an incident: start, what paged, hypothesis (procedure N8.2)."""
    words = _who(case, me) | {
        "started": clock_time(action.started_at, zone),
        "paged_by": action.paged_by.strip() or draft_paged_by(case),
        "hypothesis": action.hypothesis.strip() or procedure.unknown_hypothesis,
    }
    return fill(procedure.declare_text or _DECLARE, words)


def update(
    case: Case, action: PostUpdate | EditUpdate, me: Person, procedure: Procedure, zone: tzinfo
) -> str:
    """An outward update: known, trying, next (G4)."""
    words = _who(case, me) | {
        "known": action.known.strip(),
        "trying": action.trying.strip(),
        "next": clock_time(action.next_at, zone) if action.next_at else "",
    }
    return fill(procedure.update_text or _UPDATE, words)


def _who(case: Case, me: Person) -> dict[str, str]:
    incident = case.incident
    name = " ".join(p for p in (incident.priority, f"#{incident.number}") if p)
    return {"incident": name, "title": incident.title, "person": me.name}


def drafted(
    state: State, case: Case, procedure: Procedure, phase: str = ""
) -> tuple[str, str, int | None]:
    """What an update of this phase says when nobody types: known, trying, seconds to the next.

    The phase is the one that fits now when none is given (`templates.fitting`). Seconds: 0 when no
    next word is due, None when it comes by the cadence.
    """
    found = templates.template(procedure, phase or templates.fitting(state, case))
    if found is None:
        return draft_known(state, case, procedure), draft_trying(case, procedure), None
    words = _blanks(state, case, procedure)
    known = fill(found.known, words) or draft_known(state, case, procedure)
    trying = fill(found.trying, words) or draft_trying(case, procedure)
    return known, trying, found.next_s


def _blanks(state: State, case: Case, procedure: Procedure) -> dict[str, str]:
    """What the state knows for each of `templates.BLANKS`."""
    incident, declaration = case.incident, case.declaration
    told = [u for u in templates.standing(state, case) if u.phase != templates.NO_CHANGE]
    began = declaration.started_at if declaration else incident.created_at
    since = began.astimezone(UTC)
    mitigation = templates.running(case)
    worked = next((m for m in reversed(case.mitigations) if m.stage.is_over), None)
    suspect = suspects.top(state, case, procedure)
    hypothesis = declaration.hypothesis if declaration else ""
    return {
        "incident": " ".join(p for p in (incident.priority, f"#{incident.number}") if p),
        "title": incident.title,
        "service": incident.service,
        "severity": case.severity or incident.priority,
        "since": f"{since:%H:%M} UTC",
        "symptoms": _symptoms(state),
        "hypothesis": "" if hypothesis == procedure.unknown_hypothesis else hypothesis,
        "suspect": _suspect(suspect.deploy) if suspect else "",
        "mitigation": f"{mitigation.kind} {mitigation.target}" if mitigation else "",
        "kind": mitigation.kind if mitigation else "",
        "target": mitigation.target if mitigation else "",
        "outcome": worked.outcome if worked else "",
        "relief": f"{case.relief.at.astimezone(UTC):%H:%M} UTC" if case.relief else "",
        "last_known": told[-1].known if told else "",
        "last_trying": case.updates[-1].trying if case.updates else "",
        "person": declaration.author if declaration else "",
    }


def _suspect(deploy: Deploy) -> str:
    if deploy.kind is DeployKind.CHANGE:
        return f"a change: {deploy.subject}"
    return f"the change in {deploy.repository}: {deploy.subject}"


def _symptoms(state: State) -> str:
    bad = [
        f"{name}: {probe.detail} since {probe.since:%H:%M} UTC"
        for name, probe in state.probes.items()
        if probe.health is Health.BAD
    ]
    return "; ".join(bad[:3])


def draft_known(state: State, case: Case, procedure: Procedure) -> str:
    """What the state can already say: the last known words, else what the probes found."""
    if templates.standing(state, case):
        return procedure.no_change_known or case.updates[-1].known
    return _symptoms(state) or case.incident.title


def draft_trying(case: Case, procedure: Procedure) -> str:
    """What was being tried last, else that the cause is being looked for."""
    if case.updates and case.updates[-1].trying:
        return case.updates[-1].trying
    return procedure.no_change_trying or "looking for the cause"


def draft_paged_by(case: Case) -> str:
    """What paged: the service and the title that the pager gives."""
    incident = case.incident
    is_named = incident.title.casefold().startswith(incident.service.casefold())
    return incident.title if is_named else f"{incident.service}: {incident.title}"


def day_time(at: datetime, now: datetime, zone: tzinfo) -> str:
    """The same as `clock_time`, with the day before it when that is not today by UTC."""
    if at.date() == now.date():
        return clock_time(at, zone)
    return f"{at:%a %d %b} {clock_time(at, zone)}"


def takes_pager(
    me: Person,
    schedule: str,
    spell: tuple[datetime, datetime],
    reason: str,
    when: tuple[datetime, tzinfo],
) -> str:
    """Says that the pager is with this person for a while (A10)."""
    start, end = (day_time(at, *when) for at in spell)
    why = f"\nWhy: {reason}" if reason else ""
    return f"{me.name} takes the pager ({schedule}) from {start} to {end}.{why}"


def offers_help(case: Case, me: Person, holder: str) -> str:
    """Says that one can help with somebody else's page (A13)."""
    incident = case.incident
    return (
        f"{me.name} can help with #{incident.number}: {incident.title}\n"
        f"It is with {holder}, and stays there. Say what to take off your hands."
    )


def asks_to_take(case: Case, me: Person, whom: Person, *, in_thread: bool) -> str:
    """Asks another engineer to take an incident; nothing changes until they agree (A14).

    Replies are read in the incident's thread alone; elsewhere only an acknowledgement counts.
    """
    incident = case.incident
    how = 'reply "taking it" here, or acknowledge it at the pager'
    return (
        f"{whom.name}: can you take #{incident.number} from {me.name}? {incident.title}\n"
        f"To take it, {how if in_thread else 'acknowledge it at the pager'}. "
        f"Until then {me.name} has it."
    )
