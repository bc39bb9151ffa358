"""What happens to incidents, by a hand or by the clock; no HTTP and no JSON.

The rules are the vendor's: an acknowledgement takes the incident over and halts its
escalation, an acknowledgement that times out triggers it again, an incident that is
assigned directly or has low urgency does not escalate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.model import Incident, LogEntry, Note, Stamp
from cockpit.standins.pages import Page


@dataclass(frozen=True)
class Due:
    """Something that an incident will do by itself at an instant."""

    at: datetime
    act: Callable[[Account, Incident, datetime], None]
    incident: Incident


def next_due(account: Account) -> Due | None:
    """The earliest thing that will happen by itself, if anything will."""
    found: list[Due] = []
    for incident in account.ledger.incidents:
        if incident.status == "resolved":
            continue
        if incident.escalate_at:
            found.append(Due(incident.escalate_at, _escalate_by_time, incident))
        if incident.unacknowledge_at:
            found.append(Due(incident.unacknowledge_at, _unacknowledge, incident))
        if incident.auto_resolve_at:
            found.append(Due(incident.auto_resolve_at, _resolve_by_time, incident))
    return min(found, key=lambda due: due.at, default=None)


def log(
    account: Account,
    incident: Incident,
    kind: str,
    at: datetime,
    *,
    by: str,
    channel: str,
    people: list[str] | None = None,
    note: str = "",
    **fields: object,
) -> LogEntry:
    """Write one line of history."""
    entry = LogEntry(
        id=account.new_id("R", 26),
        type=f"{kind}_log_entry",
        at=at,
        incident=incident.id,
        by=by,
        channel=channel,
        people=people or [],
        note=note,
        fields=fields,
    )
    incident.log.append(entry)
    incident.updated_at = at
    return entry


def trigger(account: Account, at: datetime, page: Page, *, by: str = "") -> Incident:
    """A new incident on a service, assigned to the first level of its policy.

    `by` is the person (by id) who makes it by hand; otherwise a monitor does.
    """
    service = account.services[page.service]
    policy = account.policy_of(service)
    source = f"user:{by}" if by else f"service:{service.id}"
    incident = Incident(
        id=account.new_id("Q"),
        number=page.number,
        title=page.title,
        service=service.id,
        policy=policy.id,
        levels=policy.levels,
        loops=policy.loops,
        urgency=page.urgency,
        created_at=at,
        updated_at=at,
        changed_at=at,
        changed_by=source,
        priority=page.priority,
        details=dict(page.details),
        conference=dict(page.conference) or None,
        has_alert=not by,
    )
    account.ledger.incidents.append(incident)
    account.ledger.next_number = max(account.ledger.next_number, page.number + 1)
    _start_auto_resolve(account, incident, at)
    log(account, incident, "trigger", at, by=source, channel="website" if by else "api")
    to_level(account, incident, at, 1, by="")
    return incident


def to_level(account: Account, incident: Incident, at: datetime, n: int, *, by: str) -> bool:
    """Assign to level `n` of the policy, or the next one that has somebody on call.

    `by` is the person (by id) who escalates; empty when time does. Returns False when
    nobody is left, and then changes nothing.
    """
    for level in range(n, len(incident.levels) + 1):
        people = account.assign_turn(incident.policy, incident.levels, level, at)
        if people:
            break
    else:
        return False
    first = incident.level == 0
    incident.level, incident.via = level, "escalation_policy"
    incident.assigned = [Stamp(at, person) for person in people]
    agent = f"user:{by}" if by else f"service:{incident.service}"
    channel = "website" if by else ("auto" if first else "timeout")
    kind = "assign" if first else "escalate"
    log(account, incident, kind, at, by=agent, channel=channel, people=people)
    _triggered(incident, at, agent)
    _start_escalation(incident, at)
    _notify(account, incident, at, people)
    return True


def acknowledge(account: Account, incident: Incident, at: datetime, person: str) -> None:
    """The person takes the incident over; a resolved one is opened again."""
    if incident.status == "resolved":
        incident.resolved_at, incident.resolve_reason = None, ""
        incident.assigned, incident.acknowledged = [], []
        _start_auto_resolve(account, incident, at)
    incident.status = "acknowledged"
    incident.changed_at, incident.changed_by = at, f"user:{person}"
    incident.escalate_at = None
    others = [stamp for stamp in incident.acknowledged if stamp.person != person]
    incident.acknowledged = [*others, Stamp(at, person)]
    if [stamp.person for stamp in incident.assigned] != [person]:
        incident.assigned = [Stamp(at, person)]
    timeout = account.services[incident.service].acknowledgement_timeout
    incident.unacknowledge_at = at + timedelta(seconds=timeout) if timeout else None
    log(
        account,
        incident,
        "acknowledge",
        at,
        by=f"user:{person}",
        channel="api",
        acknowledgement_timeout=timeout or None,
    )


def resolve(account: Account, incident: Incident, at: datetime, by: str, *, note: str = "") -> None:
    """Close the incident; `by` is `user:ID` or `service:ID`."""
    incident.status = "resolved"
    incident.changed_at, incident.changed_by = at, by
    incident.resolved_at = at
    incident.assigned, incident.acknowledged = [], []
    incident.escalate_at = incident.unacknowledge_at = incident.auto_resolve_at = None
    channel = "api" if by.startswith("user:") else "timeout"
    log(account, incident, "resolve", at, by=by, channel=channel, note=note)


def reopen(account: Account, incident: Incident, at: datetime, person: str) -> None:
    """Back to triggered, from resolved or acknowledged, at the policy's first level."""
    incident.resolved_at, incident.resolve_reason = None, ""
    if incident.auto_resolve_at is None:
        _start_auto_resolve(account, incident, at)
    incident.loop = 0
    to_level(account, incident, at, 1, by=person)


def assign(account: Account, incident: Incident, at: datetime, people: list[str], by: str) -> None:
    """Give it to these people directly: it leaves the policy and escalates no more."""
    incident.assigned = [Stamp(at, person) for person in people]
    incident.via, incident.escalate_at = "direct_assignment", None
    log(account, incident, "assign", at, by=f"user:{by}", channel="website", people=people)
    _triggered(incident, at, f"user:{by}")
    _notify(account, incident, at, people)


def delegate(account: Account, incident: Incident, at: datetime, policy: str, by: str) -> None:
    """Move it to the first level of a policy, even to the same policy's."""
    chosen = account.policies[policy]
    incident.policy, incident.levels = chosen.id, chosen.levels
    incident.loops, incident.loop = chosen.loops, 0
    log(account, incident, "delegate", at, by=f"user:{by}", channel="website")
    to_level(account, incident, at, 1, by=by)


def snooze(account: Account, incident: Incident, at: datetime, person: str, seconds: int) -> None:
    """Keep it acknowledged until the snooze ends; then it is triggered again."""
    until = at + timedelta(seconds=seconds)
    incident.unacknowledge_at = until
    log(
        account,
        incident,
        "snooze",
        at,
        by=f"user:{person}",
        channel="website",
        changed_actions=[{"type": "unacknowledge", "at": until.isoformat()}],
    )


def set_urgency(account: Account, incident: Incident, at: datetime, urgency: str) -> None:
    """High urgency escalates, low urgency does not."""
    incident.urgency = "low" if urgency == "low" else "high"
    agent = f"service:{incident.service}"
    log(account, incident, "urgency_change", at, by=agent, channel="website")
    if incident.urgency == "low":
        incident.escalate_at = None
        return
    climbs = incident.status == "triggered" and incident.via == "escalation_policy"
    if climbs and incident.escalate_at is None:
        _start_escalation(incident, at)


def annotate(account: Account, incident: Incident, at: datetime, person: str, content: str) -> Note:
    """Add a note."""
    note = Note(account.new_id("P"), person, at, content)
    incident.notes.append(note)
    log(account, incident, "annotate", at, by=f"user:{person}", channel="note", note=content)
    return note


def has_next_level(incident: Incident) -> bool:
    """Whether an escalation would reach anybody: a level above, or another loop."""
    return incident.level < len(incident.levels) or incident.loop < incident.loops


def _escalate_by_time(account: Account, incident: Incident, at: datetime) -> None:
    incident.escalate_at = None
    if to_level(account, incident, at, incident.level + 1, by=""):
        return
    agent = f"service:{incident.service}"
    if incident.loop < incident.loops:
        incident.loop += 1
        log(account, incident, "repeat_escalation_path", at, by=agent, channel="timeout")
        to_level(account, incident, at, 1, by="")
    else:
        log(account, incident, "exhaust_escalation_path", at, by=agent, channel="timeout")


def _unacknowledge(account: Account, incident: Incident, at: datetime) -> None:
    agent = f"service:{incident.service}"
    log(account, incident, "unacknowledge", at, by=agent, channel="timeout")
    _triggered(incident, at, agent)
    if incident.via == "escalation_policy":
        _start_escalation(incident, at)
    _notify(account, incident, at, [stamp.person for stamp in incident.assigned])


def _resolve_by_time(account: Account, incident: Incident, at: datetime) -> None:
    resolve(account, incident, at, f"service:{incident.service}")


def _triggered(incident: Incident, at: datetime, by: str) -> None:
    incident.status = "triggered"
    incident.changed_at, incident.changed_by = at, by
    incident.acknowledged, incident.unacknowledge_at = [], None


def _start_escalation(incident: Incident, at: datetime) -> None:
    if incident.urgency == "low" or incident.level == 0:
        incident.escalate_at = None
        return
    minutes = incident.levels[incident.level - 1].minutes
    incident.escalate_at = at + timedelta(minutes=minutes)


def _start_auto_resolve(account: Account, incident: Incident, at: datetime) -> None:
    timeout = account.services[incident.service].auto_resolve_timeout
    incident.auto_resolve_at = at + timedelta(seconds=timeout) if timeout else None


def _notify(account: Account, incident: Incident, at: datetime, people: list[str]) -> None:
    kind = "push_notification" if incident.urgency == "high" else "email_notification"
    for person in people:
        log(
            account,
            incident,
            "notify",
            at,
            by=f"service:{incident.service}",
            channel="auto",
            people=[person],
            notification=kind,
        )
