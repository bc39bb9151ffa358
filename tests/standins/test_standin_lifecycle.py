"""Incidents of the PagerDuty stand-in have a life: what happens when time passes."""

import httpx
from stand import Stand

MINUTE = 60


def assignees(incident: dict) -> list[str]:
    return [item["assignee"]["id"] for item in incident["assignments"]]


def pending(incident: dict) -> dict[str, str]:
    return {action["type"]: action["at"] for action in incident["pending_actions"]}


def change(client: httpx.Client, **fields: object) -> dict:
    body = {"incident": {"type": "incident_reference", **fields}}
    answer = client.put("/incidents/4217", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["incident"]


def history(client: httpx.Client) -> list[tuple[str, str]]:
    """When (time of day) and what, oldest first."""
    answer = client.get("/incidents/4217/log_entries?limit=100").json()
    return [
        (entry["created_at"][11:19], entry["type"].removesuffix("_log_entry"))
        for entry in reversed(answer["log_entries"])
    ]


def test_the_page_is_two_minutes_old_and_escalates_in_thirteen(stand: Stand) -> None:
    incident = stand.incident()

    assert incident["created_at"] == "2026-04-21T08:42:10Z"
    assert assignees(incident) == ["PANA001"]
    assert pending(incident) == {
        "escalate": "2026-04-21T08:57:10Z",
        "resolve": "2026-04-21T12:42:10Z",
    }


def test_escalation_happens_when_its_time_comes_and_not_before(stand: Stand) -> None:
    stand.advance(13 * MINUTE - 1)
    assert assignees(stand.incident()) == ["PANA001"]
    stand.advance(1)
    incident = stand.incident()

    assert assignees(incident) == ["PBEN002"]
    assert pending(incident)["escalate"] == "2026-04-21T09:12:10Z"
    assert incident["assigned_via"] == "escalation_policy"


def test_time_that_jumps_leaves_nothing_out(stand: Stand, ana: httpx.Client) -> None:
    stand.advance(2 * 60 * MINUTE)

    assert history(ana) == [
        ("08:42:10", "trigger"),
        ("08:42:10", "assign"),
        ("08:42:10", "notify"),
        ("08:57:10", "escalate"),
        ("08:57:10", "notify"),
        ("09:12:10", "escalate"),
        ("09:12:10", "notify"),
        ("09:27:10", "escalate"),
        ("09:27:10", "notify"),
        ("09:42:10", "exhaust_escalation_path"),
    ]
    assert "escalate" not in pending(stand.incident())
    assert assignees(stand.incident()) == ["PKOF004"]


def test_an_incident_that_nobody_closes_closes_itself(stand: Stand) -> None:
    stand.advance(4 * 60 * MINUTE)
    incident = stand.incident()

    assert (incident["status"], incident["resolved_at"]) == ("resolved", "2026-04-21T12:42:10Z")
    assert (incident["assignments"], incident["pending_actions"]) == ([], [])


def test_an_acknowledgement_stops_the_escalation(stand: Stand, ana: httpx.Client) -> None:
    incident = change(ana, status="acknowledged")

    assert pending(incident) == {
        "unacknowledge": "2026-04-21T09:14:10Z",
        "resolve": "2026-04-21T12:42:10Z",
    }
    stand.advance(20 * MINUTE)
    assert assignees(stand.incident()) == ["PANA001"]


def test_an_acknowledgement_takes_the_incident_over(stand: Stand, ben: httpx.Client) -> None:
    incident = change(ben, status="acknowledged")

    assert assignees(incident) == ["PBEN002"]
    assert [a["acknowledger"]["id"] for a in incident["acknowledgements"]] == ["PBEN002"]


def test_acknowledging_twice_changes_nothing_for_others(
    ana: httpx.Client, ben: httpx.Client
) -> None:
    change(ana, status="acknowledged")
    incident = change(ben, status="acknowledged")

    assert [a["acknowledger"]["id"] for a in incident["acknowledgements"]] == [
        "PANA001",
        "PBEN002",
    ]


def test_an_acknowledgement_that_times_out_pages_again(stand: Stand, ana: httpx.Client) -> None:
    change(ana, status="acknowledged")
    stand.advance(30 * MINUTE)
    incident = stand.incident()

    assert (incident["status"], incident["acknowledgements"]) == ("triggered", [])
    assert pending(incident)["escalate"] == "2026-04-21T09:29:10Z"
    assert history(ana)[-2:] == [("09:14:10", "unacknowledge"), ("09:14:10", "notify")]
    stand.advance(15 * MINUTE)
    assert assignees(stand.incident()) == ["PBEN002"]


def test_acknowledging_a_resolved_incident_opens_it_again(
    stand: Stand, ana: httpx.Client, ben: httpx.Client
) -> None:
    change(ana, status="resolved")
    assert stand.incident()["assignments"] == []
    incident = change(ben, status="acknowledged")

    assert (incident["status"], incident["resolved_at"]) == ("acknowledged", None)
    assert assignees(incident) == ["PBEN002"]


def test_resolving_twice_is_an_error(ana: httpx.Client) -> None:
    change(ana, status="resolved")
    body = {"incident": {"type": "incident_reference", "status": "resolved"}}
    answer = ana.put("/incidents/4217", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 1001)


def test_low_urgency_does_not_escalate(stand: Stand, ana: httpx.Client) -> None:
    stand.order("/pagerduty/trigger", title="Quiet", urgency="low")
    assert "escalate" not in pending(stand.incident("4218"))
    stand.advance(60 * MINUTE)
    assert assignees(stand.incident("4218")) == ["PANA001"]
    body = {"incident": {"type": "incident_reference", "escalation_level": 2}}
    answer = ana.put("/incidents/4218", json=body)

    assert answer.json()["error"]["code"] == 1006


def test_a_direct_assignment_does_not_escalate(stand: Stand, ana: httpx.Client) -> None:
    lea = [{"assignee": {"id": "PLEA003", "type": "user_reference"}}]
    incident = change(ana, assignments=lea)
    stand.advance(60 * MINUTE)

    assert incident["assigned_via"] == "direct_assignment"
    assert set(pending(incident)) == {"resolve"}
    assert assignees(stand.incident()) == ["PLEA003"]


def test_escalating_by_hand_goes_to_that_level(ana: httpx.Client) -> None:
    incident = change(ana, escalation_level=3)

    assert assignees(incident) == ["PLEA003"]
    assert pending(incident)["escalate"] == "2026-04-21T08:59:10Z"


def test_a_policy_beside_a_level_begins_at_the_first(ana: httpx.Client) -> None:
    policy = {"id": "PPOLICY", "type": "escalation_policy_reference"}
    incident = change(ana, escalation_level=2, escalation_policy=policy)

    assert assignees(incident) == ["PANA001"]


def test_a_snooze_ends_in_a_page(stand: Stand, ana: httpx.Client) -> None:
    early = ana.post("/incidents/4217/snooze", json={"duration": 600})
    assert early.json()["error"]["code"] == 1012
    change(ana, status="acknowledged")
    snoozed = ana.post("/incidents/4217/snooze", json={"duration": 3600})

    assert snoozed.status_code == 201
    assert pending(snoozed.json()["incident"])["unacknowledge"] == "2026-04-21T09:44:10Z"
    stand.advance(3599)
    assert stand.incident()["status"] == "acknowledged"
    stand.advance(1)
    assert stand.incident()["status"] == "triggered"
    bad = ana.post("/incidents/4217/snooze", json={"duration": 0})
    assert bad.json()["error"]["code"] == 1013


def test_the_service_shows_how_its_incidents_stand(ana: httpx.Client) -> None:
    def status() -> str:
        return ana.get("/services/PCLOUD1").json()["service"]["status"]

    assert status() == "critical"
    change(ana, status="acknowledged")
    assert status() == "warning"
    change(ana, status="resolved")
    assert status() == "active"


def test_a_colleague_acknowledges(stand: Stand) -> None:
    stand.order("/pagerduty/acknowledge", who="ben")

    assert assignees(stand.incident()) == ["PBEN002"]


def test_an_overview_leaves_notifications_out(ana: httpx.Client) -> None:
    query = "/incidents/4217/log_entries?is_overview=true"
    entries = ana.get(query).json()["log_entries"]

    assert [e["type"] for e in entries] == ["assign_log_entry", "trigger_log_entry"]


def test_while_triggered_the_last_change_of_status_is_the_last_change_of_all(
    stand: Stand, ana: httpx.Client
) -> None:
    stand.advance(60)
    changed = change(ana, title="Renamed")
    assert changed["last_status_change_at"] == "2026-04-21T08:45:10Z"
    change(ana, status="acknowledged")
    stand.advance(60)
    changed = change(ana, title="Renamed again")
    assert changed["updated_at"] == "2026-04-21T08:46:10Z"
    assert changed["last_status_change_at"] == "2026-04-21T08:45:10Z"


def test_targets_that_take_turns_are_paged_one_for_each_incident(
    stand: Stand, ana: httpx.Client
) -> None:
    """As PagerDuty's round robin; a schedule with nobody on call loses its turn to the next."""
    targets = [{"id": key, "type": "user_reference"} for key in ("PANA001", "PBEN002", "PLEA003")]
    rule = {
        "escalation_delay_in_minutes": 5,
        "targets": targets,
        "escalation_rule_assignment_strategy": {"type": "round_robin"},
    }
    every = {**rule, "escalation_rule_assignment_strategy": {"type": "assign_to_everyone"}}
    policy = {
        "type": "escalation_policy",
        "name": "In turn",
        "escalation_rules": [rule, every],
    }
    answer = ana.put("/escalation_policies/PPOLICY", json={"escalation_policy": policy})
    assert answer.is_success, answer.text
    for number in range(5001, 5005):
        stand.order("/pagerduty/trigger", title="more", number=number)
    paged = [assignees(stand.incident(str(number))) for number in range(5001, 5005)]
    stand.advance(5 * MINUTE)

    assert paged == [["PANA001"], ["PBEN002"], ["PLEA003"], ["PANA001"]]
    assert assignees(stand.incident("5001")) == ["PANA001", "PBEN002", "PLEA003"]
