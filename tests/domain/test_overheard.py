"""What is kept of followed channels: bounded, in order, honest about gaps; what wants an answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.chat import Heard, Reaction
from cockpit.domain.effects import PostMessage
from cockpit.domain.overheard import (
    KEPT,
    PAST_S,
    Overheard,
    Talk,
    being_answered,
    taken,
    unanswered,
)
from cockpit.domain.readings import Readings
from cockpit.domain.state import Parcel, Phase
from cockpit.domain.watch import ChannelSpec

NOW = datetime(2026, 4, 21, 8, 50, tzinfo=UTC)
UNANSWERED_S = 240
ALERTS = ChannelSpec(id="C1", name="#alerts", alerts=True)


def heard(n: int, **changes: object) -> Heard:
    at = NOW - timedelta(seconds=1000 - n)
    plain = Heard(
        channel="C1", ts=f"{at.timestamp():.6f}", at=at, author="monitor", text=f"m{n}", is_bot=True
    )
    return replace(plain, **changes)


def look(*numbers: int, **changes: object) -> Overheard:
    messages = tuple(heard(n) for n in numbers)
    return replace(Overheard(channel="C1", at=NOW, messages=messages), **changes)


def texts(talk: Talk) -> list[str]:
    return [m.text for m in talk.messages]


def test_messages_follow_one_another_and_an_edit_replaces() -> None:
    talk = taken(taken(Talk(), look(1, 2)), look(3))
    edited = replace(look(), messages=(heard(2, text="edited"),))

    assert texts(taken(talk, edited)) == ["m1", "edited", "m3"]


def test_a_whole_look_leaves_out_what_is_gone_and_keeps_what_is_older() -> None:
    talk = taken(Talk(), look(1, 2, 3, 4))

    assert texts(taken(talk, look(3, is_whole=True))) == ["m1", "m2", "m3"]
    assert texts(taken(talk, look(is_whole=True))) == []


def test_what_was_not_read_is_a_gap() -> None:
    talk = taken(Talk(), look(1, 2))

    assert taken(talk, look(3, 4)).gaps == frozenset()
    assert taken(talk, look(8, 9, is_cut=True)).gaps == {heard(8).ts}
    assert taken(talk, look(8, 9, is_whole=True)).gaps == {heard(8).ts}
    assert taken(talk, look(2, 3, is_whole=True, is_cut=True)).gaps == frozenset()
    assert taken(Talk(), look(1, is_cut=True)).gaps == frozenset()


looks = st.builds(
    lambda numbers, whole, cut: look(*sorted(numbers), is_whole=whole, is_cut=cut),
    st.sets(st.integers(0, 900), max_size=300),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(looks, max_size=6))
def test_however_it_comes_it_is_bounded_in_order_and_each_once(told: list[Overheard]) -> None:
    readings = Readings()
    for one in told:
        readings.take(one)
    talk = readings.talk("C1")
    stamps = [m.at for m in talk.messages]

    assert len(stamps) <= KEPT
    assert stamps == sorted(set(stamps))
    assert talk.gaps <= {m.ts for m in talk.messages}
    if told and told[-1].messages:
        assert talk.messages[-1].at >= told[-1].messages[-1].at


def test_an_alert_is_unanswered_after_a_while_until_somebody_replies_or_reacts() -> None:
    def waits(age_s: float, **changes: object) -> bool:
        message = heard(0, at=NOW - timedelta(seconds=age_s), **changes)
        return bool(unanswered(ALERTS, (message,), (), NOW, UNANSWERED_S))

    assert not waits(UNANSWERED_S - 1)
    assert waits(UNANSWERED_S)
    assert waits(PAST_S)
    assert not waits(PAST_S + 1)
    assert not waits(600, replies=1)
    assert not waits(600, reactions=(Reaction(name="eyes"),))
    assert not waits(600, is_bot=False)
    assert not waits(600, thread="1.0")
    assert not waits(600, ours="r1.post")


def test_only_channels_for_alerts_want_answers() -> None:
    operations = ChannelSpec(id="C1", name="#ops", operations=True)

    assert unanswered(operations, (heard(0),), (), NOW, UNANSWERED_S) == ()


def test_an_answer_on_its_way_counts_and_one_that_failed_does_not() -> None:
    alert = heard(0)
    post = PostMessage(id="e", incident_id="", channel="C1", text="on it", thread=alert.ts)
    parcel = Parcel(effect=post, request="r", author="Ana", requested_at=NOW, order=1)

    for phase, waits in ((Phase.WAITING, False), (Phase.DONE, False), (Phase.FAILED, True)):
        answers = being_answered({"e": replace(parcel, phase=phase)})
        assert bool(unanswered(ALERTS, (alert,), answers, NOW, UNANSWERED_S)) is waits
