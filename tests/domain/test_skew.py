"""The server's clock, from dates of whole seconds and answers that take their time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.skew import DRIFT, Skew, heard, narrowed

EPOCH = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def answer(offset_s: float, sent_s: float, out_s: float, back_s: float) -> Skew:
    """What one exchange with a server that is `offset_s` ahead says."""
    sent = EPOCH + timedelta(seconds=sent_s)
    date = (sent + timedelta(seconds=out_s + offset_s)).replace(microsecond=0)
    answered = sent + timedelta(seconds=out_s + back_s)
    return heard(date, sent, answered, sent_s + out_s + back_s)


times = st.tuples(st.floats(0, 30), st.floats(0, 3), st.floats(0, 3))


@given(st.floats(-90_000, 90_000), st.lists(times, min_size=1, max_size=40))
def test_the_truth_is_always_inside(
    offset: float, exchanges: list[tuple[float, float, float]]
) -> None:
    known, at = None, 0.0
    for gap, out, back in exchanges:
        at += gap + out + back
        known = narrowed(known, answer(offset, at, out, back))

        assert known.low_s - 1e-5 <= offset <= known.high_s + 1e-5


@given(st.floats(-90_000, 90_000))
def test_many_answers_leave_little_room(offset: float) -> None:
    known = None
    for n in range(60):
        known = narrowed(known, answer(offset, n * 5.37, 0.02, 0.02))

    assert known is not None
    assert abs(known.offset_s - offset) < 0.15


def test_a_clock_that_was_set_is_believed_at_once() -> None:
    known = narrowed(answer(0.0, 0, 0.1, 0.1), answer(3600.0, 5, 0.1, 0.1))

    assert abs(known.offset_s - 3600.0) < 1


def test_clocks_that_drift_apart_are_followed() -> None:
    known = None
    for n in range(5000):
        known = narrowed(known, answer(n * 10 * DRIFT / 2, n * 10, 0.05, 0.05))

    assert known is not None
    assert abs(known.offset_s - 5000 * 10 * DRIFT / 2) < 1
