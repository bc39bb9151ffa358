"""An update that has not left when a newer one is recorded waits for a person, and no other."""

from dataclasses import replace
from datetime import timedelta

import pytest
from clocks import START
from far_side import incident
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.dispatch import Way, held_back, is_stuck, job, jobs, standing, wake_at
from cockpit.domain.effects import Effect, PostMessage, Purpose
from cockpit.domain.effects_chat import EditMessage, OpenRoom, SetTopic
from cockpit.domain.facts import EffectReleased, Fact, IncidentSeen, Record, UpdateRequested
from cockpit.domain.fold import fold
from cockpit.domain.lanes import heads
from cockpit.domain.overtaken import STALE as STALE_AFTER
from cockpit.domain.overtaken import overtaken, siblings
from cockpit.domain.progress import bulks
from cockpit.domain.state import Parcel, Phase, State

STALE = "overtaken by a newer update: x leaves it, t sends it all the same"


def post(
    name: str, request: str, purpose: Purpose = Purpose.UPDATE, case: str = "Q1"
) -> PostMessage:
    return PostMessage(id=name, incident_id=case, channel="C1", text=request, purpose=purpose)


def parcel(effect: Effect, order: int, request: str = "", **changes: object) -> Parcel:
    plain = Parcel(
        effect=effect, request=request or effect.id, author="Ana", requested_at=START, order=order
    )
    return replace(plain, **changes)


def state(*parcels: Parcel) -> State:
    return State(parcels={p.effect.id: p for p in parcels})


def lives(_process: str) -> bool:
    return True


def next_up(known: State) -> list[tuple[str, Way]]:
    later = START + timedelta(hours=1)
    return [(j.parcel.effect.id, j.way) for j in jobs(known, later, lives)]


OLD = parcel(post("a", "a"), 1)
NEW = parcel(post("b", "b"), 2, requested_at=START + STALE_AFTER)


def test_two_that_are_written_one_right_after_the_other_are_both_sent() -> None:
    soon = replace(NEW, requested_at=START + STALE_AFTER - timedelta(seconds=1))

    assert overtaken(state(OLD, soon)) == frozenset()
    assert next_up(state(OLD, soon)) == [("a", Way.SEND)]
    assert overtaken(state(replace(OLD, attempts=1), soon)) == {"a"}


def test_what_waits_is_overtaken_and_the_newer_one_leaves() -> None:
    known = state(OLD, NEW)

    assert overtaken(known) == {"a"}
    assert next_up(known) == [("b", Way.SEND)]
    assert standing(known, OLD, START) == STALE
    assert job(known, "a", START, lives) is None
    assert is_stuck(known, OLD, lambda _p: False)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"a"}),
        ({"retry_at": START, "attempts": 3}, {"a"}),
        ({"phase": Phase.FAILED}, {"a"}),
        ({"released": True}, set()),
        ({"phase": Phase.CLAIMED}, set()),
        ({"phase": Phase.UNCLEAR}, set()),
        ({"phase": Phase.DONE}, set()),
        ({"phase": Phase.DISCARDED}, set()),
    ],
)
def test_only_what_certainly_has_not_left_is_overtaken(
    changes: dict[str, object], expected: set[str]
) -> None:
    assert overtaken(state(replace(OLD, **changes), NEW)) == expected


def test_a_newer_one_counts_until_it_is_given_up() -> None:
    for phase in (Phase.DONE, Phase.FAILED, Phase.CLAIMED):
        assert overtaken(state(OLD, replace(NEW, phase=phase))) == {"a"}
    assert overtaken(state(OLD, replace(NEW, phase=Phase.DISCARDED))) == frozenset()
    elsewhere = parcel(post("b", "b", case="Q2"), 2)
    assert overtaken(state(OLD, elsewhere)) == frozenset()


@pytest.mark.parametrize("purpose", [p for p in Purpose if p is not Purpose.UPDATE])
def test_what_is_no_update_is_never_overtaken_and_overtakes_none(purpose: Purpose) -> None:
    other = parcel(post("a", "a", purpose), 1)

    assert overtaken(state(other, NEW)) == frozenset()
    assert overtaken(state(OLD, replace(other, order=3))) == frozenset()
    assert next_up(state(other, NEW)) == [("a", Way.SEND)]


def test_the_others_in_its_lane_keep_their_order() -> None:
    role = parcel(post("r", "r", Purpose.ROLE), 0)
    between = parcel(post("m", "m", Purpose.MITIGATION), 2)
    newest = parcel(post("c", "c"), 3)
    known = state(role, replace(OLD, phase=Phase.FAILED), between, newest)

    sent = []
    while found := next_up(known):
        ((name, way),) = found
        assert way is Way.SEND
        sent.append(name)
        done = replace(known.parcels[name], phase=Phase.DONE)
        known = State(parcels={**known.parcels, name: done})
    assert sent == ["r", "m", "c"]
    assert standing(known, known.parcels["a"], START) == STALE


def test_nobody_hurries_what_is_overtaken_and_nothing_wakes_for_it() -> None:
    later = START + timedelta(seconds=9)
    waiting = replace(OLD, retry_at=later)

    assert held_back(state(waiting), START) == ("a",)
    assert held_back(state(waiting, replace(NEW, phase=Phase.DONE)), START) == ()
    assert wake_at(state(waiting, replace(NEW, phase=Phase.DONE)), START) is None


def test_an_update_goes_as_a_whole() -> None:
    first, second = parcel(post("a1", "a"), 1, "a"), parcel(post("a2", "a"), 2, "a")
    newer = replace(NEW, order=3)

    assert overtaken(state(first, second, newer)) == {"a1", "a2"}
    begun = state(replace(first, phase=Phase.DONE), second, newer)
    assert overtaken(begun) == frozenset()
    assert next_up(begun) == [("a2", Way.SEND)]
    assert overtaken(state(replace(first, phase=Phase.UNCLEAR), second, newer)) == frozenset()
    assert overtaken(state(first, replace(second, released=True), newer)) == frozenset()


def record(seq: int, fact: Fact) -> Record:
    at = START + seq * STALE_AFTER
    return Record(seq=seq, id=f"r{seq}", at=at, noted_at=at, author="Ana", host="jump", fact=fact)


def asked(name: str) -> UpdateRequested:
    return UpdateRequested(
        id=name,
        incident_id="Q1",
        known=name,
        trying="",
        next_at=None,
        effects=(post(name, name),),
    )


def test_a_word_to_send_it_all_the_same_is_not_a_word_about_what_came_after_it() -> None:
    facts: list[Fact] = [IncidentSeen(incident=incident()), asked("a")]
    hurried = [*facts, EffectReleased(effect="a"), asked("b")]
    known = fold([record(n, f) for n, f in enumerate(hurried, start=1)])
    assert overtaken(known) == {"a"}

    wanted = [*hurried, EffectReleased(effect="a")]
    known = fold([record(n, f) for n, f in enumerate(wanted, start=1)])
    assert overtaken(known) == frozenset()
    assert next_up(known) == [("a", Way.SEND)]


def test_what_is_nothing_without_a_room_that_was_given_up_waits_and_holds_up_no_other() -> None:
    room = parcel(OpenRoom(id="o", incident_id="Q1", name="inc"), 1, phase=Phase.DISCARDED)
    topic = parcel(SetTopic(id="t", incident_id="Q1", room_of="o", topic="x"), 2)
    edit = parcel(EditMessage(id="e", incident_id="Q1", channel="C1", message_of="p", text="x"), 3)
    gone = parcel(post("p", "p"), 0, phase=Phase.DISCARDED)
    other = parcel(OpenRoom(id="o2", incident_id="Q1", name="inc2"), 4)
    known = state(room, topic, gone, edit, other)

    assert next_up(known) == [("o2", Way.SEND)]
    assert standing(known, topic, START).endswith("that was given up")
    assert is_stuck(known, topic, lambda _p: False)


PARCELS = st.lists(
    st.builds(
        lambda request, part, case, **changes: parcel(
            post(f"{request}{part}{case}", request, case=case),
            10 * int(request) + part,
            f"{request}{case}",
            **changes,
        ),
        request=st.sampled_from("123"),
        part=st.integers(0, 2),
        case=st.sampled_from(("Q1", "Q2")),
        phase=st.sampled_from(Phase),
        released=st.booleans(),
    ),
    max_size=12,
)


@given(PARCELS)
def test_the_newest_is_never_overtaken_and_no_update_is_torn(parcels: list[Parcel]) -> None:
    known = state(*parcels)
    stale = overtaken(known)

    for case in ("Q1", "Q2"):
        mine = [p for p in known.parcels.values() if p.effect.incident_id == case]
        left = [p for p in mine if p.phase is not Phase.DISCARDED]
        newest = max(left, key=lambda p: p.order, default=None)
        assert newest is None or newest.effect.id not in stale
        for request in {p.request for p in mine}:
            unsent = {p.effect.id for p in mine if p.request == request and not p.is_over}
            assert unsent <= stale or not unsent & stale
    assert not stale & {h.parcel.effect.id for h in jobs(known, START, lives)}
    assert len({h.effect.id for h in heads(known)}) == len(heads(known))


def test_an_overtaken_update_is_no_storm_that_is_still_under_way() -> None:
    parts = [parcel(post(f"a{n}", "a"), n, "a") for n in range(3)]
    under_way = state(*parts)
    stale = state(*parts, replace(NEW, order=9))

    assert [storm.words for storm in bulks(under_way)] == ["0 of 3 posted"]
    assert bulks(stale) == ()
    assert siblings(stale, parts[2])[0] == parts[0]
