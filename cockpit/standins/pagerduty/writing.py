"""The endpoints that change incidents: everything is checked before anything happens."""

from collections.abc import Callable
from datetime import timedelta

from cockpit.standins.pagerduty import lifecycle, shapes
from cockpit.standins.pagerduty.call import (
    ApiError,
    Call,
    Json,
    invalid,
    not_found,
    only,
    reference,
    text_of,
)
from cockpit.standins.pagerduty.model import Incident, Stamp
from cockpit.standins.pages import Page

FIELDS = (
    "id",
    "type",
    "status",
    "resolution",
    "title",
    "priority",
    "urgency",
    "escalation_level",
    "assignments",
    "escalation_policy",
    "conference_bridge",
    "incident_type",
    "service",
)
CREATE_FIELDS = (
    "type",
    "title",
    "service",
    "priority",
    "urgency",
    "body",
    "incident_key",
    "assignments",
    "escalation_policy",
    "conference_bridge",
    "incident_type",
)
BULK_LIMIT = 250
NOTE_LIMIT = 2000
WEEK = int(timedelta(days=7).total_seconds())


def update(call: Call) -> Json:
    """`PUT /incidents/{id}`."""
    incident = call.incident()
    fields = only(call.body.get("incident"), FIELDS, "incident")
    check(call, incident, fields)
    apply(call, incident, fields)
    return {"incident": shapes.incident(call.account, incident)}


def update_many(call: Call) -> Json:
    """`PUT /incidents`: all or nothing, at most 250."""
    given = only(call.body, ("incidents",), "body").get("incidents")
    if not isinstance(given, list) or not given:
        raise invalid("incidents must be a list")
    if len(given) > BULK_LIMIT:
        raise ApiError(413, "Payload Too Large", 2001, "At most 250 incidents")
    pairs: list[tuple[Incident, Json]] = []
    for item in given:
        fields = only(item, FIELDS, "incident")
        incident = call.account.incident(reference(fields, "incident"))
        if incident is None:
            raise not_found("Incident")
        check(call, incident, fields)
        pairs.append((incident, fields))
    for incident, fields in pairs:
        apply(call, incident, fields)
    changed = [incident for incident, _ in pairs]
    return call.page("incidents", changed, lambda item: shapes.incident(call.account, item))


def check(call: Call, incident: Incident, fields: Json) -> None:
    """Refuse a change that makes no sense, before any part of it is made."""
    if fields.get("type") not in {"incident", "incident_reference"}:
        raise invalid("incident.type must be incident or incident_reference")
    if fields.get("urgency") not in {None, "high", "low"}:
        raise invalid("Urgency must be high or low")
    _check_status(incident, fields.get("status"))
    checks: dict[str, Callable[[object], object]] = {
        "title": lambda _: text_of(fields, "title", "incident"),
        "assignments": lambda given: _people(call, given),
        "priority": lambda given: _priority(call, given),
        "escalation_policy": lambda given: _policy(call, given),
        "escalation_level": lambda given: _level(incident, given),
    }
    for name, look in checks.items():
        if name in fields:
            look(fields[name])


def _check_status(incident: Incident, status: object) -> None:
    if status not in {None, "triggered", "acknowledged", "resolved"}:
        raise invalid("Status is not valid", code=1003)
    if status == "resolved" and incident.status == "resolved":
        raise ApiError(400, "Incident Already Resolved", 1001, "Incident already resolved")


def _level(incident: Incident, level: object) -> int:
    fits = isinstance(level, int) and 1 <= level <= len(incident.levels)
    if not fits or incident.urgency == "low" or incident.status == "resolved":
        raise invalid("Incident cannot be escalated", code=1006)
    return int(str(level))


def _people(call: Call, given: object) -> list[str]:
    if not isinstance(given, list) or not given:
        raise invalid("assignments must be a list")
    found = []
    for item in given:
        key = reference(only(item, ("assignee", "at"), "assignment").get("assignee"), "assignee")
        if key not in call.account.people:
            raise invalid("Assignee not found", code=1007)
        found.append(key)
    return found


def _priority(call: Call, given: object) -> str:
    if given is None:
        return ""
    if isinstance(given, str):
        named = call.account.priority_named(given)
    else:
        named = call.account.priorities.get(reference(given, "priority"))
    if named is None:
        raise invalid("Priority not found", code=1020)
    return named.name


def _policy(call: Call, given: object) -> str:
    key = reference(given, "escalation_policy")
    if key not in call.account.policies:
        raise invalid("Escalation policy not found", code=1014)
    return key


def apply(call: Call, incident: Incident, fields: Json) -> None:
    """Make a change that was checked."""
    account, at, agent = call.account, call.at, f"user:{call.person().pagerduty}"
    if "title" in fields:
        incident.title = str(fields["title"])
    if "priority" in fields:
        incident.priority = _priority(call, fields["priority"])
    for _ in {"title", "priority"} & set(fields):
        lifecycle.log(account, incident, "field_value_change", at, by=agent, channel="api")
    if isinstance(fields.get("conference_bridge"), dict):
        incident.conference = only(
            fields["conference_bridge"],
            ("conference_number", "conference_url"),
            "conference_bridge",
        )
    if fields.get("urgency") not in {None, incident.urgency}:
        lifecycle.set_urgency(account, incident, at, str(fields["urgency"]))
    if not _move(call, incident, fields):
        _set_status(call, incident, fields)


def _move(call: Call, incident: Incident, fields: Json) -> bool:
    """Give it to others; a policy beside a level begins at the policy's first level."""
    account, at, person = call.account, call.at, call.person().pagerduty
    if "escalation_policy" in fields:
        policy = _policy(call, fields["escalation_policy"])
        lifecycle.delegate(account, incident, at, policy, person)
    elif "assignments" in fields:
        people = _people(call, fields["assignments"])
        lifecycle.assign(account, incident, at, people, person)
    elif "escalation_level" in fields:
        level = _level(incident, fields["escalation_level"])
        if not lifecycle.to_level(account, incident, at, level, by=person):
            raise invalid("Incident cannot be escalated", code=1006)
    else:
        return False
    return True


def _set_status(call: Call, incident: Incident, fields: Json) -> None:
    account, at, person = call.account, call.at, call.person().pagerduty
    status = fields.get("status")
    if status == "acknowledged":
        lifecycle.acknowledge(account, incident, at, person)
    elif status == "resolved":
        note = str(fields.get("resolution") or "")
        lifecycle.resolve(account, incident, at, f"user:{person}", note=note)
    elif status == "triggered" and incident.status != "triggered":
        lifecycle.reopen(account, incident, at, person)


def create(call: Call) -> Json:
    """`POST /incidents`; `incident_key` may not be that of an open one."""
    fields = only(call.body.get("incident"), CREATE_FIELDS, "incident")
    title = text_of(fields, "title", "incident")
    service = reference(fields.get("service"), "service")
    if service not in call.account.services:
        raise invalid("Service not found")
    key = text_of(fields, "incident_key", "incident", required=False)
    if key and any(
        item.key == key and item.status != "resolved" for item in call.account.ledger.incidents
    ):
        raise invalid("Open incident with matching dedup key already exists on this service")
    people = _people(call, fields["assignments"]) if "assignments" in fields else []
    page = Page(
        at=0,
        title=title,
        service=service,
        number=call.account.ledger.next_number,
        urgency="low" if fields.get("urgency") == "low" else "high",
        priority=_priority(call, fields.get("priority")),
    )
    person = call.person().pagerduty
    incident = lifecycle.trigger(call.account, call.at, page, by=person)
    incident.key = key
    if people == [person]:
        incident.via = "direct_assignment"
        incident.assigned = [Stamp(call.at, person)]
        lifecycle.acknowledge(call.account, incident, call.at, person)
    elif people:
        lifecycle.assign(call.account, incident, call.at, people, person)
    return {"incident": shapes.incident(call.account, incident)}


def snooze(call: Call) -> Json:
    """`POST /incidents/{id}/snooze`: only an acknowledged one."""
    incident = call.incident()
    seconds = only(call.body, ("duration",), "body").get("duration")
    if not isinstance(seconds, int) or not 1 <= seconds <= WEEK:
        raise invalid("Duration must be between 1 and 604800 seconds", code=1013)
    if incident.status != "acknowledged":
        raise invalid("Incident is not acknowledged", code=1012)
    lifecycle.snooze(call.account, incident, call.at, call.person().pagerduty, seconds)
    return {"incident": shapes.incident(call.account, incident)}


def merge(call: Call) -> Json:
    """`PUT /incidents/{id}/merge`: the sources are resolved, the target must be open."""
    target = call.incident()
    given = only(call.body, ("source_incidents",), "body").get("source_incidents")
    if not isinstance(given, list) or not given:
        raise invalid("source_incidents must be a list")
    if target.status == "resolved":
        raise invalid("The target incident must be open")
    for source in [_source(call, target, item) for item in given]:
        source.merged_into, source.resolve_reason = target.id, "merge"
        if source.status != "resolved":
            by = f"user:{call.person().pagerduty}"
            lifecycle.resolve(call.account, source, call.at, by)
    return {"incident": shapes.incident(call.account, target)}


def _source(call: Call, target: Incident, item: object) -> Incident:
    source = call.account.incident(reference(item, "source incident"))
    if source is None or source is target:
        raise not_found("Source incident")
    if source.merged_into:
        raise invalid("Incident is already merged", code=1019)
    if not shapes.is_mergeable(source):
        raise invalid("Incident cannot be merged")
    return source


def add_note(call: Call) -> Json:
    """`POST /incidents/{id}/notes`: every call makes a new one."""
    incident = call.incident()
    fields = only(only(call.body, ("note",), "body").get("note"), ("content",), "note")
    content = text_of(fields, "content", "note")
    if len(incident.notes) >= NOTE_LIMIT:
        raise invalid("An incident may have at most 2000 notes")
    person = call.person().pagerduty
    note = lifecycle.annotate(call.account, incident, call.at, person, content)
    return {"note": shapes.note(call.account, note)}
