"""Which effects are next, and in what words the others wait."""

from dataclasses import replace
from datetime import timedelta

import pytest
from clocks import START
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.dispatch import (
    Way,
    held_back,
    is_stuck,
    job,
    jobs,
    retry_after_s,
    standing,
    wake_at,
)
from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    AddResponders,
    Effect,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PostMessage,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.lanes import Side, head, heads, lane, side
from cockpit.domain.state import Parcel, Phase, State


def ack(id: str = "a", incident_id: str = "Q1") -> AcknowledgeIncident:  # noqa: A002
    return AcknowledgeIncident(id=id, incident_id=incident_id)


def note(id: str = "n") -> AddNote:  # noqa: A002
    return AddNote(id=id, incident_id="Q1", text="x")


def post(id: str = "p", *, channel: str = "C1", thread_of: str = "") -> PostMessage:  # noqa: A002
    return PostMessage(id=id, incident_id="Q1", channel=channel, text="x", thread_of=thread_of)


def parcel(effect: Effect, order: int = 0, **changes: object) -> Parcel:
    plain = Parcel(effect=effect, request="r", author="Ana", requested_at=START, order=order)
    return replace(plain, **changes)


def state(*parcels: Parcel) -> State:
    return State(parcels={p.effect.id: p for p in parcels})


def lives(_process: str) -> bool:
    return True


def next_up(*parcels: Parcel, seconds: float = 0) -> list[tuple[str, Way]]:
    found = jobs(state(*parcels), START + timedelta(seconds=seconds), lives)
    return [(j.parcel.effect.id, j.way) for j in found]


def test_lanes_are_independent_and_each_gives_its_first() -> None:
    parcels = (
        parcel(post("p1"), 1),
        parcel(post("p2"), 2),
        parcel(post("q1", channel="C2"), 3),
        parcel(ack("a1"), 4),
        parcel(ack("a2", "Q2"), 5),
        parcel(note("n1"), 6),
        parcel(note("n2"), 7),
    )

    assert [e for e, _ in next_up(*parcels)] == ["p1", "q1", "a1", "a2", "n1"]


def test_the_order_is_that_of_the_requests_whatever_the_order_of_the_mapping() -> None:
    assert [e for e, _ in next_up(parcel(post("late"), 9), parcel(post("early"), 1))] == ["early"]


@pytest.mark.parametrize(
    ("changes", "seconds", "expected"),
    [
        ({}, 0, [("p", Way.SEND)]),
        ({"retry_at": START + timedelta(seconds=5)}, 4.9, []),
        ({"retry_at": START + timedelta(seconds=5)}, 5, [("p", Way.SEND)]),
        ({"phase": Phase.UNCLEAR, "retry_at": START + timedelta(seconds=2)}, 1, []),
        ({"phase": Phase.UNCLEAR, "retry_at": START + timedelta(seconds=2)}, 2, [("p", Way.LOOK)]),
        ({"phase": Phase.UNCLEAR}, 0, [("p", Way.LOOK)]),
        ({"phase": Phase.CLAIMED, "claimed_until": START + timedelta(seconds=60)}, 59, []),
        (
            {"phase": Phase.CLAIMED, "claimed_until": START + timedelta(seconds=60)},
            60,
            [("p", Way.LOOK)],
        ),
        ({"phase": Phase.FAILED}, 0, []),
        ({"phase": Phase.DONE}, 0, []),
        ({"phase": Phase.DISCARDED}, 0, []),
    ],
)
def test_what_may_be_done_when(
    changes: dict[str, object], seconds: float, expected: list[tuple[str, Way]]
) -> None:
    assert next_up(parcel(post(), **changes), seconds=seconds) == expected


def test_what_a_dead_process_has_claimed_is_looked_for_at_once() -> None:
    claimed = parcel(
        post(),
        phase=Phase.CLAIMED,
        claimed_by="host:1:0",
        claimed_until=START + timedelta(seconds=60),
    )
    dead = job(state(claimed), "p", START, lambda process: process != "host:1:0")

    assert dead is not None
    assert dead.way is Way.LOOK
    assert job(state(claimed), "p", START, lives) is None


def test_a_reply_waits_for_its_thread() -> None:
    reply = parcel(post("reply", thread_of="p"), 1)
    waiting = state(parcel(post(), phase=Phase.FAILED), reply)
    assert standing(waiting, reply, START) == "waiting for the declaration"

    opened = state(parcel(post(), phase=Phase.DONE, ref="12.34"), reply)
    found = job(opened, "reply", START, lives)
    assert found is not None
    assert found.thread == "12.34"

    for given_up in (state(parcel(post(), phase=Phase.DISCARDED), reply), state(reply)):
        found = job(given_up, "reply", START, lives)
        assert found is not None
        assert found.thread == ""


def test_words_for_every_standing() -> None:
    until = START + timedelta(seconds=60)
    words = {
        "to be sent": parcel(post()),
        "sending": parcel(post(), phase=Phase.CLAIMED, claimed_until=until),
        "unclear: looking whether it arrived": parcel(post(), phase=Phase.UNCLEAR),
        "not sent: no such channel": parcel(post(), phase=Phase.FAILED, reason="no such channel"),
        "not sent yet, again in 60 s: no network": parcel(
            post(), retry_at=until, reason="no network"
        ),
        "posted": parcel(post(), phase=Phase.DONE),
        "acknowledged": parcel(ack(), phase=Phase.DONE),
        "written": parcel(note(), phase=Phase.DONE),
        "given up": parcel(post(), phase=Phase.DISCARDED),
    }

    assert {standing(state(p), p, START): p for p in words.values()} == words


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ((post("a"), post("b")), "waiting behind a message"),
        ((note("a"), note("b")), "waiting behind a note"),
        ((ack("a"), ack("b")), "waiting behind an acknowledgement"),
    ],
)
def test_words_for_who_waits_behind_whom(effects: tuple[Effect, Effect], words: str) -> None:
    first, second = (parcel(e, place) for place, e in enumerate(effects))

    assert standing(state(first, second), second, START) == words


def test_a_failed_head_blocks_its_lane_but_for_acknowledgements() -> None:
    assert next_up(parcel(post("a"), 1, phase=Phase.FAILED), parcel(post("b"), 2)) == []
    assert next_up(parcel(ack("a"), 1, phase=Phase.FAILED), parcel(ack("b"), 2)) == [
        ("b", Way.SEND)
    ]


def test_stuck_is_whoever_waits_for_what_failed() -> None:
    failed = parcel(post(), phase=Phase.FAILED)
    reply = parcel(post("reply", thread_of="p"), 1)
    behind = parcel(post("behind", thread_of="p"), 2)
    alone = parcel(note())
    known = state(failed, reply, behind, alone)

    assert [is_stuck(known, p, lambda _: False) for p in (failed, reply, behind, alone)] == [
        True,
        True,
        True,
        False,
    ]
    assert is_stuck(known, alone, lambda p: p is alone)


def test_held_back_is_what_waits_for_nothing_but_time() -> None:
    later = START + timedelta(seconds=9)
    known = state(
        parcel(post("p1"), 1, retry_at=later),
        parcel(post("p2"), 2, retry_at=later),
        parcel(note(), 3),
        parcel(ack(), 4, phase=Phase.UNCLEAR, retry_at=later),
    )

    assert held_back(known, START) == ("p1",)
    assert held_back(known, later) == ()


PARCELS = st.lists(
    st.builds(
        parcel,
        st.sampled_from(
            [post("p1"), post("p2", thread_of="p1"), ack("a1"), ack("a2"), note("n1"), note("n2")]
        ),
        st.integers(0, 9),
        phase=st.sampled_from(Phase),
        ref=st.just("1.0"),
        claimed_until=st.none() | st.integers(-9, 9).map(lambda s: START + timedelta(seconds=s)),
        retry_at=st.none() | st.integers(-9, 9).map(lambda s: START + timedelta(seconds=s)),
    ),
    max_size=6,
)


@given(PARCELS)
def test_at_most_one_per_lane_and_only_heads(parcels: list[Parcel]) -> None:
    known = state(*parcels)
    found = jobs(known, START, lives)
    lanes = [lane(j.parcel.effect) for j in found]

    assert len(set(lanes)) == len(lanes)
    assert {j.parcel.effect.id for j in found} <= {h.effect.id for h in heads(known)}


@given(PARCELS)
def test_nothing_becomes_workable_before_the_wake_up(parcels: list[Parcel]) -> None:
    known = state(*parcels)
    wake = wake_at(known, START)
    now = {j.parcel.effect.id for j in jobs(known, START, lives)}
    before = (wake or START + timedelta(days=1)) - timedelta(milliseconds=1)
    later = {j.parcel.effect.id for j in jobs(known, before, lives)}

    assert later == now
    assert wake is None or wake > START


@given(PARCELS)
def test_every_parcel_can_be_put_into_words(parcels: list[Parcel]) -> None:
    known = state(*parcels)

    assert all(standing(known, p, START) for p in known.parcels.values())


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_pauses_grow_and_stay_bounded(attempts: int, jitter: float) -> None:
    pause = retry_after_s(attempts, jitter)

    assert 0.5 <= pause <= 60
    assert pause <= retry_after_s(attempts + 1, jitter)


CHANGES = {
    "escalate": EscalateIncident(id="c", incident_id="Q1", level=2),
    "reassign": ReassignIncident(id="c", incident_id="Q1", person_ids=("P",)),
    "resolve": ResolveIncident(id="c", incident_id="Q1"),
    "snooze": SnoozeIncident(id="c", incident_id="Q1", until=START),
    "merge": MergeIncidents(id="c", incident_id="Q1", sources=("Q2",)),
    "rename": RenameIncident(id="c", incident_id="Q1", title="x"),
    "priority": PrioritiseIncident(id="c", incident_id="Q1", priority="P2"),
    "responders": AddResponders(id="c", incident_id="Q1", person_ids=("P",), message="x"),
    "override": OverrideSchedule(
        id="c", incident_id="", schedule_id="S", person_id="P", start=START, end=START
    ),
    "policy": RewritePolicy(id="c", incident_id="", policy_id="POL", levels=()),
}


def test_what_decides_who_has_it_keeps_its_order_and_waits_for_nothing_else() -> None:
    lanes = {name: lane(change) for name, change in CHANGES.items()}

    holder = {"escalate", "reassign", "resolve", "snooze", "merge"}
    assert {lanes[name] for name in holder} == {("holder", "Q1")}
    assert lanes["rename"] == lanes["priority"]
    others = [lanes[n] for n in ("rename", "responders", "override", "policy")]
    assert len({*others, ("holder", "Q1"), lane(ack()), lane(note()), lane(post())}) == 8


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_goes_to_the_pager_and_gives_way_when_it_failed(name: str) -> None:
    change = CHANGES[name]
    failed = parcel(change, 1, phase=Phase.FAILED)
    newer = parcel(replace(change, id="d"), 2)

    assert side(change) is Side.PAGER
    assert [p.effect.id for p in heads(state(failed, newer))] == ["d"]
    assert [p.effect.id for p in heads(state(failed))] == ["c"]
    assert head(state(failed, newer), change) == newer


def test_a_message_goes_to_the_chat() -> None:
    assert side(post()) is Side.CHAT
    assert side(ack()) is side(note()) is Side.PAGER


def test_requests_take_turns() -> None:
    storm = [parcel(ack(f"a{n}", f"Q{n}"), n, request="storm") for n in range(5)]
    page = parcel(CHANGES["escalate"], 9, request="page")

    assert [e for e, _ in next_up(*storm, page)] == ["a0", "c", "a1", "a2", "a3", "a4"]


def test_an_effect_behind_another_is_no_job_by_its_id_either() -> None:
    told = state(parcel(post("p1"), 1), parcel(post("p2"), 2))

    assert job(told, "p2", START, lives) is None
    assert job(told, "p1", START, lives) is not None
    assert job(told, "gone", START, lives) is None


def test_a_look_goes_back_no_further_than_the_last_one_of_its_kind() -> None:
    before = parcel(
        replace(CHANGES["escalate"], id="b"),
        1,
        phase=Phase.DONE,
        done_at=START + timedelta(minutes=9),
    )
    asked = {"requested_at": START + timedelta(minutes=10), "phase": Phase.UNCLEAR}
    page = parcel(CHANGES["escalate"], 5, **asked)
    rename = parcel(replace(CHANGES["rename"], id="r"), 6, **asked)
    told = state(before, page, rename)

    found = {j.parcel.effect.id: j for j in jobs(told, START + timedelta(hours=1), lives)}

    assert found["c"].since == START + timedelta(minutes=9, seconds=1)
    assert found["c"].twins == 1
    assert (found["r"].since, found["r"].twins) == (START + timedelta(minutes=5), None)


def test_only_what_is_exactly_like_it_counts_as_a_twin() -> None:
    done = {"phase": Phase.DONE, "done_at": START}
    other = parcel(EscalateIncident(id="o", incident_id="Q1", level=3), 1, **done)
    early = replace(CHANGES["escalate"], id="b")
    before = parcel(early, 2, phase=Phase.DONE, done_at=START - timedelta(seconds=2))
    page = parcel(CHANGES["escalate"], 5, phase=Phase.UNCLEAR)

    (look,) = jobs(state(other, before, page), START + timedelta(hours=1), lives)

    assert (look.since, look.twins) == (START + timedelta(seconds=1), 0)


def test_what_a_snooze_or_a_word_needs_is_named_while_it_waits() -> None:
    snooze = parcel(CHANGES["snooze"], 2)
    taken = parcel(ack("a"), 1)
    word = parcel(post("p"), 4)
    override = parcel(replace(CHANGES["override"], id="o"), 3)
    told = state(taken, snooze, override, word)

    assert standing(told, snooze, START) == "waiting behind an acknowledgement"
    assert standing(told, word, START) == "waiting behind a schedule override"
    given_up = state(replace(override, phase=Phase.DISCARDED), word)
    assert standing(given_up, word, START).endswith("that was given up")
    assert is_stuck(given_up, word, lambda _p: False)
    assert next_up(replace(override, phase=Phase.DONE), word) == [("p", Way.SEND)]
