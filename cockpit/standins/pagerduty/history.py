"""How an incident's history looks as JSON: its log entries, its alert, its changes."""

from collections.abc import Sequence
from datetime import timedelta

from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.call import Json
from cockpit.standins.pagerduty.model import Incident, LogEntry
from cockpit.standins.pagerduty.shapes import (
    agent_ref,
    incident_ref,
    iso,
    maybe,
    person_ref,
    service_ref,
    team_ref,
    thing,
)
from cockpit.standins.pages import Change


def log_entry(account: Account, incident: Incident, item: LogEntry) -> Json:
    """A line of history."""
    agent = agent_ref(account, item.by)
    channel: Json = {"type": item.channel}
    if item.note:
        channel["summary"] = item.note
    people = [person_ref(account, key) for key in item.people]
    summary = _said(item, str(agent["summary"]), [str(p["summary"]) for p in people])
    shape = thing(account, item.type, item.id, summary, "log_entries") | {
        "created_at": iso(item.at),
        "agent": agent,
        "channel": channel,
        "service": service_ref(account, incident.service),
        "incident": incident_ref(account, incident),
        "teams": [team_ref(account)],
        "contexts": [],
    }
    shape["html_url"] = None
    if item.note:
        shape["note"] = item.note
    return shape | _own_fields(item, people, channel)


def _own_fields(item: LogEntry, people: list[Json], channel: Json) -> Json:
    if item.type == "notify_log_entry":
        channel["notification"] = {
            "type": item.fields["notification"],
            "status": "success",
            "address": None,
            "started_at": iso(item.at),
            "user": people[0],
        }
        return {"user": people[0]}
    if item.type in {"assign_log_entry", "escalate_log_entry"}:
        return {"assignees": people}
    return dict(item.fields)


def _said(item: LogEntry, agent: str, people: Sequence[str]) -> str:
    whom = ", ".join(people)
    words = {
        "trigger_log_entry": f"Triggered by {agent}.",
        "assign_log_entry": f"Assigned to {whom} by {agent}.",
        "escalate_log_entry": f"Escalated to {whom} by {agent}.",
        "notify_log_entry": f"Notified {whom}.",
        "acknowledge_log_entry": f"Acknowledged by {agent}.",
        "unacknowledge_log_entry": "Unacknowledged due to timeout.",
        "resolve_log_entry": f"Resolved by {agent}.",
        "annotate_log_entry": f"Note added by {agent}.",
        "snooze_log_entry": f"Snoozed by {agent}.",
        "repeat_escalation_path_log_entry": "Escalation policy repeated.",
        "exhaust_escalation_path_log_entry": "Escalation policy exhausted.",
    }
    return words.get(item.type, f"Changed by {agent}.")


def alert(account: Account, item: Incident) -> Json:
    """The alert that a monitor's incident grew from."""
    key = f"{item.id}A"
    return thing(account, "alert", key, item.title, "alerts") | {
        "created_at": iso(item.created_at),
        "resolved_at": maybe(item.resolved_at),
        "status": "resolved" if item.status == "resolved" else "triggered",
        "alert_key": key.lower(),
        "severity": "critical" if item.urgency == "high" else "warning",
        "suppressed": False,
        "service": service_ref(account, item.service),
        "incident": incident_ref(account, item),
        "body": {"type": "alert_body", "contexts": [], "details": item.details},
    }


def change_event(account: Account, n: int, item: Change) -> Json:
    """A change event as the list of the account has it; optional fields are left out when empty."""
    at = account.start + timedelta(seconds=item.at)
    shape = thing(account, "change_event", f"PCHANGE{n}", item.summary, "change_events") | {
        "timestamp": iso(at),
        "services": [service_ref(account, item.service)],
    }
    optional: Json = {
        "source": item.source,
        "links": list(item.links),
        "custom_details": item.custom_details,
    }
    return shape | {name: value for name, value in optional.items() if value}


def related_change(account: Account, n: int, item: Change) -> Json:
    """The same, as one of those that are related to an incident, with why."""
    return change_event(account, n, item) | {"correlation_reason": {"reason": "most_recent"}}
