"""The endpoint that rewrites an escalation policy; open incidents keep the one they began with."""

from dataclasses import replace

from cockpit.standins.pagerduty import objects
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.call import (
    Call,
    Json,
    invalid,
    not_found,
    only,
    reference,
    text_of,
)
from cockpit.standins.scenario import Level

FIELDS = (
    "id",
    "type",
    "name",
    "description",
    "num_loops",
    "on_call_handoff_notifications",
    "escalation_rules",
    "teams",
    "services",
)
RULE = ("id", "escalation_delay_in_minutes", "targets", "escalation_rule_assignment_strategy")
STRATEGIES = ("round_robin", "assign_to_everyone")
MOST_LOOPS = 9


def rewrite(call: Call) -> Json:
    """`PUT /escalation_policies/{id}`: all rules at once, at least one."""
    known = call.account.policies.get(call.params[0])
    if known is None:
        raise not_found("Escalation policy")
    fields = only(call.body.get("escalation_policy"), FIELDS, "escalation_policy")
    if fields.get("type") not in {"escalation_policy", "escalation_policy_reference"}:
        raise invalid("escalation_policy.type must be escalation_policy")
    given = fields.get("escalation_rules")
    if not isinstance(given, list) or not given:
        raise invalid("Escalation rules can't be blank")
    loops = fields.get("num_loops", 0)
    if not isinstance(loops, int) or not 0 <= loops <= MOST_LOOPS:
        raise invalid("num_loops must be between 0 and 9")
    changed = replace(
        known,
        name=text_of(fields, "name", "escalation_policy"),
        levels=tuple(_level(call.account, rule) for rule in given),
        loops=loops,
    )
    call.account.policies[known.id] = changed
    return {"escalation_policy": objects.policy(call.account, changed)}


def _level(account: Account, given: object) -> Level:
    rule = only(given, RULE, "escalation_rule")
    minutes, targets = rule.get("escalation_delay_in_minutes"), rule.get("targets")
    if not isinstance(minutes, int) or minutes < 1:
        raise invalid("Escalation delay must be at least 1 minute")
    if not isinstance(targets, list) or not targets:
        raise invalid("Targets can't be blank")
    strategy = only(
        rule.get("escalation_rule_assignment_strategy") or {}, ("type",), "strategy"
    ).get("type", "assign_to_everyone")
    if strategy not in STRATEGIES:
        raise invalid("The strategy must be round_robin or assign_to_everyone")
    return Level(
        minutes=minutes,
        targets=tuple(_target(account, target) for target in targets),
        takes_turns=strategy == "round_robin",
    )


def _target(account: Account, given: object) -> str:
    key = reference(given, "target")
    if key in account.schedules:
        return f"schedule:{key}"
    if key in account.people:
        return f"person:{account.people[key].key}"
    raise invalid("Target not found")
