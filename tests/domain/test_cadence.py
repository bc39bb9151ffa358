"""When the next word is due, who counts as having said one, and what came late."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orders import chose, cockpit_says, holds, leaves, reply, severe
from situations import (
    ANA,
    BO,
    CLEO,
    INCIDENT,
    ZONE,
    after,
    case_of,
    declared,
    held,
    incident,
    message,
    procedure,
    state_of,
    updated,
)

from cockpit.domain.cadence import confirmed, interval_s, last_word, late, nags, update_due
from cockpit.domain.cadence_words import chosen, remark
from cockpit.domain.demands import Level
from cockpit.domain.facts import (
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    IncidentSeen,
    UpdateRequested,
    UpdateWasLate,
)
from cockpit.domain.model import Person, Status

NOVA = procedure()
SEEN = IncidentSeen(incident=incident())
ACKED = IncidentSeen(
    incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
)
POSTED = after(4.05)
HARD = replace(NOVA, levels=(Level(name="P0", cadence_s=300), Level(name="P1")))


def _due(*told, by=NOVA):
    state = state_of(SEEN, *told)
    return update_due(state, case_of(state), by)


def test_before_the_declaration_nothing_was_promised():
    assert _due() is None


def test_a_declaration_that_has_not_left_promises_nothing():
    assert _due(*declared(after(4), done=False)) is None


def test_after_the_declaration_the_cadence_counts():
    assert _due(*declared(after(4))) == after(4 + 15) + (POSTED - after(4))


def test_after_an_update_it_is_due_when_it_was_promised():
    sent = updated("u1", after(9), next_at=after(29), done_at=after(9))

    assert _due(*declared(after(4)), *sent) == after(29)


def test_an_update_that_promises_nothing_follows_the_cadence():
    sent = updated("u1", after(9), done_at=after(10))

    assert _due(*declared(after(4)), *sent) == after(25)


def test_the_cadence_counts_from_when_it_stood_in_the_channel_not_from_the_key():
    sent = updated("u1", after(9), done_at=after(14))

    assert _due(*declared(after(4)), *sent) == after(29)


def test_a_promise_that_was_past_when_it_was_posted_is_none():
    sent = updated("u1", after(9), next_at=after(12), done_at=after(14))

    assert _due(*declared(after(4)), *sent) == after(29)


def test_an_update_that_did_not_arrive_moves_nothing():
    before = _due(*declared(after(4)))
    failed = EffectFailed(effect="u1.post", reason="archived", final=True)
    given_up = EffectDiscarded(effect="u1.post", reason="late")

    assert _due(*declared(after(4)), *updated("u1", after(9), next_at=after(60))) == before
    assert _due(*declared(after(4)), *updated("u1", after(9)), failed, given_up) == before


def test_only_what_stands_in_the_channel_is_confirmed():
    state = state_of(
        SEEN,
        *declared(after(4)),
        *updated("u1", after(9), done_at=after(9)),
        *updated("u2", after(12)),
    )
    case = case_of(state)

    assert [u.effect for u in confirmed(state, case)] == ["u1.post"]
    assert last_word(state, case) == after(9)


def test_an_update_in_parts_counts_when_its_last_part_stands():
    parts = tuple(message(f"u.{n}", thread_of="decl.post") for n in (1, 2))
    fact = UpdateRequested(
        id="u", incident_id=INCIDENT, known="k", trying="", next_at=None, effects=parts
    )
    first = (after(9), EffectDone(effect="u.1", done_at=after(9)))
    second = (after(12), EffectDone(effect="u.2", done_at=after(12)))

    assert _due(*declared(after(4)), (after(8), fact), first) == POSTED + timedelta(minutes=15)
    assert _due(*declared(after(4)), (after(8), fact), first, second) == after(27)


# --- whose word counts -----------------------------------------------------------------------


def test_a_reply_of_whoever_holds_a_role_starts_it_anew():
    role = holds("communications", BO, after(5))

    assert _due(*declared(after(4)), role, reply(after(9), "Bo Lindqvist")) == after(24)
    assert _due(*declared(after(4)), role, reply(after(9), "Cleo Marsh")) == _due(
        *declared(after(4))
    )


def test_a_name_that_differs_in_the_chat_is_known_by_its_address():
    bo = replace(BO, email="Bo@example.com")
    role = holds("scribe", bo, after(5))
    said = reply(after(9), "bo.l", author_email="bo@example.com")
    other = reply(after(9), "Bo Lindqvist", author_email="another@example.com")

    assert _due(*declared(after(4)), role, said) == after(24)
    assert _due(*declared(after(4)), role, other) == _due(*declared(after(4)))


def test_what_somebody_said_before_and_after_they_held_the_role_does_not_count():
    spell = (holds("scribe", BO, after(6)), leaves("scribe", after(8)))
    base = _due(*declared(after(4)))

    assert _due(*declared(after(4)), *spell, reply(after(5), "Bo Lindqvist")) == base
    assert _due(*declared(after(4)), *spell, reply(after(9), "Bo Lindqvist")) == base
    assert _due(*declared(after(4)), *spell, reply(after(7), "Bo Lindqvist")) == after(22)


@pytest.mark.parametrize(
    ("purpose", "counts"),
    [("update", True), ("declaration", True), ("role", False), ("note", False), ("newer", False)],
)
def test_a_colleagues_cockpit_tells_others_by_updates_alone(purpose, counts):
    due = _due(*declared(after(4)), cockpit_says(after(9), purpose))

    assert (due == after(24)) is counts


def test_what_a_colleagues_cockpit_promised_is_kept():
    said = cockpit_says(after(9), "update", next=after(40).isoformat())
    odd = cockpit_says(after(9), "update", next="soon")
    naive = cockpit_says(after(9), "update", next="2026-04-21T09:40:00")

    assert _due(*declared(after(4)), said) == after(40)
    assert _due(*declared(after(4)), odd) == after(24)
    assert _due(*declared(after(4)), naive) == after(24)


def test_our_own_message_read_back_is_not_counted_a_second_time():
    sent = updated("u1", after(9), next_at=after(29), done_at=after(9))
    back = reply(after(10), "cockpit", ours="u1.post", purpose="update")

    assert _due(*declared(after(4)), *sent, back) == after(29)


def test_what_was_deleted_from_the_thread_is_no_word_any_more():
    base = _due(*declared(after(4)))
    sent = updated("u1", after(9), next_at=after(29), done_at=after(9))
    back = reply(after(9), "cockpit", ours="u1.post", purpose="update", is_deleted=True)
    role = holds("scribe", BO, after(5))
    for said in (
        (*sent, back),
        (role, reply(after(9), "Bo Lindqvist", is_deleted=True)),
        (reply(after(9), "cockpit", ours="x", purpose="update", is_deleted=True),),
    ):
        assert _due(*declared(after(4)), *said) == base


# --- how often -------------------------------------------------------------------------------


def test_a_choice_goes_before_the_severity_and_that_before_the_procedure():
    state = state_of(SEEN, severe("P0", after(1)))
    chose_ = state_of(SEEN, severe("P0", after(1)), chose(after(2), every_s=600, reason="r"))

    assert interval_s(case_of(state), HARD) == 300
    assert interval_s(case_of(state_of(SEEN)), HARD) == 900
    assert interval_s(case_of(chose_), HARD) == 600


def test_a_snooze_puts_it_off_and_never_forward():
    told = (*declared(after(4)), chose(after(6), until=after(40), reason="all quiet"))
    early = (*declared(after(4)), chose(after(6), until=after(10), reason="all quiet"))

    assert _due(*told) == after(40)
    assert _due(*early) == POSTED + timedelta(minutes=15)


def test_switched_off_nothing_is_due_and_the_choice_is_shown():
    state = state_of(SEEN, *declared(after(4)), chose(after(6), every_s=0, reason="one reader"))
    case = case_of(state)

    assert update_due(state, case, NOVA) is None
    words = chosen(case, NOVA, after(9), ZONE)
    assert words == "off since 08:48 UTC (10:48 CEST) (Ana Ortiz: one reader)"
    assert case.moments[-1].text == "update nudges switched off: one reader"


def test_a_snooze_is_shown_until_it_is_over():
    case = case_of(state_of(SEEN, chose(after(6), until=after(40), reason="calm")))

    assert "snoozed until 09:22 UTC" in chosen(case, NOVA, after(39), ZONE)
    assert chosen(case, NOVA, after(41), ZONE) == ""


def test_reminders_go_on_with_pauses_that_grow_and_stay_bounded():
    due = after(0)
    counts = [nags(due, due + timedelta(seconds=s)) for s in (-1, 0, 119, 120, 359, 360, 840)]

    assert counts == [0, 1, 1, 2, 2, 3, 4]
    at = [m for m in range(600) if nags(due, after(m)) > nags(due, after(m - 1))]
    assert max(b - a for a, b in pairwise(at)) <= 15
    assert at[-1] > 580


# --- late, and too often ---------------------------------------------------------------------


def _late(read_at, *told, by=NOVA):
    state = state_of(SEEN, *told)
    return [fact.due for fact in late(state, case_of(state), by, read_at)]


def test_an_update_that_has_not_come_is_late_once_the_thread_was_read():
    told = declared(after(4))
    due = _due(*told)

    assert _late(due + timedelta(seconds=29), *told) == []
    assert _late(due + timedelta(seconds=31), *told) == [due]


def test_an_update_that_came_late_is_noted_though_it_came():
    told = (*declared(after(4)), *updated("u1", after(25), done_at=after(26)))
    due = POSTED + timedelta(minutes=15)

    assert _late(after(27), *told) == [due]


def test_what_is_on_record_is_not_noted_again():
    told = declared(after(4))
    due = _due(*told)
    noted = (after(20), UpdateWasLate(incident_id=INCIDENT, due=due))

    assert _late(after(21), *told, noted) == []
    assert case_of(state_of(SEEN, *told, noted, noted)).late_updates == (due,)


def test_nothing_is_late_before_a_declaration_when_it_is_off_or_over():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))
    told = declared(after(4))

    assert _late(after(99)) == []
    assert _late(after(99), *told, chose(after(5), every_s=0, reason="r")) == []
    assert _late(after(99), *told, (after(50), over)) == []


def test_a_choice_made_since_does_not_make_the_past_late():
    told = (*declared(after(4)), chose(after(12), every_s=300, reason="often"))

    assert _late(after(13), *told) == []


def _sent(*minutes, known="the same"):
    told = []
    for place, minute in enumerate(minutes):
        effect = message(f"u{place}.post", thread_of="decl.post")
        fact = UpdateRequested(
            id=f"u{place}",
            incident_id=INCIDENT,
            known=known if isinstance(known, str) else known[place],
            trying="",
            next_at=None,
            effects=(effect,),
        )
        told += [(after(minute), fact)]
        told += [(after(minute), EffectDone(effect=effect.id, done_at=after(minute)))]
    return told


def _remark(now, *told):
    state = state_of(SEEN, *declared(after(1)), *told)
    return remark(state, case_of(state), NOVA, now)


def test_updates_that_crowd_out_work_are_remarked_on():
    assert "3 updates in 4 min with nothing new" in _remark(after(9), *_sent(4, 6, 8))
    assert _remark(after(9), *_sent(4, 6, 8, known=("a", "b", "b"))) == ""
    assert _remark(after(12), *_sent(4, 10, 11)) == ""
    assert _remark(after(7), *_sent(4, 6)) == ""
    assert _remark(after(20), *_sent(4, 6, 8)) == ""


# --- any sequence ----------------------------------------------------------------------------

PEOPLE = (ANA, BO, CLEO)
MINUTES = st.integers(5, 300)
EVENTS = st.one_of(
    st.tuples(st.just("update"), st.none() | st.integers(-5, 60)),
    st.tuples(st.just("unsent"), st.none()),
    st.tuples(st.just("reply"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("theirs"), st.none() | st.integers(-5, 60)),
    st.tuples(st.just("takes"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("leaves"), st.none()),
    st.tuples(st.just("every"), st.sampled_from((None, 0, 300, 1800))),
    st.tuples(st.just("snooze"), st.integers(1, 90)),
)


def _facts(at, minute, kind, value):
    """What the journal holds of an event."""
    later = None if value is None or isinstance(value, Person) else after(minute + value)
    match kind:
        case "update":
            return updated(f"u{minute}", at, next_at=later, done_at=at)
        case "unsent":
            return updated(f"u{minute}", at)
        case "reply":
            return (reply(at, value.name),)
        case "theirs":
            about = {} if later is None else {"next": later.isoformat()}
            return (cockpit_says(at, "update", **about),)
        case "takes":
            return (holds("communications", value, at),)
        case "leaves":
            return (leaves("communications", at),)
        case "every":
            return (chose(at, every_s=value, reason="r"),)
        case _:
            return (chose(at, until=later, reason="r"),)


def _by_hand(events):
    """The due instant as a patient reader of the whole story would work it out."""
    holder, word, promise = None, POSTED, None
    for minute, (kind, value) in events:
        if kind in ("takes", "leaves"):
            holder = value
        elif kind in ("update", "theirs") or (kind == "reply" and holder == value):
            word, promise = after(minute), None
            if isinstance(value, int):
                promise = after(minute + value)
    every, until = _chosen_by_hand(events)
    seconds = NOVA.cadence_s if every is None else every
    if not seconds:
        return None
    due = word + timedelta(seconds=seconds)
    if promise is not None and promise > word:
        due = promise
    return due if until is None else max(due, until)


def _chosen_by_hand(events):
    for minute, (kind, value) in reversed(events):
        if kind == "every":
            return value, None
        if kind == "snooze":
            return None, after(minute + value)
    return None, None


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(MINUTES, EVENTS, max_size=12))
def test_whatever_happens_it_is_due_when_a_patient_reader_says(story):
    events = sorted(story.items())
    told = [f for minute, event in events for f in _facts(after(minute), minute, *event)]

    assert _due(*declared(after(4)), *told) == _by_hand(events)
