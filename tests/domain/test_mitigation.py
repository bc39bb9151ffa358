"""What is about to be done is told first; a clash is asked about; relief is a moment of its own."""

from dataclasses import replace

import pytest
from orders import NOVA, announced, cockpit_says, decided, moved, posts
from situations import (
    ANA,
    BO,
    INCIDENT,
    NOW,
    after,
    case_of,
    declared,
    incident,
    state_of,
)

from cockpit.domain.actions import WriteNote
from cockpit.domain.actions_talk import AnnounceMitigation, MoveMitigation, NoteRelief
from cockpit.domain.channels import Channels
from cockpit.domain.clocks import ClockId, clocks
from cockpit.domain.decide_mitigation import following
from cockpit.domain.decisions import Refusal
from cockpit.domain.effects import AddNote, Purpose
from cockpit.domain.facts import IncidentSeen, ReliefNoted
from cockpit.domain.model import Status
from cockpit.domain.talk import Stage

SEEN = IncidentSeen(incident=incident())
DECLARED = (SEEN, *declared(after(1)))
LOGGED = replace(NOVA, channels=Channels(incident="C1", log="C9"), mirror=("mitigation", "note"))


def _announce(kind="rollback", target="cloud v2.31", **more):
    return AnnounceMitigation(incident_id=INCIDENT, kind=kind, target=target, **more)


def _move(stage, name="m1", words=""):
    return MoveMitigation(incident_id=INCIDENT, mitigation=name, stage=stage, words=words)


def _relief(since, words="health is 200"):
    return NoteRelief(incident_id=INCIDENT, since=since, words=words)


def _reason(decision):
    assert isinstance(decision, Refusal), decision
    return decision.reason


# --- before it is done -----------------------------------------------------------------------


def test_it_is_told_before_it_is_done_to_people_and_to_other_cockpits():
    (fact,) = decided(_announce(words="5xx since it went out"), *DECLARED)
    (post,) = posts((fact,))

    assert post.text == (
        "About to: rollback cloud v2.31\nWhy: 5xx since it went out\n"
        "By Ana Ortiz, now. Say so here if it clashes with what you do."
    )
    assert (post.thread_of, post.purpose) == ("decl.post", Purpose.MITIGATION)
    assert dict(post.about) == {
        "id": fact.id,
        "kind": "rollback",
        "target": "cloud v2.31",
        "stage": "announced",
        "words": "5xx since it went out",
        "by": "Ana Ortiz",
    }
    (known,) = case_of(state_of(*DECLARED, (NOW, fact))).mitigations
    assert (known.id, known.stage, known.author) == (fact.id, Stage.ANNOUNCED, "Ana Ortiz")


def test_undeclared_nobody_would_hear_so_it_is_asked_about():
    refusal = decided(_announce(), SEEN)

    assert "d declares it" in _reason(refusal)
    assert refusal.confirmable
    (fact,) = decided(_announce(sure=True), SEEN)
    assert fact.effects == ()


@pytest.mark.parametrize("target", ["cloud", "CLOUD", " cloud "])
def test_a_second_thing_done_to_the_same_target_is_asked_about(target):
    told = (*DECLARED, announced("m1", NOW, kind="restart", target="Cloud"))
    refusal = decided(_announce(target=target), *told)

    assert _reason(refusal) == (
        "you announced restart Cloud at 08:44 UTC (10:44 CEST): say first how that went"
    )
    assert refusal.confirmable
    assert isinstance(decided(_announce(target=target, sure=True), *told), tuple)


def _theirs(at, stage="announced", **about):
    return cockpit_says(at, "mitigation", id="bo-1", stage=stage, by="Bo Lindqvist", **about)


def test_a_colleagues_announcement_in_the_thread_is_named_with_who_what_and_when():
    told = (*DECLARED, _theirs(after(1.5), kind="restart", target="cloud"))

    assert _reason(decided(_announce(target="cloud"), *told)) == (
        "Bo Lindqvist announced restart cloud at 08:43 UTC (10:43 CEST): talk to them first"
    )


def test_a_colleague_at_the_same_kind_of_thing_is_asked_about_for_a_quarter_of_an_hour():
    told = (*DECLARED, _theirs(after(2), kind="rollback", target="gateway"))

    assert isinstance(decided(_announce(), *told, now=after(16)), Refusal)
    assert isinstance(decided(_announce(), *told, now=after(18)), tuple)
    mine = announced("m1", after(2), target="gateway")
    assert isinstance(decided(_announce(), *DECLARED, mine, now=after(3)), tuple)


def test_what_is_over_clashes_with_nothing():
    told = (
        *DECLARED,
        _theirs(after(2), kind="rollback", target="cloud"),
        _theirs(after(3), "failed"),
    )

    assert isinstance(decided(_announce(target="cloud"), *told), tuple)


def test_a_clash_with_another_incidents_mitigation_is_asked_about_too():
    other = IncidentSeen(incident=incident("Q2", number=4218))
    at, fact = announced("m2", NOW, target="cloud")
    told = (*DECLARED, other, (at, replace(fact, incident_id="Q2")))

    assert isinstance(decided(_announce(target="cloud"), *told), Refusal)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (_announce(kind="pray"), "there is no mitigation pray: they are rollback, restart"),
        (_announce(target="  "), "say what you rollback"),
    ],
)
def test_what_is_not_said_whole_is_refused(action, words):
    assert words in _reason(decided(action, *DECLARED))


def test_where_it_is_wanted_the_log_channel_hears_too():
    thread, log = posts(decided(_announce(), *DECLARED, by=LOGGED))

    assert (log.channel, log.thread_of, log.purpose) == ("C9", "", Purpose.NOTE)
    assert log.text == f"#4217 {thread.text}"


# --- while it is done, and after -------------------------------------------------------------


def test_start_and_outcome_are_recorded_and_told():
    told = [*DECLARED, announced("m1", NOW)]
    for minute, stage in ((3, "started"), (9, "worked")):
        (fact,) = decided(_move(stage, words=f"words {stage}"), *told, now=after(minute))
        (post,) = posts((fact,))
        told.append((after(minute), fact))
    case = case_of(state_of(*told))
    (known,) = case.mitigations

    assert post.text == "It worked: rollback cloud\nwords worked\nBy Ana Ortiz."
    assert dict(post.about)["stage"] == "worked"
    assert (known.started_at, known.ended_at) == (after(3), after(9))
    assert (known.stage, known.outcome) == (Stage.WORKED, "words worked")
    assert case.moments[-1].text == "rollback cloud worked: words worked"


@pytest.mark.parametrize(
    ("before", "stage", "words"),
    [
        ("announced", "taken back", "what can be said now is started, worked, failed, called off"),
        ("started", "called off", "what can be said now is worked, failed, taken back"),
        ("called off", "worked", "is over (called off): announce it anew"),
        ("announced", "nonsense", "what can be said now"),
        ("announced", "announced", "what can be said now"),
    ],
)
def test_what_cannot_follow_is_refused_with_what_can(before, stage, words):
    told = [*DECLARED, announced("m1", NOW)]
    told += [moved("m1", before, NOW)] if before != "announced" else []

    assert words in _reason(decided(_move(stage), *told))


def test_an_outcome_may_turn_out_otherwise_and_an_unknown_one_is_refused():
    told = (*DECLARED, announced("m1", NOW), moved("m1", "worked", NOW))

    assert isinstance(decided(_move("failed"), *told), tuple)
    assert "no such mitigation" in _reason(decided(_move("failed", name="mx"), *told))
    assert all(stage not in following(stage) for stage in Stage)


def test_a_colleagues_mitigation_goes_on_by_the_words_in_the_thread():
    told = [
        *DECLARED,
        _theirs(after(2), kind="restart", target="gateway", words="it leaks"),
        _theirs(after(4), "started"),
        _theirs(after(8), "worked", words="memory is flat"),
    ]
    case = case_of(state_of(*told))
    (known,) = case.mitigations

    assert known.is_elsewhere
    assert (known.author, known.stage) == ("Bo Lindqvist", Stage.WORKED)
    assert (known.words, known.outcome) == ("it leaks", "memory is flat")
    assert (known.started_at, known.ended_at) == (after(4), after(8))
    assert case.moments[-1].text == ("Bo Lindqvist worked: restart gateway (told in the thread)")


@pytest.mark.parametrize(
    "about",
    [
        {"id": "x", "stage": "announced"},
        {"id": "", "stage": "announced", "kind": "k", "target": "t"},
        {"id": "x", "stage": "exploded", "kind": "k", "target": "t"},
        {"id": "x" * 500, "stage": "announced", "kind": "k", "target": "t"},
    ],
)
def test_what_has_the_wrong_shape_is_only_a_message(about):
    told = cockpit_says(after(2), "mitigation", text="hm", **about)
    case = case_of(state_of(*DECLARED, told))

    assert case.mitigations == ()
    assert case.moments[-1].text == "hm"


def test_an_older_word_does_not_undo_a_newer_one():
    told = (
        *DECLARED,
        _theirs(after(2), kind="restart", target="gateway"),
        _theirs(after(8), "worked"),
        _theirs(after(4), "started"),
    )

    assert case_of(state_of(*told)).mitigations[0].stage is Stage.WORKED


# --- users are no longer hurt ----------------------------------------------------------------


def test_relief_is_a_moment_of_its_own_and_told():
    (fact,) = decided(_relief(after(1.5)), *DECLARED)
    (post,) = posts((fact,))

    assert post.text == (
        "Users are no longer hurt since 08:43 UTC (10:43 CEST).\n"
        "Seen by: health is 200\nSays Ana Ortiz."
    )
    assert dict(post.about)["since"] == after(1.5).isoformat()
    case = case_of(state_of(*DECLARED, (NOW, fact)))
    assert (case.relief.at, case.relief.noted_at) == (after(1.5), NOW)


def test_undeclared_relief_is_recorded_and_not_told():
    (fact,) = decided(_relief(NOW), SEEN)

    assert fact.effects == ()


def test_relief_is_neither_ahead_nor_before_it_began_nor_said_twice():
    (fact,) = decided(_relief(NOW), *DECLARED)

    assert "has not come yet" in _reason(decided(_relief(after(3)), *DECLARED))
    assert "before it began" in _reason(decided(_relief(after(-30)), *DECLARED))
    assert decided(_relief(NOW), *DECLARED, (NOW, fact)) == ()
    assert isinstance(decided(_relief(after(1)), *DECLARED, (NOW, fact)), tuple)


def test_a_colleagues_relief_is_heeded_where_it_can_be_true():
    good = cockpit_says(after(9), "relief", since=after(8).isoformat(), by="Bo", words="200s")
    ahead = cockpit_says(after(9), "relief", since=after(30).isoformat())
    odd = cockpit_says(after(9), "relief", since="just now")
    naive = cockpit_says(after(9), "relief", since="2026-04-21T08:45:00")

    relief = case_of(state_of(*DECLARED, good)).relief
    assert (relief.at, relief.author, relief.words) == (after(8), "Bo", "200s")
    for told in (ahead, odd, naive):
        assert case_of(state_of(*DECLARED, told)).relief is None


@pytest.mark.parametrize(
    "helped",
    [
        (announced("m1", NOW), moved("m1", "worked", after(9))),
        ((after(9), ReliefNoted(id="r1", incident_id=INCIDENT, since=after(8))),),
    ],
)
def test_the_thirty_minute_mark_is_gone_once_something_helped(helped):
    def marks(*told):
        state = state_of(*DECLARED, *told)
        return {c.id for c in clocks(state, case_of(state), NOVA)}

    assert ClockId.CONVERGENCE in marks(announced("m1", NOW), moved("m1", "failed", after(9)))
    assert ClockId.CONVERGENCE not in marks(*helped)


# --- notes are mirrored where that is wanted -------------------------------------------------


def _note(incident_id=INCIDENT, **more):
    return WriteNote(incident_id=incident_id, text="cache is cold", **more)


def test_notes_stay_here_unless_the_profile_says_otherwise():
    assert posts(decided(_note(), *DECLARED)) == []


def test_a_note_is_told_in_the_thread_else_in_the_log_channel():
    (thread,) = posts(decided(_note(), *DECLARED, by=LOGGED))
    (log,) = posts(decided(_note(), SEEN, by=LOGGED))
    (shift,) = posts(decided(_note(""), SEEN, by=LOGGED))

    assert (thread.thread_of, thread.purpose) == ("decl.post", Purpose.NOTE)
    assert thread.text == "Note by Ana Ortiz: cache is cold"
    assert (log.channel, log.text) == ("C9", "#4217 Note by Ana Ortiz: cache is cold")
    assert (shift.channel, shift.incident_id) == ("C9", "")


def test_a_note_for_the_pager_goes_to_both():
    (fact,) = decided(_note(to_pager=True), *DECLARED, by=LOGGED)

    assert isinstance(fact.effects[0], AddNote)
    assert len(posts((fact,))) == 1


def test_a_resolved_incident_is_not_mitigated():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))

    assert "is resolved" in _reason(decided(_announce(), over))


def test_bo_may_say_how_anas_went():
    told = (*DECLARED, announced("m1", NOW))
    (post,) = posts(decided(_move("worked"), *told, me=BO))

    assert post.text.endswith("By Bo Lindqvist.")
    assert ANA.name not in post.text
