"""Readiness: the verdict over what was found, and the check-up on record."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import PAGED, journal

from cockpit.domain import readiness
from cockpit.domain.facts_readiness import ReadinessChecked
from cockpit.domain.fold import fold
from cockpit.domain.readiness import Found, Group, Result, Topic

results = st.lists(
    st.builds(
        Result,
        topic=st.builds(
            Topic, id=st.just("x"), group=st.sampled_from(Group), title=st.just("something")
        ),
        found=st.sampled_from(Found),
        words=st.just("it is so"),
    ),
    max_size=12,
)


def checked(**given_values):
    numbers = dict.fromkeys(("passed", "warned", "failed", "unseen", "skipped"), 0)
    return ReadinessChecked(**{**numbers, **given_values})


@given(results)
def test_nobody_is_called_ready_whose_checks_failed_or_could_not_look(found):
    ill = any(r.found in (Found.FAILED, Found.UNSEEN) for r in found)

    assert readiness.is_ready(found) is not ill
    assert ("ready" in readiness.summary(found)) is not ill


@given(results)
def test_every_result_is_told_in_one_group_and_only_there(found):
    told = [r for _, part in readiness.grouped(found) for r in part]

    assert sorted(map(id, told)) == sorted(map(id, found))


@pytest.mark.parametrize(
    ("given_values", "words"),
    [
        ({"passed": 9}, "ready"),
        ({"warned": 1}, "ready, 1 warning"),
        ({"failed": 2, "warned": 3}, "2 failures, 3 warnings"),
        ({"unseen": 1, "failed": 1}, "1 failure, 1 could not be looked at"),
    ],
)
def test_the_verdict_is_a_few_words(given_values, words):
    state = fold(journal([(PAGED, checked(**given_values))]))

    assert state.readiness.words == words


def test_the_newest_check_up_counts_and_each_stands_on_the_timeline_of_the_shift():
    first = checked(failed=5, failures=("a", "b", "c", "d", "e"))
    state = fold(journal([(PAGED, first), (PAGED + timedelta(minutes=5), checked(passed=9))]))

    assert state.readiness.is_ready
    assert state.readiness.at == PAGED + timedelta(minutes=5)
    assert [m.text.partition(": ")[2] for m in state.shift] == [
        "5 failures (a, b, c and 2 more)",
        "ready",
    ]
