"""Reachability: whether a page arrives in time, by the rules that a person has at the pager."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.reachability import (
    ContactMethod,
    Means,
    NotificationRule,
    Reach,
    Reached,
    shortfalls,
    told,
)

MIN = 60
PUSH_BY_2 = Reach(by_s=2 * MIN, means=(Means.PUSH,))
PHONE_BY_5 = Reach(by_s=5 * MIN, means=(Means.PHONE, Means.SMS))
LADDER = (PUSH_BY_2, PHONE_BY_5)

PUSH = ContactMethod(id="push", means=Means.PUSH, label="Mobile")
PHONE = ContactMethod(id="phone", means=Means.PHONE, label="Phone")
EMAIL = ContactMethod(id="email", means=Means.EMAIL)


def rule(method, minute, *, high=True):
    return NotificationRule(method_id=method.id, after_s=minute * MIN, high=high)


def reached(*rules, methods=(PUSH, PHONE, EMAIL)):
    return Reached(methods=methods, rules=rules)


def words(*rules, ladder=LADDER, escalates=15 * MIN, methods=(PUSH, PHONE, EMAIL)):
    given_rules = reached(*rules, methods=methods)
    return [s.words for s in shortfalls(given_rules, ladder, escalates)]


def test_push_at_once_and_a_call_after_two_minutes_keep_the_ladder():
    assert words(rule(PUSH, 0), rule(PHONE, 2)) == []


def test_rules_for_low_urgency_page_nobody():
    assert words(rule(PUSH, 0, high=False), rule(PHONE, 2, high=False)) == [
        "no notification rule for high urgency (2 for low urgency, which pages nobody)"
    ]


def test_a_call_that_comes_too_late_is_told_with_both_times():
    assert words(rule(PUSH, 0), rule(PHONE, 10)) == [
        "phone or sms only after 10 min, wanted by 5 min"
    ]


def test_a_call_that_comes_when_it_has_escalated_is_none():
    assert words(rule(PUSH, 0), rule(PHONE, 5), escalates=5 * MIN) == [
        "phone or sms only after 5 min, when it escalates already"
    ]


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (ContactMethod(id="phone", means=Means.PHONE, enabled=False), "switched off"),
        (ContactMethod(id="phone", means=Means.PHONE, blocked=True), "blocked by the pager"),
    ],
)
def test_a_rule_that_uses_a_dead_method_counts_for_nothing(method, said):
    found = words(rule(PUSH, 0), rule(PHONE, 2), methods=(PUSH, method))

    assert found == [f"phone (no label) is {said}"]


def test_a_method_without_a_rule_and_one_that_is_missing_are_two_things():
    assert words(rule(PUSH, 0)) == ["no rule uses phone or sms"]
    assert words(rule(PUSH, 0), methods=(PUSH,)) == ["no phone or sms is set up"]


def test_a_wanted_repetition_is_looked_for_until_it_escalates():
    ladder = (Reach(by_s=2 * MIN, means=(Means.PHONE,), every_s=5 * MIN),)
    every_five = (rule(PHONE, 2), rule(PHONE, 7), rule(PHONE, 12))

    assert words(*every_five, ladder=ladder) == []
    assert words(*every_five[:2], ladder=ladder) == [
        "no phone between 7 min and 15 min, wanted every 5 min"
    ]


def test_without_a_ladder_something_has_to_wake_all_the_same():
    assert words(rule(EMAIL, 0), ladder=()) != []
    assert words(rule(PHONE, 9), ladder=()) == []


def test_what_the_rules_say_is_told_in_their_order():
    assert told(reached(rule(PHONE, 2), rule(PUSH, 0))) == "push at once, phone after 2 min"


@given(
    st.lists(
        st.builds(
            rule,
            st.sampled_from((PUSH, PHONE, EMAIL)),
            st.integers(0, 30),
            high=st.booleans(),
        ),
        max_size=6,
    )
)
def test_another_rule_never_makes_it_worse(rules):
    before = len(words(*rules))

    assert len(words(*rules, rule(PUSH, 1), rule(PHONE, 2))) <= before
