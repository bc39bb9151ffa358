"""What the engineer judges: severity, criteria, page-worthiness, skipped steps, being at work."""

from itertools import count

import pytest
from situations import (
    ANA,
    INCIDENT,
    NOW,
    ZONE,
    after,
    declared,
    held,
    incident,
    procedure,
    state_of,
)

from cockpit.domain.actions import (
    AnswerCriterion,
    ConfirmEngaged,
    Judge,
    SetSeverity,
    SkipStep,
    TellNoise,
    Triage,
)
from cockpit.domain.decide import decide
from cockpit.domain.decide_triage import why_not
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage, PrioritiseIncident
from cockpit.domain.facts import (
    ChangeRequested,
    CriterionAnswered,
    EngagementConfirmed,
    Fact,
    IncidentSeen,
    Judged,
    SeveritySet,
    StepSkipped,
)
from cockpit.domain.model import Status
from cockpit.domain.texts import LIMIT

SEEN = IncidentSeen(incident=incident())
REASON = "support confirms that no customer has written"


def decided(action: Triage, *told: Fact, now=NOW) -> Decision:
    ids = count(1)
    ground = Ground(
        procedure=procedure(), me=ANA, now=now, zone=ZONE, new_id=lambda: f"r{next(ids)}"
    )
    return decide(state_of(*(told or (SEEN,))), action, ground)


def refusal(action: Triage, *told: Fact, now=NOW) -> str:
    decision = decided(action, *told, now=now)
    assert isinstance(decision, Refusal), decision
    return decision.reason


@pytest.mark.parametrize(
    "action",
    [
        SetSeverity(incident_id="gone", level="P1"),
        AnswerCriterion(incident_id="gone", criterion="a", answer="yes"),
        Judge(incident_id="gone", page_worthy=True, reason="x"),
        TellNoise(incident_id="gone", text="x"),
        SkipStep(incident_id="gone", step="declare", reason=REASON),
        ConfirmEngaged(incident_id="gone"),
    ],
)
def test_without_an_incident_nothing_is_judged(action: Triage):
    assert "no incident is on screen" in refusal(action)


def test_a_level_is_found_however_it_is_written_and_recorded_as_the_profile_has_it():
    action = SetSeverity(incident_id=INCIDENT, level=" p2 ", reason=" one org ")

    assert decided(action) == (SeveritySet(incident_id=INCIDENT, level="P2", reason="one org"),)


def test_an_unknown_level_is_refused_with_the_known_ones():
    said = refusal(SetSeverity(incident_id=INCIDENT, level="P9"))

    assert said == "there is no level P9: the levels are P1, P2, P3"


def test_the_same_level_again_is_nothing_to_do():
    before = SeveritySet(incident_id=INCIDENT, level="P2")

    assert decided(SetSeverity(incident_id=INCIDENT, level="P2"), SEEN, before) == ()


def test_the_pagers_priority_is_set_only_when_asked_for_and_when_it_differs():
    differs = SetSeverity(incident_id=INCIDENT, level="P2", to_pager=True)
    same = SetSeverity(incident_id=INCIDENT, level="P1", to_pager=True)
    effect = PrioritiseIncident(id="r1.priority", incident_id=INCIDENT, priority="P2")

    assert decided(differs) == (
        SeveritySet(incident_id=INCIDENT, level="P2"),
        ChangeRequested(
            id="r1", incident_id=INCIDENT, words="priority P2, it was P1", effects=(effect,)
        ),
    )
    assert decided(same) == (SeveritySet(incident_id=INCIDENT, level="P1"),)


def test_a_resolved_incident_may_be_graded_but_its_priority_stays():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED))

    assert decided(SetSeverity(incident_id=INCIDENT, level="P2"), over)
    assert "resolved" in refusal(SetSeverity(incident_id=INCIDENT, level="P2", to_pager=True), over)


def test_an_answer_is_recorded_and_a_bouncing_key_is_not():
    action = AnswerCriterion(incident_id=INCIDENT, criterion="b", answer="no")
    fact = CriterionAnswered(incident_id=INCIDENT, criterion="b", answer="no")

    assert decided(action) == (fact,)
    assert decided(action, SEEN, fact, now=after(0.5)) == ()
    assert decided(action, SEEN, fact, now=after(2)) == (fact,)


def test_what_is_no_criterion_or_no_answer_is_refused():
    unknown = AnswerCriterion(incident_id=INCIDENT, criterion="z", answer="no")
    silly = AnswerCriterion(incident_id=INCIDENT, criterion="a", answer="maybe")

    assert "the criteria are a, b, c, d, e, camera" in refusal(unknown)
    assert refusal(silly) == "answer yes, no or unknown"


@pytest.mark.parametrize("worthy", [True, False])
def test_a_judgement_needs_a_reason(worthy: bool):
    assert "say why" in refusal(Judge(incident_id=INCIDENT, page_worthy=worthy, reason="  "))
    fact = Judged(incident_id=INCIDENT, page_worthy=worthy, reason="a test account")
    action = Judge(incident_id=INCIDENT, page_worthy=worthy, reason="a test account ")

    assert decided(action) == (fact,)
    assert decided(action, SEEN, fact) == ()


def test_a_line_goes_to_the_noise_channel_and_to_no_other():
    (fact,) = decided(TellNoise(incident_id=INCIDENT, text=" #4217 one camera "))
    effect = PostMessage(
        id="r1.post",
        incident_id=INCIDENT,
        channel="#novavms-oncall-noise",
        text="#4217 one camera",
    )

    assert fact.effects == (effect,)
    assert "empty line" in refusal(TellNoise(incident_id=INCIDENT, text=" "))
    assert "too many" in refusal(TellNoise(incident_id=INCIDENT, text="x" * (LIMIT + 1)))


def test_a_step_is_skipped_with_a_reason_that_says_something():
    action = SkipStep(incident_id=INCIDENT, step="declare", reason=REASON)

    assert decided(action) == (StepSkipped(incident_id=INCIDENT, step="declare", reason=REASON),)
    assert "no step" in refusal(SkipStep(incident_id=INCIDENT, step="dance", reason=REASON))


def test_what_is_done_is_not_skipped():
    said = refusal(
        SkipStep(incident_id=INCIDENT, step="declare", reason=REASON), SEEN, *declared(after(1))
    )

    assert said == "Declare is done (thread opened): there is nothing to skip"


@pytest.mark.parametrize(
    "reason",
    ["", "  ", "n/a", "not needed", "skip", "no time for this now", "later", "because", "…"],
)
def test_a_reason_without_substance_is_refused(reason: str):
    assert why_not(reason)


@pytest.mark.parametrize(
    "reason",
    ["the cause looks obvious to everybody here", "Obviously the deploy of 08:02 did it",
     "the cause is clear, rolling back"],
)  # fmt: skip
def test_no_step_is_skipped_because_the_cause_looks_obvious(reason: str):
    assert "obvious" in why_not(reason)


@pytest.mark.parametrize(
    "reason",
    [REASON, "reports folder unreadable since the disk failed", "Ben declared it by telephone",
     "kein Kunde hat geschrieben"],
)  # fmt: skip
def test_a_reason_that_says_what_is_known_will_do(reason: str):
    assert why_not(reason) == ""


def test_being_at_work_is_said_by_who_holds_it():
    mine = IncidentSeen(incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(),)))
    over = IncidentSeen(incident=incident(status=Status.RESOLVED))
    action = ConfirmEngaged(incident_id=INCIDENT)

    assert decided(action, mine) == (EngagementConfirmed(incident_id=INCIDENT),)
    assert "a acknowledges it" in refusal(action)
    assert "resolved" in refusal(action, over)
