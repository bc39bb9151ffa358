"""Who is on call, as text, as JSON and as a calendar that a calendar program reads back."""

import json
from dataclasses import replace
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rotas import ANA, BEN, CLEO, NOW, POLICY, any_shifts, known, place, shift

from cockpit.documents import icalendar as calendar
from cockpit.documents import oncall
from cockpit.documents.oncall import Roster
from cockpit.domain.procedure import Procedure
from cockpit.domain.rungs import Rung

PROCEDURE = Procedure(
    name="p", ladder=(Rung(role="primary", after_s=900), Rung(role="secondary", after_s=0))
)
BERLIN = ZoneInfo("Europe/Berlin")


def roster(*shifts, days=30, zone=BERLIN, **more) -> Roster:
    rotas = more.pop("rotas", {"PagerDuty: shifts": known(*shifts)})
    return Roster(
        rotas=rotas,
        procedure=PROCEDURE,
        me=more.pop("me", ANA),
        zone=zone,
        now=NOW,
        until=NOW + timedelta(days=days),
        **more,
    )


def test_the_text_says_now_next_mine_and_what_is_missing():
    shifts = (
        shift(ANA, -26, 142),
        shift(BEN, 142, 310),
        shift(BEN, -26, 100, level=2),
        shift(ANA, 310, None, level=1),
        shift(CLEO, -1, 5, shadow=True),
    )
    places = (place(1), place(2))
    text = oncall.text(roster(rotas={"PagerDuty: shifts": known(*shifts, places=places)}))

    assert text == (
        "Platform\n"
        "  primary             Ana Ribeiro, until Mon 30 Mar 12:00 CEST (10:00 UTC)\n"
        "                      then Ben Okafor\n"
        "                      shadow: Cleo, until 18:00 CET (17:00 UTC)\n"
        "  secondary           Ben Okafor, until Sat 28 Mar 17:00 CET (16:00 UTC)\n"
        "\n"
        "Yours\n"
        "  now                 primary, Platform, until Mon 30 Mar 12:00 CEST (10:00 UTC)\n"
        "  in 12 d 22 h        primary, Platform, from Mon 06 Apr 12:00 CEST (10:00 UTC), "
        "without end\n"
        "\n"
        "Mind\n"
        "  ! nobody on call at level 2 of Platform (secondary) from "
        "Sat 28 Mar 17:00 CET (16:00 UTC) to Thu 23 Apr 14:00 CEST (12:00 UTC)\n"
        "\n"
        "As of 2026-03-24 12:00:00 UTC (13:00 CET)\n"
    )


def test_one_person_on_two_levels_is_told():
    text = oncall.text(roster(shift(ANA, -5, 20), shift(ANA, -5, 10, level=2), zone=UTC))

    assert (
        "  ! Ana Ribeiro is primary and secondary of Platform at once from 12:00 UTC to 22:00 UTC: "
        "escalating pages nobody new\n"
    ) in text


def test_nobody_at_present_and_who_ends_it():
    text = oncall.text(roster(shift(BEN, 5, 20), zone=UTC))

    assert "  primary             nobody\n" in text
    assert "                      then Ben Okafor, from 17:00 UTC\n" in text


def test_what_could_not_be_read_is_told_with_the_age_of_what_is_shown():
    unread = {"calendar team": "no connection", "PagerDuty: shifts": "no answer within 45 s"}
    text = oncall.text(roster(shift(ANA, -5, 5), zone=UTC, unread=unread))

    assert "  ! calendar team: no connection (nothing of it is known)\n" in text
    assert "no answer within 45 s (shown as it was recorded at 12:00 UTC)\n" in text


def test_without_a_shift_of_mine_it_says_until_when_it_looked_and_in_what():
    whole = oncall.text(roster(shift(BEN, -5, 5), zone=UTC, days=5))
    part = oncall.text(roster(shift(BEN, -5, 5), zone=UTC, days=5, unread={"x": "no"}))

    assert "  no shift of yours until Sun 29 Mar 12:00 UTC\n" in whole
    assert "  in what could be read, no shift of yours until" in part


def test_a_source_that_does_not_reach_so_far_says_nothing_about_now():
    old = known(shift(ANA, None, None), since=-900, until=-1)
    told = roster(rotas={"PagerDuty: shifts": old}, unread={"PagerDuty: shifts": "no"}, zone=UTC)

    assert oncall.text(told).startswith("Who is on call is not known.\n")
    assert "what was recorded of it at 12:00 UTC is over" in oncall.text(told)
    assert oncall.jsonable(told)["gaps"] == []


def test_the_json_has_all_its_keys_and_instants_in_utc():
    told = json.loads(json.dumps(oncall.jsonable(roster(shift(ANA, -5, 5), shift(BEN, 5, None)))))

    assert set(told) == {
        "at",
        "until",
        "me",
        "now",
        "next",
        "shadows",
        "mine",
        "gaps",
        "doubled",
        "unread",
        "warnings",
        "sources",
    }
    assert [(s["person"]["name"], s["start"], s["end"]) for s in (*told["now"], *told["next"])] == [
        ("Ana Ribeiro", "2026-03-24T07:00:00+00:00", "2026-03-24T17:00:00+00:00"),
        ("Ben Okafor", "2026-03-24T17:00:00+00:00", None),
    ]
    assert told["now"][0]["role"] == "primary"


# --- as a calendar -------------------------------------------------------------------------------


def events(text: str) -> list[icalendar.Event]:
    read = icalendar.Calendar.from_ical(text)
    assert [e for event in read.walk() for e in event.errors] == []
    return read.walk("VEVENT")


@given(any_shifts(), st.sampled_from((7, 90)))
def test_a_calendar_program_reads_back_exactly_my_shifts(shifts, days):
    told = roster(*shifts, days=days, me=replace(ANA))
    end = NOW + timedelta(days=days)
    expected = [(s.start or NOW, s.end or end) for s in told.mine()]

    found = [(e["DTSTART"].dt, e["DTEND"].dt) for e in events(calendar.shifts(told))]

    assert found == [(start, stop) for start, stop in expected if start < stop]


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_name_survives_and_no_line_is_too_long(policy, schedule):
    hostile = replace(shift(ANA, 0, 5), policy=policy, schedule=schedule)
    text = calendar.shifts(roster(hostile))

    (event,) = events(text)
    lines = text.encode("utf-8", "surrogatepass").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert str(event["SUMMARY"]).startswith("On call: primary")


def test_a_shift_keeps_its_id_when_its_end_moves():
    first, moved = (events(calendar.shifts(roster(shift(ANA, 0, hours))))[0] for hours in (5, 9))
    other = events(calendar.shifts(roster(shift(ANA, 0, 5, level=2))))[0]

    assert first["UID"] == moved["UID"] != other["UID"]


def test_a_shadow_says_so_and_takes_no_time():
    (event,) = events(calendar.shifts(roster(shift(ANA, 0, 5, shadow=True))))

    assert str(event["SUMMARY"]) == "Shadow: primary, Platform"
    assert str(event["TRANSP"]) == "TRANSPARENT"


@pytest.mark.parametrize("shifts", [(), (shift(BEN, 0, 5),), (shift(ANA, -5, -1),)])
def test_no_shift_of_mine_is_an_empty_calendar(shifts):
    text = calendar.shifts(roster(*shifts))

    assert events(text) == []
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


def test_two_policies_are_told_apart():
    other = replace(shift(BEN, -5, 5, policy="OTHER"), policy="Billing")
    text = oncall.text(roster(shift(ANA, -5, 5), other, zone=UTC))

    assert text.index("Billing\n") < text.index("Platform\n")
    assert POLICY not in text
