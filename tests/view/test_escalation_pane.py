"""The escalation pane: the large clock, the stage in words, the chain, whose word it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from drawn import LARGE, SMALL, VIEWS, draw, lines
from situations import (
    ANA,
    BO,
    CLEO,
    NOW,
    after,
    engaged,
    escalates,
    fresh_readings,
    held,
    incident,
    on_call,
    policy,
    running,
    source,
    state_of,
)

from cockpit.domain.facts import IncidentLogRead, IncidentSeen, MeIdentified, OnCallSeen, PolicySeen
from cockpit.domain.model import (
    LogEntry,
    OnCall,
    PendingAction,
    SourceStatus,
    Status,
    Upcoming,
    Urgency,
)
from cockpit.domain.rungs import Rung
from cockpit.panes.layout import width_of
from cockpit.panes.wrap import wrapped
from cockpit.view.cells import Space, Tone
from cockpit.view.digits import large


def test_the_countdown_is_large_and_to_the_second():
    rows = lines(draw("escalation", running(), NOW))

    assert rows[0] == "escalates to Bo Lindqvist in"
    assert rows[1:4] == [row.strip() for row in large("13:00")]
    assert rows[4] == "● Ana ▸ Bo 10:57 ▸ Cleo 11:12 ▸ Dan 11:27"


def test_a_low_pane_has_the_countdown_in_one_row():
    situation = running()

    assert "13:00" in lines(VIEWS["escalation"](situation, NOW, replace(SMALL, height=6)))


@pytest.mark.parametrize(
    ("left_min", "tone", "signs"),
    [
        (10, Tone.STRONG, ""),
        (5.1, Tone.STRONG, ""),
        (5, Tone.WARN, "▲ "),
        (2, Tone.BAD, "▲▲ "),
        (1, Tone.ALARM, "▲▲▲ "),
        (0.5, Tone.ALARM, "▲▲▲ "),
        (-1, Tone.ALARM, ""),
    ],
)
def test_the_countdown_draws_the_eye_as_it_runs_out(left_min, tone, signs):
    told = IncidentSeen(incident=incident(pending=(escalates(after(left_min, NOW)),)))
    situation = replace(running(), state=state_of(told))
    sheet = draw("escalation", situation, NOW)
    tones = {c.tone for row in sheet.rows[1:4] for c in row.cells}

    assert tone in tones
    assert lines(sheet)[0].startswith(f"{signs}escalates to")


def test_an_escalation_that_is_due_says_that_the_pager_is_asked():
    told = IncidentSeen(incident=incident(pending=(escalates(after(1)),)))
    rows = lines(draw("escalation", replace(running(), state=state_of(told)), NOW))

    assert "now, asking the pager" in rows[0]


def test_a_countdown_at_zero_never_stands_still():
    told = IncidentSeen(incident=incident(pending=(escalates(after(1)),)))
    situation = replace(running(), state=state_of(told))
    seconds = [after(1) + timedelta(seconds=s) for s in (0, 1, 2)]
    shown = [draw("escalation", situation, now, SMALL) for now in seconds]

    assert len({tuple(lines(sheet)) for sheet in shown}) == 3
    assert any(
        row.startswith("-00:12 escalates to") for row in lines(draw("tiny", situation, after(1.2)))
    )


def test_an_escalation_that_does_not_come_is_not_awaited_for_ever():
    told = IncidentSeen(incident=incident(pending=(escalates(after(1)),)))
    rows = lines(draw("escalation", replace(running(), state=state_of(told)), after(3)))

    assert rows[0].endswith("was due at 10:43: the pager does not say so yet")


def test_after_half_an_hour_the_clock_of_the_next_update_is_still_the_large_one():
    now = after(50)
    rows = lines(draw("escalation", engaged(now), now, LARGE))

    assert rows[:2] == ["✔ acknowledged, timer stopped", "▲ update due: overdue by"]
    assert "e page the secondary, and follow the runbook ▲ 20:00 late" in rows


def test_an_offer_that_is_too_long_for_its_line_stands_whole_under_its_time():
    now = after(50)
    narrow = wrapped(draw("escalation", engaged(now), now, SMALL), SMALL.width, 4)
    rows = lines(narrow)

    late = rows.index("e ▲ 20:00 late")
    assert " ".join(rows[late + 1 : late + 3]) == "page the secondary, and follow the runbook"
    assert all(width_of(row) <= SMALL.width for row in rows)


def test_a_name_a_letter_too_long_keeps_its_time_on_one_line():
    ladder = (
        Rung(role="on-call engineer", after_s=900),
        Rung(role="engineering lead", after_s=0),
    )
    plan = replace(running().procedure, ladder=ladder, levels=(), online_s=0)
    situation = replace(running(), procedure=plan)
    narrow = draw("escalation", situation, NOW, Space(28, 10))

    (row,) = [row for row in lines(narrow) if "engineering" in row and row.startswith("e")]
    assert row == "e page engineering lead 28:00"


def test_a_mark_that_is_past_is_the_large_one_when_nothing_else_runs():
    bare = replace(running().procedure, levels=(), online_s=0, ladder=())
    told = IncidentSeen(incident=incident())
    situation = replace(running(), state=state_of(told), procedure=bare)
    rows = lines(draw("escalation", situation, after(31)))

    assert rows[1] == "▲ page the secondary, and follow the runbook: overdue by"


def _staged(*told, now=NOW, space=LARGE):
    return lines(draw("escalation", replace(running(), state=state_of(*told)), now, space))


TAKEN = incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
LAPSING = replace(TAKEN, pending=(PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=after(33)),))


def test_an_acknowledgement_that_ends_says_when_and_what_happens_then():
    rows = _staged(IncidentSeen(incident=LAPSING), now=after(29))

    assert rows[:2] == ["✔ acknowledged until 11:15", "▲ pages again: Ana Ortiz in"]


def test_a_snooze_is_called_a_snooze():
    line = LogEntry(id="L", incident_id="Q1", at=after(4), kind="snooze", text="", person_id="PANA")
    log = IncidentLogRead(incident_id="Q1", entries=(line,))

    assert _staged(IncidentSeen(incident=LAPSING), log)[0] == "✔ acknowledged, snoozed until 11:15"


def test_what_is_triggered_again_says_since_when():
    seen = IncidentSeen(incident=incident(changed_at=after(33)))
    rows = _staged(IncidentSeen(incident=LAPSING), seen, now=after(34))

    assert rows[:2] == ["▲ triggered again at 11:15", "escalates to secondary in"]


def test_low_urgency_says_until_when():
    rises = PendingAction(kind=Upcoming.URGENCY_CHANGE, at=after(18))
    low = IncidentSeen(incident=incident(urgency=Urgency.LOW, pending=(rises,)))

    assert _staged(low)[0] == "▲ low urgency: nobody else will be paged before 11:00"


def test_what_the_pager_resolves_by_itself_before_is_said():
    ends = PendingAction(kind=Upcoming.RESOLVE, at=after(10))
    soon = IncidentSeen(incident=incident(pending=(escalates(after(15)), ends)))
    late = IncidentSeen(incident=incident(pending=(escalates(after(5)), ends)))
    words = "the pager resolves it by itself at 10:52, before that"

    assert words in _staged(soon)
    assert words not in _staged(late)


def test_a_wide_chain_has_times_and_says_that_it_begins_again():
    told = (
        PolicySeen(policy=policy(15, 10, loops=2)),
        OnCallSeen(entries=on_call(ANA, BO)),
        IncidentSeen(incident=incident(pending=(escalates(after(15)),))),
    )

    assert "● Ana ▸ Bo 10:57 ▸ again, 2x" in _staged(*told)
    assert "● Ana ▸ Bo ▸ again, 2x" in _staged(*told, space=SMALL)


def test_a_chain_of_people_who_take_turns_says_so():
    turns = replace(policy(15).levels[0], takes_turns=True)
    told = (
        PolicySeen(policy=replace(policy(15, 15), levels=(policy(15).levels[0], turns))),
        OnCallSeen(entries=(*on_call(ANA, BO), OnCall(policy_id="POL1", level=2, person=CLEO))),
        IncidentSeen(incident=incident()),
    )

    assert "● Ana ▸ Bo/Cleo (in turn)" in _staged(*told, space=SMALL)
    assert _staged(*told)[0] == "escalates to one of Bo Lindqvist/Cleo Marsh in"


def test_a_countdown_that_goes_on_without_the_pager_says_so():
    lost = source("PagerDuty", SourceStatus.UNREACHABLE, after(5), "no route to host")
    told = (
        PolicySeen(policy=policy(15, 10, 10)),
        OnCallSeen(entries=on_call(ANA, BO, CLEO)),
        IncidentSeen(incident=incident(pending=(escalates(after(15)),))),
        lost,
    )
    readings = fresh_readings(after(5))
    situation = replace(running(), state=state_of(*told), readings=readings)
    rows = lines(draw("escalation", situation, after(16), LARGE))

    assert rows[0] == "escalates to Cleo Marsh in"
    assert "Ana ▸ ● Bo ▸ Cleo 11:07" in rows
    assert "carried on from the pager's word as of 10:47" in rows
    before = lines(draw("escalation", situation, after(14), LARGE))
    assert "computed from the pager's word as of 10:47" in before


def test_an_unknown_escalation_is_not_said_to_be_none():
    bare = replace(running().procedure, ladder=())
    situation = replace(
        running(), state=state_of(IncidentSeen(incident=incident())), procedure=bare
    )

    assert lines(draw("escalation", situation, NOW))[0] == (
        "? the escalation policy is not known yet"
    )


def test_roles_of_the_ladder_are_written_out():
    situation = replace(running(), state=state_of(IncidentSeen(incident=incident())))
    rows = lines(draw("escalation", situation, NOW, SMALL))

    assert "● primary ▸ secondary ▸ engineering lead ▸ CTO" in rows
    assert "computed from the profile" in rows


def test_roles_are_written_out_also_where_the_pager_announces_the_next_step():
    seen = incident(pending=(escalates(after(15)),))
    situation = replace(running(), state=state_of(IncidentSeen(incident=seen)))
    rows = lines(draw("escalation", situation, NOW, SMALL))

    assert "● primary ▸ secondary ▸ engineering lead ▸ CTO" in rows


def test_who_is_paged_now_is_whom_the_pager_assigned_it_to():
    """Bo's shift has begun since, and of people who take turns it is Ana's."""
    turns = (OnCall(policy_id="POL1", level=1, person=ANA), *on_call(BO, CLEO))
    seen = IncidentSeen(incident=incident())
    rules = policy(15, 15)
    in_turn = replace(rules, levels=(replace(rules.levels[0], takes_turns=True), rules.levels[1]))

    for told in [
        (PolicySeen(policy=in_turn), turns),
        (PolicySeen(policy=rules), on_call(BO, CLEO)),
    ]:
        rows = _staged(told[0], OnCallSeen(entries=told[1]), seen, space=SMALL)
        assert "● Ana ▸ Cleo" in rows


def test_once_it_is_acknowledged_nobody_is_shown_as_being_paged():
    told = (PolicySeen(policy=policy(15, 10)), OnCallSeen(entries=on_call(BO, CLEO)))

    assert "Bo ▸ Cleo" in _staged(*told, IncidentSeen(incident=TAKEN))
    assert "Bo ▸ Cleo" in _staged(*told, IncidentSeen(incident=LAPSING))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((), "chain not known yet"),
        ((PolicySeen(policy=replace(policy(), levels=())),), "nobody is in the chain"),
    ],
)
def test_a_policy_that_is_known_to_be_empty_is_not_said_to_be_unknown(told, words):
    bare = replace(running().procedure, ladder=())
    seen = IncidentSeen(incident=incident(pending=()))
    situation = replace(running(), procedure=bare, state=state_of(*told, seen))

    assert words in lines(draw("escalation", situation, NOW))


def test_what_is_to_be_declared_is_a_clock_of_whoever_has_it_by_now():
    """Ana acknowledged it, then gave it to Bo: his name is on it, and it alarms her no more."""
    taken = incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(ANA),), pending=())
    given = incident(assignments=(held(BO, after(3)),), direct=True, pending=())
    situation = replace(
        running(),
        state=state_of(
            MeIdentified(person=ANA), IncidentSeen(incident=taken), IncidentSeen(incident=given)
        ),
    )
    sheet = draw("escalation", situation, after(40))
    rows = lines(sheet)
    theirs = [row for row in sheet.rows if "declare" in "".join(c.text for c in row.cells)]

    assert any("Bo Lindqvist: declare" in row for row in rows), rows
    assert {c.tone for row in theirs for c in row.cells}.isdisjoint({Tone.BAD, Tone.ALARM})


@pytest.mark.parametrize(
    ("ends_min", "words"),
    [
        (60, "until 11:42"),
        (48 * 60, "until Thu 10:42"),
        (20 * 24 * 60, "until Mon 11 May 10:42"),
    ],
)
def test_what_ends_on_another_day_says_on_which(ends_min, words):
    rests = PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=after(ends_min))
    taken = incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(ANA),), pending=(rests,))
    situation = replace(running(), state=state_of(IncidentSeen(incident=taken)))

    assert words in lines(draw("escalation", situation, NOW))[0]
