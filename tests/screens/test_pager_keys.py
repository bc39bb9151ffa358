"""The pager's keys and their dialogs: bound to what they were pressed for, read, sent once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START
from desks import bad_deploy, page
from far_side import ANA, BEN, incident
from patience import PATIENCE_S
from textshot import assert_text_snapshot
from textual.widgets import Input
from watching import Watching, watching

from cockpit.domain.effects import (
    AddResponders,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    SnoozeIncident,
)
from cockpit.domain.facts import Fact, HandOverAccepted, IncidentSeen, PolicySeen
from cockpit.domain.model import Assignment, EscalationPolicy, Person, PolicyLevel, Status
from cockpit.keys.key import Reach
from cockpit.keys.table import TABLE
from cockpit.panes.pane import Pane
from cockpit.screens.changing import ChangeScreen
from cockpit.screens.question import Question

EVA = Person(id="PEVA", name="Eva Novak", email="eva@example.com")
OTHERS = (
    incident(2, title="Ingest stalled in cluster eu-1", service="Ingest"),
    incident(3, title="Cloud API answers 502", priority="P2"),
    incident(4, title="Gateways dropped in cluster eu-1", service="Gateways"),
)
SMALL = (80, 24)


def storm() -> tuple[Fact, ...]:
    """The bad deploy, three more pages, and a policy that names its schedules."""
    targets = (("Primary", "schedule:S1"), ("Secondary", "schedule:S2"), ("Lea", "user:PLEA"))
    levels = tuple(
        PolicyLevel(delay_s=900, targets=(name,), target_ids=(key,)) for name, key in targets
    )
    policy = EscalationPolicy(id="POL", name="Cloud", levels=levels)
    return (
        *bad_deploy(),
        PolicySeen(policy=policy),
        *(IncidentSeen(incident=other) for other in OTHERS),
    )


@asynccontextmanager
async def storming(
    folder: Path, *more: Fact, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Watching]:
    """The storm, with the bad deploy on screen."""
    async with watching(folder, *storm(), *more, size=size) as watch:
        for other in OTHERS:
            watch.seat.far.incidents[other.id] = other
        watch.seat.desk.choose("Q1")
        await watch.settle()
        yield watch


def dialog(text: str) -> str:
    """The dialog alone, without what stands behind it."""
    lines = text.splitlines()
    top = next(number for number, line in enumerate(lines) if "╭" in line)
    left, right = lines[top].index("╭"), lines[top].index("╮")
    bottom = next(number for number, line in enumerate(lines) if line[left : left + 1] == "╰")
    return "".join(f"{line[left : right + 1]}\n" for line in lines[top : bottom + 1])


def mine() -> IncidentSeen:
    """The bad deploy, acknowledged by Ana."""
    return page(
        status=Status.ACKNOWLEDGED,
        acknowledgements=(Assignment(person=ANA, at=START),),
        pending=(),
    )


def theirs() -> IncidentSeen:
    """The bad deploy, paging Ben."""
    return page(assignments=(Assignment(person=BEN, at=START),))


# --- escalation ----------------------------------------------------------------------------------


async def test_e_pages_the_next_level_by_name_and_asks_once(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        asked = await watch.press("e")
        assert "Escalate #4217 Cloud API answers 5xx" in asked
        assert "page level 2 now, Ben, for #4217" in asked
        assert watch.seat.far.changes == []

        text = await watch.press("enter")
        (change,) = watch.seat.far.changes
        assert isinstance(change, EscalateIncident)
        assert (change.incident_id, change.level) == ("Q1", 2)
        assert "escalating #4217" in text
        assert "✔ Ana: escalate #4217" in text


async def test_above_the_secondary_it_waits_for_a_reason_with_substance(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        asked = await watch.press("e", "3", "enter")
        assert "needs a reason" in asked
        assert "say why in one sentence" in asked

        refused = await watch.press(*"please help", "enter")
        assert "“please help” says" in refused
        assert watch.seat.far.changes == []

        await watch.press("ctrl+u", *"primary unreachable, outage since 08:42 UTC", "enter")
        (change,) = watch.seat.far.changes
        assert isinstance(change, EscalateIncident)
        assert change.level == 3
        assert [n[1] for n in watch.seat.far.notes] == [
            "primary unreachable, outage since 08:42 UTC"
        ]


async def test_the_reason_is_kept_as_a_draft(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        left = await watch.press("e", "3", "enter", *"db is down", "escape")
        assert "kept as a draft" in left

        again = await watch.press("e")
        assert "db is down" in again
        assert watch.seat.desk.state.parcels == {}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 18)])
async def test_however_much_there_is_to_read_the_keys_stay_in_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    endless = [IncidentSeen(incident=incident(n, title="disk full " * 50)) for n in range(5, 10)]
    async with storming(tmp_path, *endless, size=size) as watch:
        asked = await watch.press("M", "space", *["down", "space"] * 4)
        assert "back" in dialog(asked).splitlines()[-2]


async def test_what_was_only_proposed_is_no_draft(tmp_path: Path) -> None:
    """Renamed elsewhere since, the dialog proposes the title of now."""
    async with storming(tmp_path) as watch:
        before = watch.seat.desk.state.cases["Q1"].incident
        assert before.title in await watch.press("T")
        assert "kept as a draft" not in await watch.press("escape")

        await watch.seat.desk.append(IncidentSeen(incident=replace(before, title="disks full")))
        await watch.settle()
        again = dialog(await watch.press("T"))
        assert "disks full" in again
        assert before.title not in again


async def test_a_draft_that_was_taken_back_is_gone(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        assert "kept as a draft" in await watch.press("R", *"oops", "escape")
        await watch.press("R", "ctrl+u", "escape")
        assert "oops" not in await watch.press("R")


async def test_a_level_that_pages_by_itself_says_when(tmp_path: Path) -> None:
    async with storming(tmp_path, size=SMALL) as watch:
        assert_text_snapshot("escalate-80x24", dialog(await watch.press("e")))


# --- people ----------------------------------------------------------------------------------


async def test_the_secondary_is_under_the_cursor_of_a_re_assignment(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        asked = await watch.press("A")
        assert "assign #4217 Cloud API answers 5xx to Ben" in asked

        await watch.press("enter")
        (change,) = watch.seat.far.changes
        assert isinstance(change, ReassignIncident)
        assert change.person_ids == ("PBEN",)


async def test_several_people_are_asked_to_join_with_a_message(tmp_path: Path) -> None:
    async with storming(tmp_path, size=SMALL) as watch:
        asked = await watch.press("plus", "space", "down", "space")
        assert_text_snapshot("responders-80x24", dialog(asked))

        await watch.press("tab", "ctrl+u", *"bridge 7", "enter")
        (change,) = watch.seat.far.changes
        assert isinstance(change, AddResponders)
        assert change.person_ids == ("PBEN", "PLEA")
        assert change.message == "bridge 7"


async def test_somebody_whom_only_the_pager_knows_is_found_by_typing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.screens.changing.SEARCH_AFTER_S", 10 * PATIENCE_S)
    async with storming(tmp_path) as watch:
        watch.seat.far.users = (ANA, BEN, EVA)
        await watch.press("plus", "slash", *"eva")
        assert "nothing fits" in watch.text()

        screen = watch.seat.app.screen
        assert isinstance(screen, ChangeScreen)
        await screen._search()
        found = await watch.press("enter", "down")
        assert "page Eva Novak to join #4217" in found

        await watch.press("enter")
        (change,) = watch.seat.far.changes
        assert isinstance(change, AddResponders)
        assert change.person_ids == ("PEVA",)


async def test_a_pager_that_cannot_be_asked_leaves_those_who_are_known(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        watch.seat.far.blindness = ["unreachable"] * 3
        await watch.press("plus", "slash", *"be")
        screen = watch.seat.app.screen
        assert isinstance(screen, ChangeScreen)
        await screen._search()
        await watch.settle()

        assert "only people who are known here: connection refused" in watch.text()
        assert "Ben" in watch.text()


async def test_a_hand_over_is_asked_for_and_concluded_once_they_agree(tmp_path: Path) -> None:
    async with storming(tmp_path, mine()) as watch:
        asked = await watch.press("H")
        assert "Ben: can you take #4217 from Ana?" in asked

        text = await watch.press("enter")
        assert "it stays yours" in text or "stays yours" in text
        (message,) = watch.seat.far.messages
        assert message.text.startswith("Ben: can you take #4217")
        assert watch.seat.far.changes == []

        await watch.seat.tell(
            HandOverAccepted(incident_id="Q1", person_id="PBEN", how="a reply in the thread")
        )
        asked = await watch.press("H")
        assert "assign #4217 Cloud API answers 5xx to Ben" in asked
        await watch.press("y")
        (change,) = watch.seat.far.changes
        assert isinstance(change, ReassignIncident)
        assert change.person_ids == ("PBEN",)


async def test_what_is_not_mine_is_not_handed_over(tmp_path: Path) -> None:
    async with storming(tmp_path, theirs()) as watch:
        text = await watch.press("H")

    assert "is not yours to hand over: it rests with Ben" in text.splitlines()[-1]


async def test_help_is_offered_with_somebody_elses_page_and_not_with_mine(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        assert "is yours: + asks others" in (await watch.press("h")).splitlines()[-1]

        await watch.seat.tell(theirs())
        asked = await watch.press("h")
        assert "Ana can help with #4217" in asked
        assert watch.seat.far.messages == []

        await watch.press("y")
        (message,) = watch.seat.far.messages
        assert "It is with Ben" in message.text


async def test_somebody_elses_page_offers_help_instead_of_taking_it(tmp_path: Path) -> None:
    async with storming(tmp_path, theirs()) as watch:
        asked = await watch.press("a")
        assert "h say that I can help" in asked

        offered = await watch.press("h")
        assert "Offer help with #4217" in offered
        await watch.press("y")

        assert watch.seat.far.acknowledged == []
        assert len(watch.seat.far.messages) == 1


async def test_somebody_elses_page_is_taken_by_a_key_of_its_own_and_not_by_reflex(
    tmp_path: Path,
) -> None:
    async with storming(tmp_path, theirs()) as watch:
        asked = await watch.press("a", "enter")
        assert "y take it over" in asked
        assert watch.seat.far.acknowledged == []

        await watch.press("y")
        assert watch.seat.far.acknowledged == ["Q1"]


async def test_the_pager_is_taken_for_some_hours_and_the_channel_is_told(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        asked = await watch.press("O")
        assert "Ana is on call in Primary" in asked
        assert "from 02:17 UTC until 06:17 UTC" in asked
        assert "To #novavms-oncall" in asked

        await watch.press("down", "tab", "ctrl+u", "2", "ctrl+s")
        (change,) = watch.seat.far.changes
        assert isinstance(change, OverrideSchedule)
        assert (change.schedule_id, change.person_id) == ("S2", "PANA")
        assert change.end - change.start == timedelta(hours=2)
        assert "takes the pager" in watch.seat.far.messages[0].text


async def test_without_a_schedule_there_is_no_pager_to_take(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        assert "no schedule is known" in (await watch.press("O")).splitlines()[-1]


# --- what it is called, how it rests, how it ends ----------------------------------------------


@pytest.mark.parametrize(("key", "hours"), [("1", 1), ("4", 4)])
async def test_a_preset_snoozes_with_one_key(tmp_path: Path, key: str, hours: int) -> None:
    async with storming(tmp_path, mine()) as watch:
        await watch.press("z", key)

        (change,) = watch.seat.far.changes
        assert isinstance(change, SnoozeIncident)
        assert change.until == START + timedelta(hours=hours)


async def test_a_snooze_shows_until_when(tmp_path: Path) -> None:
    async with storming(tmp_path, mine(), size=SMALL) as watch:
        assert_text_snapshot("snooze-80x24", dialog(await watch.press("z")))


async def test_a_snooze_until_a_time_of_ones_own(tmp_path: Path) -> None:
    async with storming(tmp_path, mine()) as watch:
        asked = await watch.press("z", "end", "tab", *"tea")
        assert "is no time" in asked

        await watch.press("ctrl+u", *"03:00", "enter")
        (change,) = watch.seat.far.changes
        assert isinstance(change, SnoozeIncident)
        assert change.until == START.replace(hour=3, minute=0)


async def test_a_resolution_says_how_and_asks_once(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        asked = await watch.press("R", *"rolled back")
        assert "resolve #4217 Cloud API answers 5xx" in asked
        assert watch.seat.far.changes == []

        await watch.press("ctrl+s")
        (change,) = watch.seat.far.changes
        assert isinstance(change, ResolveIncident)
        assert change.resolution == "rolled back"


async def test_another_title_is_previewed(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        same = await watch.press("T")
        assert "is called that already" in same

        await watch.press(*" in eu-1", "ctrl+s")
        (change,) = watch.seat.far.changes
        assert isinstance(change, RenameIncident)
        assert change.title == "Cloud API answers 5xx in eu-1"


async def test_a_priority_is_one_key_of_the_pagers_list_or_a_name(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        await watch.press("P", "2")
        await watch.press("P", "tab", *"Sev-0", "enter")

        priorities = [c.priority for c in watch.seat.far.changes]
        assert [type(c) for c in watch.seat.far.changes] == [PrioritiseIncident] * 2
        assert priorities == ["P2", "Sev-0"]


async def test_a_merge_lists_the_titles_and_suggests_what_is_alike(tmp_path: Path) -> None:
    async with storming(tmp_path, size=SMALL) as watch:
        watch.seat.desk.choose("Q2")
        asked = await watch.press("M")
        assert "alike: eu-1 in the title" in asked

        marked = await watch.press("1", "space")
        assert_text_snapshot("merge-80x24", dialog(marked))

        await watch.press("tab", "ctrl+u", *"Cluster eu-1 is gone", "enter")
        merged, named = watch.seat.far.changes
        assert isinstance(merged, MergeIncidents)
        assert (merged.incident_id, merged.sources) == ("Q2", ("Q4",))
        assert isinstance(named, RenameIncident)
        assert named.title == "Cluster eu-1 is gone"


async def test_one_alone_cannot_be_merged(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        assert "no other incident is open" in (await watch.press("M")).splitlines()[-1]


# --- which incident --------------------------------------------------------------------------


async def test_a_dialog_stays_with_the_incident_that_it_was_opened_for(tmp_path: Path) -> None:
    """Rule 7: what a dialog is about is known when it opens."""
    async with storming(tmp_path) as watch:
        await watch.press("T", *" now")
        watch.seat.desk.choose("Q2")
        await watch.press("ctrl+s")

        (change,) = watch.seat.far.changes
        assert change.incident_id == "Q1"


async def test_behind_a_dialog_that_names_its_incident_the_screen_goes_on(
    tmp_path: Path,
) -> None:
    """Rule 10: bound to an id which its title shows; what happens meanwhile is seen behind it."""
    async with watching(tmp_path, *bad_deploy()) as watch:
        before = await watch.press("T", *" now")
        assert "Rename #4217" in before, before
        assert "also triggered" not in before

        await watch.seat.tell(IncidentSeen(incident=OTHERS[0]))
        await watch.settle()

        text = watch.text()
        assert "Rename #4217" in text, text
        assert f"also triggered: #{OTHERS[0].number}" in text
        assert "5xx now" in text


async def test_what_was_resolved_behind_a_dialog_is_said_and_nothing_is_sent(
    tmp_path: Path,
) -> None:
    """Rule 11: what has changed since is not acted on."""
    async with storming(tmp_path) as watch:
        await watch.press("e")
        over = page(status=Status.RESOLVED, assignments=(), pending=())
        await watch.seat.tell(replace(over, incident=replace(over.incident, changed_at=START)))
        refused = await watch.press("enter")

        assert "#4217 is resolved" in refused
        assert isinstance(watch.seat.app.screen, ChangeScreen)
        assert watch.seat.far.changes == []


async def test_a_key_on_the_list_acts_on_what_is_selected_there(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        await watch.press("i")
        watch.seat.app.screen.query_one("#sheet", Pane).select("incident:Q3")
        asked = await watch.press("z")
        assert "Snooze #4219 Cloud API answers 502" in asked
        await watch.press("1")

        (change,) = watch.seat.far.changes
        assert change.incident_id == "Q3"
        assert watch.seat.desk.incident_id == "Q1"


async def test_several_from_the_list_are_named_and_resolved_together(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        asked = await watch.press("i", "asterisk", "R")
        assert "Resolve 4 incidents" in asked
        assert all(f"resolve #{number}" in asked for number in (4217, 4218, 4219))

        await watch.press("ctrl+s")
        assert {c.incident_id for c in watch.seat.far.changes} == {"Q1", "Q2", "Q3", "Q4"}


async def test_what_was_selected_is_selected_again_when_nothing_was_sent(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        await watch.press("i", "asterisk", "R")
        text = await watch.press("escape")

    assert "4 selected" in text


async def test_a_storm_is_acknowledged_in_one_gesture_with_its_outcome(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        watch.seat.far.faults = ["no"]
        text = await watch.press("i", "asterisk", "a")

        assert len(watch.seat.far.acknowledged) == 3
        assert "acknowledged 3 of 4, 1 not: 7 lists them" in text


async def test_a_key_for_one_incident_is_refused_for_several(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        text = await watch.press("i", "asterisk", "e")

        assert "escalate is for one incident" in text
        assert watch.seat.far.changes == []


# --- all of them --------------------------------------------------------------------------------

ACTING = [
    key
    for key in TABLE
    if key.reach is not Reach.NOTHING and key.id not in {"acknowledge", "replay"}
]
"""Looking back changes nothing, so it is refused for nothing."""


async def test_a_key_only_opens_its_dialog_which_fits_a_small_screen(tmp_path: Path) -> None:
    async with storming(tmp_path, size=SMALL) as watch:
        for key in ACTING:
            await watch.seat.tell(theirs() if key.id == "offer-help" else page())
            text = await watch.press(key.keys[0])

            assert isinstance(watch.seat.app.screen, ChangeScreen | Question), key.id
            assert "Esc" in text.split("│ To ")[-1], text
            assert watch.seat.desk.state.parcels == {}
            await watch.press("escape")


async def test_a_resolved_incident_refuses_every_key_in_words(tmp_path: Path) -> None:
    over = page(status=Status.RESOLVED, assignments=(), pending=())
    async with storming(tmp_path, over) as watch:
        for key in ACTING:
            watch.seat.app.say("")
            watch.seat.app.press(key.id)
            await watch.settle()

            assert "#4217 is resolved already" in watch.text().splitlines()[-1], key.id


async def test_letters_are_text_in_a_field(tmp_path: Path) -> None:
    async with storming(tmp_path) as watch:
        await watch.press("z", "tab", *"1h4w")

        assert watch.seat.app.screen.query_one("#until", Input).value == "1h4w"
        assert watch.seat.far.changes == []


async def test_at_work_on_it_is_one_key(tmp_path: Path) -> None:
    async with storming(tmp_path, mine()) as watch:
        text = await watch.press("y")

        assert "you are at work on #4217" in text
        assert watch.seat.desk.state.cases["Q1"].engaged_at is not None


def test_no_two_actions_share_a_key() -> None:
    taken = [key for entry in TABLE for key in entry.keys]

    assert len(taken) == len(set(taken))
