"""The stand-ins' answers have the shape that the vendors' own documents give."""

import httpx
import pytest
from contract import Contract, read_contract
from stand import Stand

USER = {"id": "PLEA003", "type": "user_reference"}
CLOUD = {"id": "PCLOUD1", "type": "service_reference"}


@pytest.fixture(scope="module")
def pagerduty() -> Contract:
    return read_contract("pagerduty-rest.openapi.json")


@pytest.fixture(scope="module")
def slack() -> Contract:
    return read_contract("slack-web-2021.swagger.json")


SPAN = "since=2026-04-21T08:00:00Z&until=2026-04-21T12:00:00Z"
PAGED = "limit=100&offset=0&total=true"

READS = [
    ("/incidents", "/incidents"),
    ("/incidents/4217", "/incidents/{id}"),
    ("/incidents/4217?include[]=users&include[]=services", "/incidents/{id}"),
    ("/incidents/4217/notes", "/incidents/{id}/notes"),
    ("/incidents/4217/alerts", "/incidents/{id}/alerts"),
    ("/incidents/4217/log_entries?limit=100", "/incidents/{id}/log_entries"),
    ("/incidents/4217/related_change_events", "/incidents/{id}/related_change_events"),
    ("/log_entries", "/log_entries"),
    (f"/log_entries?{SPAN}&{PAGED}&is_overview=false&include[]=channels", "/log_entries"),
    ("/log_entries?team_ids[]=PTEAM01", "/log_entries"),
    (f"/incidents?{PAGED}&date_range=all&sort_by=resolved_at:desc", "/incidents"),
    ("/change_events", "/change_events"),
    ("/oncalls", "/oncalls"),
    ("/oncalls?since=2026-04-21T00:00:00Z&until=2026-07-20T00:00:00Z&limit=100", "/oncalls"),
    ("/users", "/users"),
    ("/users/me", "/users/me"),
    ("/users/PANA001", "/users/{id}"),
    ("/users/PANA001/contact_methods", "/users/{id}/contact_methods"),
    ("/users/PANA001/notification_rules", "/users/{id}/notification_rules"),
    ("/escalation_policies", "/escalation_policies"),
    ("/escalation_policies/PPOLICY", "/escalation_policies/{id}"),
    ("/services", "/services"),
    ("/services/PCLOUD1", "/services/{id}"),
    ("/schedules", "/schedules"),
    ("/schedules/PSCHED1?since=2026-04-21&until=2026-04-29", "/schedules/{id}"),
    ("/priorities", "/priorities"),
    ("/abilities", "/abilities"),
    ("/maintenance_windows", "/maintenance_windows"),
]


@pytest.mark.parametrize(("url", "path"), READS)
def test_what_pagerduty_reads(
    stand: Stand, ana: httpx.Client, pagerduty: Contract, url: str, path: str
) -> None:
    live(stand, ana)
    answer = ana.get(url)

    assert answer.status_code == 200
    schema = pagerduty.answer("get", path)
    assert list(pagerduty.faults(schema, answer.json())) == []


def live(stand: Stand, client: httpx.Client) -> None:
    """Give the incident a history with every kind of entry."""
    stand.advance(14 * 60)
    change = {"incident": {"type": "incident_reference", "status": "acknowledged"}}
    client.put("/incidents/4217", json=change)
    client.post("/incidents/4217/snooze", json={"duration": 60})
    client.post("/incidents/4217/notes", json={"note": {"content": "a note"}})
    stand.advance(60)
    window = {
        "type": "maintenance_window",
        "start_time": "2026-04-21T08:00:00Z",
        "end_time": "2026-04-22T10:00:00Z",
        "services": [CLOUD],
    }
    client.post("/maintenance_windows", json={"maintenance_window": window})


WRITES: list[tuple[str, str, str, dict, int]] = [
    (
        "PUT",
        "/incidents/4217",
        "/incidents/{id}",
        {"incident": {"type": "incident_reference", "status": "acknowledged"}},
        200,
    ),
    (
        "PUT",
        "/incidents/4217",
        "/incidents/{id}",
        {"incident": {"type": "incident_reference", "priority": "P2", "title": "New"}},
        200,
    ),
    (
        "PUT",
        "/incidents/4217",
        "/incidents/{id}",
        {"incident": {"type": "incident_reference", "status": "resolved"}},
        200,
    ),
    (
        "POST",
        "/incidents",
        "/incidents",
        {"incident": {"type": "incident", "title": "By hand", "service": CLOUD}},
        201,
    ),
    (
        "POST",
        "/incidents/4217/notes",
        "/incidents/{id}/notes",
        {"note": {"content": "a note"}},
        200,
    ),
    (
        "POST",
        "/incidents/4217/status_updates",
        "/incidents/{id}/status_updates",
        {"message": "still looking"},
        200,
    ),
    (
        "POST",
        "/incidents/4217/responder_requests",
        "/incidents/{id}/responder_requests",
        {
            "requester_id": "PANA001",
            "message": "help",
            "responder_request_targets": [{"responder_request_target": USER}],
        },
        200,
    ),
    (
        "POST",
        "/schedules/PSCHED1/overrides",
        "/schedules/{id}/overrides",
        {
            "overrides": [
                {"start": "2020-04-22T08:00:00Z", "end": "2020-04-22T09:00:00Z", "user": USER}
            ]
        },
        201,
    ),
    (
        "PUT",
        "/escalation_policies/PPOLICY",
        "/escalation_policies/{id}",
        {
            "escalation_policy": {
                "type": "escalation_policy",
                "name": "Platform",
                "num_loops": 1,
                "escalation_rules": [
                    {
                        "escalation_delay_in_minutes": 5,
                        "targets": [USER],
                        "escalation_rule_assignment_strategy": {"type": "round_robin"},
                    }
                ],
            }
        },
        200,
    ),
    (
        "POST",
        "/schedules/PSCHED1/overrides",
        "/schedules/{id}/overrides",
        {
            "overrides": [
                {"start": "2026-04-22T08:00:00Z", "end": "2026-04-22T09:00:00Z", "user": USER}
            ]
        },
        201,
    ),
]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write[0]} {write[2]}")
def test_what_pagerduty_writes(
    ana: httpx.Client, pagerduty: Contract, write: tuple[str, str, str, dict, int]
) -> None:
    method, url, path, body, status = write
    answer = ana.request(method, url, json=body)

    assert answer.status_code == status, answer.text
    schema = pagerduty.answer(method, path, status)
    assert list(pagerduty.faults(schema, answer.json())) == []


def test_the_contract_finds_what_is_wrong(ana: httpx.Client, pagerduty: Contract) -> None:
    incident = ana.get("/incidents/4217").json()
    incident["incident"]["status"] = "asleep"
    incident["incident"]["created_at"] = "yesterday"
    incident["incident"]["assignments"][0].pop("at")
    faults = list(pagerduty.faults(pagerduty.answer("get", "/incidents/{id}"), incident))

    assert len(faults) == 3


CALLS: list[tuple[str, dict]] = [
    ("auth.test", {}),
    ("chat.postMessage", {"channel": "C0INCIDENT", "text": "more"}),
    ("chat.update", {"channel": "C0INCIDENT", "ts": "TS", "text": "other"}),
    ("chat.getPermalink", {"channel": "C0INCIDENT", "message_ts": "TS"}),
    ("chat.delete", {"channel": "C0INCIDENT", "ts": "TS"}),
    ("conversations.history", {"channel": "C0INCIDENT"}),
    ("conversations.replies", {"channel": "C0INCIDENT", "ts": "TS"}),
    ("conversations.list", {}),
    ("conversations.info", {"channel": "C0INCIDENT"}),
    ("conversations.join", {"channel": "C0RANDOM"}),
    ("conversations.create", {"name": "inc-4217"}),
    ("conversations.setTopic", {"channel": "C0INCIDENT", "topic": "x"}),
    ("users.info", {"user": "U0ANA"}),
    ("users.list", {}),
    ("users.lookupByEmail", {"email": "ana@novavms.example"}),
    ("usergroups.list", {"include_users": True}),
    ("usergroups.users.list", {"usergroup": "S0ONCALL"}),
    ("reactions.add", {"channel": "C0INCIDENT", "timestamp": "TS", "name": "eyes"}),
    ("reactions.get", {"channel": "C0INCIDENT", "timestamp": "TS"}),
    ("conversations.info", {"channel": "C0INCIDENT", "include_num_members": True}),
    ("conversations.members", {"channel": "C0INCIDENT"}),
    ("conversations.invite", {"channel": "C0NOISE", "users": "U0LEA"}),
    ("conversations.archive", {"channel": "C0NOISE"}),
    ("conversations.history", {"channel": "C0ALERTS"}),
    ("usergroups.list", {"include_count": True}),
    ("usergroups.users.update", {"usergroup": "S0ONCALL", "users": "U0LEA"}),
    ("pins.add", {"channel": "C0INCIDENT", "timestamp": "TS"}),
]


@pytest.mark.parametrize(("name", "args"), CALLS)
def test_what_slack_answers(bot: httpx.Client, slack: Contract, name: str, args: dict) -> None:
    parent = bot.post("chat.postMessage", json={"channel": "C0INCIDENT", "text": "parent"})
    ts = parent.json()["ts"]
    reply = {"channel": "C0INCIDENT", "text": "reply", "thread_ts": ts}
    bot.post("chat.postMessage", json=reply)
    given = {key: ts if value == "TS" else value for key, value in args.items()}
    answer = bot.post(name, json=given).json()

    assert answer["ok"] is True, answer
    assert list(slack.faults(slack.method(name), answer)) == []
