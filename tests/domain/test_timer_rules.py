"""What reminders and countdowns of other tools got wrong: rules 29 to 35, one by one."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from orders import NOVA, chose, decided, holds, reply
from situations import (
    ANA,
    BO,
    INCIDENT,
    NOW,
    PAGED,
    ZONE,
    after,
    case_of,
    declared,
    escalates,
    held,
    incident,
    journal,
    message,
    policy,
    requested,
    running,
    state_of,
    updated,
)

from cockpit.domain.actions_talk import ChooseCadence
from cockpit.domain.cadence import nags, update_due
from cockpit.domain.cadence_words import chosen
from cockpit.domain.clocks import ClockId, clocks
from cockpit.domain.decisions import Refusal
from cockpit.domain.demands import Level
from cockpit.domain.dispatch import standing
from cockpit.domain.escalation import countdown
from cockpit.domain.facts import (
    EffectFailed,
    IncidentSeen,
    MeIdentified,
    PolicySeen,
    UpdateWasLate,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import Status
from cockpit.domain.situation import Situation
from cockpit.journal import codec
from cockpit.view.bell import Bell, Ring
from cockpit.view.cells import Space
from cockpit.view.escalation import sheet
from cockpit.view.focal import focal_clock

SEEN = IncidentSeen(incident=incident())
TAKEN = IncidentSeen(
    incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
)
DECLARED = (SEEN, *declared(after(4)))


def _due(*told, by=NOVA):
    state = state_of(*told)
    return update_due(state, case_of(state), by)


def _situation(*told, by=NOVA) -> Situation:
    return replace(running(), state=state_of(MeIdentified(person=ANA), *told), procedure=by)


def _focal(now, *told):
    situation = _situation(*told)
    case = case_of(situation.state)
    rise = countdown(situation.state, case.incident, NOVA, now)
    return focal_clock(situation, rise, clocks(situation.state, case, NOVA), now)


def test_rule_29_a_countdown_follows_every_poll_and_never_sticks_at_a_number():
    first = IncidentSeen(incident=incident(pending=(escalates(after(15)),)))
    by_hand = IncidentSeen(
        incident=incident(assignments=(held(BO, after(5)),), pending=(escalates(after(20)),))
    )
    told = (PolicySeen(policy=policy()), first)

    assert [_focal(after(m), *told).value for m in (5, 6)] == ["10:00", "09:00"]
    assert _focal(after(6), *told, (after(5.1), by_hand)).value == "14:00"
    assert "asking the pager" in _focal(after(15.1), *told).label


def test_rule_30_the_interval_counts_from_the_last_confirmed_word_to_the_second():
    sent = updated("u1", after(9), done_at=after(9) + timedelta(seconds=17))

    assert _due(*DECLARED, *sent) == after(24) + timedelta(seconds=17)
    assert _due(*DECLARED, *sent, *updated("u2", after(12))) == _due(*DECLARED, *sent)


def test_rule_30_reminders_go_on_at_night_and_with_bounded_pauses():
    bell = Bell((Ring.UPDATE,))
    told = (TAKEN, *declared(after(4)))
    quiet = _situation()
    assert not bell.rings(quiet, NOW)
    situation = _situation(*told)
    rung = [m for m in range(15, 900) if bell.rings(situation, after(m))]
    pauses = [b - a for a, b in pairwise(rung)]

    assert rung[0] == 20
    assert pauses[:3] == [2, 4, 8]
    assert set(pauses[3:]) == {15}
    assert max(rung) > 880


def test_rule_31_never_is_a_choice_that_shows_and_a_finished_incident_has_no_timer():
    off = (*DECLARED, chose(after(6), every_s=0, reason="one reader, in a call"))
    state = state_of(*off)
    ids = {c.id for c in clocks(state, case_of(state), NOVA)}
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))
    done = state_of(*DECLARED, (after(30), over))

    assert not ids & {ClockId.UPDATE, ClockId.DECLARE}
    assert chosen(case_of(state), NOVA, after(90), ZONE).startswith("off since")
    assert case_of(state).moments[-1].text.startswith("update nudges switched off")
    assert clocks(done, case_of(done), NOVA) == ()
    assert isinstance(decided(ChooseCadence(incident_id=INCIDENT, every_s=0), *DECLARED), Refusal)


def test_rule_32_a_snooze_is_on_the_timeline_with_who_until_when_and_why():
    action = ChooseCadence(incident_id=INCIDENT, until=after(40), reason="in the vendor's call")
    (fact,) = decided(action, *DECLARED)
    moment = case_of(state_of(*DECLARED, (NOW, fact))).moments[-1]

    assert moment.text == "update nudges snoozed until 09:22 UTC: in the vendor's call"
    assert (moment.author, moment.at) == ("Ana Ortiz", NOW)


def test_rule_33_reminders_are_tuned_for_one_incident_with_a_reason():
    other = IncidentSeen(incident=incident("Q2", number=4218))
    (fact,) = decided(
        ChooseCadence(incident_id=INCIDENT, every_s=1800, reason="nobody is hurt"), SEEN, other
    )
    state = state_of(*DECLARED, other, (after(5), fact))

    assert _due(*DECLARED, other, (after(5), fact)) == after(4.05 + 30)
    assert state.cases["Q2"].cadence is None
    assert case_of(state).cadence.reason == "nobody is hurt"


def test_rule_33_the_severity_says_how_often_where_nobody_chose():
    hard = replace(NOVA, levels=(Level(name="P1", cadence_s=300),))

    assert _due(*DECLARED, by=hard) == after(4.05 + 5)


def test_rule_34_whatever_is_put_off_says_until_when():
    snoozed = _situation(*DECLARED, chose(after(6), until=after(40), reason="r"))
    rows = sheet(snoozed, after(7), Space(60, 20)).rows
    shown = "\n".join(" ".join(cell.text for cell in row.cells) for row in rows)
    state = state_of(
        SEEN,
        requested(message("m1")),
        EffectFailed(effect="m1", reason="ratelimited", retry_at=after(1)),
    )

    assert "snoozed, update due" in shown
    assert "33:00" in shown
    assert standing(state, state.parcels["m1"], PAGED) == (
        "not sent yet, again in 60 s: ratelimited"
    )


def test_rule_35_what_is_due_survives_a_restart_to_the_second():
    told = (
        (PAGED, SEEN),
        *declared(after(4)),
        holds("communications", BO, after(5)),
        reply(after(9), "Bo Lindqvist"),
        chose(after(10), until=after(41), reason="r"),
        (after(20), UpdateWasLate(incident_id=INCIDENT, due=after(19))),
    )
    records = journal(told)
    before = fold(records)
    again = fold(replace(r, fact=codec.decode(*codec.encode(r.fact))) for r in records)

    assert update_due(again, case_of(again), NOVA) == update_due(before, case_of(before), NOVA)
    assert case_of(again) == case_of(before)


def test_rule_35_a_cockpit_that_starts_does_not_ring_for_what_has_rung():
    told = (TAKEN, *declared(after(4)))
    bell = Bell((Ring.UPDATE,))
    situation = _situation(*told)

    assert not bell.rings(situation, after(30))
    assert nags(_due(*told), after(40)) > nags(_due(*told), after(30))
    assert bell.rings(situation, after(40))
