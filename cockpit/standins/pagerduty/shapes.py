"""How the account's records look as JSON; nothing is decided here."""

from datetime import UTC, datetime

from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.call import Json
from cockpit.standins.pagerduty.lifecycle import has_next_level
from cockpit.standins.pagerduty.model import (
    Incident,
    Note,
    ResponderRequest,
)
from cockpit.standins.scenario import Priority


def iso(at: datetime) -> str:
    """The vendor's way to write an instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def maybe(at: datetime | None) -> str | None:
    """The same for an instant that may be absent."""
    return iso(at) if at else None


def thing(account: Account, kind: str, key: str, summary: str, path: str) -> Json:
    """The five fields that everything has."""
    return {
        "id": key,
        "type": kind,
        "summary": summary,
        "self": f"{account.base}/{path}/{key}",
        "html_url": f"{account.site}/{path}/{key}",
    }


def person_ref(account: Account, key: str, kind: str = "user_reference") -> Json:
    """A user by id."""
    return thing(account, kind, key, account.people[key].name, "users")


def agent_ref(account: Account, agent: str) -> Json:
    """`user:ID` or `service:ID`."""
    kind, _, key = agent.partition(":")
    return person_ref(account, key) if kind == "user" else service_ref(account, key)


def service_ref(account: Account, key: str) -> Json:
    """A service by id."""
    name = account.services[key].name
    return thing(account, "service_reference", key, name, "services")


def policy_ref(account: Account, key: str) -> Json:
    """An escalation policy by id."""
    name = account.policies[key].name
    return thing(account, "escalation_policy_reference", key, name, "escalation_policies")


def schedule_ref(account: Account, key: str) -> Json:
    """A schedule by id."""
    name = account.schedules[key].name
    return thing(account, "schedule_reference", key, name, "schedules")


def team_ref(account: Account) -> Json:
    """The only team."""
    name = account.scenario.pagerduty.team
    return thing(account, "team_reference", "PTEAM01", name, "teams")


def incident_ref(account: Account, incident: Incident) -> Json:
    """An incident."""
    summary = f"[#{incident.number}] {incident.title}"
    return thing(account, "incident_reference", incident.id, summary, "incidents")


def priority(account: Account, item: Priority | None) -> Json | None:
    """A priority in full."""
    if item is None:
        return None
    return thing(account, "priority", item.id, item.name, "priorities") | {
        "name": item.name,
        "description": item.description,
    }


def note(account: Account, item: Note) -> Json:
    """A note."""
    return {
        "id": item.id,
        "user": person_ref(account, item.person),
        "channel": {"summary": "The PagerDuty website or APIs"},
        "content": item.content,
        "created_at": iso(item.at),
        "updated_at": iso(item.at),
    }


def responder_request(account: Account, incident: Incident, item: ResponderRequest) -> Json:
    """A call for help."""
    targets = []
    for target in item.targets:
        kind, _, key = target.partition(":")
        shape = person_ref(account, key) if kind == "user" else policy_ref(account, key)
        targets.append({"responder_request_target": shape})
    return {
        "id": item.id,
        "incident": incident_ref(account, incident),
        "requester": person_ref(account, item.requester),
        "requested_at": iso(item.at),
        "message": item.message,
        "responder_request_targets": targets,
    }


def incident(account: Account, item: Incident) -> Json:
    """An incident with references, as a list or a write answers it."""
    changed = item.updated_at if item.status == "triggered" else item.changed_at
    number = 1 if item.has_alert else 0
    still = 0 if item.status == "resolved" else number
    first = log_entry_ref(account, item)
    shape = incident_ref(account, item) | {
        "type": "incident",
        "incident_number": item.number,
        "title": item.title,
        "description": item.title,
        "created_at": iso(item.created_at),
        "updated_at": iso(item.updated_at),
        "status": item.status,
        "incident_key": item.key or None,
        "service": service_ref(account, item.service),
        "assignments": [
            {"at": iso(s.at), "assignee": person_ref(account, s.person)} for s in item.assigned
        ],
        "assigned_via": item.via,
        "last_status_change_at": iso(changed),
        "last_status_change_by": agent_ref(account, item.changed_by),
        "resolved_at": maybe(item.resolved_at),
        "first_trigger_log_entry": first,
        "alert_counts": {"all": number, "triggered": still, "resolved": number - still},
        "alert_grouping": None,
        "is_mergeable": is_mergeable(item),
        "incident_type": {"name": "incident_default"},
        "escalation_policy": policy_ref(account, item.policy),
        "teams": [team_ref(account)],
        "pending_actions": pending(item),
        "acknowledgements": [
            {"at": iso(s.at), "acknowledger": person_ref(account, s.person)}
            for s in item.acknowledged
        ],
        "priority": priority(account, account.priority_named(item.priority)),
        "resolve_reason": _resolve_reason(item),
        "urgency": item.urgency,
    }
    return shape | _responders(account, item)


def is_mergeable(item: Incident) -> bool:
    """Whether it can be merged; not when it was ordered otherwise."""
    odd = item.odd.get("incident")
    return not isinstance(odd, dict) or odd.get("is_mergeable") is not False


def _responders(account: Account, item: Incident) -> Json:
    return {
        "incidents_responders": [
            {
                "state": "pending",
                "user": person_ref(account, person),
                "incident": incident_ref(account, item),
                "updated_at": iso(request.at),
                "message": request.message,
                "requester": person_ref(account, request.requester),
                "requested_at": iso(request.at),
            }
            for request in item.requests
            for person in request.people
        ],
        "responder_requests": [responder_request(account, item, r) for r in item.requests],
    }


def _resolve_reason(item: Incident) -> Json | None:
    if not item.merged_into:
        return None
    return {
        "type": "merge_resolve_reason",
        "incident": {"id": item.merged_into, "type": "incident_reference"},
    }


def log_entry_ref(account: Account, item: Incident) -> Json:
    """The line of history that opened the incident."""
    shape = thing(
        account,
        "trigger_log_entry_reference",
        item.log[0].id,
        "Triggered through the API.",
        "log_entries",
    )
    shape["html_url"] = None
    return shape


def pending(item: Incident) -> list[Json]:
    """What will happen by itself; an escalation that would reach nobody is left out."""
    found: list[Json] = []
    if item.escalate_at and has_next_level(item):
        found.append({"type": "escalate", "at": iso(item.escalate_at)})
    if item.unacknowledge_at:
        found.append({"type": "unacknowledge", "at": iso(item.unacknowledge_at)})
    if item.auto_resolve_at:
        found.append({"type": "resolve", "at": iso(item.auto_resolve_at)})
    return found
