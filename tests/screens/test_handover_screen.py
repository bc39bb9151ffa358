"""The handover on its screen: edited by parts, posted, waited for; and the watch's first page."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from clocks import START
from desks import bad_deploy, procedure
from far_side import ANA, BEN
from watching import Watching, watching

from cockpit.documents.handover_draft import draft_key
from cockpit.domain.facts import (
    Fact,
    HandoverReacted,
    HandoverSeen,
    IncidentSeen,
    RotaRead,
    ShiftBegan,
    ShiftNoted,
)
from cockpit.domain.handovers import Thumb
from cockpit.domain.model import OnCall
from cockpit.domain.procedure import Procedure
from cockpit.domain.shift_book import NoteKind
from cockpit.domain.watch import PAGER_ROTA

ROOM = "#novavms-oncall"
FOR_ANA = HandoverSeen(
    handover="h1",
    channel=ROOM,
    ts="1.0",
    at=START - timedelta(minutes=5),
    role="primary",
    outgoing=BEN,
    incoming=ANA,
    text="Handover, primary\nBen hands over to Ana.\n\nNoisy alerts to watch:\n• gateway 17",
)


BEGAN = ShiftBegan(
    id="s",
    person=ANA,
    role="primary",
    due_at=START - timedelta(days=2),
    until=START + timedelta(hours=5),
)
NOISY = ShiftNoted(id="n", kind=NoteKind.NOISY, text="gateway 17", shift="s")


def quiet(*facts: Fact) -> list[Fact]:
    """No incident; the rota has it that Ben follows Ana."""
    start = START - timedelta(days=2)
    shifts = tuple(
        OnCall(
            policy_id="POL",
            level=1,
            person=person,
            start=start + week * timedelta(days=7),
            end=start + (week + 1) * timedelta(days=7),
        )
        for week, person in enumerate((ANA, BEN))
    )
    until = START + timedelta(days=12)
    rota = RotaRead(source=PAGER_ROTA, since=start, until=until, shifts=shifts)
    return [*(f for f in bad_deploy() if not isinstance(f, IncidentSeen)), rota, *facts]


def by() -> Procedure:
    """The profile of the tests, with a channel for handovers."""
    known = procedure()
    return replace(known, shift=replace(known.shift, channel=ROOM))


def left(watch: Watching) -> str:
    """What stands in the left column, as running words."""
    lines = (line[1:31] for line in watch.text().splitlines())
    return " ".join(" ".join(lines).split())


async def test_a_part_is_edited_and_the_note_is_posted_as_it_was_shown(tmp_path: Path) -> None:
    """Procedures N3, N4."""
    story = quiet(BEGAN, NOISY)
    async with watching(tmp_path, *story, by=by()) as watch:
        shown = await watch.press("V")
        assert "Ben (next by the plan)" in shown.replace("Ben, ben@example.com", "Ben")
        assert "Could not look: " in shown

        await watch.press("down", "down", "down", "enter")
        edited = await watch.press(*"!!", "ctrl+s")
        assert "• gateway 17!!" in edited
        kept = await watch.seat.desk.draft(draft_key(watch.seat.app.screen.note.paper))
        assert "gateway 17!!" in json.loads(kept or "{}")["text"]

        anew = await watch.press("r")
        assert "• gateway 17!!" in anew

        asked = await watch.press("ctrl+s")
        assert "Post the handover note?" in asked
        assert f"To {ROOM}" in asked
        posted = await watch.press("y")
        assert "handover waits for Ben since" in posted
        (handover,) = watch.seat.desk.state.handovers.pending()
        assert "• gateway 17!!" in handover.text

        await watch.press("escape")
        assert "V handover waits for Ben" in left(watch)

        again = await watch.press("v", "x")
        assert "Ben has not taken the handover" in " ".join(again.split())


async def test_what_is_typed_into_a_part_is_kept_without_being_sent(tmp_path: Path) -> None:
    story = quiet(BEGAN, NOISY)
    async with watching(tmp_path, *story, by=by()) as watch:
        await watch.press("V", "down", "down", "down", "enter")
        left = await watch.press(*"??", "escape")

        assert "• gateway 17??" in left
        assert "edited" in left


async def test_a_note_for_me_is_the_first_page_until_it_is_old(tmp_path: Path) -> None:
    """Procedure N4: what whoever comes next must know stands first."""
    async with watching(tmp_path, *quiet(FOR_ANA), by=by()) as watch:
        first = left(watch)
        assert "Ben hands over to you as primary" in first
        assert f"put a thumbs-up on it in {ROOM}" in first
        assert "• gateway 17" in first

        opened = await watch.press("down", "enter")
        assert "Handover of Ben" in opened
        await watch.press("escape")
        full = await watch.press("V", "i")
        assert "Handover of Ben" in full
        await watch.press("escape", "escape")

        thumb = Thumb(name="Ana", email=ANA.email)
        await watch.seat.desk.append(HandoverReacted(handover="h1", thumbs=(thumb,)))
        await watch.settle()
        assert "you took the handover of Ben" in left(watch)
        assert "• gateway 17" in left(watch)

        await watch.seat.desk.append(HandoverReacted(handover="h1", thumbs=()))
        await watch.settle()
        assert "you took your thumbs-up back" in left(watch)


async def test_without_a_channel_the_text_can_be_copied(tmp_path: Path) -> None:
    bare = replace(by(), shift=replace(by().shift, channel=""))
    async with watching(tmp_path, *quiet(BEGAN), by=bare) as watch:
        shown = await watch.press("V")
        assert "nowhere: the profile names no channel; c copies the text" in shown

        refused = await watch.press("ctrl+s")
        assert "the profile names no channel for handovers" in refused
        assert watch.seat.desk.state.handovers.pending() == ()
