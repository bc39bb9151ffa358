"""What an action item begins with: the incident, and what keeps coming back (A7)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from situations import ANA, BO, NOW, PAGED, held, incident, state_of

from cockpit.domain.action_items import ItemKind
from cockpit.domain.facts import IncidentSeen, Judged
from cockpit.domain.facts_items import ItemAdded
from cockpit.domain.item_drafts import about, long_term
from cockpit.domain.model import Person, Status
from cockpit.domain.owners import owner_of


def _seen(number, days_ago, title="gateway {} offline"):
    at = PAGED - timedelta(days=days_ago)
    over = Status.RESOLVED if days_ago else Status.TRIGGERED
    made = incident(
        f"Q{number}", number=number, title=title.format(number), created_at=at, status=over
    )
    return IncidentSeen(incident=replace(made, service="Gateways"))


TWICE = (_seen(7, 9), _seen(8, 2), _seen(9, 0))


def test_what_was_here_three_times_in_a_month_asks_for_a_longer_task():
    state = state_of(*TWICE)
    draft = long_term(state, state.cases["Q9"], NOW)

    assert draft is not None
    assert draft.kind is ItemKind.TASK
    assert draft.title == "Keep this from coming back: gateway 9 offline"
    assert "3 times in 30 d: last #8 2 d ago" in draft.detail
    assert about(state, state.cases["Q9"], ANA, NOW) == draft


def test_what_was_not_worth_its_page_is_noise():
    judged = Judged(incident_id="Q8", page_worthy=False, reason="one gateway")
    state = state_of(*TWICE, judged)

    draft = long_term(state, state.cases["Q9"], NOW)
    assert draft is not None
    assert draft.kind is ItemKind.NOISE


def test_twice_is_no_habit_and_one_that_is_noted_is_not_asked_for_again():
    twice = state_of(*TWICE[1:])
    assert long_term(twice, twice.cases["Q9"], NOW) is None

    noted = ItemAdded(id="i", incident_id="Q8", number=1, title="x", kind=ItemKind.TASK)
    known = state_of(*TWICE, noted)
    assert long_term(known, known.cases["Q9"], NOW) is None
    fix = state_of(*TWICE, replace(noted, kind=ItemKind.FIX))
    assert long_term(fix, fix.cases["Q9"], NOW) is not None


def test_any_other_item_is_mine_and_a_fix():
    state = state_of(_seen(9, 0))

    draft = about(state, state.cases["Q9"], ANA, NOW)
    assert (draft.kind, draft.owner, draft.title, draft.incident_id) == (
        ItemKind.FIX, ANA, "", "Q9",
    )  # fmt: skip
    assert about(state, None, ANA, NOW).incident_id == ""


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("me", ANA),
        ("nobody", None),
        ("bo", BO),
        ("Lea from payments", Person(id="", name="Lea from payments")),
        ("lea@example.com", Person(id="", name="lea@example.com", email="lea@example.com")),
    ],
)
def test_an_owner_may_be_anybody(words, owner):
    pages_bo = IncidentSeen(incident=incident(assignments=(held(BO),)))

    assert owner_of(state_of(pages_bo), ANA, words) == owner


def test_an_owner_without_a_name_is_asked_for_again():
    with pytest.raises(ValueError, match="write whose it is"):
        owner_of(state_of(), ANA, "  ")


def test_a_name_that_fits_two_people_is_asked_for_in_full():
    other = Person(id="PB2", name="Bo Ek")
    both = IncidentSeen(incident=incident(assignments=(held(BO), held(other))))

    with pytest.raises(ValueError, match=r"Bo Lindqvist, Bo Ek|Bo Ek, Bo Lindqvist"):
        owner_of(state_of(both), ANA, "bo")
