"""The debrief: what was missed and what went well, by the procedure and by nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

from orders import announced
from situations import (
    ACKED,
    ANA,
    INCIDENT,
    LATER,
    PAGED,
    SEEN,
    STORY,
    after,
    case_of,
    declared,
    incident,
    message,
    procedure,
    state_of,
    updated,
)

from cockpit.documents.debrief import jsonable, markdown
from cockpit.domain.debriefing import Exercise, Lesson, debriefing
from cockpit.domain.effects import PostMessage
from cockpit.domain.facts import (
    CriterionAnswered,
    EffectDone,
    IncidentSeen,
    MitigationMoved,
    NoteRequested,
    RoleAssigned,
    TellingRequested,
)
from cockpit.view import debrief as view

NOVA = procedure()


def _of(*told, now: datetime = LATER, by=NOVA, exercise: Exercise | None = None):
    state = state_of(*told)
    return debriefing(state, case_of(state), by, now, exercise)


def _has(lines, *words):
    return any(all(word in line for word in words) for line in lines)


def test_what_was_in_time_is_praised_and_what_was_late_is_not():
    found = _of(SEEN, ACKED, *declared(after(12)))

    assert _has(found.good, "step 1, acknowledge", "3 min of 15 min")
    assert _has(found.missed, "step 2, declare", "late")


def test_updates_that_came_late_are_each_named():
    found = _of(SEEN, ACKED, *declared(after(4)), now=after(30))

    assert _has(found.missed, "an update was due at 09:01 UTC")


def test_a_cadence_that_was_kept_is_praised():
    told = (*declared(after(4)), *updated("u1", after(15), done_at=after(15)))

    assert _has(_of(SEEN, ACKED, *told, now=after(20)).good, "none late")


def test_whoever_should_have_heard_by_now_and_did_not_is_named():
    found = _of(SEEN, ACKED, now=after(30))

    assert _has(found.missed, "not told: #novavms-incident-live")


def test_who_need_not_have_heard_yet_is_not_held_against_anybody():
    assert not _has(_of(SEEN, ACKED, now=after(5)).missed, "not told")


def test_criteria_that_nobody_answered_are_named_by_their_letter():
    told = [
        (after(4), CriterionAnswered(incident_id=INCIDENT, criterion=key, answer="no"))
        for key in "abc"
    ]
    unknown = (after(4), CriterionAnswered(incident_id=INCIDENT, criterion="d", answer="unknown"))

    assert _has(_of(SEEN, *told, unknown).missed, "nobody answered: d, e")


def test_roles_without_a_name_are_named_and_a_full_house_is_praised():
    def took(role: str):
        return after(5), RoleAssigned(id=role, incident_id=INCIDENT, role=role, person=ANA)

    some = _of(SEEN, took("commander"))
    everyone = _of(SEEN, *(took(role.id) for role in NOVA.roles))

    assert _has(some.missed, "roles without a name: Communications")
    assert _has(everyone.good, "every role had a name")


def test_a_mitigation_without_an_outcome_is_a_loose_end():
    told = announced("m1", after(6))
    worked = (
        after(9),
        MitigationMoved(id="m2", incident_id=INCIDENT, mitigation="m1", stage="worked"),
    )

    assert _has(_of(SEEN, told).missed, "rollback cloud was announced, and nobody said how")
    assert _has(_of(SEEN, told, worked).good, "users no longer hurt after 9 min")


def test_without_convergence_somebody_has_to_be_called():
    assert _has(_of(SEEN, ACKED, now=after(45)).missed, "nobody called the secondary (N9)")
    assert not _has(_of(SEEN, ACKED, now=after(29)).missed, "N9")


def test_a_matter_of_security_belongs_into_its_channel():
    secure = replace(NOVA, channels=replace(NOVA.channels, security="CSEC"))
    yes = after(4), CriterionAnswered(incident_id=INCIDENT, criterion="e", answer="yes")
    post = PostMessage(id="p", incident_id=INCIDENT, channel="CSEC", text="it is security")
    posted = (
        (after(5), NoteRequested(id="n", incident_id=INCIDENT, text="x", effects=(post,))),
        (after(5), EffectDone(effect="p", ref="1.2", done_at=after(5))),
    )

    assert _has(_of(SEEN, yes, by=secure).missed, "was not told (I6)")
    assert _has(_of(SEEN, yes, *posted, by=secure).good, "was told")


def test_who_was_told_what_says_what_did_not_leave():
    told = (
        *declared(after(4)),
        (
            after(6),
            NoteRequested(id="n", incident_id=INCIDENT, text="x", effects=(message("lost"),)),
        ),
    )
    lines = _of(SEEN, ACKED, *told).told

    assert [(line.what, line.arrived) for line in lines] == [("declared", True), ("hello", False)]


def test_what_the_scenario_teaches_stands_beside_what_the_procedure_does():
    lessons = (Lesson(words="it was the pool", good=True), Lesson(words="restarted", good=False))
    exercise = Exercise(scenario="bad-deploy", truth="the pool", seed=7, lessons=lessons)
    found = _of(*STORY, exercise=exercise)
    text = markdown(found, LATER.tzinfo)

    assert "it was the pool" in found.good
    assert "restarted" in found.missed
    assert "seed 7" in text
    assert "## What it was" in text


def test_the_document_obeys_no_foreign_word():
    evil = replace(incident(), title="[x](http://evil.example) | `rm`")
    text = markdown(_of((PAGED, IncidentSeen(incident=evil))), LATER.tzinfo)

    assert "[x](" not in text
    assert "`rm`" not in text.replace("\\`", "")


def test_programs_get_the_same_figures():
    found = _of(*STORY)
    plain = jsonable(found)

    assert plain["in_order"] == found.figures.is_in_order
    assert [s["id"] for s in plain["steps"]] == [s.id for s in NOVA.steps]
    assert plain["drill"] is None


def test_the_page_on_the_screen_has_every_step_and_every_lesson():
    found = _of(*STORY)
    shown = "\n".join(
        " ".join(cell.text for cell in row.cells) for row in view.sheet(found, LATER.tzinfo).rows
    )

    assert all(step.title in shown for step in NOVA.steps)
    assert all(words in shown for words in (*found.good, *found.missed))


def test_who_was_told_by_hand_is_among_those_who_were_told():
    by_hand = TellingRequested(
        id="t1", incident_id=INCIDENT, telling="reporter", words="called back"
    )
    found = _of(SEEN, (after(4), by_hand))

    (line,) = found.told
    assert (line.who, line.what) == ("the customer who reported it", "by hand: called back")
    assert line.arrived
    assert "by hand: called back" in markdown(found, UTC)
