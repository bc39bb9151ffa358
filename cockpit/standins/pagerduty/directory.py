"""The endpoints that say who and what there is: people, on-call, policies, services."""

from datetime import datetime, timedelta

from cockpit.standins.pagerduty import objects, shapes
from cockpit.standins.pagerduty.account import Shift
from cockpit.standins.pagerduty.call import INVALID, ApiError, Call, Json, invalid, not_found
from cockpit.standins.scenario import Person, Policy, Priority, Schedule, Service

QUARTER = timedelta(days=90)


def oncalls(call: Call) -> Json:
    """`GET /oncalls`: now, or every turn between `since` and `until`."""
    call.chosen("include[]", ("escalation_policies", "users", "schedules"))
    since = call.instant("since", call.at)
    until = call.instant("until", since)
    if until - since > QUARTER:
        raise invalid("The time range may not exceed 90 days")
    if until < since:
        raise invalid("until must come after since")
    wanted = call.many("escalation_policy_ids[]")
    found: list[Json] = []
    for policy in call.account.policies.values():
        if not wanted or policy.id in wanted:
            found += _policy_oncalls(call, policy, since, until)
    for name, key in (("user_ids[]", "user"), ("schedule_ids[]", "schedule")):
        asked = call.many(name)
        if asked:
            found = [item for item in found if _id_of(item[key]) in asked]
    return call.page("oncalls", found, lambda item: item)


def _id_of(shape: object) -> str:
    return str(shape["id"]) if isinstance(shape, dict) else ""


def _policy_oncalls(call: Call, policy: Policy, since: datetime, until: datetime) -> list[Json]:
    found: list[Json] = []
    for n, level in enumerate(policy.levels, start=1):
        for target in level.targets:
            kind, _, name = target.partition(":")
            if kind == "person":
                person = call.account.scenario.person(name).pagerduty
                found.append(_oncall(call, policy, n, person))
                continue
            schedule = call.account.schedules[name]
            now = call.account.on_call(schedule, since)
            turns = call.account.shifts(schedule, since, until) or ([now] if now else [])
            if call.one("earliest") == "true":
                first: dict[str, Shift] = {}
                for turn in turns:
                    first.setdefault(turn.person, turn)
                turns = list(first.values())
            found += [
                _oncall(call, policy, n, turn.person, source=(schedule, turn)) for turn in turns
            ]
    return found


def _oncall(
    call: Call,
    policy: Policy,
    level: int,
    person: str,
    *,
    source: tuple[Schedule, Shift] | None = None,
) -> Json:
    schedule, turn = source or (None, None)
    account, include = call.account, call.many("include[]")
    user = shapes.person_ref(account, person)
    if "users" in include:
        user = objects.user(account, account.people[person])
    rules = shapes.policy_ref(account, policy.id)
    if "escalation_policies" in include:
        rules = objects.policy(account, policy)
    origin = shapes.schedule_ref(account, schedule.id) if schedule else None
    if schedule and "schedules" in include:
        origin = objects.schedule(account, schedule)
    return {
        "escalation_policy": rules,
        "escalation_level": level,
        "user": user,
        "schedule": origin,
        "start": shapes.iso(turn.start) if turn else None,
        "end": shapes.iso(turn.end) if turn else None,
    }


def users(call: Call) -> Json:
    """`GET /users`."""
    query = call.one("query").lower()
    found = [
        p
        for p in call.account.people.values()
        if query in p.name.lower() or query in p.email.lower()
    ]
    return call.page("users", found, lambda item: objects.user(call.account, item))


def me(call: Call) -> Json:
    """`GET /users/me`: only a person's own key knows who that is."""
    if call.caller is None:
        raise ApiError(400, "This endpoint needs a user-level token", INVALID)
    return {"user": objects.user(call.account, call.caller)}


def user(call: Call) -> Json:
    """`GET /users/{id}`."""
    return {"user": objects.user(call.account, named(call))}


def named(call: Call) -> Person:
    """The person whose id the path has."""
    found = call.account.people.get(call.params[0])
    if found is None:
        raise not_found("User")
    return found


def policies(call: Call) -> Json:
    """`GET /escalation_policies`."""
    found = list(call.account.policies.values())
    return call.page("escalation_policies", found, lambda item: objects.policy(call.account, item))


def policy(call: Call) -> Json:
    """`GET /escalation_policies/{id}`."""
    found = call.account.policies.get(call.params[0])
    if found is None:
        raise not_found("Escalation policy")
    strategies = "escalation_rule_assignment_strategies" in call.many("include[]")
    return {"escalation_policy": objects.policy(call.account, found, strategies=strategies)}


def services(call: Call) -> Json:
    """`GET /services`."""
    found: list[Service] = list(call.account.services.values())
    return call.page("services", found, lambda item: objects.service(call.account, item, call.at))


def service(call: Call) -> Json:
    """`GET /services/{id}`."""
    found = call.account.services.get(call.params[0])
    if found is None:
        raise not_found("Service")
    return {"service": objects.service(call.account, found, call.at)}


def priorities(call: Call) -> Json:
    """`GET /priorities`: the highest first."""
    found: list[Priority] = list(call.account.priorities.values())
    return call.page("priorities", found, lambda item: shapes.priority(call.account, item) or {})


def abilities(_call: Call) -> Json:
    """`GET /abilities`."""
    return {"abilities": ["coordinated_responding", "teams", "urgencies"]}
