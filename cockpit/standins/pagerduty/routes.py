"""The table of endpoints: method and path, what answers, what the query may hold."""

from collections.abc import Callable
from dataclasses import dataclass

from cockpit.standins.pagerduty import (
    directory,
    notifying,
    outreach,
    planning,
    policies,
    reading,
    writing,
)
from cockpit.standins.pagerduty.call import ApiError, Call, Json, not_found

PAGED = ("limit", "offset", "total")
RANGE = ("since", "until", "time_zone")

Endpoint = Callable[[Call], Json | list[Json] | None]


@dataclass(frozen=True)
class Route:
    """A method and a path, what answers, and what the query may hold.

    `from_required`: the call must name its user in the `From` header.
    """

    method: str
    path: str
    endpoint: Endpoint
    query: tuple[str, ...] = ()
    status: int = 200
    from_required: bool = False
    body: tuple[str, ...] | None = None


def _write(
    method: str,
    path: str,
    endpoint: Endpoint,
    *,
    status: int = 200,
    from_required: bool = True,
    body: tuple[str, ...] | None = None,
) -> Route:
    return Route(method, path, endpoint, (), status, from_required, body)


ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/incidents",
        reading.incidents,
        (
            *PAGED,
            *RANGE,
            "date_range",
            "incident_key",
            "service_ids[]",
            "team_ids[]",
            "user_ids[]",
            "urgencies[]",
            "statuses[]",
            "sort_by",
            "include[]",
        ),
    ),
    _write("POST", "/incidents", writing.create, status=201, body=("incident",)),
    Route(
        "PUT",
        "/incidents",
        writing.update_many,
        PAGED,
        200,
        from_required=True,
        body=("incidents",),
    ),
    Route("GET", "/incidents/*", reading.incident, ("include[]",)),
    _write("PUT", "/incidents/*", writing.update, body=("incident",)),
    _write("POST", "/incidents/*/snooze", writing.snooze, status=201),
    _write("PUT", "/incidents/*/merge", writing.merge),
    Route("GET", "/incidents/*/notes", reading.notes),
    _write("POST", "/incidents/*/notes", writing.add_note),
    _write("POST", "/incidents/*/status_updates", outreach.status_update),
    _write(
        "POST", "/incidents/*/responder_requests", outreach.request_responders, from_required=False
    ),
    Route(
        "GET",
        "/incidents/*/log_entries",
        reading.incident_log,
        (*PAGED, *RANGE, "is_overview", "include[]"),
    ),
    Route(
        "GET",
        "/log_entries",
        reading.log_entries,
        (*PAGED, *RANGE, "is_overview", "include[]", "team_ids[]"),
    ),
    Route(
        "GET",
        "/incidents/*/alerts",
        reading.alerts,
        (*PAGED, "alert_key", "statuses[]", "sort_by", "include[]"),
    ),
    Route("GET", "/incidents/*/related_change_events", reading.related_changes, ("limit",)),
    Route(
        "GET",
        "/change_events",
        reading.change_events,
        (*PAGED, *RANGE, "team_ids[]", "integration_ids[]"),
    ),
    Route(
        "GET",
        "/oncalls",
        directory.oncalls,
        (
            *PAGED,
            *RANGE,
            "include[]",
            "user_ids[]",
            "escalation_policy_ids[]",
            "schedule_ids[]",
            "earliest",
        ),
    ),
    Route("GET", "/users", directory.users, (*PAGED, "query", "team_ids[]", "include[]")),
    Route("GET", "/users/me", directory.me, ("include[]",)),
    Route("GET", "/users/*", directory.user, ("include[]",)),
    Route("GET", "/users/*/contact_methods", notifying.contact_methods),
    Route(
        "GET", "/users/*/notification_rules", notifying.notification_rules, ("include[]", "urgency")
    ),
    Route(
        "GET",
        "/escalation_policies",
        directory.policies,
        (*PAGED, "query", "user_ids[]", "team_ids[]", "include[]", "sort_by"),
    ),
    Route("GET", "/escalation_policies/*", directory.policy, ("include[]",)),
    _write(
        "PUT",
        "/escalation_policies/*",
        policies.rewrite,
        from_required=False,
        body=("escalation_policy",),
    ),
    Route(
        "GET",
        "/services",
        directory.services,
        (
            *PAGED,
            "query",
            "team_ids[]",
            "time_zone",
            "sort_by",
            "include[]",
            "name",
        ),
    ),
    Route("GET", "/services/*", directory.service, ("include[]",)),
    Route("GET", "/priorities", directory.priorities, PAGED),
    Route("GET", "/abilities", directory.abilities),
    Route(
        "GET",
        "/schedules",
        planning.schedules,
        (*PAGED, *RANGE, "query", "include[]", "team_ids[]"),
    ),
    Route(
        "GET",
        "/schedules/*",
        planning.schedule,
        (*RANGE, "overflow", "include_next_oncall_for_user"),
    ),
    Route(
        "GET",
        "/schedules/*/overrides",
        planning.overrides,
        ("since", "until", "editable", "overflow"),
    ),
    _write(
        "POST", "/schedules/*/overrides", planning.add_overrides, status=201, from_required=False
    ),
    _write(
        "DELETE",
        "/schedules/*/overrides/*",
        planning.remove_override,
        status=204,
        from_required=False,
    ),
    Route(
        "GET",
        "/maintenance_windows",
        planning.windows,
        (*PAGED, "query", "team_ids[]", "service_ids[]", "include[]", "filter"),
    ),
    _write(
        "POST",
        "/maintenance_windows",
        planning.add_window,
        status=201,
        body=("maintenance_window",),
    ),
    _write(
        "DELETE", "/maintenance_windows/*", planning.remove_window, status=204, from_required=False
    ),
)


def find(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """The route of a path, and the path's variable parts.

    Raises:
        ApiError: there is none (404), or not by this method (405).
    """
    words = path.strip("/").split("/")
    other = False
    for route in ROUTES:
        pattern = route.path.strip("/").split("/")
        if len(pattern) != len(words):
            continue
        if all(want in {"*", word} for want, word in zip(pattern, words, strict=True)):
            if route.method == method:
                pairs = zip(pattern, words, strict=True)
                return route, tuple(word for want, word in pairs if want == "*")
            other = True
    if other:
        raise ApiError(405, "Method Not Allowed", 2001)
    raise not_found("Endpoint")
