"""What proves a step of somebody else's procedure: severity, roles, tellings, help, looks."""

from dataclasses import replace

import pytest
from orders import announced, holds, severe, told
from situations import ANA, INCIDENT, NOW, after, case_of, incident, message, state_of

from cockpit.domain.checklist import Standing, checklist
from cockpit.domain.customers import CallerWay
from cockpit.domain.effects import EscalateIncident, MergeIncidents
from cockpit.domain.facts import (
    CallerVerified,
    ChangeRequested,
    EffectDone,
    EffectFailed,
    IncidentSeen,
    Judged,
    ReliefNoted,
    StepLookedAt,
)
from cockpit.domain.model import Responder, Response
from cockpit.domain.procedure import Evidence, Procedure, Step

SEEN = IncidentSeen(incident=incident())


def standing(evidence: Evidence, *facts, step="it"):
    """The only step of a procedure, as it stands after these facts."""
    wanted = Procedure(name="x", steps=(Step(id=step, title="It", evidence=evidence),))
    state = state_of(SEEN, *facts)
    (view,) = checklist(state, case_of(state), wanted, NOW)
    return view


def changed(effect, minutes, done=True):
    asked = ChangeRequested(id=effect.id, incident_id=INCIDENT, words="x", effects=(effect,))
    outcome = EffectDone if done else EffectFailed
    more = {} if done else {"reason": "no"}
    return (
        (after(minutes), asked),
        (after(minutes + 1), outcome(effect=effect.id, **more)),
    )


PAGE = EscalateIncident(id="e1", incident_id=INCIDENT, level=2)
MERGE = MergeIncidents(id="m1", incident_id=INCIDENT, sources=("Q2",))


@pytest.mark.parametrize(
    ("evidence", "facts", "at", "proof"),
    [
        (Evidence.SEVERITY, (severe("P1", after(2)),), 2, "P1"),
        (
            Evidence.SEVERITY,
            ((after(2), Judged(incident_id=INCIDENT, page_worthy=False)),),
            2,
            "Ana Ortiz: not worth a page",
        ),
        (Evidence.ROLES, (holds("commander", ANA, after(3)),), 3, "commander: Ana Ortiz"),
        (Evidence.MITIGATION, (announced("m", after(4)),), 4, "rollback cloud"),
        (Evidence.CALLED, changed(PAGE, 5), 6, "by Ana Ortiz"),
        (Evidence.MERGED, changed(MERGE, 5), 6, "by Ana Ortiz"),
        (
            Evidence.ERRORS,
            ((after(7), StepLookedAt(incident_id=INCIDENT, step="it", what="2 errors, 1 new")),),
            7,
            "2 errors, 1 new",
        ),
        (
            Evidence.CALLER,
            (
                (
                    after(8),
                    CallerVerified(
                        incident_id=INCIDENT, org_id="o1", way=CallerWay.TICKET, ref="T-1"
                    ),
                ),
            ),
            8,
            "an existing ticket, by Ana Ortiz",
        ),
    ],
)
def test_a_step_ticks_itself_by_what_was_done(evidence, facts, at, proof):
    open_, done = standing(evidence), standing(evidence, *facts)

    assert open_.standing is Standing.NEXT
    assert (done.standing, done.at, done.proof) == (Standing.DONE, after(at), proof)


@pytest.mark.parametrize("effect", [PAGE, MERGE])
def test_what_the_pager_refused_proves_nothing(effect):
    evidence = Evidence.CALLED if effect is PAGE else Evidence.MERGED

    assert standing(evidence, *changed(effect, 5, done=False)).standing is Standing.NEXT


def test_a_step_is_told_by_those_of_its_own_name_and_by_nobody_else():
    others = told("channel", after(2))
    own = told("company", after(5))

    assert standing(Evidence.TOLD, *others, step="anybody").at == after(2)
    both = standing(Evidence.TOLD, *others, *own, step="company")
    assert (both.at, both.proof) == (after(5), "company, by Ana Ortiz")


def test_a_message_that_did_not_arrive_has_told_nobody():
    letter = message("mail")
    sent = told("company", after(2), letter, done=False)

    assert standing(Evidence.TOLD, *sent, step="company").standing is Standing.NEXT
    arrived = (*sent, (after(3), EffectDone(effect="mail")))
    assert standing(Evidence.TOLD, *arrived, step="company").standing is Standing.DONE


def test_users_who_are_no_longer_hurt_need_no_mitigation():
    relief = ReliefNoted(id="r", incident_id=INCIDENT, since=after(5))

    assert standing(Evidence.MITIGATION, (after(6), relief)).standing is Standing.DONE


def test_somebody_who_was_asked_at_the_pager_itself_counts_as_help():
    asked = Responder(person=ANA, response=Response.PENDING, asked_at=after(9))
    seen = IncidentSeen(incident=replace(incident(), responders=(asked,)))

    assert standing(Evidence.CALLED, (after(10), seen)).proof == "Ana Ortiz was asked"
