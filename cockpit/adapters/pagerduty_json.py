"""PagerDuty's JSON as our model; every field may be null, and nothing here raises.

Rules of the vendor that shape this: an id is unique within its kind only; an acknowledger may be a
service; a deleted user is left as a reference with a summary; new statuses and types may appear.
"""

from datetime import UTC, datetime, timedelta

from cockpit.adapters.loose_json import Node
from cockpit.domain.model import (
    Assignment,
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    PendingAction,
    Person,
    PolicyLevel,
    Responder,
    Response,
    Status,
    Upcoming,
    Urgency,
)

_STATUSES = {status.value: status for status in Status}
_RESPONSES = {response.value: response for response in Response}
_UPCOMING = {kind.value: kind for kind in Upcoming}

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""For an incident that does not say when: shown with an absurd age rather than not at all."""

_NOTE_LIMIT = 4000
_LONGEST_TIMEOUT_S = 31_536_000
"""An acknowledgement that is said to last longer is taken to last a year, seconds."""
_MOST_RESPONDERS = 100


def person(node: Node) -> Person:
    """A user, or whatever stands in for one."""
    name = node.text("name", "summary") or "somebody unknown"
    return Person(id=node.text("id"), name=name, email=node.text("email"))


def incident(node: Node) -> Incident | None:
    """An incident; None when it has not even an id."""
    key = node.text("id")
    if not key:
        return None
    changed = node.time("last_status_change_at", "updated_at", "created_at")
    created = node.time("created_at") or changed or _LONG_AGO
    return Incident(
        id=key,
        number=node.number("incident_number"),
        title=node.text("title", "description", "summary") or "(no title)",
        status=_STATUSES.get(node.raw("status"), Status.OTHER),
        urgency=Urgency.LOW if node.raw("urgency") == "low" else Urgency.HIGH,
        created_at=created,
        changed_at=changed or created,
        service_id=node.node("service").text("id"),
        service=node.node("service").text("name", "summary"),
        priority=node.node("priority").text("name", "summary"),
        policy_id=node.node("escalation_policy").text("id"),
        url=_url(node.text("html_url")),
        direct=node.raw("assigned_via") == "direct_assignment",
        assignments=_held(node.nodes("assignments"), "assignee", created),
        acknowledgements=_held(node.nodes("acknowledgements"), "acknowledger", created),
        pending=_pending(node.nodes("pending_actions")),
        announces=node.is_list("pending_actions"),
        team_ids=ids(node.nodes("teams")),
        responders=_responders(node.nodes("incidents_responders")),
        merged_into=_merged_into(node.node("resolve_reason")),
    )


def _merged_into(reason: Node) -> str:
    """The incident that it was merged into, as its reason to be resolved names it."""
    if reason.raw("type") != "merge_resolve_reason":
        return ""
    return reason.node("incident").text("id")


def ids(nodes: list[Node]) -> tuple[str, ...]:
    """The ids of these things, each once."""
    return tuple(dict.fromkeys(filter(None, (node.text("id") for node in nodes))))


def _responders(nodes: list[Node]) -> tuple[Responder, ...]:
    return tuple(
        Responder(
            person=person(node.node("user")),
            response=_RESPONSES.get(node.raw("state"), Response.OTHER),
            asked_at=node.time("requested_at", "updated_at"),
            message=node.text("message"),
        )
        for node in nodes[:_MOST_RESPONDERS]
    )


def _url(text: str) -> str:
    return text if text.startswith(("https://", "http://")) else ""


def _held(nodes: list[Node], who: str, otherwise: datetime) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(person=person(node.node(who)), at=node.time("at") or otherwise)
        for node in nodes
        if node.node(who)
    )


def _pending(nodes: list[Node]) -> tuple[PendingAction, ...]:
    found = []
    for node in nodes:
        at, word = node.time("at"), node.raw("type")
        if at is not None:
            found.append(PendingAction(kind=_UPCOMING.get(word, Upcoming.OTHER), at=at))
    return tuple(sorted(found, key=lambda action: (action.at, action.kind)))


def policy(node: Node) -> EscalationPolicy:
    """An escalation policy; its levels in order, each with the names of its targets."""
    levels = tuple(map(_level, node.nodes("escalation_rules")))
    name = node.text("name", "summary")
    loops = node.number("num_loops")
    return EscalationPolicy(id=node.text("id"), name=name, levels=levels, loops=loops)


def _level(rule: Node) -> PolicyLevel:
    targets = rule.nodes("targets")
    strategy = "escalation_rule_assignment_strategy"
    return PolicyLevel(
        delay_s=60 * rule.number("escalation_delay_in_minutes"),
        targets=tuple(t.text("name", "summary") or "somebody unknown" for t in targets),
        target_ids=tuple(
            f"{t.raw('type').removesuffix('_reference')}:{t.text('id')}" for t in targets
        ),
        takes_turns="round_robin" in (rule.raw(strategy), rule.node(strategy).raw("type")),
    )


def on_call(node: Node, shadow_schedules: tuple[str, ...] = ()) -> OnCall | None:
    """One shift at one level; None when it names nobody."""
    if not node.node("user"):
        return None
    schedule = node.node("schedule")
    return OnCall(
        policy_id=node.node("escalation_policy").text("id"),
        level=node.number("escalation_level"),
        person=person(node.node("user")),
        start=node.time("start"),
        end=node.time("end"),
        policy=node.node("escalation_policy").text("name", "summary"),
        schedule_id=schedule.text("id"),
        schedule=schedule.text("name", "summary"),
        shadow=schedule.text("id") in shadow_schedules,
    )


def log_entry(node: Node, incident_id: str) -> LogEntry | None:
    """One line of the log, in our words where we have some; None when it has no id or no time."""
    key, at = node.text("id"), node.time("created_at")
    if not key or at is None:
        return None
    kind = node.raw("type").removesuffix("_reference").removesuffix("_log_entry")
    kind = "acknowledge" if kind == "acknowledgement" else kind
    agent = node.node("agent")
    by_person = agent.raw("type").startswith("user")
    return LogEntry(
        id=key,
        incident_id=incident_id,
        at=at,
        kind=kind if kind.isascii() and kind.isidentifier() else "other",
        text=_said(kind, node, agent.text("name", "summary") or "PagerDuty"),
        person_id=agent.text("id") if by_person else "",
        people_ids=ids(node.nodes("assignees")),
        level=node.number("escalation_level"),
        until=_until(node, at),
    )


def _until(node: Node, at: datetime) -> datetime | None:
    """When what this line began ends by itself: its own word, or its time-out counted from it."""
    for action in node.nodes("changed_actions"):
        if action.raw("type") == Upcoming.UNACKNOWLEDGE:
            return action.time("at")
    timeout_s = min(node.number("acknowledgement_timeout"), _LONGEST_TIMEOUT_S)
    return at + timedelta(seconds=timeout_s) if timeout_s > 0 else None


def _said(kind: str, node: Node, agent: str) -> str:
    people = ", ".join(person(p).name for p in node.nodes("assignees")) or "somebody"
    by_itself = node.node("channel").raw("type") in {"timeout", "auto"}
    words = {
        "trigger": f"triggered by {agent}",
        "acknowledge": f"acknowledged by {agent}",
        "annotate": f"note by {agent}: {_note(node)}",
        "assign": f"assigned to {people} by {agent}",
        "delegate": f"moved to another escalation policy by {agent}",
        "escalate": f"escalated to {people}" + ("" if by_itself else f" by {agent}"),
        "exhaust_escalation_path": "escalation policy exhausted: nobody is paged any more",
        "notify": _paged(node),
        "repeat_escalation_path": "escalation policy starts again",
        "resolve": f"resolved by {agent}",
        "snooze": f"snoozed by {agent}",
        "unacknowledge": "no longer acknowledged: the time for it has run out",
    }
    return words.get(kind) or node.text("summary") or "something changed"


def _note(node: Node) -> str:
    channel = node.node("channel")
    found = node.text("note", limit=_NOTE_LIMIT, lines=True)
    return found or channel.text("content", "summary", limit=_NOTE_LIMIT, lines=True)


def _paged(node: Node) -> str:
    how = node.node("channel").node("notification")
    means = how.text("type").replace("_", " ")
    whom = person(node.node("user")).name
    failed = "" if how.raw("status") in {"", "success", "in_progress"} else ", which failed"
    return f"paged {whom}" + (f" by {means}{failed}" if means else "")
