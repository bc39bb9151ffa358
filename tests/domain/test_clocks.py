"""The other clocks of an incident: what starts each, what ends it, and which comes first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from any_facts import journals
from hypothesis import given
from situations import (
    ANA,
    BO,
    CLEO,
    INCIDENT,
    NOW,
    PAGED,
    after,
    case_of,
    declared,
    held,
    incident,
    on_call,
    procedure,
    requested,
    state_of,
    updated,
)

from cockpit.domain.catalogue import Runbook
from cockpit.domain.checklist import checklist
from cockpit.domain.clocks import ClockId, clocks, last_sign
from cockpit.domain.demands import Level
from cockpit.domain.effects import AddResponders, EscalateIncident, ReassignIncident
from cockpit.domain.facts import (
    EffectDiscarded,
    EffectFailed,
    EngagementConfirmed,
    IncidentLogRead,
    IncidentSeen,
    Judged,
    MeIdentified,
    NoteRequested,
    OnCallSeen,
    ReplySeen,
    ScreenOpened,
    SeveritySet,
    StepLookedAt,
    StepSkipped,
    StepTicked,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import (
    LogEntry,
    PendingAction,
    Reply,
    Responder,
    Response,
    Status,
    Upcoming,
)

NOVA = procedure()
ME = MeIdentified(person=ANA)
SEEN = IncidentSeen(incident=incident())
TAKEN = incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
ACKED = IncidentSeen(incident=TAKEN)
BOS = IncidentSeen(
    incident=replace(
        TAKEN, acknowledgements=(held(BO, after(3)),), assignments=(held(BO, after(3)),)
    )
)


def _clocks(*told, by=NOVA):
    state = state_of(*told)
    return {c.id: c for c in clocks(state, case_of(state), by)}


def _entry(kind, at, person="", *, id="L9"):  # noqa: A002 - the field's own name
    entry = LogEntry(id=id, incident_id=INCIDENT, at=at, kind=kind, text=kind, person_id=person)
    return IncidentLogRead(incident_id=INCIDENT, entries=(entry,))


# --- all of them -------------------------------------------------------------------------------


def test_what_runs_out_first_comes_first():
    state = state_of(ME, ACKED, *declared(after(4)))
    found = clocks(state, case_of(state), NOVA)

    assert [c.due for c in found] == sorted(c.due for c in found)
    assert [c.id for c in found] == [
        ClockId.ENGAGED,
        ClockId.UPDATE,
        ClockId.CONVERGENCE,
    ]


def test_a_resolved_incident_has_no_clocks():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=NOW))

    assert _clocks(ME, SEEN, *declared(PAGED), over) == {}


def test_a_page_that_nobody_took_has_the_clocks_of_whoever_is_paged():
    found = _clocks(ME, SEEN)

    assert {c.id: (c.due, c.key) for c in found.values()} == {
        ClockId.ONLINE: (after(10), ""),
        ClockId.RESPONSE: (after(10), "a"),
        ClockId.CONVERGENCE: (after(30), "e"),
    }


@given(journals)
def test_whatever_happened_the_clocks_are_in_order_and_each_is_there_once(records):
    state = fold(records)
    for case in state.cases.values():
        found = clocks(state, case, NOVA)

        assert [c.due for c in found] == sorted(c.due for c in found)
        assert len({c.id for c in found}) == len(found)
        assert all(c.name and c.offer for c in found)
        assert bool(found) <= case.incident.is_open


# --- update and declaration --------------------------------------------------------------------


def test_who_acknowledged_is_to_declare_by_the_time_that_the_checklist_says():
    state = state_of(ACKED)
    clock = _clocks(ACKED)[ClockId.DECLARE]
    (step,) = (
        s for s in checklist(state, case_of(state), NOVA, NOW) if s.step.evidence == "declared"
    )

    assert (clock.due, clock.key) == (after(10), "d")
    assert clock.due == step.due


def test_without_a_time_of_its_own_the_declaration_is_due_with_the_first_update():
    bare = replace(NOVA, steps=())

    assert _clocks(ACKED, by=bare)[ClockId.DECLARE].due == after(3) + timedelta(
        seconds=NOVA.cadence_s
    )


@pytest.mark.parametrize("settled", [StepTicked, StepSkipped])
def test_a_declaration_that_was_ticked_or_left_out_by_hand_is_not_asked_for(settled):
    (step,) = (s.id for s in NOVA.steps if s.evidence == "declared")
    more = {"reason": "by phone"} if settled is StepSkipped else {}
    told = settled(incident_id=INCIDENT, step=step, **more)

    assert ClockId.DECLARE not in _clocks(ACKED, told)


def test_the_nudge_of_the_update_is_the_profiles():
    assert _clocks(SEEN, *declared(after(4)))[ClockId.UPDATE].nudge_s == NOVA.cadence_nudge_s


def test_an_update_that_is_due_before_the_half_hour_comes_before_it():
    sent = updated("u1", after(5), done_at=after(5))
    found = list(_clocks(ME, ACKED, *declared(after(4)), *sent))

    assert found.index(ClockId.UPDATE) < found.index(ClockId.CONVERGENCE)


# --- the 30-minute mark ------------------------------------------------------------------------


def test_the_mark_offers_the_secondary_and_the_services_runbook():
    books = (
        Runbook(title="any", url="https://books.example/any"),
        Runbook(title="other", url="https://books.example/other", service="web"),
        Runbook(title="api", url="https://books.example/api", service="cloud api"),
    )
    clock = _clocks(SEEN, by=replace(NOVA, runbooks=books))[ClockId.CONVERGENCE]

    assert (clock.key, clock.link, clock.is_mark) == ("e", "https://books.example/api", True)
    assert "page the secondary" in clock.offer
    assert _clocks(SEEN, by=replace(NOVA, runbooks=books[:2]))[ClockId.CONVERGENCE].link == (
        "https://books.example/any"
    )
    assert _clocks(SEEN, by=NOVA)[ClockId.CONVERGENCE].link == ""


def _severity(level):
    return SeveritySet(incident_id=INCIDENT, level=level)


@pytest.mark.parametrize(
    ("levels", "is_there"),
    [
        ((), True),
        (("P1",), True),
        (("P2",), False),
        (("P2", "P1"), True),
        (("P1", "P3"), False),
        (("p3", "P2", "p2"), False),
        (("unheard of",), True),
        (("P2", "unheard of"), True),
    ],
)
def test_the_mark_is_gone_once_the_severity_went_down(levels, is_there):
    found = _clocks(SEEN, *map(_severity, levels))

    assert (ClockId.CONVERGENCE in found) == is_there


RESPONDER = Responder(person=BO, response=Response.PENDING)


@pytest.mark.parametrize(
    "helped",
    [
        [_entry("escalate", after(15))],
        [IncidentSeen(incident=incident(assignments=(held(BO, after(15)),)))],
        [IncidentSeen(incident=replace(incident(), responders=(RESPONDER,)))],
        [requested(EscalateIncident(id="e", incident_id=INCIDENT, level=2))],
        [requested(ReassignIncident(id="e", incident_id=INCIDENT, person_ids=(BO.id,)))],
        [
            requested(
                AddResponders(id="e", incident_id=INCIDENT, person_ids=(BO.id,), message="help")
            )
        ],
    ],
    ids=["escalated", "assigned", "asked to join", "on its way", "reassigned", "called"],
)
def test_the_mark_is_gone_once_the_secondary_is_paged(helped):
    team = OnCallSeen(entries=on_call(ANA, BO, CLEO))

    assert ClockId.CONVERGENCE in _clocks(team, SEEN)
    assert ClockId.CONVERGENCE not in _clocks(team, SEEN, *helped)


@pytest.mark.parametrize(
    "outcome",
    [
        EffectFailed(effect="e", reason="refused", final=True),
        EffectDiscarded(effect="e", reason="no"),
    ],
)
def test_the_mark_comes_back_when_the_secondary_was_not_paged_after_all(outcome):
    page = requested(EscalateIncident(id="e", incident_id=INCIDENT, level=2))

    assert ClockId.CONVERGENCE in _clocks(SEEN, page, outcome)


# --- engaged or not ----------------------------------------------------------------------------


def test_whoever_acknowledged_and_is_silent_is_asked_after_the_profiles_time():
    clock = _clocks(ME, ACKED)[ClockId.ENGAGED]

    assert (clock.due, clock.key) == (after(3 + 15), "A")
    assert "still on it?" in clock.offer


def _written(at, author):
    reply = Reply(channel="C1", thread="1.0", ts=f"{at}", at=at, author=author, text="looking")
    return ReplySeen(incident_id=INCIDENT, reply=reply)


@pytest.mark.parametrize(
    "sign",
    [
        (after(12), NoteRequested(id="n", incident_id=INCIDENT, text="x")),
        (after(12), StepTicked(incident_id=INCIDENT, step="x")),
        (after(12), StepLookedAt(incident_id=INCIDENT, step="x", what="y")),
        (after(12), EngagementConfirmed(incident_id=INCIDENT)),
        (after(12), SeveritySet(incident_id=INCIDENT, level="P1")),
        _entry("annotate", after(12), ANA.id),
        _written(after(12), "ANA ORTIZ"),
    ],
    ids=["note", "tick", "look", "says so", "severity", "at the pager", "in the thread"],
)
def test_any_sign_of_life_starts_the_silence_anew(sign):
    assert _clocks(ME, ACKED, sign)[ClockId.ENGAGED].due == after(12 + 15)


@pytest.mark.parametrize(
    "sign",
    [
        (after(12), NoteRequested(id="n", incident_id=INCIDENT, text="x")),
        (after(12), EngagementConfirmed(incident_id=INCIDENT)),
        _entry("annotate", after(12), ANA.id),
        _written(after(12), ANA.name),
    ],
    ids=["note", "says so", "at the pager", "in the thread"],
)
def test_what_i_do_is_no_sign_of_somebody_elses_life(sign):
    assert _clocks(ME, BOS, sign)[ClockId.ENGAGED].due == after(3 + 15)


@pytest.mark.parametrize(
    "sign", [_entry("annotate", after(12), BO.id), _written(after(12), BO.name)]
)
def test_somebody_elses_signs_are_theirs(sign):
    assert _clocks(ME, BOS, sign)[ClockId.ENGAGED].due == after(12 + 15)


def test_nobody_is_asked_before_they_acknowledged_or_while_it_is_snoozed():
    lapse = PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=after(60))
    resting = IncidentSeen(incident=replace(TAKEN, pending=(lapse,)))

    assert ClockId.ENGAGED not in _clocks(ME, SEEN)
    assert ClockId.ENGAGED in _clocks(ME, resting)
    assert ClockId.ENGAGED not in _clocks(ME, resting, _entry("snooze", after(4), ANA.id))
    assert last_sign(state_of(SEEN), case_of(state_of(SEEN))) is None


# --- on line -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign",
    [
        ScreenOpened(incident_id=INCIDENT),
        (after(2), NoteRequested(id="n", incident_id=INCIDENT, text="x")),
    ],
)
def test_whoever_is_paged_is_to_be_online_until_they_are(sign):
    assert _clocks(ME, SEEN)[ClockId.ONLINE].due == after(10)
    assert ClockId.ONLINE not in _clocks(ME, SEEN, sign)


def test_a_secondary_has_their_own_ten_minutes():
    mine = IncidentSeen(incident=incident(assignments=(held(ANA, after(15)),)))

    assert _clocks(ME, mine)[ClockId.ONLINE].due == after(25)


def test_whether_somebody_else_is_online_is_not_claimed():
    theirs = IncidentSeen(incident=incident(assignments=(held(BO),)))

    assert ClockId.ONLINE not in _clocks(ME, theirs)
    assert ClockId.ONLINE not in _clocks(SEEN)


def test_the_screen_that_was_opened_first_counts():
    state = state_of(
        SEEN,
        (after(4), ScreenOpened(incident_id=INCIDENT)),
        (after(9), ScreenOpened(incident_id=INCIDENT)),
    )

    assert case_of(state).online_at == after(4)


# --- response time -----------------------------------------------------------------------------

SLOW = replace(
    NOVA,
    levels=(Level(name="P0", response_s=300), Level(name="P1", response_s=1200), Level(name="P2")),
)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ((SEEN,), after(20)),
        ((SEEN, _severity("P0")), after(5)),
        ((SEEN, _severity("P2")), None),
        ((SEEN, _severity("unheard of")), after(20)),
        ((ACKED,), None),
    ],
    ids=["by priority", "by severity", "no time", "unknown level", "taken"],
)
def test_the_severity_says_by_when_somebody_is_at_work_on_it(told, due):
    clock = _clocks(*told, by=SLOW).get(ClockId.RESPONSE)

    assert (clock.due if clock else None) == due


def test_what_a_profile_switches_off_does_not_run():
    off = replace(NOVA, online_s=0, call_secondary_s=0, engage_s=0, levels=())

    assert _clocks(ME, SEEN, by=off) == {}
    assert set(_clocks(ME, ACKED, by=off)) == {ClockId.DECLARE}


def test_what_was_judged_not_worth_a_page_is_neither_declared_nor_pressed_on_with():
    """It waits for working hours (N5-N7); judged worth a page after all, both clocks are back."""
    taken = IncidentSeen(
        incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(ANA),))
    )
    noise = Judged(incident_id="Q1", page_worthy=False, reason="load rig")
    worthy = Judged(incident_id="Q1", page_worthy=True, reason="no, customers")
    late = {ClockId.DECLARE, ClockId.CONVERGENCE}

    def ids(*told):
        state = state_of(ME, taken, *told)
        return {clock.id for clock in clocks(state, case_of(state), NOVA)}

    assert late <= ids()
    assert not late & ids(noise)
    assert late <= ids(noise, worthy)


def test_whoever_handed_it_over_is_not_pressed_for_what_is_due_any_more():
    """Both acknowledged it, one after the other; it is assigned to the second alone (A14)."""
    both = incident(
        status=Status.ACKNOWLEDGED,
        acknowledgements=(held(ANA), held(BO, after(5))),
        assignments=(held(BO, after(5)),),
    )
    state = state_of(ME, IncidentSeen(incident=both))
    due = {c.id: c.whose for c in clocks(state, case_of(state), NOVA)}

    assert due[ClockId.DECLARE] == BO.name
