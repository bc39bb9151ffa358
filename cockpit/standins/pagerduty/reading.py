"""The endpoints that read incidents and what happened to them."""

from datetime import datetime, timedelta
from operator import attrgetter

from cockpit.standins.pagerduty import history, objects, shapes
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.call import Call, Json, invalid
from cockpit.standins.pagerduty.model import Incident, LogEntry, Stamp
from cockpit.standins.pages import Change

STATUSES = ("triggered", "acknowledged", "resolved")
SORTABLE = {
    "incident_number": "number",
    "created_at": "created_at",
    "resolved_at": "resolved_at",
    "urgency": "urgency",
}
INCIDENT_INCLUDES = (
    "acknowledgers",
    "agents",
    "assignees",
    "body",
    "conference_bridge",
    "custom_fields",
    "escalation_policies",
    "first_trigger_log_entries",
    "priorities",
    "services",
    "teams",
    "users",
)
SORT_FIELDS = 2
TEAM = "PTEAM01"
MONTH = timedelta(days=30)
HALF_YEAR = timedelta(days=184)


def incidents(call: Call) -> Json:
    """`GET /incidents`: without `date_range=all` only those of the last month."""
    found = [item for item in call.account.ledger.incidents if _wanted(call, item)]
    include = call.chosen("include[]", INCIDENT_INCLUDES)
    for name, down in reversed(_sorting(call.one("sort_by", "created_at:asc"))):
        found.sort(key=attrgetter(name) if name != "resolved_at" else _resolved, reverse=down)
    return call.page("incidents", found, lambda item: included(call, item, include))


def _wanted(call: Call, item: Incident) -> bool:
    checks: list[tuple[str, tuple[str, ...] | None, set[str]]] = [
        ("statuses[]", STATUSES, {item.status}),
        ("urgencies[]", ("high", "low"), {item.urgency}),
        ("service_ids[]", None, {item.service}),
        ("team_ids[]", None, {TEAM}),
        ("user_ids[]", None, {stamp.person for stamp in item.assigned}),
    ]
    for name, allowed, values in checks:
        asked = call.chosen(name, allowed) if allowed else call.many(name)
        if asked and not values & set(asked):
            return False
    key = call.one("incident_key")
    return (not key or item.key == key) and _in_range(call, item)


def _in_range(call: Call, item: Incident) -> bool:
    if call.chosen("date_range", ("all",)):
        return True
    since, until = window(call, MONTH)
    if until - since > HALF_YEAR:
        raise invalid("The time range may not exceed 6 months")
    return since <= item.created_at <= until


def window(call: Call, default: timedelta) -> tuple[datetime, datetime]:
    """The range `since`..`until`; `default` long, ending now, when it is not given."""
    until = call.instant("until", call.at)
    return call.instant("since", until - default), until


def _sorting(text: str) -> list[tuple[str, bool]]:
    found = []
    for part in text.split(","):
        name, _, direction = part.partition(":")
        if name not in SORTABLE or direction not in {"", "asc", "desc"}:
            raise invalid(f"sort_by is not valid: {part}")
        found.append((SORTABLE[name], direction == "desc"))
    if len(found) > SORT_FIELDS:
        raise invalid("sort_by takes at most two fields")
    return found


def _resolved(item: Incident) -> str:
    return item.resolved_at.isoformat() if item.resolved_at else ""


def included(call: Call, item: Incident, include: list[str]) -> Json:
    """An incident with what `include[]` asks for instead of references."""
    account = call.account
    shape = shapes.incident(account, item)
    if "services" in include:
        shape["service"] = objects.service(account, account.services[item.service], call.at)
    if "escalation_policies" in include:
        shape["escalation_policy"] = objects.policy(account, account.policies[item.policy])
    if {"assignees", "users"} & set(include):
        shape["assignments"] = _stamps(account, item.assigned, "assignee")
    if {"acknowledgers", "users"} & set(include):
        shape["acknowledgements"] = _stamps(account, item.acknowledged, "acknowledger")
    extra: Json = {
        "first_trigger_log_entry": history.log_entry(account, item, item.log[0]),
        "conference_bridge": item.conference,
        "body": {"type": "incident_body", "details": item.details},
        "custom_fields": [],
    }
    asked = {name.replace("entries", "entry") for name in include}
    shape |= {name: value for name, value in extra.items() if name in asked}
    odd = item.odd.get("incident")
    return shape | odd if isinstance(odd, dict) else shape


def _odd(item: Incident, name: str) -> list[Json]:
    """More items of a list, as they were ordered."""
    found = item.odd.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _stamps(account: Account, stamps: list[Stamp], name: str) -> list[Json]:
    return [
        {"at": shapes.iso(s.at), name: objects.user(account, account.people[s.person])}
        for s in stamps
    ]


def incident(call: Call) -> Json:
    """`GET /incidents/{id or number}`."""
    include = call.chosen("include[]", INCIDENT_INCLUDES)
    return {"incident": included(call, call.incident(), include)}


def notes(call: Call) -> Json:
    """`GET /incidents/{id}/notes`: all of them, newest first, in one page."""
    item = call.incident()
    found = [shapes.note(call.account, note) for note in reversed(item.notes)]
    return {"notes": [*found, *_odd(item, "notes")]}


def incident_log(call: Call) -> Json:
    """`GET /incidents/{id}/log_entries`: newest first."""
    return _log(call, [(item, call.incident()) for item in call.incident().log])


def log_entries(call: Call) -> Json:
    """`GET /log_entries`: of all incidents, newest first."""
    teams = call.many("team_ids[]")
    if teams and TEAM not in teams:
        return _log(call, [])
    return _log(call, [(e, i) for i in call.account.ledger.incidents for e in i.log])


def _log(call: Call, found: list[tuple[LogEntry, Incident]]) -> Json:
    call.chosen("include[]", ("incidents", "services", "channels", "teams"))
    since = call.instant("since", datetime.min.replace(tzinfo=call.at.tzinfo))
    until = call.instant("until", call.at)
    if since > until:
        raise invalid("since may not be after until")
    call.chosen("is_overview", ("true", "false"))
    shown = [(e, i) for e, i in found if since <= e.at <= until]
    if call.one("is_overview") == "true":
        shown = [(e, i) for e, i in shown if e.type != "notify_log_entry"]
    newest = sorted(shown, key=lambda pair: pair[0].at)[::-1]
    return call.page(
        "log_entries", newest, lambda pair: history.log_entry(call.account, pair[1], pair[0])
    )


def alerts(call: Call) -> Json:
    """`GET /incidents/{id}/alerts`."""
    item = call.incident()
    found = [history.alert(call.account, item)] if item.has_alert else []
    return call.page("alerts", [*found, *_odd(item, "alerts")], lambda one: one)


def related_changes(call: Call) -> Json:
    """`GET /incidents/{id}/related_change_events`: those of the service before now."""
    service = call.incident().service
    found = [
        history.related_change(call.account, n, change)
        for n, change in _changes(call)
        if change.service == service
    ]
    return {"change_events": [*found, *_odd(call.incident(), "change_events")]}


def change_events(call: Call) -> Json:
    """`GET /change_events`: newest first, of a time that is named in UTC."""
    long_ago = datetime.min.replace(tzinfo=call.at.tzinfo)
    since, until = _utc(call, "since", long_ago), _utc(call, "until", call.at)
    teams, start = call.many("team_ids[]"), call.account.start
    mine = (not teams or TEAM in teams) and not call.many("integration_ids[]")
    found = [
        history.change_event(call.account, n, change)
        for n, change in _changes(call)
        if mine and since <= start + timedelta(seconds=change.at) <= until
    ]
    return call.page("change_events", [*call.account.ledger.odd_changes, *found], lambda one: one)


def _utc(call: Call, name: str, default: datetime) -> datetime:
    """An instant that has to be written in UTC, as this list wants it."""
    text = call.one(name)
    if text and not text.endswith(("Z", "+00:00")):
        raise invalid(f"{name} must be in UTC")
    return call.instant(name, default)


def _changes(call: Call) -> list[tuple[int, Change]]:
    """What has happened by now, newest first, numbered in the order in which it was sent."""
    account = call.account
    numbered = list(enumerate((*account.scenario.changes, *account.ledger.changes), start=1))
    past = [(n, c) for n, c in numbered if account.start + timedelta(seconds=c.at) <= call.at]
    return sorted(past, key=lambda pair: -pair[1].at)
