"""The shift's line on the watch screen, and when the bell rings for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from situations import ANA, fresh_readings, idle, state_of

from cockpit.domain.facts import MeIdentified, RotaRead, ShiftBegan, ShiftNoted
from cockpit.domain.model import OnCall
from cockpit.domain.shift_book import NoteKind
from cockpit.domain.shift_rules import ShiftRules
from cockpit.domain.watch import PAGER_ROTA
from cockpit.view import escalation
from cockpit.view.bell import Bell, Ring
from cockpit.view.cells import Space, Tone
from cockpit.view.shift_line import lines as shift_lines

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
TURN = OnCall(policy_id="PX", level=1, person=ANA, start=NOON, end=NOON + WEEK)
ROTA = RotaRead(source=PAGER_ROTA, since=NOON - WEEK, until=NOON + 2 * WEEK, shifts=(TURN,))
BEGAN = ShiftBegan(id="s", person=ANA, role="primary", due_at=NOON, until=NOON + WEEK)


def seen(*facts):
    state = state_of(MeIdentified(person=ANA), ROTA, *facts)
    situation = idle()
    rules = ShiftRules(zone=UTC, triage_channel="C5")
    return replace(
        situation,
        state=state,
        readings=fresh_readings(NOON),
        procedure=replace(situation.procedure, shift=rules),
        zone=UTC,
        me=ANA,
        incident_id="",
    )


def told(situation, now):
    return [(row.cells[1].text, row.cells[1].tone) for row in shift_lines(situation, now)]


def test_a_shift_is_asked_for_loudly_from_its_time_on_and_pointed_out_before():
    assert told(seen(), NOON - timedelta(hours=2)) == []
    assert told(seen(), NOON - timedelta(minutes=20)) == [
        ("your shift as primary begins 12:00", Tone.WARN)
    ]
    assert told(seen(), NOON) == [("your shift as primary began 12:00: begin it", Tone.ALARM)]


def test_one_that_runs_is_one_calm_line():
    noted = ShiftNoted(id="n", kind=NoteKind.NOTE, text="x", shift="s")
    calm = seen((NOON, BEGAN), (NOON, noted))

    assert told(calm, NOON + timedelta(hours=1)) == [
        ("shift: primary since 12:00 until Tue 28 Apr 12:00, 1 note", Tone.PLAIN),
        ("C5 is to be gone through today", Tone.PLAIN),
    ]
    assert told(calm, NOON + timedelta(hours=17))[1:] == []


def test_one_that_should_be_over_is_asked_about():
    late = told(seen((NOON, BEGAN)), NOON + WEEK)

    assert late[0] == ("your shift as primary ended 12:00 by the plan: end it", Tone.WARN)


def test_the_watch_screen_keeps_room_for_it():
    shown = escalation.sheet(seen(), NOON, Space(40, 6)).rows[:6]

    assert any("begin it" in cell.text for row in shown for cell in row.cells)


def test_the_bell_rings_once_when_a_shift_is_to_be_begun():
    bell, loud = Bell(), seen()
    assert not bell.rings(loud, NOON - timedelta(seconds=1))

    assert bell.rings(loud, NOON)
    assert not bell.rings(loud, NOON + timedelta(seconds=1))
    deaf = Bell((Ring.PAGE,))
    deaf.rings(loud, NOON - timedelta(seconds=1))
    assert not deaf.rings(loud, NOON)
