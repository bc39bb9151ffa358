"""A probe that cannot make up its mind, or two cockpits that disagree, do not fill the journal."""

from datetime import timedelta
from itertools import pairwise

from clocks import START
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.evidence import Health, Sample
from cockpit.sources.health import Turns

GOOD, BAD = Health.GOOD, Health.BAD


def sample(second: int, health: Health) -> Sample:
    """What a probe found that many seconds after the start."""
    at = START + timedelta(seconds=second)
    return Sample(at=at, health=health, status=None, latency_s=None, detail=health.value)


def told(findings: list[Health]) -> list[tuple[int, Health]]:
    """The turns that reach the journal of one cockpit which looks once a second."""
    turns, known, facts = Turns(), None, []
    for second, health in enumerate(findings):
        if turns.is_news(sample(second, health), known):
            known = health
            facts.append((second, health))
    return facts


def test_a_turn_is_told_at_once_and_steadiness_is_not() -> None:
    assert told([GOOD] * 50 + [BAD] * 50 + [GOOD] * 3) == [(0, GOOD), (50, BAD), (100, GOOD)]


def test_a_clock_that_was_set_back_silences_nothing() -> None:
    turns, known, facts = Turns(), None, []
    for second, health in ((900, GOOD), *((1000 * n, (GOOD, BAD)[n % 2]) for n in range(1, 9))):
        turns.is_news(sample(second, health), known)
        known = health
    for second, health in ((10, GOOD), (20, BAD), (30, GOOD)):
        if turns.is_news(sample(second, health), known):
            known = health
            facts.append((second, health))

    assert facts == [(20, BAD), (30, GOOD)]


def test_a_day_of_flapping_is_a_few_hundred_facts() -> None:
    facts = told([GOOD, BAD] * 43_200)

    assert len(facts) < 86_400 / 300 + 10


def test_after_flapping_the_journal_ends_with_the_truth() -> None:
    facts = told([GOOD, BAD] * 50 + [BAD] * 1000)

    assert facts[-1][1] is BAD


def test_two_cockpits_that_see_different_things_do_not_contradict_each_other_for_ever() -> None:
    here, there, known, facts = Turns(), Turns(), None, 0
    for second in range(1000):
        for turns, health in ((here, GOOD), (there, BAD)):
            if turns.is_news(sample(second, health), known):
                known = health
                facts += 1

    assert facts <= 2


@given(st.lists(st.sampled_from(list(Health)), max_size=400))
def test_what_is_told_always_differs_from_what_was_told_before(findings: list[Health]) -> None:
    facts = told(findings)

    assert all(a[1] is not b[1] for a, b in pairwise(facts))


def test_the_time_of_a_turn_is_that_of_its_first_sample() -> None:
    turns = Turns()
    turns.is_news(sample(0, GOOD), None)
    turns.is_news(sample(7, BAD), GOOD)

    assert turns.since == START + timedelta(seconds=7)


@given(st.lists(st.sampled_from(list(Health)), max_size=400))
def test_whatever_is_told_began_with_the_first_sample_of_its_run(findings: list[Health]) -> None:
    turns, known, begun = Turns(), None, 0
    for second, health in enumerate(findings):
        begun = second if second == 0 or findings[second - 1] is not health else begun
        if turns.is_news(sample(second, health), known):
            known = health
            assert turns.since == START + timedelta(seconds=begun)
