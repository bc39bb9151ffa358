"""The words that leave, and the drafts that save typing."""

from dataclasses import replace
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st
from situations import (
    NOW,
    PAGED,
    ZONE,
    after,
    case_of,
    declared,
    incident,
    procedure,
    state_of,
    turned,
    updated,
)

from cockpit.domain.evidence import Health
from cockpit.domain.facts import EffectFailed, IncidentSeen
from cockpit.domain.procedure import Procedure
from cockpit.domain.texts import (
    clock_time,
    draft_known,
    draft_paged_by,
    draft_trying,
    fill,
)

NOVA = procedure()
BARE = Procedure(name="bare")
SEEN = IncidentSeen(incident=incident())


def test_times_are_utc_first_with_local_time_beside_them():
    assert clock_time(PAGED, ZONE) == "08:42 UTC (10:42 CEST)"
    assert clock_time(PAGED, UTC) == "08:42 UTC"


def test_a_line_whose_blanks_are_all_empty_is_left_out():
    assert fill("a: {a}\nb: {b}\nfixed", {"a": "", "b": "2"}) == "b: 2\nfixed"


def test_a_line_with_one_filled_blank_stays():
    assert fill("{a}/{b}", {"a": "1"}) == "1/"


@given(st.text(alphabet="{}ab\\0 ", max_size=12))
def test_what_is_filled_in_is_never_a_template(value):
    assert fill("x{a}x", {"a": value, "b": "leak"}) == (f"x{value}x" if value else "")


def _drafts(by, *told):
    state = state_of(SEEN, *told)
    case = case_of(state)
    return draft_known(state, case, by), draft_trying(case, by)


def test_the_first_draft_says_what_the_probes_found():
    told = (turned("api", Health.BAD, after(-2)), turned("web", Health.GOOD, PAGED, "200"))

    assert _drafts(BARE, *told) == ("api: 503 since 08:40 UTC", "looking for the cause")


def test_without_a_bad_probe_the_title_is_what_is_known():
    assert _drafts(BARE)[0] == "api 5xx above 5 %"


def test_a_second_draft_says_that_nothing_changed_in_the_profiles_words():
    sent = updated("u1", after(9), done_at=after(9))

    assert _drafts(NOVA, *declared(NOW), *sent) == (
        "No change in customer impact.",
        "rolling cloud back",
    )
    assert _drafts(BARE, *declared(NOW), *sent)[0] == "5xx since the deploy of 08:02"


def test_no_change_is_not_claimed_after_an_update_that_nobody_got():
    failed = EffectFailed(effect="u1.post", reason="archived", final=True)

    assert _drafts(NOVA, *declared(NOW), *updated("u1", NOW), failed)[0] == "api 5xx above 5 %"


def test_the_profile_says_what_is_tried_when_nobody_has_said_so():
    assert _drafts(NOVA)[1] == "Still investigating."


def test_what_paged_is_the_service_and_its_title():
    case = case_of(state_of(SEEN))
    nameless = replace(case, incident=replace(case.incident, service=""))

    assert draft_paged_by(case) == "cloud api: api 5xx above 5 %"
    assert draft_paged_by(nameless) == "api 5xx above 5 %"
