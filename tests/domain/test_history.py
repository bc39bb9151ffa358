"""What a probe found is kept for half an hour of looks a second, and for no more than that."""

import tracemalloc
from datetime import timedelta

from clocks import START
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.evidence import Health, Sample
from cockpit.domain.history import LEAST, MOST, SPAN_S, History, percentile

WEEK_S = 7 * 86_400


def sample(second: float, value: float | None = None, **more: object) -> Sample:
    """A good look that many seconds after the start."""
    known = {"health": Health.GOOD, "status": 200, "latency_s": 0.04, "detail": "200", **more}
    return Sample(at=START + timedelta(seconds=second), value=value, **known)


def filled(seconds: range) -> History:
    history = History()
    for second in seconds:
        history.add(sample(second, float(second)))
    return history


samples = st.builds(
    Sample,
    at=st.datetimes(timezones=st.just(START.tzinfo)),
    health=st.sampled_from(Health),
    status=st.none() | st.integers(100, 599),
    latency_s=st.none() | st.floats(0, 300),
    detail=st.sampled_from(["200", "503", "no answer"]),
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    expires_at=st.none() | st.just(START),
)


@given(st.lists(samples, max_size=30))
def test_what_is_kept_comes_back_as_it_was(looks: list[Sample]) -> None:
    history = History()
    for look in looks:
        history.add(look)

    assert history.samples() == looks
    assert history.newest == (looks[-1] if looks else None)


@given(st.lists(samples, max_size=30), st.integers(0, 40))
def test_the_newest_are_the_end_of_all(looks: list[Sample], count: int) -> None:
    history = History(most=20)
    for look in looks:
        history.add(look)

    assert history.samples(newest=count) == looks[-20:][max(len(looks[-20:]) - count, 0) :]


def test_half_an_hour_of_one_look_a_second_is_kept() -> None:
    history = filled(range(5000))

    assert len(history) == SPAN_S + 1
    assert [s.value for s in history.samples(newest=2)] == [4998, 4999]
    since = START + timedelta(seconds=4990)
    assert [s.value for s in history.samples(since=since)] == list(range(4990, 5000))


def test_looks_more_often_than_that_are_bounded_by_their_number() -> None:
    history = History()
    for number in range(20_000):
        history.add(sample(number / 5))

    assert len(history) == MOST


def test_a_slow_probe_keeps_a_history_too() -> None:
    assert len(filled(range(0, 3600 * 1000, 3600))) == LEAST


def test_a_clock_that_jumps_loses_no_newest_sample() -> None:
    history = filled(range(1000))
    for second in (-90_000, -89_999, 50_000_000, 50_000_001):
        history.add(sample(second, 7.0))

    assert [s.value for s in history.samples(newest=4)] == [7.0] * 4
    assert history.newest == sample(50_000_001, 7.0)


def test_a_week_of_looks_takes_no_more_memory_than_an_hour() -> None:
    history = filled(range(3600))
    tracemalloc.start()
    for second in range(3600, 3600 + 20_000):
        history.add(sample(second, float(second), detail=f"{second} of them"))
    before = tracemalloc.get_traced_memory()[0]
    for second in range(WEEK_S - 20_000, WEEK_S):
        history.add(sample(second, float(second), detail=f"{second} of them"))
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert after < before * 1.5, "unbounded, it would be dozens of times as much"


@given(st.lists(st.floats(0, 100), min_size=1).map(sorted).map(tuple))
def test_a_percentile_is_one_of_the_values_and_grows(ordered: tuple[float, ...]) -> None:
    half, most, all_of_them = (percentile(ordered, share) for share in (0.5, 0.99, 1.0))

    assert half <= most <= all_of_them == ordered[-1]
    assert sum(1 for value in ordered if value <= half) >= len(ordered) / 2


def test_percentiles_are_of_the_last_looks_that_were_answered() -> None:
    history = History()
    for number in range(1000):
        answered = None if number % 2 else number / 1000
        history.add(sample(number, latency_s=answered))

    assert history.latencies() == tuple(number / 1000 for number in range(700, 1000, 2))


def test_turns_are_counted_and_how_long_it_is_as_it_is_now() -> None:
    history = History()
    for second in range(0, 60, 10):
        assert not history.is_flapping
        history.add(sample(second, health=Health.BAD if second % 20 else Health.GOOD))
    assert history.has_turned
    assert not history.is_flapping

    history.add(sample(60))
    history.add(sample(65))
    assert history.is_flapping
    assert history.since == START + timedelta(seconds=60)

    history.add(sample(610))
    assert not history.is_flapping
