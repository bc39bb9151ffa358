"""The PagerDuty stand-in is strict about what the real one is strict about."""

from datetime import timedelta

import httpx
import pytest
from stand import MEDIA_TYPE, Stand

ACKNOWLEDGE = {"incident": {"type": "incident_reference", "status": "acknowledged"}}
RESOLVE = {"incident": {"type": "incident_reference", "status": "resolved"}}


def refused(answer: httpx.Response, status: int, code: int) -> str:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code), answer.text
    return error["message"] + " " + " ".join(error["errors"])


@pytest.mark.parametrize(
    "authorization",
    ["", "Token token=wrong", "standin-key-ana", "Basic standin-key-ana", "Bearer wrong"],
)
def test_a_wrong_key_is_refused_before_anything_else(stand: Stand, authorization: str) -> None:
    answer = httpx.get(
        f"{stand.pagerduty}/nowhere", headers={"Authorization": authorization}, trust_env=False
    )

    refused(answer, 401, 2006)


def test_both_ways_to_send_a_key_are_good(stand: Stand) -> None:
    for authorization in ("Token token=standin-key-ana", "Bearer standin-key-ana"):
        headers = {"Authorization": authorization, "Accept": MEDIA_TYPE}
        answer = httpx.get(f"{stand.pagerduty}/users/me", headers=headers, trust_env=False)

        assert answer.json()["user"]["email"] == "ana@novavms.example"


def test_the_key_of_an_account_is_nobody(stand: Stand) -> None:
    with stand.pd("standin-key-account") as client:
        refused(client.get("/users/me"), 400, 2001)


def test_a_key_that_only_reads_may_not_write(stand: Stand) -> None:
    with stand.pd("standin-key-readonly", "ana@novavms.example") as client:
        assert client.get("/incidents/4217").status_code == 200
        refused(client.put("/incidents/4217", json=ACKNOWLEDGE), 403, 2010)


def test_the_version_must_be_asked_for(stand: Stand) -> None:
    headers = {"Authorization": "Token token=standin-key-ana"}
    answer = httpx.get(f"{stand.pagerduty}/incidents", headers=headers, trust_env=False)

    assert "Accept" in refused(answer, 400, 2001)


def test_a_write_without_from_is_refused(stand: Stand) -> None:
    with stand.pd() as client:
        assert "From" in refused(client.put("/incidents/4217", json=ACKNOWLEDGE), 400, 2001)
    assert stand.incident()["status"] == "triggered"


def test_a_write_from_nobody_is_refused(stand: Stand) -> None:
    with stand.pd(sender="nobody@novavms.example") as client:
        refused(client.put("/incidents/4217", json=ACKNOWLEDGE), 400, 1008)


@pytest.mark.parametrize("path", ["/nowhere", "/incidents/QNOWHERE", "/users/PNOBODY", "/"])
def test_what_does_not_exist_is_not_found(ana: httpx.Client, path: str) -> None:
    refused(ana.get(path), 404, 2100)


def test_unknown_parameters_and_fields_are_refused(ana: httpx.Client) -> None:
    assert "statuses" in refused(ana.get("/incidents?statuses=triggered"), 400, 2001)
    refused(ana.get("/incidents?statuses[]=open"), 400, 2001)
    body = {"incident": {"type": "incident_reference", "state": "acknowledged"}}
    assert "state" in refused(ana.put("/incidents/4217", json=body), 400, 2001)
    refused(ana.put("/incidents/4217", json={"status": "acknowledged"}), 400, 2001)
    refused(ana.put("/incidents/4217", content=b"{"), 400, 2001)


def test_lists_come_in_pages(stand: Stand, ana: httpx.Client) -> None:
    for n in range(30):
        stand.order("/pagerduty/trigger", title=f"Incident {n}")

    first = ana.get("/incidents").json()
    assert (first["limit"], first["offset"], first["more"], first["total"]) == (25, 0, True, None)
    rest = ana.get("/incidents?offset=25&total=true").json()
    assert (len(rest["incidents"]), rest["more"], rest["total"]) == (6, False, 31)
    assert len(ana.get("/incidents?limit=500").json()["incidents"]) == 31
    assert "10000" in refused(ana.get("/incidents?offset=9990&limit=20"), 400, 2001)


def test_lists_are_filtered_and_sorted(stand: Stand, ana: httpx.Client) -> None:
    stand.order("/pagerduty/trigger", title="Quiet", urgency="low", service="PINGEST")

    def numbers(query: str) -> list[int]:
        answer = ana.get(f"/incidents?{query}").json()
        return [incident["incident_number"] for incident in answer["incidents"]]

    assert numbers("sort_by=incident_number:desc") == [4218, 4217]
    assert numbers("urgencies[]=low") == [4218]
    assert numbers("service_ids[]=PCLOUD1") == [4217]
    assert numbers("user_ids[]=PBEN002") == []
    assert numbers("statuses[]=acknowledged&statuses[]=resolved") == []


def test_an_open_incident_older_than_a_month_hides(stand: Stand, ana: httpx.Client) -> None:
    stand.advance(40 * 86400)
    stand.order("/pagerduty/trigger", title="New")

    def titles(query: str) -> list[str]:
        return [i["title"] for i in ana.get(f"/incidents?{query}").json()["incidents"]]

    assert titles("") == ["New"]
    assert titles("date_range=all") == ["Cloud API answers 5xx", "New"]


def test_includes_replace_references(ana: httpx.Client) -> None:
    query = "include[]=assignees&include[]=services&include[]=escalation_policies"
    incident = ana.get(f"/incidents/4217?{query}").json()["incident"]

    assert incident["assignments"][0]["assignee"]["email"] == "ana@novavms.example"
    assert incident["service"]["acknowledgement_timeout"] == 1800
    assert len(incident["escalation_policy"]["escalation_rules"]) == 4


def test_the_rate_limit_is_real_and_passes(stand: Stand, ana: httpx.Client) -> None:
    stand.order("/pagerduty/rate_limit", per_minute=3)
    left = [ana.get("/abilities").headers["ratelimit-remaining"] for _ in range(3)]
    answer = ana.get("/abilities")

    assert left == ["2", "1", "0"]
    refused(answer, 429, 2020)
    assert 0 < int(answer.headers["ratelimit-reset"]) <= 60
    stand.advance(61)
    assert ana.get("/abilities").status_code == 200


def test_notes_are_made_as_often_as_they_are_sent(stand: Stand, ana: httpx.Client) -> None:
    body = {"note": {"content": "pool is full"}}
    made = [ana.post("/incidents/4217/notes", json=body).json()["note"] for _ in range(2)]

    assert made[0]["id"] != made[1]["id"]
    listed = ana.get("/incidents/4217/notes").json()["notes"]
    assert {note["content"] for note in listed} == {"pool is full"}
    assert [note["content"] for note in stand.notes()] == ["pool is full"] * 2
    refused(ana.post("/incidents/4217/notes", json={"note": {"content": " "}}), 400, 2001)


def test_a_bulk_change_is_all_or_nothing(stand: Stand, ana: httpx.Client) -> None:
    stand.order("/pagerduty/trigger", title="Second")
    changes = [
        {"id": stand.incident("4217")["id"], "type": "incident_reference", "status": "resolved"},
        {"id": "QNOWHERE", "type": "incident_reference", "status": "resolved"},
    ]

    refused(ana.put("/incidents", json={"incidents": changes}), 404, 2100)
    assert stand.incident("4217")["status"] == "triggered"
    changes[1]["id"] = stand.incident("4218")["id"]
    assert ana.put("/incidents", json={"incidents": changes}).status_code == 200
    assert {stand.incident(n)["status"] for n in ("4217", "4218")} == {"resolved"}
    assert ana.put("/incidents", json={"incidents": changes * 126}).status_code == 413


def test_an_incident_is_created_once_per_key(ana: httpx.Client) -> None:
    incident = {
        "type": "incident",
        "title": "By hand",
        "incident_key": "one",
        "service": {"id": "PCLOUD1", "type": "service_reference"},
    }

    made = ana.post("/incidents", json={"incident": incident})
    assert (made.status_code, made.json()["incident"]["incident_number"]) == (201, 4218)
    refused(ana.post("/incidents", json={"incident": incident}), 400, 2001)


def test_who_assigns_an_incident_to_themself_has_acknowledged_it(ana: httpx.Client) -> None:
    me = {"assignee": {"id": "PANA001", "type": "user_reference"}}
    incident = {
        "type": "incident",
        "title": "Mine",
        "assignments": [me],
        "service": {"id": "PCLOUD1", "type": "service_reference"},
    }

    made = ana.post("/incidents", json={"incident": incident}).json()["incident"]
    assert (made["status"], made["assigned_via"]) == ("acknowledged", "direct_assignment")


def test_a_merge_resolves_its_sources(stand: Stand, ana: httpx.Client) -> None:
    second = stand.order("/pagerduty/trigger", title="Second")
    sources = {"source_incidents": [{"id": second["id"], "type": "incident_reference"}]}

    assert ana.put("/incidents/4217/merge", json=sources).status_code == 200
    merged = stand.incident("4218")
    assert merged["status"] == "resolved"
    assert merged["resolve_reason"]["incident"]["id"] == stand.incident()["id"]
    refused(ana.put("/incidents/4217/merge", json=sources), 400, 1019)


def test_responders_are_asked_with_a_double_wrapper(stand: Stand, ana: httpx.Client) -> None:
    target = {"responder_request_target": {"id": "PLEA003", "type": "user_reference"}}
    body = {"requester_id": "PANA001", "message": "help", "responder_request_targets": [target]}

    assert ana.post("/incidents/4217/responder_requests", json=body).status_code == 200
    assert stand.incident()["incidents_responders"][0]["user"]["id"] == "PLEA003"
    bare = body | {"responder_request_targets": [target["responder_request_target"]]}
    refused(ana.post("/incidents/4217/responder_requests", json=bare), 400, 2001)


def test_on_call_follows_the_rotation_and_its_overrides(stand: Stand, ana: httpx.Client) -> None:
    def levels(query: str = "") -> dict[int, str]:
        oncalls = ana.get(f"/oncalls?escalation_policy_ids[]=PPOLICY{query}").json()["oncalls"]
        return {item["escalation_level"]: item["user"]["id"] for item in oncalls}

    assert levels() == {1: "PANA001", 2: "PBEN002", 3: "PLEA003", 4: "PKOF004"}
    override = {
        "start": "2026-04-21T09:00:00Z",
        "end": "2026-04-21T12:00:00Z",
        "user": {"id": "PLEA003", "type": "user_reference"},
    }
    made = ana.post("/schedules/PSCHED1/overrides", json={"overrides": [override]})
    assert (made.status_code, made.json()[0]["status"]) == (201, 201)
    assert levels()[1] == "PANA001"
    stand.advance(3600)
    assert levels()[1] == "PLEA003"
    key = made.json()[0]["override"]["id"]
    assert ana.delete(f"/schedules/PSCHED1/overrides/{key}").status_code == 204
    assert levels()[1] == "PANA001"
    stand.advance(7 * 86400)
    assert levels()[1] == "PBEN002"


def test_a_schedule_shows_its_turns_within_a_range(ana: httpx.Client) -> None:
    query = "since=2026-04-26T00:00:00Z&until=2026-04-28T00:00:00Z"
    schedule = ana.get(f"/schedules/PSCHED1?{query}").json()["schedule"]
    turns = schedule["final_schedule"]["rendered_schedule_entries"]

    assert [(t["start"], t["end"], t["user"]["id"]) for t in turns] == [
        ("2026-04-26T00:00:00Z", "2026-04-27T10:00:00Z", "PANA001"),
        ("2026-04-27T10:00:00Z", "2026-04-28T00:00:00Z", "PBEN002"),
    ]


def test_a_running_maintenance_window_ends_when_deleted(ana: httpx.Client) -> None:
    window = {
        "type": "maintenance_window",
        "start_time": "2026-04-21T08:00:00Z",
        "end_time": "2026-04-21T10:00:00Z",
        "services": [{"id": "PCLOUD1", "type": "service_reference"}],
    }
    made = ana.post("/maintenance_windows", json={"maintenance_window": window})
    key = made.json()["maintenance_window"]["id"]

    ongoing = ana.get("/maintenance_windows?filter=ongoing").json()["maintenance_windows"]
    assert [item["id"] for item in ongoing] == [key]
    assert ana.delete(f"/maintenance_windows/{key}").status_code == 204
    assert ana.get("/maintenance_windows").json()["maintenance_windows"] == []
    refused(ana.delete(f"/maintenance_windows/{key}"), 400, 2001)


def test_a_service_in_maintenance_makes_no_incidents(stand: Stand, ana: httpx.Client) -> None:
    window = {
        "type": "maintenance_window",
        "start_time": "2026-04-21T08:00:00Z",
        "end_time": "2026-04-21T10:00:00Z",
        "services": [{"id": "PINGEST", "type": "service_reference"}],
    }
    ana.post("/maintenance_windows", json={"maintenance_window": window})
    with httpx.Client(base_url=stand.control, trust_env=False) as control:
        body = {"title": "Dropped", "service": "PINGEST"}

        assert control.post("/pagerduty/trigger", json=body).status_code == 400
    assert ana.get("/services/PINGEST").json()["service"]["status"] == "maintenance"


def test_the_next_turn_of_each_is_the_earliest(ana: httpx.Client) -> None:
    query = "schedule_ids[]=PSCHED1&since=2026-04-26T00:00:00Z&until=2026-05-10T00:00:00Z"

    def turns(more: str) -> list[str]:
        return [item["start"] for item in ana.get(f"/oncalls?{query}{more}").json()["oncalls"]]

    assert turns("") == [
        "2026-04-20T10:00:00Z",
        "2026-04-27T10:00:00Z",
        "2026-05-04T10:00:00Z",
    ]
    assert turns("&earliest=true") == ["2026-04-20T10:00:00Z", "2026-04-27T10:00:00Z"]


RULE = {
    "escalation_delay_in_minutes": 5,
    "targets": [{"id": "PSCHED1", "type": "schedule_reference"}],
}
POLICY = {"type": "escalation_policy", "name": "Platform", "escalation_rules": [RULE]}


@pytest.mark.parametrize(
    "odd",
    [
        {"escalation_rules": []},
        {"escalation_rules": [{**RULE, "targets": []}]},
        {"escalation_rules": [{**RULE, "escalation_delay_in_minutes": 0}]},
        {"escalation_rules": [{**RULE, "targets": [{"id": "PGONE", "type": "user_reference"}]}]},
        {"name": " "},
        {"num_loops": 10},
        {"colour": "red"},
    ],
)
def test_a_policy_that_would_page_nobody_is_not_taken(
    stand: Stand, ana: httpx.Client, odd: dict
) -> None:
    before = ana.get("/escalation_policies/PPOLICY").json()
    body = {"escalation_policy": {**POLICY, **odd}}

    refused(ana.put("/escalation_policies/PPOLICY", json=body), 400, 2001)
    assert ana.get("/escalation_policies/PPOLICY").json() == before


def test_a_rewritten_policy_holds_for_new_incidents_alone(stand: Stand, ana: httpx.Client) -> None:
    old = stand.order("/pagerduty/trigger", title="old")["id"]
    assert ana.put("/escalation_policies/PPOLICY", json={"escalation_policy": POLICY}).is_success
    new = stand.order("/pagerduty/trigger", title="new")["id"]
    up = {"incident": {"type": "incident_reference", "escalation_level": 2}}

    assert ana.put(f"/incidents/{old}", json=up).is_success
    refused(ana.put(f"/incidents/{new}", json=up), 400, 1006)
    assert (
        ana.put("/escalation_policies/PNOWHERE", json={"escalation_policy": POLICY}).status_code
        == 404
    )


def test_each_override_is_judged_by_itself(ana: httpx.Client) -> None:
    user = {"id": "PANA001", "type": "user_reference"}
    good = {"start": "2026-04-22T08:00:00Z", "end": "2026-04-22T09:00:00Z", "user": user}
    bad = {**good, "end": good["start"]}

    answer = ana.post("/schedules/PSCHED1/overrides", json={"overrides": [bad, good]})

    assert answer.status_code == 201
    assert [one["status"] for one in answer.json()] == [400, 201]
    assert answer.json()[0]["errors"]


def test_what_was_ordered_to_be_unmergeable_is_not_merged(stand: Stand, ana: httpx.Client) -> None:
    one, two = (stand.order("/pagerduty/trigger", title=t)["id"] for t in "ab")
    stand.order("/pagerduty/distort", which=two, incident={"is_mergeable": False})
    body = {"source_incidents": [{"id": two, "type": "incident_reference"}]}

    refused(ana.put(f"/incidents/{one}/merge", json=body), 400, 2001)
    assert stand.incident(two)["status"] == "triggered"


def test_the_log_of_all_incidents_keeps_to_its_span_and_to_the_teams(
    stand: Stand, ana: httpx.Client
) -> None:
    began = stand.now()
    stand.advance(60)
    key = stand.order("/pagerduty/trigger", title="one more")["id"]
    span = {"since": (began + timedelta(seconds=30)).isoformat(), "limit": 2, "total": "true"}

    found = ana.get("/log_entries", params=span).json()

    assert {entry["incident"]["id"] for entry in found["log_entries"]} == {key}
    assert (found["total"], found["more"]) == (3, True)
    other = ana.get("/log_entries", params={**span, "team_ids[]": "POTHER"}).json()
    assert (other["log_entries"], other["total"]) == ([], 0)
    wrong = {"since": began.isoformat(), "until": (began - timedelta(1)).isoformat()}
    refused(ana.get("/log_entries", params=wrong), 400, 2001)
    refused(ana.get("/log_entries", params={"is_overview": "perhaps"}), 400, 2001)
    refused(ana.get("/log_entries", params={"statuses[]": "resolved"}), 400, 2001)


def test_a_storm_is_so_many_incidents_one_after_the_other(stand: Stand) -> None:
    keys = stand.order("/pagerduty/storm", count=3, gap_s=10)["ids"]

    times = [stand.incident(key)["created_at"] for key in keys]
    assert times == ["2026-04-21T08:43:50Z", "2026-04-21T08:44:00Z", "2026-04-21T08:44:10Z"]
    assert stand.received()["statuses"]["pagerduty 200"] == 3
