"""Every action: what it amounts to, word for word, and when it is refused."""

from dataclasses import replace
from itertools import count

import pytest
from any_facts import journals, words
from hypothesis import given
from hypothesis import strategies as st
from situations import (
    ANA,
    BO,
    INCIDENT,
    NOW,
    PAGED,
    ZONE,
    after,
    declared,
    held,
    incident,
    message,
    procedure,
    record,
    requested,
    state_of,
)

from cockpit.domain.actions import (
    Acknowledge,
    Declare,
    Discard,
    LookAt,
    PostUpdate,
    Release,
    TickStep,
    WriteNote,
)
from cockpit.domain.actions_talk import TONE
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.effects import AcknowledgeIncident, AddNote, PostMessage, Purpose
from cockpit.domain.facts import (
    AcknowledgementRequested,
    DeclarationRequested,
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    EffectReleased,
    EffectUnclear,
    IncidentSeen,
    NoteRequested,
    StepLookedAt,
    StepTicked,
    UpdateRequested,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import Status
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import EMPTY

NOVA = procedure()
CHANNEL = "#novavms-incident-live"
SEEN = IncidentSeen(incident=incident())
SOON = after(20)
THEIRS = IncidentSeen(incident=incident(assignments=(held(BO),)))
DECLARED = (SEEN, *declared(after(1)))


def _ground(by=NOVA, me=ANA, now=NOW):
    ids = count(1)
    return Ground(procedure=by, me=me, now=now, zone=ZONE, new_id=lambda: f"id{next(ids)}")


def _decide(action, *told, **ground):
    return decide(state_of(*told), action, _ground(**ground))


def _ack(**more):
    return Acknowledge(incident_id=INCIDENT, **more)


def _declare(hypothesis="the deploy of 08:02", paged_by="5xx alert"):
    return Declare(incident_id=INCIDENT, started_at=PAGED, paged_by=paged_by, hypothesis=hypothesis)


def _update(known="5xx", trying="rolling back", next_at=SOON):
    return PostUpdate(incident_id=INCIDENT, known=known, trying=trying, next_at=next_at)


# --- acknowledge -----------------------------------------------------------------------------


def test_acknowledging_asks_the_pager_to():
    assert _decide(_ack(), SEEN) == (
        AcknowledgementRequested(
            id="id1",
            incident_id=INCIDENT,
            effects=(AcknowledgeIncident(id="id1.ack", incident_id=INCIDENT),),
        ),
    )


def test_a_resolved_incident_is_not_opened_again():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))
    refusal = _decide(_ack(sure=True), over)

    assert refusal == Refusal(reason="#4217 is resolved; acknowledging it would open it again")


def test_somebody_elses_page_is_asked_about_once():
    refusal = _decide(_ack(), THEIRS)

    assert isinstance(refusal, Refusal)
    assert refusal.confirmable
    assert "Bo Lindqvist" in refusal.reason
    assert isinstance(_decide(_ack(sure=True), THEIRS), tuple)


def test_a_page_that_i_share_is_mine_to_take():
    both = IncidentSeen(incident=incident(assignments=(held(BO), held(ANA))))

    assert isinstance(_decide(_ack(), both), tuple)


def test_what_i_hold_already_is_not_taken_twice():
    mine = IncidentSeen(
        incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(ANA),))
    )

    assert _decide(_ack(), mine) == Refusal(reason="#4217 is yours already")


ASKED = requested(AcknowledgeIncident(id="a.ack", incident_id=INCIDENT))


@pytest.mark.parametrize(
    "told",
    [
        (),
        (EffectClaimed(effect="a.ack", attempt="1", process="p", until=after(9)),),
        (EffectUnclear(effect="a.ack", reason="timed out"),),
        (EffectFailed(effect="a.ack", reason="busy", retry_at=after(9)),),
    ],
)
def test_an_acknowledgement_on_its_way_is_not_asked_for_again(told):
    refusal = _decide(_ack(), SEEN, ASKED, *told)

    assert isinstance(refusal, Refusal)
    assert "on its way" in refusal.reason


@pytest.mark.parametrize(
    "told",
    [
        EffectFailed(effect="a.ack", reason="refused", final=True),
        EffectDiscarded(effect="a.ack", reason="late"),
        EffectDone(effect="a.ack"),
    ],
)
def test_an_acknowledgement_that_is_over_may_be_asked_for_again(told):
    assert isinstance(_decide(_ack(), SEEN, ASKED, told), tuple)


# --- declare ---------------------------------------------------------------------------------


def test_a_declaration_holds_the_very_text_that_is_posted():
    (fact,) = _decide(_declare(), SEEN)

    assert isinstance(fact, DeclarationRequested)
    assert fact.effects == (
        PostMessage(
            id="id1.post",
            incident_id=INCIDENT,
            channel=CHANNEL,
            text=(
                "Incident P1 #4217 declared: api 5xx above 5 %\n"
                "Started: 08:42 UTC (10:42 CEST)\n"
                "What paged: 5xx alert\n"
                "Hypothesis: the deploy of 08:02\n"
                "On it: Ana Ortiz. Updates follow in this thread."
            ),
            purpose=Purpose.DECLARATION,
        ),
    )


def test_a_declaration_without_a_word_typed_is_complete():
    (fact,) = _decide(_declare(hypothesis=" ", paged_by=" "), SEEN)

    assert (fact.hypothesis, fact.paged_by) == ("unknown", "cloud api: api 5xx above 5 %")
    assert "Hypothesis: unknown" in fact.effects[0].text


@pytest.mark.parametrize(
    ("told", "words_of_it"),
    [
        ((), "u writes an update"),
        ((EffectDone(effect="decl.post", ref="1.0"),), "declared already"),
        ((EffectFailed(effect="decl.post", reason="archived", final=True),), "was not sent"),
        ((EffectUnclear(effect="decl.post", reason="?"),), "on its way"),
    ],
)
def test_an_incident_is_declared_once(told, words_of_it):
    refusal = _decide(_declare(), SEEN, *declared(NOW, done=False), *told)

    assert isinstance(refusal, Refusal)
    assert words_of_it in refusal.reason


def test_a_declaration_that_was_given_up_may_be_made_again():
    given_up = EffectDiscarded(effect="decl.post", reason="wrong channel")

    assert isinstance(_decide(_declare(), SEEN, *declared(NOW, done=False), given_up), tuple)


def test_without_a_channel_there_is_nowhere_to_declare():
    refusal = _decide(_declare(), SEEN, by=Procedure(name="bare"))

    assert refusal == Refusal(reason="no incident channel: set [procedure.channels] incident")


def test_braces_in_foreign_words_stay_braces():
    seen = IncidentSeen(incident=incident(title="{hypothesis} {0} {}"))
    (fact,) = _decide(_declare(hypothesis="{person}"), seen)
    first, *_, hypothesis, _last = fact.effects[0].text.splitlines()

    assert first.endswith("declared: {hypothesis} {0} {}")
    assert hypothesis == "Hypothesis: {person}"


# --- update ----------------------------------------------------------------------------------


def test_an_update_goes_to_the_thread_of_the_declaration():
    (fact,) = _decide(_update(), *DECLARED)

    assert isinstance(fact, UpdateRequested)
    assert fact.effects == (
        PostMessage(
            id="id1.post",
            incident_id=INCIDENT,
            channel="C1",
            thread_of="decl.post",
            text="Known: 5xx\nTrying: rolling back\nNext update: 09:02 UTC (11:02 CEST)",
            purpose=Purpose.UPDATE,
        ),
    )
    assert (fact.known, fact.trying, fact.next_at) == ("5xx", "rolling back", after(20))


def test_an_update_may_be_written_before_the_declaration_has_arrived():
    assert isinstance(_decide(_update(), SEEN, *declared(NOW, done=False)), tuple)


def test_what_was_left_empty_is_left_out():
    silent = replace(_update(trying=" ", next_at=None), accepted=(TONE,))
    (fact,) = _decide(silent, *DECLARED)

    assert fact.effects[0].text == "Known: 5xx"


@pytest.mark.parametrize(
    "told",
    [(), (*declared(NOW, done=False), EffectDiscarded(effect="decl.post", reason="x"))],
)
def test_there_is_no_update_before_the_declaration(told):
    refusal = _decide(_update(), SEEN, *told)

    assert isinstance(refusal, Refusal)
    assert "not declared yet: d declares it" in refusal.reason


def test_an_update_says_something():
    assert isinstance(_decide(_update(known=" \n"), *DECLARED), Refusal)


def test_nobody_is_promised_a_word_in_the_past():
    refusal = _decide(_update(next_at=NOW), *DECLARED)

    assert refusal == Refusal(
        reason="08:44 UTC (10:44 CEST) is past already: say when the next word really comes"
    )


def test_a_declaration_that_is_too_long_for_one_message_is_refused_with_the_count():
    refusal = _decide(_declare(hypothesis="x" * 3500), SEEN)

    assert isinstance(refusal, Refusal)
    assert "at most 3500" in refusal.reason


# --- notes, steps, looks -----------------------------------------------------------------------


def test_a_note_stays_here():
    assert _decide(WriteNote(incident_id="", text=" calm so far "), SEEN) == (
        NoteRequested(id="id1", incident_id="", text="calm so far"),
    )


def test_a_note_goes_to_the_pager_when_asked():
    (fact,) = _decide(WriteNote(incident_id=INCIDENT, text="hi", to_pager=True), SEEN)

    assert fact.effects == (AddNote(id="id1.note", incident_id=INCIDENT, text="hi"),)


@pytest.mark.parametrize(
    "action",
    [
        WriteNote(incident_id="", text="  "),
        WriteNote(incident_id="gone", text="hi"),
        WriteNote(incident_id="", text="hi", to_pager=True),
    ],
)
def test_a_note_that_would_not_go_where_it_should_is_refused(action):
    assert isinstance(_decide(action, SEEN), Refusal)


def test_a_step_is_ticked_once():
    tick = TickStep(incident_id=INCIDENT, step="customer")
    fact = StepTicked(incident_id=INCIDENT, step="customer")

    assert _decide(tick, SEEN) == (fact,)
    assert _decide(tick, SEEN, fact) == ()


def test_a_step_that_the_procedure_does_not_have_is_refused():
    assert isinstance(_decide(TickStep(incident_id=INCIDENT, step="dance"), SEEN), Refusal)


def test_looking_is_evidence_once():
    look = LookAt(incident_id=INCIDENT, evidence="deploys", what="2 deploys")
    fact = StepLookedAt(incident_id=INCIDENT, step="deploys", what="2 deploys")

    assert _decide(look, SEEN) == (fact,)
    assert _decide(look, SEEN, fact) == ()


@pytest.mark.parametrize(
    "action", [_ack(), _declare(), _update(), TickStep(incident_id=INCIDENT, step="declare")]
)
def test_without_an_incident_nothing_is_done_to_one(action):
    assert _decide(action) == Refusal(reason="no incident is on screen: i lists the open ones")


# --- what is stuck -----------------------------------------------------------------------------

POST = requested(message("m1"))
FAILED = EffectFailed(effect="m1", reason="archived", final=True)
CLAIMED = EffectClaimed(effect="m1", attempt="1", process="p", until=after(9))


def test_what_failed_may_be_tried_again_or_given_up():
    assert _decide(Release(effect="m1"), SEEN, POST, FAILED) == (EffectReleased(effect="m1"),)
    assert _decide(Discard(effect="m1", reason="late"), SEEN, POST, FAILED) == (
        EffectDiscarded(effect="m1", reason="late"),
    )


@pytest.mark.parametrize("action", [Release(effect="m1"), Discard(effect="m1", reason="late")])
@pytest.mark.parametrize("told", [(POST, CLAIMED), (POST, EffectDone(effect="m1")), ()])
def test_what_is_being_sent_or_over_is_left_alone(action, told):
    assert isinstance(_decide(action, SEEN, *told), Refusal)


# --- all of them -------------------------------------------------------------------------------

_anything = st.one_of(
    st.builds(Acknowledge, incident_id=st.sampled_from(("Q1", "Q2", "x")), sure=st.booleans()),
    st.builds(
        Declare,
        incident_id=st.sampled_from(("Q1", "x")),
        started_at=st.just(PAGED),
        paged_by=words,
        hypothesis=words,
    ),
    st.builds(
        PostUpdate,
        incident_id=st.sampled_from(("Q1", "x")),
        known=words,
        trying=words,
        next_at=st.sampled_from((None, PAGED, after(60))),
    ),
    st.builds(
        WriteNote, incident_id=st.sampled_from(("Q1", "", "x")), text=words, to_pager=st.booleans()
    ),
    st.builds(TickStep, incident_id=st.just("Q1"), step=st.sampled_from(("declare", "x"))),
    st.builds(Release, effect=st.sampled_from(("r1.post", "x"))),
    st.builds(Discard, effect=st.sampled_from(("r1.post", "x")), reason=words),
)


@given(journals, _anything)
def test_a_decision_is_facts_or_a_reason_and_changes_nothing_by_itself(records, action):
    state = fold(records) if records else EMPTY
    before = repr(state)
    decision = decide(state, action, _ground())

    assert isinstance(decision, tuple) or decision.reason
    assert repr(state) == before


@given(journals)
def test_a_request_that_follows_at_once_posts_no_second_acknowledgement(records):
    """Whatever is on record before the page."""
    page = IncidentSeen(incident=incident(id="Q9", number=9))
    state = fold([*records, record(page, NOW, seq=len(records) + 1)])
    action = Acknowledge(incident_id="Q9")

    decision = decide(state, action, _ground())
    assert isinstance(decision, tuple)

    state = fold([record(fact, NOW) for fact in decision], state)
    assert isinstance(decide(state, action, _ground()), Refusal)
