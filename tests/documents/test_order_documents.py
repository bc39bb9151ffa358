"""Who does what, what was done, who has to hear, what has not left: as plain text."""

from dataclasses import replace

from orders import NOVA, announced, chose, holds, moved
from situations import (
    ANA,
    BO,
    INCIDENT,
    NOW,
    ZONE,
    after,
    case_of,
    declared,
    held,
    incident,
    message,
    requested,
    running,
    state_of,
    updated,
)

from cockpit.documents import order, outbox
from cockpit.domain.changes import Scene
from cockpit.domain.facts import EffectFailed, IncidentSeen, ReliefNoted, UpdateWasLate
from cockpit.domain.model import Status
from cockpit.domain.procedure import Procedure

TAKEN = IncidentSeen(
    incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(1)),))
)
DECLARED = (TAKEN, *declared(after(1)))


def _scene(state):
    return Scene(state=state, procedure=NOVA, zone=ZONE, now=NOW)


def _case(*told):
    return case_of(state_of(*DECLARED, *told))


def test_every_role_has_a_line_and_nobody_is_called_nobody() -> None:
    text = order.roles(_case(holds("scribe", BO, after(1))), NOVA, NOW, ZONE)

    assert text.splitlines() == [
        "Incident commander      nobody",
        "Communications          nobody",
        "Investigators           nobody",
        "Scribe                  Bo Lindqvist, since 08:43 UTC (10:43 CEST)",
        "Ana Ortiz acknowledged it: `cockpit role commander Ana Ortiz`?",
    ]


def test_mitigations_stand_with_number_outcome_and_relief() -> None:
    relief = ReliefNoted(id="r", incident_id=INCIDENT, since=after(1.5))
    text = order.mitigations(
        _case(announced("m1", after(1)), moved("m1", "worked", NOW, "200s"), (NOW, relief)),
        NOW,
        ZONE,
    )

    assert text.splitlines() == [
        "1. rollback cloud, worked 08:44 UTC (10:44 CEST) by Ana Ortiz: 200s",
        "users no longer hurt since 08:43 UTC (10:43 CEST), says Ana Ortiz",
    ]
    assert order.mitigations(_case(), NOW, ZONE) == "no mitigation was announced\n"


def _cadence(*told, now=NOW):
    state = state_of(*DECLARED, *told)
    situation = replace(running(), state=state, me=ANA)
    return order.cadence(situation, case_of(state), now)


def test_the_cadence_says_who_when_and_what_was_late() -> None:
    late = UpdateWasLate(incident_id=INCIDENT, due=after(16))
    text = _cadence((after(17), late), now=after(18))

    assert "Interval                15 min" in text
    assert "overdue by 01:57" in text
    assert "Reminded                Ana Ortiz" in text
    assert "Late                    08:58 UTC (10:58 CEST)" in text
    off = _cadence(chose(NOW, every_s=0, reason="one reader"))
    assert "Interval                off" in off
    assert "Next due                nothing" in off
    assert "one reader" in off


def test_updates_that_crowd_out_work_are_remarked_on() -> None:
    told = [f for n in (3, 5, 7) for f in updated(f"u{n}", after(n), done_at=after(n))]

    assert "with nothing new" in _cadence(*told, now=after(8))


def test_who_has_to_hear_stands_with_a_box_and_a_time() -> None:
    state = state_of(*DECLARED)
    lines = order.tellings(state, case_of(state), NOVA, (NOW, ZONE)).splitlines()

    assert lines[0].startswith("[x] channel        #novavms-incident-live (declare): done 08:43")
    assert lines[1].startswith("[ ] outward")
    assert "in 13:00 (08:57 UTC (10:57 CEST))" in lines[1]
    nothing = order.tellings(state, case_of(state), Procedure(name="bare"), (NOW, ZONE))
    assert nothing == "nobody has to be told by the profile, or no severity is set\n"


def test_what_has_not_left_stands_with_why_and_the_mend() -> None:
    failed = EffectFailed(effect="m1", reason="archived", mend="unarchive it", final=True)
    state = state_of(TAKEN, requested(message("m1")), failed)
    (told,) = outbox.jsonable(state, NOW)

    assert outbox.text(_scene(state)).splitlines() == [
        "1. a message for the chat: not sent: archived",
        "   asked for 08:42 UTC (10:42 CEST) by Ana Ortiz, for #4217",
        "   to C1: hello",
        "   unarchive it",
    ]
    assert (told["effect"], told["phase"], told["to"]) == ("m1", "failed", "chat")
    assert outbox.text(_scene(state_of(TAKEN))) == "everything has left\n"
    assert outbox.jsonable(state_of(TAKEN), NOW) == []
