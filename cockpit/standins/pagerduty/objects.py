"""How users, services, policies and schedules look in full; nothing is decided here."""

from datetime import datetime

from cockpit.standins.pagerduty import shapes
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.call import Json
from cockpit.standins.scenario import Level, Person, Policy, Schedule, Service


def user(account: Account, person: Person) -> Json:
    """A user in full."""
    known = account.notifying(person.pagerduty)
    methods = [
        shapes.thing(
            account,
            f"{method.kind}_contact_method_reference",
            f"{person.pagerduty}{method.suffix}",
            method.label,
            "contact_methods",
        )
        for method in known.methods
    ]
    return shapes.thing(account, "user", person.pagerduty, person.name, "users") | {
        "name": person.name,
        "email": person.email,
        "time_zone": "Etc/UTC",
        "color": "purple",
        "role": known.role,
        "avatar_url": f"{account.site}/avatars/{person.pagerduty}.png",
        "description": None,
        "invitation_sent": False,
        "job_title": person.title,
        "created_via_sso": False,
        "teams": [shapes.team_ref(account)],
        "contact_methods": methods,
        "notification_rules": [],
    }


def service(account: Account, item: Service, at: datetime) -> Json:
    """A service in full; its status follows its open incidents."""
    incidents = [i for i in account.ledger.incidents if i.service == item.id]
    statuses = {incident.status for incident in incidents}
    worst = {"triggered": "critical", "acknowledged": "warning"}
    status = next((worst[word] for word in worst if word in statuses), "active")
    if account.in_maintenance(item.id, at):
        status = "maintenance"
    latest = max((i.created_at for i in incidents), default=None)
    return shapes.thing(account, "service", item.id, item.name, "services") | {
        "name": item.name,
        "description": None,
        "created_at": "2024-02-01T09:00:00Z",
        "status": status,
        "last_incident_timestamp": shapes.maybe(latest),
        "acknowledgement_timeout": item.acknowledgement_timeout or None,
        "auto_resolve_timeout": item.auto_resolve_timeout or None,
        "escalation_policy": shapes.policy_ref(account, item.policy),
        "teams": [shapes.team_ref(account)],
        "incident_urgency_rule": {"type": "constant", "urgency": "high"},
        "alert_creation": "create_alerts_and_incidents",
        "integrations": [],
        "addons": [],
    }


def policy(account: Account, item: Policy, *, strategies: bool = False) -> Json:
    """An escalation policy in full; `strategies` when asked for whether targets take turns."""
    services = [
        shapes.service_ref(account, s.id) for s in account.services.values() if s.policy == item.id
    ]
    return shapes.thing(account, "escalation_policy", item.id, item.name, "escalation_policies") | {
        "name": item.name,
        "description": None,
        "num_loops": item.loops,
        "on_call_handoff_notifications": "if_has_services",
        "escalation_rules": [
            _rule(account, f"{item.id}R{n}", level, strategies=strategies)
            for n, level in enumerate(item.levels, start=1)
        ],
        "services": services,
        "teams": [shapes.team_ref(account)],
    }


def _rule(account: Account, key: str, level: Level, *, strategies: bool) -> Json:
    shape: Json = {
        "id": key,
        "escalation_delay_in_minutes": level.minutes,
        "targets": [target_ref(account, target) for target in level.targets],
    }
    if strategies:
        strategy = "round_robin" if level.takes_turns else "assign_to_everyone"
        shape["escalation_rule_assignment_strategy"] = strategy
    return shape


def target_ref(account: Account, target: str) -> Json:
    """`schedule:ID` or `person:KEY`."""
    kind, _, name = target.partition(":")
    if kind == "schedule":
        return shapes.schedule_ref(account, name)
    return shapes.person_ref(account, account.scenario.person(name).pagerduty)


def schedule(account: Account, item: Schedule) -> Json:
    """A schedule without its entries."""
    people = [account.scenario.person(key).pagerduty for key in item.people if key]
    users = [
        p
        for p in account.scenario.pagerduty.policies
        if any(f"schedule:{item.id}" in level.targets for level in p.levels)
    ]
    return shapes.thing(account, "schedule", item.id, item.name, "schedules") | {
        "name": item.name,
        "description": None,
        "time_zone": "Etc/UTC" if item.zone == "UTC" else item.zone,
        "users": [shapes.person_ref(account, key) for key in people],
        "teams": [shapes.team_ref(account)],
        "escalation_policies": [shapes.policy_ref(account, p.id) for p in users],
    }
