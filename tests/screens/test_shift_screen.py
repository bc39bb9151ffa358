"""The shift on its screen: begun, written down in, gone through, ended, by keys alone."""

from dataclasses import replace
from datetime import UTC, time, timedelta
from pathlib import Path

import pytest
from clocks import START
from desks import bad_deploy, procedure
from far_side import ANA, BEN
from textshot import assert_text_snapshot
from watching import watching

from cockpit.domain.facts import Fact, IncidentSeen, RotaRead, ShiftBegan, ShiftNoted
from cockpit.domain.model import OnCall
from cockpit.domain.shift_book import NoteKind
from cockpit.domain.shift_rules import ShiftRules
from cockpit.domain.watch import PAGER_ROTA
from cockpit.domain.working_hours import WorkingHours

BEGAN = ShiftBegan(
    id="s",
    person=ANA,
    role="primary",
    due_at=START - timedelta(days=2),
    until=START + timedelta(days=5),
    source="PagerDuty",
)


def rota() -> RotaRead:
    """Ana and Ben in turn, a week each, since two days ago."""
    start = START - timedelta(days=2)
    shifts = [
        OnCall(
            policy_id="POL",
            level=level,
            person=person,
            start=start + week * timedelta(days=7),
            end=start + (week + 1) * timedelta(days=7),
        )
        for week, people in enumerate([(ANA, BEN), (BEN, ANA), (ANA, BEN)])
        for level, person in enumerate(people, start=1)
    ]
    until = START + timedelta(days=19)
    return RotaRead(
        source=PAGER_ROTA, since=START - timedelta(days=3), until=until, shifts=tuple(shifts)
    )


def quiet(*facts: Fact) -> list[Fact]:
    """No incident; the rota has it that Ana's shift began two days ago."""
    return [*(f for f in bad_deploy() if not isinstance(f, IncidentSeen)), rota(), *facts]


def noted(kind: NoteKind, text: str, **changes: object) -> ShiftNoted:
    return replace(ShiftNoted(id=text, kind=kind, text=text, shift="s"), **changes)


async def test_a_shift_that_is_due_is_asked_for_and_begun_by_two_keys(tmp_path: Path) -> None:
    async with watching(tmp_path, *quiet()) as watch:
        assert "v your shift as primary" in watch.text()

        asked = await watch.press("v", "b")
        assert "Begin your shift as primary?" in asked
        assert watch.seat.desk.state.shifts.open() == ()

        begun = await watch.press("y")
        (shift,) = watch.seat.desk.state.shifts.open()
        assert (shift.person.name, shift.role, shift.due_at) == ("Ana", "primary", BEGAN.due_at)
        assert "At the start" in begun
        assert "the report is open" in begun

        calm = await watch.press("escape")
        assert "your shift as primary began" not in calm


async def test_a_note_is_written_corrected_and_withdrawn(tmp_path: Path) -> None:
    async with watching(tmp_path, *quiet(BEGAN)) as watch:
        await watch.press("v", "n", "i", "tab", *"pool is 80")
        text = await watch.press("ctrl+s")
        assert "Improvements (1)" in text
        assert "pool is 80" in text

        await watch.press("enter", "tab", *" now", "ctrl+s")
        (note,) = watch.seat.desk.state.shifts.notes.values()
        assert (note.kind, note.text) == (NoteKind.IMPROVEMENT, "pool is 80 now")

        await watch.press("d")
        gone = await watch.press("ctrl+s")
        assert "Nothing written down yet" in gone


async def test_the_notification_channel_is_gone_through_by_one_key(tmp_path: Path) -> None:
    rules = ShiftRules(zone=UTC, triage_channel="C9")
    at_work = WorkingHours(opens=time(0), days=tuple(range(7)))
    ours = replace(procedure(), shift=rules, working_hours=at_work)
    async with watching(tmp_path, *quiet(BEGAN), by=ours) as watch:
        assert "to be gone through today" in await watch.press("v")

        text = await watch.press("t")
        assert "to be gone through today" not in text
        assert watch.seat.desk.state.shifts.triaged[0].channel == "C9"


async def test_ending_before_its_time_is_asked_about(tmp_path: Path) -> None:
    async with watching(tmp_path, *quiet(BEGAN)) as watch:
        asked = await watch.press("v", "x")
        assert "by the plan it lasts until" in asked

        text = await watch.press("y")
        assert watch.seat.desk.state.shifts.open() == ()
        assert "The shift of Ana as primary ended" in text


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_shift_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    day = timedelta(days=1)
    facts = (
        BEGAN,
        noted(NoteKind.IMPROVEMENT, "pool limit is 80 now"),
        noted(NoteKind.NOISY, "disk of node-7: grows at night, shrinks by itself"),
        noted(NoteKind.SILENCE, "disk of node-7", until=START + 2 * day),
        noted(NoteKind.ABSENCE, "away", since=START + 6 * day, until=START + 8 * day, person=BEN),
        noted(NoteKind.NOTE, "gateway 12 is being replaced on Friday"),
    )
    async with watching(tmp_path, *quiet(*facts), size=size) as watch:
        text = await watch.press("v")

        assert_text_snapshot(f"shift-{size[0]}x{size[1]}", text)


async def test_what_the_start_asks_is_done_from_here_by_its_key(tmp_path: Path) -> None:
    async with watching(tmp_path, *quiet(BEGAN)) as watch:
        await watch.press("v")

        assert "Escalation policy" in await watch.press("p")
