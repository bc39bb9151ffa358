"""The control port: tests and the demo move the clock, order faults and play colleagues."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from cockpit.standins import colleagues, outward_orders
from cockpit.standins.codec import DataError, dump, load
from cockpit.standins.faults import Fault
from cockpit.standins.http import Request, Response, json_response
from cockpit.standins.pagerduty import lifecycle, shapes
from cockpit.standins.pagerduty.model import Incident, Notifying
from cockpit.standins.pages import Change, Page
from cockpit.standins.probes import Phase
from cockpit.standins.slack.workspace import notifies
from cockpit.standins.stage import Stage

Json = dict[str, object]
Order = Callable[[Stage, Json], object]


class OrderError(ValueError):
    """The order makes no sense; the text says why."""


def obey(stage: Stage, request: Request) -> Response:
    """Carry out one order; settles what is due before and after it."""
    order = ORDERS.get((request.method, request.path))
    if order is None:
        known = ", ".join(f"{method} {path}" for method, path in ORDERS)
        return json_response(404, {"error": f"no such order; there are: {known}"})
    try:
        given = _given(request)
        stage.settle()
        result = order(stage, given)
        stage.settle()
    except (OrderError, DataError, KeyError, ValueError, TypeError) as error:
        return json_response(400, {"error": f"{type(error).__name__}: {error}"})
    return json_response(200, result)


def _given(request: Request) -> Json:
    given = json.loads(request.body) if request.body else {}
    if not isinstance(given, dict):
        raise OrderError("the body must be an object")
    return given


def _clock(stage: Stage, _given: Json) -> Json:
    clock = stage.clock
    return {
        "now": clock.now().isoformat(),
        "frozen": clock.frozen,
        "speed": clock.speed,
        "start": stage.saved.start.isoformat(),
        "folder": stage.folder,
    }


def _move(stage: Stage, given: Json) -> Json:
    if "advance_s" in given:
        stage.clock.advance(float(str(given["advance_s"])))
    if "set" in given:
        stage.clock.set(datetime.fromisoformat(str(given["set"])))
    if "speed" in given:
        stage.clock.pace(float(str(given["speed"])))
    if "frozen" in given:
        stage.clock.run(frozen=bool(given["frozen"]))
    stage.settle()
    return _clock(stage, given)


def _drill(stage: Stage, _given: Json) -> Json:
    """How the scenario went so far: which turns have come, and what there is to say of each."""
    scenario, came = stage.scenario, {one.turn: one.at for one in stage.saved.came if one.done}
    lessons = [
        {"turn": turn.id, "words": turn.good or turn.bad, "good": not turn.bad}
        for turn in scenario.turns
        if turn.id in came and (turn.good or turn.bad)
    ]
    lessons += [
        {"turn": turn.id, "words": turn.missed, "good": False}
        for turn in scenario.turns
        if turn.id not in came and turn.missed
    ]
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "seed": stage.saved.seed,
        "truth": scenario.truth,
        "ends": (stage.saved.start + timedelta(seconds=scenario.ends)).isoformat(),
        "came": {turn: at.isoformat() for turn, at in came.items()},
        "lessons": lessons,
    }


def _fault(stage: Stage, given: Json) -> Json:
    stage.faults.add(load(Fault, given, "fault"))
    return {"waiting": stage.faults.waiting()}


def _clear(stage: Stage, _given: Json) -> Json:
    stage.faults.clear()
    stage.office.faults.clear()
    return {"waiting": 0}


def _exists(stage: Stage) -> Json:
    """Every message, note and responder request that exists, for counting."""
    rooms = stage.workspace.memory.rooms
    return {
        "messages": [
            {
                "channel": room.id,
                "channel_name": room.name,
                "notifies": notifies(message),
                **_plain(message),
            }
            for room in rooms
            for message in room.messages
        ],
        "notes": [
            {"incident": item.id, "number": item.number, **_plain(note)}
            for item in stage.account.ledger.incidents
            for note in item.notes
        ],
    }


def _plain(record: object) -> Json:
    plain = dump(record)
    return plain if isinstance(plain, dict) else {}


def _received(stage: Stage, _given: Json) -> Json:
    received = stage.received
    return {
        "requests": received.writes,
        "counts": received.counts,
        "statuses": received.statuses,
        **_exists(stage),
        **outward_orders.received(stage),
    }


def _trigger(stage: Stage, given: Json) -> Json:
    account = stage.account
    number = account.ledger.next_number
    first = stage.scenario.pagerduty.services[0].id
    page = load(Page, {"at": 0.0, "number": number, "service": first, **given}, "page")
    if page.service not in account.services:
        raise OrderError(f"no such service: {page.service}")
    now = stage.clock.now().replace(microsecond=0)
    if account.in_maintenance(page.service, now):
        raise OrderError("the service is in maintenance and makes no new incidents")
    incident = lifecycle.trigger(account, now, page)
    return shapes.incident(account, incident)


def _storm(stage: Stage, given: Json) -> Json:
    """Many incidents, one after the other, `gap_s` apart and the last one now: their ids."""
    count, gap_s = int(str(given.get("count", 300))), float(str(given.get("gap_s", 0)))
    account = stage.account
    now = stage.clock.now().replace(microsecond=0)
    service = str(given.get("service") or stage.scenario.pagerduty.services[0].id)
    made = []
    for place in range(count):
        at = now - timedelta(seconds=int(gap_s * (count - 1 - place)))
        number = account.ledger.next_number
        page = Page(at=0.0, title=f"gateway {place} is offline", service=service, number=number)
        made.append(lifecycle.trigger(account, at, page).id)
    return {"ids": made}


def _incident(stage: Stage, given: Json) -> Incident:
    """The one that is named by id or number, else the newest open one."""
    named = given.get("incident")
    found = (
        stage.account.incident(str(named))
        if named is not None
        else next(
            (i for i in reversed(stage.account.ledger.incidents) if i.status != "resolved"), None
        )
    )
    if found is None:
        raise OrderError("no such incident")
    return found


def _actor(stage: Stage, given: Json) -> str:
    person = stage.workspace.person_named(_text(given, "who"))
    if person is None:
        raise OrderError("no such person")
    return person.pagerduty


def _acknowledge(stage: Stage, given: Json) -> Json:
    incident, now = _incident(stage, given), stage.clock.now().replace(microsecond=0)
    lifecycle.acknowledge(stage.account, incident, now, _actor(stage, given))
    return shapes.incident(stage.account, incident)


def _resolve(stage: Stage, given: Json) -> Json:
    incident, now = _incident(stage, given), stage.clock.now().replace(microsecond=0)
    lifecycle.resolve(stage.account, incident, now, f"user:{_actor(stage, given)}")
    return shapes.incident(stage.account, incident)


def _note(stage: Stage, given: Json) -> Json:
    incident, now = _incident(stage, given), stage.clock.now().replace(microsecond=0)
    text = _text(given, "text")
    note = lifecycle.annotate(stage.account, incident, now, _actor(stage, given), text)
    return shapes.note(stage.account, note)


def _distort(stage: Stage, given: Json) -> Json:
    """From now on the API shows an incident with this JSON in it, whatever sense it makes."""
    incident = _incident(stage, {"incident": given.get("which")})
    parts = {"incident": dict, "alerts": list, "notes": list, "change_events": list}
    for name in set(given) - {"which"}:
        if not isinstance(given[name], parts.get(name, ())):
            raise OrderError(f"{name} cannot be distorted so")
        incident.odd[name] = given[name]
    return {"id": incident.id}


def _changes(stage: Stage, given: Json) -> Json:
    """Change events are sent: `changes` as in a scenario, `odd` as JSON that makes no sense."""
    account, sent = stage.account, given.get("changes", [])
    odd = given.get("odd", [])
    if not isinstance(sent, list) or not isinstance(odd, list):
        raise OrderError("changes and odd must be lists")
    first = stage.scenario.pagerduty.services[0].id
    made = [load(Change, {"service": first, **one}, "change") for one in sent]
    if any(one.service not in account.services for one in made):
        raise OrderError("no such service")
    account.ledger.changes += made
    account.ledger.odd_changes += [one for one in odd if isinstance(one, dict)]
    return {"changes": len(stage.scenario.changes) + len(account.ledger.changes)}


def _notifying(stage: Stage, given: Json) -> Json:
    """How somebody is notified from now on, and what they may do."""
    asked = {name: value for name, value in given.items() if name != "who"}
    known = load(Notifying, asked, "notifying")
    stage.account.ledger.notifying[_actor(stage, given)] = known
    return _plain(known)


def _limit(stage: Stage, given: Json) -> Json:
    stage.pagerduty_api.meter.limit = int(str(given["per_minute"]))
    return {"per_minute": stage.pagerduty_api.meter.limit}


def _product(stage: Stage, given: Json) -> Json:
    since = (stage.clock.now() - stage.saved.start).total_seconds()
    path = _text(given, "path")
    asked = {name: value for name, value in given.items() if name != "path"}
    phase = load(Phase, {"at": since, "latency_ms": 5.0, **asked}, "phase")
    stage.break_product(path, phase)
    return {"path": path, "status": phase.status}


def _event(stage: Stage, given: Json) -> object:
    """Any of the orders below by its path: `{"do": "/slack/reply", …}`."""
    name = _text(given, "do")
    order = ORDERS.get(("POST", name))
    if order is None or name == "/event":
        raise OrderError(f"no such order: {name}")
    return order(stage, {key: value for key, value in given.items() if key != "do"})


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise OrderError(f"{name} must be a text")
    return value


ORDERS: dict[tuple[str, str], Order] = {
    ("GET", "/clock"): _clock,
    ("POST", "/clock"): _move,
    ("GET", "/drill"): _drill,
    ("POST", "/fault"): _fault,
    ("DELETE", "/fault"): _clear,
    ("GET", "/received"): _received,
    ("POST", "/event"): _event,
    ("POST", "/pagerduty/trigger"): _trigger,
    ("POST", "/pagerduty/storm"): _storm,
    ("POST", "/pagerduty/acknowledge"): _acknowledge,
    ("POST", "/pagerduty/resolve"): _resolve,
    ("POST", "/pagerduty/note"): _note,
    ("POST", "/pagerduty/distort"): _distort,
    ("POST", "/pagerduty/notifying"): _notifying,
    ("POST", "/pagerduty/rate_limit"): _limit,
    ("POST", "/pagerduty/changes"): _changes,
    ("POST", "/product"): _product,
    **colleagues.ORDERS,
    **outward_orders.ORDERS,
}
