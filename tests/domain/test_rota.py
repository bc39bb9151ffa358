"""Shift arithmetic against brute force, in every zone and over the changes of clocks."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rotas import (
    ANA,
    BEN,
    CLEO,
    NOW,
    ZONES,
    after,
    any_shifts,
    known,
    place,
    rotation,
    shift,
)

from cockpit.domain import rota
from cockpit.domain.facts import Record, RotaRead
from cockpit.domain.fold import apply
from cockpit.domain.model import Person
from cockpit.domain.state import EMPTY

HOURS = [after(hour + 0.5) for hour in range(-60, 60)]
"""Between the hours at which random shifts begin and end."""


def holders(shifts, level, at):
    """Who is responsible, by looking at every shift."""
    return {
        s.person.name
        for s in shifts
        if s.level == level and not s.shadow and rota.begin(s) <= at < rota.end(s)
    }


# --- now, next, gaps, doubles against brute force ------------------------------------------------


@given(any_shifts())
def test_who_holds_a_place_is_what_every_single_shift_says(shifts):
    places = tuple(place(level) for level in (1, 2, 3))
    for at in HOURS[::7]:
        told = {
            d.place.level: {s.person.name for s in d.now} for d in rota.duties(shifts, places, at)
        }

        assert told == {level: holders(shifts, level, at) for level in (1, 2, 3)}


@given(any_shifts())
def test_a_gap_is_exactly_where_nobody_is_responsible(shifts):
    gaps = rota.gaps(shifts, (place(1),), HOURS[0], HOURS[-1])
    for at in HOURS[:-1]:
        inside = any(g.start <= at < g.end for g in gaps if g.place.level == 1)

        assert inside == (not holders(shifts, 1, at))


@given(any_shifts())
def test_gaps_do_not_touch_one_another_and_stay_within_what_was_asked(shifts):
    gaps = [g for g in rota.gaps(shifts, (place(1),), NOW, after(40)) if g.place.level == 1]

    assert all(NOW <= g.start < g.end <= after(40) for g in gaps)
    assert all(one.end < other.start for one, other in pairwise(gaps))


@given(any_shifts())
def test_somebody_is_doubled_exactly_where_they_hold_several_levels(shifts):
    doubled = rota.doubled(shifts, HOURS[0], HOURS[-1])
    for at in HOURS[:-1:5]:
        found = {d.person.name: d.levels for d in doubled if d.start <= at < d.end}
        held = {
            name: tuple(n for n in (1, 2, 3) if name in holders(shifts, n, at))
            for name in ("Ana Ribeiro", "Ben Okafor", "Cleo")
        }

        assert found == {name: levels for name, levels in held.items() if len(levels) > 1}


@given(any_shifts())
def test_joining_changes_nobodys_hours_and_nothing_when_done_twice(shifts):
    joined = rota.joined(shifts)

    assert rota.joined(joined) == joined
    for at in HOURS[::7]:
        for level in (1, 2, 3):
            assert holders(joined, level, at) == holders(shifts, level, at)


@given(any_shifts(), st.randoms(use_true_random=False))
def test_the_order_of_shifts_does_not_matter(shifts, random):
    other = shifts.copy()
    random.shuffle(other)

    assert rota.joined(other) == rota.joined(shifts)
    assert rota.gaps(other, (), NOW, after(40)) == rota.gaps(shifts, (), NOW, after(40))


@given(any_shifts())
def test_next_is_whoever_begins_first_after_now(shifts):
    for duty in rota.duties(shifts, (), NOW):
        coming = [
            s
            for s in rota.joined(shifts)
            if s.level == duty.place.level and not s.shadow and rota.begin(s) > NOW
        ]
        first = min((rota.begin(s) for s in coming), default=None)

        assert {rota.begin(s) for s in duty.next} == ({first} if coming else set())


# --- zones and changes of clocks ----------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
@given(first=st.dates(date(2023, 1, 1), date(2032, 12, 31)), turns=st.integers(1, 60))
def test_a_rotation_by_the_clock_on_the_wall_has_no_gaps(zone, first, turns):
    shifts = rotation(zone, (ANA, BEN), first, turns)

    assert rota.gaps(shifts, (), shifts[0].start, shifts[-1].end) == ()
    assert rota.doubled(shifts, shifts[0].start, shifts[-1].end) == ()
    assert rota.joined(shifts) == tuple(shifts)


@pytest.mark.parametrize("zone", ZONES)
@given(first=st.dates(date(2023, 1, 1), date(2032, 12, 31)), cuts=st.lists(st.integers(1, 9_000)))
def test_a_shift_that_is_cut_into_pieces_is_one_shift(zone, first, cuts):
    (whole,) = rotation(zone, (ANA,), first, 1)
    marks = sorted({whole.start, whole.end, *(whole.start + timedelta(minutes=m) for m in cuts)})
    marks = [at for at in marks if at <= whole.end]
    pieces = [replace(whole, start=a, end=b) for a, b in pairwise(marks)]

    assert rota.joined(pieces) == (whole,)


def test_the_week_in_which_the_clocks_go_forward_is_an_hour_shorter():
    before, change, later = rotation("Europe/Lisbon", (ANA, BEN), date(2026, 3, 16), 3)

    assert [s.end - s.start for s in (before, change, later)] == [
        timedelta(days=7),
        timedelta(days=7, hours=-1),
        timedelta(days=7),
    ]
    (duty,) = rota.duties((before, change, later), (), change.end)
    assert [s.person for s in duty.now] == [ANA]


# --- shadows, persons, edges ---------------------------------------------------------------------


def test_a_shadow_is_never_responsible_and_fills_no_gap():
    shifts = (shift(CLEO, -10, 10, shadow=True), shift(ANA, -10, -1))
    (duty,) = rota.duties(shifts, (place(),), NOW)

    assert duty.now == ()
    assert [s.person for s in duty.shadows] == [CLEO]
    assert [(g.start, g.end) for g in rota.gaps(shifts, (place(),), NOW, after(5))] == [
        (NOW, after(5))
    ]


def test_a_place_that_only_shadows_fill_has_no_gaps_of_its_own():
    assert rota.gaps((shift(CLEO, -10, 10, shadow=True),), (), NOW, after(50)) == ()


def test_a_place_that_nobody_ever_held_is_one_gap():
    (gap,) = rota.gaps((shift(ANA, None, None),), (place(1), place(2)), NOW, after(50))

    assert (gap.place.level, gap.start, gap.end) == (2, NOW, after(50))


def test_a_day_that_ends_a_second_before_midnight_leaves_no_gap():
    first = replace(shift(ANA, 0, 12), end=after(12) - timedelta(seconds=1))

    assert rota.gaps((first, shift(BEN, 12, 24)), (), NOW, after(24)) == ()
    assert len(rota.joined((first, shift(ANA, 12, 24)))) == 1


def test_at_its_very_end_a_shift_is_over_and_the_next_one_runs():
    (duty,) = rota.duties((shift(ANA, -5, 0), shift(BEN, 0, 5)), (), NOW)

    assert [s.person for s in duty.now] == [BEN]


@pytest.mark.parametrize(
    ("him", "me", "same"),
    [
        (ANA, ANA, True),
        (replace(ANA, id="POTHER"), ANA, False),
        (Person(id="", name="x", email="ANA@example.com"), ANA, True),
        (Person(id="", name="ana  ribeiro"), ANA, True),
        (Person(id="", name="Ana"), ANA, False),
        (Person(id="", name=""), Person(id="", name=""), False),
    ],
)
def test_whose_a_shift_is(him, me, same):
    assert rota.is_of(shift(him, 0, 1), me) is same


def test_my_shifts_leave_out_what_is_over_and_keep_shadowing():
    mine = rota.mine(
        (
            shift(ANA, -9, -8),
            shift(ANA, 5, 6, level=2),
            shift(ANA, 1, 2, shadow=True),
            shift(BEN, 0, 9),
        ),
        ANA,
        NOW,
    )

    assert [(s.level, s.shadow) for s in mine] == [(1, True), (2, False)]


# --- what is news ------------------------------------------------------------------------------


def test_that_time_passes_is_no_news():
    shifts = (shift(ANA, -5, 5), shift(BEN, 5, 15), shift(ANA, 2100, 2300))
    later = (replace(shifts[1], start=after(6)), shifts[2], shift(BEN, 2300, 2400))

    assert not rota.is_news(known(*shifts), later, (place(),), after(6), after(1000))


@pytest.mark.parametrize(
    "changed",
    [
        (),
        (shift(BEN, -5, 5),),
        (shift(ANA, -5, 6),),
        (shift(ANA, -5, 5), shift(BEN, 7, 8)),
        (shift(ANA, -5, 5, shadow=True),),
    ],
)
def test_another_shift_is_news(changed):
    assert rota.is_news(known(shift(ANA, -5, 5)), changed, (place(),), NOW, after(10))


def test_what_reaches_less_far_than_wanted_is_read_anew():
    state = known(shift(ANA, -5, 5), until=48)

    assert rota.is_news(state, state.shifts, state.places, NOW, after(49))
    assert rota.is_news(state, state.shifts, (), NOW, after(10))
    assert rota.is_news(None, (), (), NOW, after(10))


def test_a_source_replaces_what_it_said_before_and_nothing_else():
    state = EMPTY
    for source, shifts in (("a", (shift(ANA, 0, 1),)), ("b", ()), ("a", (shift(BEN, 0, 1),))):
        fact = RotaRead(source=source, since=NOW, until=after(9), shifts=shifts, places=(place(),))
        entry = Record(seq=0, id="r", at=NOW, noted_at=NOW, author="", host="", fact=fact)
        state = apply(state, entry)

    assert {name: [s.person for s in r.shifts] for name, r in state.rotas.items()} == {
        "a": [BEN],
        "b": [],
    }
