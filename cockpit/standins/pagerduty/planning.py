"""Schedules, their overrides, and maintenance windows."""

from datetime import timedelta

from cockpit.standins.pagerduty import objects, shapes
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.call import (
    Call,
    Json,
    instant,
    invalid,
    not_found,
    only,
    reference,
)
from cockpit.standins.pagerduty.model import Maintenance, Override
from cockpit.standins.scenario import Schedule

FILTERS = ("past", "future", "ongoing", "open", "all")


def schedules(call: Call) -> Json:
    """`GET /schedules`."""
    found = list(call.account.schedules.values())
    return call.page("schedules", found, lambda item: objects.schedule(call.account, item))


def schedule(call: Call) -> Json:
    """`GET /schedules/{id}`: entries only when a range is asked for, and clipped to it."""
    item = _schedule(call)
    shape = objects.schedule(call.account, item)
    entries: list[Json] = []
    asked = bool(call.one("since") or call.one("until"))
    if asked:
        since = call.instant("since", call.at)
        until = call.instant("until", since + timedelta(days=14))
        clip = call.one("overflow") != "true"
        for turn in call.account.shifts(item, since, until):
            start = max(turn.start, since) if clip else turn.start
            end = min(turn.end, until) if clip else turn.end
            entries.append(
                {
                    "start": shapes.iso(start),
                    "end": shapes.iso(end),
                    "user": shapes.person_ref(call.account, turn.person),
                }
            )
    shape["schedule_layers"] = []
    shape["overrides_subschedule"] = {
        "name": "Overrides",
        "rendered_schedule_entries": [],
        "rendered_coverage_percentage": None,
    }
    shape["final_schedule"] = {
        "name": "Final Schedule",
        "rendered_schedule_entries": entries,
        "rendered_coverage_percentage": 100.0 if asked else None,
    }
    return {"schedule": shape}


def _schedule(call: Call) -> Schedule:
    found = call.account.schedules.get(call.params[0])
    if found is None:
        raise not_found("Schedule")
    return found


def overrides(call: Call) -> Json:
    """`GET /schedules/{id}/overrides`: `since` and `until` are required."""
    item = _schedule(call)
    if not call.one("since") or not call.one("until"):
        raise invalid("since and until are required")
    since, until = call.instant("since", call.at), call.instant("until", call.at)
    found = [
        o
        for o in call.account.ledger.overrides
        if o.schedule == item.id and o.start < until and o.end > since
    ]
    return {"overrides": [_override(call.account, o) for o in found]}


def add_overrides(call: Call) -> list[Json]:
    """`POST /schedules/{id}/overrides`: one outcome for each that was asked for."""
    item = _schedule(call)
    given = only(call.body, ("overrides", "override"), "body").get("overrides")
    if not isinstance(given, list) or not given:
        raise invalid("overrides must be a list")
    outcomes: list[Json] = []
    for one in given:
        fields = only(one, ("start", "end", "user", "time_zone"), "override")
        person = reference(fields.get("user"), "user")
        start, end = instant(fields.get("start"), "start"), instant(fields.get("end"), "end")
        if end <= start or end <= call.at or person not in call.account.people:
            errors = ["Override must end after its start, in the future, and have a user"]
            outcomes.append({"status": 400, "errors": errors, "override": fields})
            continue
        made = Override(call.account.new_id("Q"), item.id, person, start, end)
        call.account.ledger.overrides.append(made)
        outcomes.append({"status": 201, "override": _override(call.account, made)})
    return outcomes


def remove_override(call: Call) -> None:
    """`DELETE /schedules/{id}/overrides/{override}`: ends a running one."""
    item, key = _schedule(call), call.params[1]
    for override in call.account.ledger.overrides:
        if override.id != key or override.schedule != item.id:
            continue
        if override.end <= call.at:
            raise invalid("An override in the past cannot be removed")
        if override.start < call.at:
            override.end = call.at
        else:
            call.account.ledger.overrides.remove(override)
        return
    raise not_found("Override")


def windows(call: Call) -> Json:
    """`GET /maintenance_windows`."""
    chosen = (call.chosen("filter", FILTERS) or ["open"])[-1]
    found = [w for w in call.account.ledger.maintenance if _phase(call, w, chosen)]
    return call.page("maintenance_windows", found, lambda item: _window(call.account, item))


def _phase(call: Call, item: Maintenance, chosen: str) -> bool:
    past, future = item.end <= call.at, item.start > call.at
    return {
        "all": True,
        "past": past,
        "future": future,
        "open": not past,
        "ongoing": not past and not future,
    }[chosen]


def add_window(call: Call) -> Json:
    """`POST /maintenance_windows`."""
    allowed = ("type", "start_time", "end_time", "description", "services")
    fields = only(call.body.get("maintenance_window"), allowed, "maintenance_window")
    start = max(instant(fields.get("start_time"), "start_time"), call.at)
    end = instant(fields.get("end_time"), "end_time")
    given = fields.get("services")
    if not isinstance(given, list) or not given or end <= start:
        raise invalid("A maintenance window needs services, and an end after its start")
    services = [reference(item, "service") for item in given]
    if any(key not in call.account.services for key in services):
        raise not_found("Service")
    window = Maintenance(
        call.account.new_id("P"),
        len(call.account.ledger.maintenance) + 1,
        start,
        end,
        str(fields.get("description") or ""),
        services,
        call.person().pagerduty,
    )
    call.account.ledger.maintenance.append(window)
    return {"maintenance_window": _window(call.account, window)}


def remove_window(call: Call) -> None:
    """`DELETE /maintenance_windows/{id}`: ends a running one."""
    for window in call.account.ledger.maintenance:
        if window.id != call.params[0]:
            continue
        if window.end <= call.at:
            raise invalid("A maintenance window that has ended cannot be deleted")
        if window.start <= call.at:
            window.end = call.at
        else:
            call.account.ledger.maintenance.remove(window)
        return
    raise not_found("Maintenance window")


def _override(account: Account, item: Override) -> Json:
    """An override of a schedule."""
    return {
        "id": item.id,
        "start": shapes.iso(item.start),
        "end": shapes.iso(item.end),
        "user": shapes.person_ref(account, item.person),
    }


def _window(account: Account, item: Maintenance) -> Json:
    """A maintenance window."""
    shape = shapes.thing(
        account, "maintenance_window", item.id, item.description, "maintenance_windows"
    )
    return shape | {
        "sequence_number": item.number,
        "start_time": shapes.iso(item.start),
        "end_time": shapes.iso(item.end),
        "description": item.description,
        "created_by": shapes.person_ref(account, item.person),
        "services": [shapes.service_ref(account, key) for key in item.services],
        "teams": [],
    }
