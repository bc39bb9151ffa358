"""A channel of its own for an incident, and the user group of those on call."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orders import NOVA, decided, holds, posts
from situations import (
    ANA,
    BO,
    INCIDENT,
    NOW,
    after,
    case_of,
    declared,
    held,
    incident,
    state_of,
    updated,
)

from cockpit.domain.actions_talk import CloseWarRoom, OpenWarRoom, TakeGroup
from cockpit.domain.catalogue import Runbook
from cockpit.domain.decide_rooms import LONGEST_NAME, LONGEST_TOPIC, guests_of, room_name, topic
from cockpit.domain.decisions import Refusal
from cockpit.domain.dispatch import jobs, standing
from cockpit.domain.effects_chat import (
    AddBookmark,
    ArchiveRoom,
    InviteToRoom,
    OpenRoom,
    SetTopic,
    SetUserGroup,
)
from cockpit.domain.facts import (
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    IncidentSeen,
    MeIdentified,
)
from cockpit.domain.model import Status

SEEN = IncidentSeen(incident=incident())
DECLARED = (SEEN, *declared(after(1)))
BOOKED = replace(
    NOVA,
    runbooks=(
        Runbook(title="Cloud API", url="https://books.example.com/a", service="cloud api"),
        Runbook(title="Other", url="https://books.example.com/o", service="other"),
    ),
)


def _open(**more):
    return OpenWarRoom(incident_id=INCIDENT, **more)


def _reason(decision):
    assert isinstance(decision, Refusal), decision
    return decision.reason


def _alive(_process):
    return True


def test_a_room_is_opened_furnished_and_told_in_the_thread():
    (fact,) = decided(_open(user_ids=("U1", "U2", "U1")), *DECLARED, by=BOOKED)
    room, head, guests, thread, first, second, post = fact.effects

    assert room == OpenRoom(id="id1.room", incident_id=INCIDENT, name="inc-4217")
    assert isinstance(head, SetTopic)
    assert head.topic == "#4217 api 5xx above 5 % https://example.pagerduty.com/incidents/Q1"
    assert guests == InviteToRoom(
        id="id1.invite", incident_id=INCIDENT, room_of="id1.room", user_ids=("U1", "U2")
    )
    assert (thread.channel, thread.thread) == (post.channel, "1776761110.000100")
    assert [(b.title, b.url) for b in (first, second) if isinstance(b, AddBookmark)] == [
        ("Incident", "https://example.pagerduty.com/incidents/Q1"),
        ("Cloud API", "https://books.example.com/a"),
    ]
    assert "#inc-4217" in post.text
    assert post.thread_of == "decl.post"


def test_the_thread_hears_of_a_room_only_once_it_is_open():
    (fact,) = decided(_open(), *DECLARED)
    state = state_of(*DECLARED, (NOW, fact))
    told = (*DECLARED, (NOW, fact), (NOW, EffectDone(effect="id1.room", ref="C77")))

    assert [j.parcel.effect.id for j in jobs(state, NOW, _alive)] == ["id1.room"]
    assert "waiting behind a war room" in standing(state, state.parcels["id1.post"], NOW)
    ready = {j.parcel.effect.id: j for j in jobs(state_of(*told), NOW, _alive)}
    assert set(ready) == {"id1.topic", "id1.post"}
    assert ready["id1.topic"].ref == "C77"


@pytest.mark.parametrize(
    "outcome",
    [
        (),
        (EffectFailed(effect="id1.room", reason="taken", final=True),),
        (EffectDiscarded(effect="id1.room", reason="no"),),
    ],
)
def test_a_room_that_does_not_open_holds_up_no_update(outcome):
    (fact,) = decided(_open(), *DECLARED)
    story = (*DECLARED, (NOW, fact), *outcome, *updated("u1", after(9)))
    ready = {j.parcel.effect.id for j in jobs(state_of(*story), after(9), _alive)}

    assert "u1.post" in ready
    assert "id1.post" not in ready


def test_undeclared_it_says_that_nobody_is_told():
    (fact,) = decided(_open(), SEEN)

    assert fact.words == "open the channel #inc-4217; not declared, so nobody is told"
    assert posts((fact,)) == []


def test_there_is_one_room_at_a_time():
    (fact,) = decided(_open(), *DECLARED)
    opened = (*DECLARED, (NOW, fact), EffectDone(effect="id1.room", ref="C77"))
    failed = (*DECLARED, (NOW, fact), EffectFailed(effect="id1.room", reason="taken", final=True))
    given_up = (*failed, EffectDiscarded(effect="id1.room", reason="another name"))

    assert "has a channel already: #inc-4217" in _reason(decided(_open(), *opened))
    assert "was not opened" in _reason(decided(_open(), *failed))
    assert isinstance(decided(_open(name="inc-b"), *given_up), tuple)


def test_a_room_is_archived_and_then_there_may_be_another():
    (fact,) = decided(_open(), *DECLARED)
    opened = (*DECLARED, (NOW, fact), EffectDone(effect="id1.room", ref="C77"))
    close = CloseWarRoom(incident_id=INCIDENT)
    (closing,) = decided(close, *opened)

    assert closing.effects == (
        ArchiveRoom(id="id1.archive", incident_id=INCIDENT, room_of="id1.room"),
    )
    assert "has no channel" in _reason(decided(close, *opened, (NOW, closing)))
    assert "has no channel" in _reason(decided(close, *DECLARED))
    assert "not open yet" in _reason(decided(close, *DECLARED, (NOW, fact)))


def test_the_name_of_an_archived_room_is_not_taken_again():
    """The chat would give the archived one: topic, links and guests would go nowhere."""
    (fact,) = decided(_open(), *DECLARED)
    opened = (*DECLARED, (NOW, fact), EffectDone(effect="id1.room", ref="C77"))
    (closing,) = decided(CloseWarRoom(incident_id=INCIDENT), *opened)
    closed = (*opened, (NOW, closing), EffectDone(effect="id1.archive", ref="C77"))
    (again,) = decided(_open(), *closed)

    assert again.effects[0].name == "inc-4217-2"
    assert "call it inc-4217-2" in _reason(decided(_open(name="#inc-4217"), *closed))


def test_its_guests_are_whoever_holds_it_or_a_role():
    bo = replace(BO, email="bo@example.com")
    bare = replace(ANA, email="")
    seen = IncidentSeen(incident=incident(assignments=(held(bare),)))
    state = state_of(seen, MeIdentified(person=ANA), holds("scribe", bo, after(2)))

    assert guests_of(state, case_of(state)) == ("bo@example.com", ANA.email)


def test_a_resolved_incident_gets_no_room_and_a_name_needs_letters():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))

    assert "is resolved" in _reason(decided(_open(), over))
    assert "no letters" in _reason(decided(_open(name="###"), *DECLARED))


@given(st.text(max_size=200))
def test_whatever_is_typed_makes_a_name_that_a_chat_takes_or_none(typed):
    name = room_name(case_of(state_of(SEEN)), f"x{typed}", "inc-{number}")

    assert name
    assert len(name) <= LONGEST_NAME
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text(max_size=400), st.text(alphabet="abc/", max_size=300))
def test_a_topic_never_grows_too_long_and_keeps_its_link_whole(title, path):
    url = f"https://x/{path}"
    case = case_of(state_of(IncidentSeen(incident=replace(incident(title=title), url=url))))
    words = topic(case)

    assert len(words) <= LONGEST_TOPIC
    assert words.endswith(url) or "https" not in words.replace(title, "")


# --- the group of those on call --------------------------------------------------------------


def _take(users, before=("U1", "U2")):
    return TakeGroup(group_id="S1", group="@oncall", user_ids=users, before=before)


def test_the_group_becomes_exactly_these_and_what_it_was_is_kept():
    (fact,) = decided(_take(("U3", "U3")))

    assert fact.effects == (
        SetUserGroup(
            id="id1.group",
            incident_id="",
            group_id="S1",
            group="oncall",
            user_ids=("U3",),
            before=("U1", "U2"),
        ),
    )
    assert fact.incident_id == ""


def test_the_record_names_who_came_and_who_went():
    """The chat keeps no earlier list."""
    action = TakeGroup(
        group_id="S1",
        group="oncall",
        user_ids=("U3",),
        before=("U1", "U2"),
        names=("Ana",),
        names_before=("Bo", "Cleo"),
    )
    (fact,) = decided(action)

    assert fact.words == "@oncall is Ana now, and was Bo, Cleo"


@pytest.mark.parametrize(
    ("users", "words"),
    [
        ((), "cannot be left empty"),
        (("",), "cannot be left empty"),
        (("U2", "U1"), "nothing changes"),
    ],
)
def test_a_group_is_never_emptied_and_never_set_for_nothing(users, words):
    assert words in _reason(decided(_take(users)))
