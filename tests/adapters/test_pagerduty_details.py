"""An incident's surroundings at the pager, over real HTTP: bounded, harmless, honest in parts."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from clocks import ManualClock
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S
from scripted import Asked, Scripted, Told
from stand import Stand

from cockpit.adapters.loose_json import DEEPEST, Node
from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.incident_details import Bridge, IncidentDetails
from cockpit.domain.model import Response, Status, Urgency
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain

ANA = "ana@novavms.example"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Stand:
    shared.reset()
    shared.clear_faults()
    return shared


def pager(url: str) -> PagerDuty:
    async def token() -> str:
        return "standin-key-ana"

    return PagerDuty(api_url=url, token=token, email=ANA, timeout_s=PATIENCE_S, clock=ManualClock())


@pytest.fixture
async def ana(stand: Stand) -> AsyncIterator[PagerDuty]:
    port = pager(stand.pagerduty)
    yield port
    port.close()


def key(stand: Stand) -> str:
    return str(stand.incident()["id"])


async def test_everything_around_an_incident(stand: Stand, ana: PagerDuty) -> None:
    stand.order("/pagerduty/note", incident=4217, who="ben", text="look at\nthe \x1b[2Jpool")
    found = await ana.details(key(stand))

    (alert,) = found.alerts.items
    assert ("monitor", "cloud-api-5xx") in alert.details
    assert [(link.is_runbook, link.url) for link in alert.links] == [
        (True, "https://runbooks.novavms.example/cloud-api-5xx")
    ]
    assert [(n.author, n.text) for n in found.notes.items] == [("Ben Okafor", "look at\nthe pool")]
    (change,) = found.changes.items
    assert (change.summary, change.reason) == (
        "cloud v2026.16.2 to production",
        "the latest change before it",
    )
    assert found.bridge.items == (
        Bridge(number="+46 8 555 01 42,,4217#", url="https://meet.novavms.example/4217"),
    )
    assert [entry.kind for entry in found.log.items] == ["trigger", "assign", "notify", "annotate"]
    assert found.incident.items[0].number == 4217


async def test_it_costs_five_requests_and_no_write(stand: Stand, ana: PagerDuty) -> None:
    """Rule 43: details are read for the incident that somebody looks at, and no other."""
    incident_id = key(stand)
    before = stand.received()
    await ana.details(incident_id)
    after = stand.received()
    asked = sum(after["counts"].values()) - sum(before["counts"].values())

    assert asked == 5
    assert after["requests"] == before["requests"]


async def test_responders_with_what_they_answered(stand: Stand, ana: PagerDuty) -> None:
    people = [
        {"state": state, "user": {"id": f"P{n}", "summary": state}, "message": "help"}
        for n, state in enumerate(("pending", "joined", "declined", "eaten_by_a_bear"))
    ]
    stand.order("/pagerduty/distort", incident={"incidents_responders": [*people, None, {}]})
    found = (await ana.incident(key(stand))).responders

    assert [r.response for r in found] == [
        Response.PENDING,
        Response.JOINED,
        Response.DECLINED,
        Response.OTHER,
        Response.OTHER,
    ]
    assert found[-1].person.name == "somebody unknown"


async def test_teams_come_with_who_one_is(stand: Stand, ana: PagerDuty) -> None:
    me, teams = await ana.me(), await ana.teams()

    assert (me.id, teams) == ("PANA001", ("PTEAM01",))
    assert (await ana.open_incidents()).incidents[0].team_ids == ("PTEAM01",)
    asked = {k: n for k, n in stand.received()["counts"].items() if "/users/me" in k}
    assert list(asked.values()) == [1]


@pytest.mark.parametrize(
    ("fields", "title", "status"),
    [
        ({"title": "x" * 100_000}, "x" * 499 + "…", Status.TRIGGERED),
        ({"service": None, "assignments": [], "title": None}, "Cloud API answers 5xx", None),
        ({"status": "quarantined", "urgency": "volcanic"}, None, Status.OTHER),
        (
            {
                "assignments": [
                    {"at": None, "assignee": {"id": "PGONE", "summary": "Ada (deleted)"}}
                ]
            },
            None,
            Status.TRIGGERED,
        ),
    ],
)
async def test_an_odd_incident_is_read_all_the_same(
    stand: Stand, ana: PagerDuty, fields: dict, title: str | None, status: Status | None
) -> None:
    stand.order("/pagerduty/distort", incident=fields)
    listed = (await ana.open_incidents()).incidents[0]
    detailed = (await ana.details(key(stand))).incident.items[0]

    assert listed == detailed
    assert title is None or listed.title == title
    assert status is None or listed.status is status
    assert listed.urgency is Urgency.HIGH
    if "service" in fields:
        assert (listed.service, listed.assignments) == ("", ())
    if "PGONE" in str(fields):
        assert [a.person.name for a in listed.assignments] == ["Ada (deleted)"]


PARTS = {
    "alerts": "alerts",
    "notes": "notes",
    "related_change_events": "changes",
    "log_entries": "log",
}


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize("kind", ["status", "garbage", "drop"])
async def test_a_part_that_fails_says_so_and_the_others_are_read(
    stand: Stand, ana: PagerDuty, path: str, kind: str
) -> None:
    where = f"/incidents/{key(stand)}/{path}"
    stand.fault("pagerduty", kind, path=where, times=0, status=502)
    found = await ana.details(key(stand))
    problems = {name: getattr(found, name).problem for name in PARTS.values()}

    assert problems.pop(PARTS[path])
    assert getattr(found, PARTS[path]).items == ()
    assert set(problems.values()) == {""}
    assert "<html" not in str(found)


async def test_an_incident_that_fails_leaves_its_surroundings(stand: Stand, ana: PagerDuty) -> None:
    incident_id = key(stand)
    stand.fault("pagerduty", "status", path=f"/incidents/{incident_id}", times=0, status=500)
    with pytest.raises(PortError, match="cannot be reached"):
        await ana.details(incident_id)
    stand.clear_faults()

    def answer(asked: Asked) -> Told:
        if asked.path.count("/") == 2:
            return Told(b"<html>sign in</html>", headers={"Content-Type": "text/html"})
        return Told({"alerts": [], "notes": [], "change_events": [], "log_entries": []})

    with Scripted(answer) as server:
        port = pager(server.url)
        found = await port.details("Q1")
        port.close()

    assert "not PagerDuty answered" in found.incident.problem
    assert "not PagerDuty answered" in found.bridge.problem
    assert (found.notes.problem, found.notes.items) == ("", ())


async def test_an_answer_without_its_list_is_not_an_empty_list() -> None:
    with Scripted(lambda _: Told({"incident": {"id": "Q1"}})) as server:
        port = pager(server.url)
        found = await port.details("Q1")
        port.close()

    assert found.incident.items[0].id == "Q1"
    assert "has no alerts" in found.alerts.problem
    assert "has no change events" in found.changes.problem


def detailed(**parts: object) -> Callable[[Asked], Told]:
    def answer(asked: Asked) -> Told:
        name = asked.path.rsplit("/", 1)[-1].removeprefix("related_")
        empty: dict[str, object] = {"incident": {"id": "Q1"}, name: []}
        return Told(empty | ({name: parts[name]} if name in parts else {}))

    return answer


async def read(**parts: object) -> IncidentDetails:
    with Scripted(detailed(**parts)) as server:
        port = pager(server.url)
        found = await port.details("Q1")
        port.close()
        return found


async def test_alerts_are_walked_within_bounds() -> None:
    deep: object = "bottom"
    for n in range(2 * DEEPEST):
        deep = {f"level{n}": deep}
    details = {
        "labels": {"cluster": "eu-1", "\x1b[31mred": "\u202eevil"},
        "list": ["a", {"b": 7}, None, [True]],
        "deep": deep,
        "many": {f"k{n}": n for n in range(5000)},
        "long": "y" * 50_000,
    }
    alerts = [
        {"id": "A1", "summary": "one", "body": {"details": details}},
        {"id": "A2", "body": {"details": "only words"}},
        {"id": "A3", "body": {"details": None, "cef_details": {"details": {"from": "cef"}}}},
        {"id": "A4", "body": "nonsense", "created_at": "2026-03-04T02:00:00Z"},
        {"id": "A5", "body": {"details": 7}},
    ]
    found = {a.id: a for a in (await read(alerts=[*alerts, None, 3])).alerts.items}
    first = dict(found["A1"].details)

    assert (first["labels.cluster"], first["labels.red"]) == ("eu-1", "evil")
    assert (first["list.0"], first["list.1.b"], first["list.3.0"]) == ("a", "7", "true")
    assert "bottom" not in first.values()
    assert found["A1"].more
    assert len(first) == 60
    assert found["A2"].details == (("details", "only words"),)
    assert found["A3"].details == (("from", "cef"),)
    assert found["A4"].details == ()
    assert found["A5"].details == (("details", "7"),)
    assert found["A4"].title == "(no title)"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b",
        "https://exämple.com",
        "https://x/\x1b]52;c;",
        "https://x/" + "a" * 3000,
        "https://x/\u202e",
        "",
    ],
)
async def test_a_link_that_is_not_safe_is_no_link(url: str) -> None:
    body = {"details": {"runbook": url}, "contexts": [{"type": "link", "href": url, "text": "go"}]}
    found = await read(alerts=[{"id": "A", "body": body}])

    assert found.alerts.items[0].links == ()


async def test_links_are_found_where_monitors_put_them() -> None:
    body = {
        "contexts": [{"href": "https://graphs/1", "text": "graph"}, {"href": "https://bare"}],
        "details": {"deep": {"Playbook": " https://wiki/p "}, "again": "https://graphs/1"},
        "cef_details": {"contexts": [{"href": "https://cef"}]},
    }
    found = await read(alerts=[{"id": "A", "body": body}])
    links = found.alerts.items[0].links

    assert [(link.title, link.url) for link in links] == [
        ("graph", "https://graphs/1"),
        ("https://bare", "https://bare"),
        ("https://cef", "https://cef"),
        ("deep.Playbook", "https://wiki/p"),
    ]
    assert [link.is_runbook for link in links] == [False, False, False, True]


async def test_changes_say_why_they_are_shown() -> None:
    reasons = ("most_recent", "related_service", "intelligent", "moon_phase", None)
    changes = [
        {"id": f"C{n}", "summary": f"{r}", "correlation_reason": {"reason": r}}
        for n, r in enumerate(reasons)
    ]
    changes.append({"id": "C9", "correlation_reason": "x", "links": [{"href": "https://diff"}]})
    found = (await read(change_events=changes)).changes.items

    assert [c.reason for c in found] == [
        "the latest change before it",
        "a change of a related service",
        "like changes before similar incidents",
        "moon phase",
        "",
        "",
    ]
    assert [link.url for link in found[-1].links] == ["https://diff"]
    assert found[-1].summary == "(no summary)"


async def test_very_many_notes_are_bounded_and_said_to_be() -> None:
    notes = [
        {"id": f"N{n}", "content": "z" * 9000, "created_at": f"2026-03-04T02:{n % 60:02}:00Z"}
        for n in range(500)
    ]
    found = (await read(notes=notes)).notes

    assert len(found.items) == 50
    assert found.more
    assert len(found.items[0].text) == 4000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=30,
)


@given(value=json_values)
@settings(max_examples=100, deadline=None)
def test_any_json_becomes_a_few_harmless_pairs(value: object) -> None:
    found = Node({"details": json.loads(json.dumps(value))}).pairs("details", 10, 50)

    assert len(found) <= 10
    for path, shown in found:
        assert shown == plain(shown, 50)
        assert path == plain(path, 80 * DEEPEST)
