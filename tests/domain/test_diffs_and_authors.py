"""A diff line by line, and whether its author can be asked now."""

from datetime import UTC, datetime, timedelta

import pytest
from changes import DIFF, long_diff
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.authors import clock, held
from cockpit.domain.diffs import MOST_BLOCK, Side, blocks, lines_of
from cockpit.domain.model import OnCall, Person, Place
from cockpit.domain.rota import Duty

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)


def test_lines_have_their_side_and_the_number_in_their_file():
    found = [(line.side, line.number, line.text) for line in lines_of(DIFF) if line.number]

    assert found == [
        (Side.BOTH, 1, "import os"),
        (Side.BOTH, 2, ""),
        (Side.REMOVED, 3, "SIZE = 10"),
        (Side.ADDED, 3, "# As the load test says."),
        (Side.ADDED, 4, "SIZE = 200"),
    ]


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("diff --git a/x.py b/x.py", "x.py"),
        ("diff --git a/a b/c.py b/a b/c.py", "a b/c.py"),
        ("diff --git a/old.py b/new.py", "new.py"),
        ('diff --git "a/\\303.py" "b/\\303.py"', "\\303.py"),
    ],
)
def test_the_path_is_the_new_one_whatever_it_is_made_of(head, path):
    assert lines_of(head)[0].path == path


def test_code_that_looks_like_a_head_is_code():
    text = DIFF + "+diff --git a/x b/x\n--- not a head\n+++ nor this"
    sides = [line.side for line in lines_of(text)][-3:]

    assert sides == [Side.ADDED, Side.REMOVED, Side.ADDED]


@given(st.text(alphabet="+-@ ab\n\\", max_size=60))
def test_any_text_at_all_gives_lines(text):
    assert len(lines_of(text)) <= text.count("\n") + 1


def test_a_long_file_is_looked_at_in_short_blocks_that_leave_nothing_out():
    lines = lines_of(long_diff(1000))
    found = blocks(lines)

    assert max(end - start for start, end in found) <= MOST_BLOCK
    assert sum(end - start for start, end in found) == 1000


def _duty(name, email="", level=1, policy="Cloud"):
    shift = OnCall(
        policy_id=policy, level=level, person=Person(id="P", name=name, email=email), policy=policy
    )
    return Duty(place=Place(policy_id=policy, policy=policy, level=level), now=(shift,))


def test_an_author_is_known_by_address_or_else_by_the_whole_name():
    duties = (_duty("I. Vega", "Iris@example.com", 2), _duty("Iris Vega"), _duty("Iris"))

    assert [s.level for s in held(duties, "Iris Vega", "iris@example.com")] == [1, 2]
    assert held(duties, "Somebody", "other@example.com") == ()
    assert held((_duty(""),), "", "") == ()


@pytest.mark.parametrize(
    ("minutes", "shown", "awake"),
    [(330, "17:30", True), (-480, "04:00", False), (660, "23:00", False), (0, "12:00", True)],
)
def test_their_clock_says_whether_they_are_probably_awake(minutes, shown, awake):
    found = clock(minutes, NOON)

    assert (f"{found.at:%H:%M}", found.is_awake) == (shown, awake)


def test_a_zone_that_cannot_be_is_no_reason_to_fail():
    assert clock(99_999, NOON).at - NOON == timedelta(0)
