"""The endpoints that call for help and tell stakeholders; neither can be taken back."""

from cockpit.standins.pagerduty import lifecycle, shapes
from cockpit.standins.pagerduty.call import (
    Call,
    Json,
    invalid,
    not_found,
    only,
    reference,
    text_of,
)
from cockpit.standins.pagerduty.model import ResponderRequest


def status_update(call: Call) -> Json:
    """`POST /incidents/{id}/status_updates`: to the stakeholders, not to be undone."""
    incident = call.incident()
    fields = only(call.body, ("message", "subject", "html_message"), "body")
    message = text_of(fields, "message", "body")
    person = call.person().pagerduty
    lifecycle.log(
        call.account,
        incident,
        "annotate",
        call.at,
        by=f"user:{person}",
        channel="api",
        note=message,
    )
    return {
        "status_update": {
            "id": call.account.new_id("P"),
            "message": message,
            "sender": shapes.person_ref(call.account, person),
            "created_at": shapes.iso(call.at),
            "subject": fields.get("subject"),
            "html_message": fields.get("html_message"),
        }
    }


def request_responders(call: Call) -> Json:
    """`POST /incidents/{id}/responder_requests`: pages each target, at every call."""
    incident = call.incident()
    allowed = ("requester_id", "message", "responder_request_targets")
    fields = only(call.body, allowed, "body")
    requester = text_of(fields, "requester_id", "body")
    if requester not in call.account.people:
        raise invalid("Requester User Not Found", code=1008)
    given = fields.get("responder_request_targets")
    if not isinstance(given, list) or not given:
        raise invalid("responder_request_targets must be a list")
    targets, people = _targets(call, given)
    request = ResponderRequest(
        call.account.new_id("P"),
        requester,
        call.at,
        text_of(fields, "message", "body", required=False),
        targets,
        people,
    )
    incident.requests.append(request)
    for person in people:
        agent = f"user:{requester}"
        lifecycle.log(
            call.account,
            incident,
            "notify",
            call.at,
            by=agent,
            channel="auto",
            people=[person],
            notification="push_notification",
        )
    return {"responder_request": shapes.responder_request(call.account, incident, request)}


def _targets(call: Call, given: list[object]) -> tuple[list[str], list[str]]:
    """The targets as `user:ID` or `policy:ID`, and the ids of the people they reach."""
    targets: list[str] = []
    people: list[str] = []
    for item in given:
        inner = only(item, ("responder_request_target",), "target")
        key = reference(inner.get("responder_request_target"), "responder_request_target")
        if key in call.account.people:
            targets.append(f"user:{key}")
            people.append(key)
        elif key in call.account.policies:
            policy = call.account.policies[key]
            targets.append(f"policy:{key}")
            people += call.account.on_call_at(policy.levels, 1, call.at)
        else:
            raise not_found("Responder")
    return targets, people
