"""How a person is notified: contact methods and notification rules, as they may be told to be."""

from cockpit.standins.pagerduty import shapes
from cockpit.standins.pagerduty.call import Call, Json
from cockpit.standins.pagerduty.directory import named
from cockpit.standins.pagerduty.model import Method, Rule
from cockpit.standins.scenario import Person


def contact_methods(call: Call) -> Json:
    """`GET /users/{id}/contact_methods`."""
    person = named(call)
    wanted = call.account.notifying(person.pagerduty)
    return {"contact_methods": [_method(call, person, one) for one in wanted.methods]}


def notification_rules(call: Call) -> Json:
    """`GET /users/{id}/notification_rules`: of high urgency alone, unless another is asked for."""
    person = named(call)
    call.chosen("urgency", ("high", "low", "all"))
    urgency = call.one("urgency", "high")
    wanted = call.account.notifying(person.pagerduty)
    rules = [r for r in wanted.rules if urgency in ("all", r.urgency)]
    return {"notification_rules": [_rule(call, person, n, r) for n, r in enumerate(rules)]}


def _method(call: Call, person: Person, method: Method) -> Json:
    kind = f"{method.kind}_contact_method"
    key, label = f"{person.pagerduty}{method.suffix}", method.label
    shape = shapes.thing(call.account, kind, key, label, "contact_methods")
    more: Json = {"label": label, "enabled": method.enabled}
    match method.kind:
        case "push_notification":
            more |= {"address": "device", "device_type": "android"}
        case "email":
            more |= {"address": person.email, "send_short_email": False, "send_html_email": False}
        case _:
            more |= {"address": person.phone, "country_code": 1}
    if method.kind != "email":
        more["blacklisted"] = method.blacklisted
    return shape | more


def _rule(call: Call, person: Person, place: int, rule: Rule) -> Json:
    key, words = f"{person.pagerduty}N{place}", f"{rule.minutes} minutes"
    shape = shapes.thing(call.account, "assignment_notification_rule", key, words, "rules")
    method = {
        "id": f"{person.pagerduty}{Method(rule.kind).suffix}",
        "type": f"{rule.kind}_contact_method_reference",
    }
    return shape | {
        "start_delay_in_minutes": rule.minutes,
        "contact_method": method,
        "urgency": rule.urgency,
    }
