"""An incident that the stand-in shows as no sane account would have it."""

import httpx
import pytest
from stand import Stand


def test_an_incident_shows_what_was_ordered_and_the_rest_as_it_is(
    stand: Stand, ana: httpx.Client
) -> None:
    stand.order("/pagerduty/distort", which=4217, incident={"status": "odd", "service": None})
    (listed,) = ana.get("/incidents").json()["incidents"]
    single = ana.get("/incidents/4217").json()["incident"]

    assert (listed["status"], listed["service"]) == ("odd", None)
    assert (single["status"], single["title"]) == ("odd", "Cloud API answers 5xx")


@pytest.mark.parametrize(
    ("name", "path"),
    [("alerts", "alerts"), ("notes", "notes"), ("change_events", "related_change_events")],
)
def test_a_list_gets_more_items(stand: Stand, ana: httpx.Client, name: str, path: str) -> None:
    before = ana.get(f"/incidents/4217/{path}").json()[name]
    stand.order("/pagerduty/distort", **{name: [{"id": None, "body": "\x1b[2J"}]})

    assert ana.get(f"/incidents/4217/{path}").json()[name] == [
        *before,
        {"id": None, "body": "\x1b[2J"},
    ]


def test_what_makes_no_sense_is_refused(stand: Stand) -> None:
    with pytest.raises(AssertionError, match="cannot be distorted"):
        stand.order("/pagerduty/distort", alerts={"a": 1})
    with pytest.raises(AssertionError, match="cannot be distorted"):
        stand.order("/pagerduty/distort", weather=[])
    with pytest.raises(AssertionError, match="no such incident"):
        stand.order("/pagerduty/distort", which=9, alerts=[])


def test_a_bridge_is_there_for_those_who_ask(ana: httpx.Client) -> None:
    plain = ana.get("/incidents/4217").json()["incident"]
    asked = ana.get("/incidents/4217", params={"include[]": "conference_bridge"})

    assert "conference_bridge" not in plain
    assert asked.json()["incident"]["conference_bridge"]["conference_url"].startswith("https://")
