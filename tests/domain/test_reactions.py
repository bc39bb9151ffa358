"""Reactions of colleagues are moments of the timeline: each once, whoever and whatever it is."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from situations import INCIDENT, NOW, after, case_of, declared, incident, state_of

from cockpit.domain.chat import Reaction
from cockpit.domain.facts import IncidentSeen, ReplySeen
from cockpit.domain.fold_reactions import reacted
from cockpit.domain.model import Reply
from cockpit.domain.state import Kind, Moment

SEEN = IncidentSeen(incident=incident())
SAID = Reply(channel="C1", thread="1.0", ts="2.0", at=NOW, author="Bo", text="reverting the pool")


def with_(*reactions: tuple[str, tuple[str, ...]], of: Reply = SAID) -> Reply:
    return replace(of, reactions=tuple(Reaction(name=n, people=p) for n, p in reactions))


def told(*replies: Reply) -> list[tuple[str, str]]:
    facts = [
        (after(3 + n), ReplySeen(incident_id=INCIDENT, reply=reply))
        for n, reply in enumerate(replies)
    ]
    moments = case_of(state_of(SEEN, *declared(NOW), *facts)).moments
    return [(m.author, m.text) for m in moments if m.kind is Kind.CHAT]


def test_a_new_reaction_is_a_moment_once() -> None:
    eyes = with_(("eyes", ("Ben",)))

    assert told(SAID, eyes, eyes) == [
        ("Bo", "reverting the pool"),
        ("Ben", "reacted :eyes: to: reverting the pool"),
    ]


def test_a_reaction_taken_away_is_noted_once() -> None:
    texts = told(with_(("eyes", ("Ben",))), SAID, SAID)

    assert texts[-1] == ("Ben", "took :eyes: back from: reverting the pool")
    assert len(texts) == 3


def test_several_people_are_one_line() -> None:
    crowd = with_(("+1", ("Ana", "Ben", "Cleo", "Dan", "Eve")))

    assert told(SAID, crowd)[-1][1].startswith("Ana, Ben, Cleo and 2 more reacted :+1: to:")


def test_reactions_to_our_own_messages_and_to_the_first_one_count_too() -> None:
    first = replace(SAID, ts="1.0", thread="1.0", ours="decl.post", author="cockpit")

    assert told(with_(("eyes", ("Ben",)), of=first)) == [
        ("Ben", "reacted :eyes: to: the first message")
    ]
    own = replace(SAID, ours="decl.post")
    assert [t for _, t in told(with_(("eyes", ("Ben",)), of=own))] == [
        "reacted :eyes: to: reverting the pool"
    ]


def test_the_first_message_is_no_reply_even_when_its_cockpit_is_not_known() -> None:
    first = replace(SAID, ts="1.0", thread="1.0", ours="elsewhere")

    assert told(first) == []


def test_a_name_that_is_learned_later_is_no_other_person() -> None:
    unknown, known = with_(("eyes", ("U0BEN", "Lea"))), with_(("eyes", ("Ben", "Lea")))

    assert told(SAID, unknown, known) == [
        ("Bo", "reverting the pool"),
        ("", "Ben, Lea reacted :eyes: to: reverting the pool"),
    ]


def test_a_reaction_of_nobody_in_particular_is_somebodys() -> None:
    assert told(SAID, with_(("tada", ())))[-1] == (
        "",
        "somebody reacted :tada: to: reverting the pool",
    )


def test_an_edit_and_a_reaction_at_one_time_are_both_seen() -> None:
    edited = replace(with_(("eyes", ("Ben",))), text="reverted")

    assert sorted(told(SAID, edited)) == [
        ("Ben", "reacted :eyes: to: reverted"),
        ("Bo", "reverted"),
    ]


names = st.sampled_from(["eyes", "+1", "tada"])
people = st.lists(st.sampled_from(["Ana", "Ben", "Lea"]), unique=True)
sets = st.dictionaries(names, people, max_size=3)


@given(st.lists(sets, max_size=6))
def test_who_reacts_in_the_end_is_what_the_moments_amount_to(looks: list[dict]) -> None:
    moments: tuple[Moment, ...] = ()
    before: Reply | None = None
    for n, look in enumerate(looks):
        now = with_(*((name, tuple(who)) for name, who in look.items()))
        moments = reacted(moments, before, now, NOW + timedelta(minutes=n))
        before = now
    standing: dict[str, set[str]] = {}
    for moment in moments:
        head = f"{moment.author} {moment.text}".strip().split(" :")
        name = head[1].split(":")[0]
        who = head[0].removesuffix(" reacted").removesuffix(" took")
        for person in who.split(", "):
            here = standing.setdefault(name, set())
            here.discard(person) if head[0].endswith("took") else here.add(person)
    wanted = looks[-1] if looks else {}
    for name in {*standing, *wanted}:
        assert standing.get(name, set()) - {"somebody"} == set(wanted.get(name, ()))


def test_a_reaction_put_and_taken_for_ever_stays_bounded() -> None:
    moments: tuple[Moment, ...] = ()
    on, off = with_(("eyes", ("Ben",))), SAID
    for n in range(200):
        pair = (off, on) if n % 2 == 0 else (on, off)
        moments = reacted(moments, *pair, NOW + timedelta(minutes=n))

    assert len(moments) <= 40
