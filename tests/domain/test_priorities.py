"""Which priority goes first: the pager's order, then the profile's, then names; none goes last."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, incident, state_of

from cockpit.domain.facts import IncidentSeen
from cockpit.domain.incident_list import Order, Query, listed
from cockpit.domain.priorities import Ranking

PAGER = ("SEV-1", "Major", "P10", "P2")
LEVELS = ("P0", "P1", "P2")


def ordered(names, ranking):
    return sorted(names, key=ranking.key())


def test_the_pagers_order_goes_before_everything():
    names = ["", "P2", "zebra", "major", "P10", "P0", "SEV-1", "apple"]

    assert ordered(names, Ranking(PAGER, LEVELS)) == [
        "SEV-1", "major", "P10", "P2", "P0", "apple", "zebra", "",
    ]  # fmt: skip


def test_without_it_the_profile_decides_then_the_name():
    names = ["", "P10", "P9", "P2", "P1", "P0"]

    assert ordered(names, Ranking((), LEVELS)) == ["P0", "P1", "P2", "P9", "P10", ""]
    assert ordered(names, Ranking()) == ["P0", "P1", "P2", "P9", "P10", ""]


@given(st.lists(st.text(max_size=5)), st.lists(st.text(max_size=5)), st.lists(st.text(max_size=5)))
def test_whatever_names_there_are_they_have_one_order_and_none_is_last(names, pager, levels):
    rank = Ranking(tuple(pager), tuple(levels)).key()
    found = sorted(names, key=rank)

    assert [rank(name) for name in found] == sorted(map(rank, reversed(names)))
    assert found[len(found) - names.count("") :] == [""] * names.count("")


def test_the_list_is_grouped_in_the_pagers_order_and_its_equals_are_sorted_by_it():
    told = [
        IncidentSeen(incident=replace(incident(f"Q{n}", number=n), priority=name))
        for n, name in enumerate(("P2", "P10", "", "SEV-1"), start=1)
    ]
    found = listed(state_of(*told), ANA, Query(order=Order.PRIORITY), Ranking(PAGER, LEVELS))
    pressing = listed(state_of(*told), ANA, Query(), Ranking(PAGER, LEVELS))

    assert [heading for heading, _ in found.groups] == ["SEV-1", "P10", "P2", "no priority"]
    assert [i.priority for i in pressing.shown] == ["SEV-1", "P10", "P2", ""]
