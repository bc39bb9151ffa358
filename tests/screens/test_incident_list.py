"""The list of incidents on the running screen: nothing slides under the hand, nothing is hidden."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START
from desks import Seat, bad_deploy, page
from far_side import ANA, BEN, incident
from textshot import assert_text_snapshot
from watching import Watching, watching

from cockpit.domain.facts import IncidentSeen, MeIdentified
from cockpit.domain.incident_details import Alert, Block, Change, IncidentDetails, Link, Note
from cockpit.domain.model import Assignment, LogEntry, Status
from cockpit.domain.readings import Detailed
from cockpit.keys import table as keys
from cockpit.keys.key import Reach
from cockpit.panes.pane import Pane
from cockpit.screens.choosing import Choosing, Chosen
from cockpit.screens.incident_detail import DetailScreen
from cockpit.screens.incidents import IncidentsScreen

SIZES = [(80, 24), (120, 36), (200, 60)]


def gateway(number: int, **more: object) -> IncidentSeen:
    """One of a storm: every other one pages Ben, every third has no service."""
    who = (ANA, BEN)[number % 2]
    plain = incident(
        number,
        title=f"[P2] Gateway gw-{number} of cluster eu-{number % 3} lost",
        service=("Gateways", "Ingest", "")[number % 3],
        priority=("P2", "P10", "")[number % 3],
        status=(Status.TRIGGERED, Status.ACKNOWLEDGED, Status.TRIGGERED)[number % 3],
        assignments=(Assignment(person=who, at=START),),
        created_at=START - timedelta(minutes=number),
    )
    return IncidentSeen(incident=replace(plain, **more))


def storm(count: int) -> Iterator[IncidentSeen]:
    """Beside the page, so many more."""
    for number in range(2, 2 + count):
        yield gateway(number)


def screen(watch: Watching) -> IncidentsScreen:
    found = watch.seat.app.screen
    assert isinstance(found, IncidentsScreen)
    return found


def cursor(watch: Watching) -> str:
    return watch.seat.app.screen.query_one("#sheet", Pane).selected.removeprefix("incident:")


class Listening:
    """Takes what the screen posts, in place of the app."""

    def __init__(self, seat: Seat) -> None:
        self.chosen: list[tuple[str, tuple[str, ...]]] = []
        seat.app.deeds.hands.chosen = lambda kind, ids: self.chosen.append((kind, ids))  # type: ignore[method-assign]


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    over = gateway(30, status=Status.RESOLVED, title="Search was slow")
    async with watching(tmp_path, *bad_deploy(), *storm(8), over, size=size) as watch:
        await watch.press("i", "space", "space")
        text = await watch.press("greater_than_sign", "greater_than_sign")

        assert_text_snapshot(f"incidents-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("size", SIZES)
async def test_the_detail_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        await watch.press("i", "l")
        watch.seat.desk.note(Detailed(at=START, details=DETAILS))
        await watch.settle()

        assert_text_snapshot(f"incident-detail-{size[0]}x{size[1]}", watch.text())


DETAILS = IncidentDetails(
    incident_id="Q1",
    alerts=Block(
        items=(
            Alert(
                id="A",
                title="Cloud API answers 5xx",
                status="triggered",
                severity="critical",
                at=START,
                details=(("labels.cluster", "eu-1"), ("labels.path", "/api/v1/health")),
                links=(Link(title="runbook", url="https://wiki/5xx", is_runbook=True),),
            ),
        )
    ),
    notes=Block(items=(Note(id="N", at=START, author="Ben", text="it began\nwith the deploy"),)),
    changes=Block(
        items=(
            Change(
                id="C",
                at=START - timedelta(minutes=40),
                summary="cloud v2.31.0 to production",
                source="deploy-bot",
                reason="the latest change before it",
            ),
        )
    ),
    bridge=Block(problem="no answer within 10 s", mend="check the network"),
    log=Block(
        items=(
            LogEntry(id="L1", incident_id="Q1", at=START, kind="trigger", text="triggered"),
            LogEntry(id="L2", incident_id="Q1", at=START, kind="notify", text="paged Ana"),
        )
    ),
)


async def test_new_and_resolved_incidents_move_neither_cursor_nor_what_a_key_is_about(
    tmp_path: Path,
) -> None:
    """Rules 1 and 2: what is selected is an id, and rows come and go under it."""
    async with watching(tmp_path, *bad_deploy(), *storm(40)) as watch:
        heard = Listening(watch.seat)
        await watch.press("i", "down", "down", "down")
        here = cursor(watch)
        gone = "Q1"
        worse = [gateway(n, created_at=START + timedelta(seconds=n)) for n in range(60, 80)]
        over = IncidentSeen(incident=incident(1, status=Status.RESOLVED, assignments=()))
        await watch.seat.tell(*worse, over)
        await watch.press("a")

        assert here != gone
        assert cursor(watch) == here
        assert heard.chosen == [("acknowledge", (here,))]


async def test_what_was_resolved_under_the_cursor_leaves_nothing_under_it(
    tmp_path: Path,
) -> None:
    """Rule 4: whoever vanished leaves nothing selected, and that is said."""
    async with watching(tmp_path, *bad_deploy(), *storm(3)) as watch:
        heard = Listening(watch.seat)
        await watch.press("i", "tab")
        assert cursor(watch) == "Q1"
        other = page(assignments=(Assignment(person=BEN, at=START),))
        await watch.seat.tell(other)
        await watch.settle()
        assert "#4217 is not in the list any more" in watch.text()

        text = await watch.press("a")

        assert "nothing was done" in text
        assert heard.chosen == []


async def test_several_are_selected_and_touched_once(tmp_path: Path) -> None:
    """Rule 9: the selection is gone as soon as it was acted on."""
    async with watching(tmp_path, *bad_deploy(), *storm(6)) as watch:
        heard = Listening(watch.seat)
        text = await watch.press("i", "space", "shift+down")
        assert "3 selected" in text
        titles = [line for line in text.splitlines() if line.startswith(" ■ #")]
        assert len(titles) == 3

        await watch.press("a", "a")

        (_, first), (_, second) = heard.chosen
        assert len(first) == 3
        assert len(second) == 1
        assert "selected" not in watch.text()


async def test_a_range_follows_the_cursor_and_takes_no_newcomer(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(6)) as watch:
        heard = Listening(watch.seat)
        await watch.press("i", "home", "v", "end")
        assert "7 selected, drawing a range" in watch.text()
        await watch.press("v")
        await watch.seat.tell(gateway(50), gateway(51))
        await watch.press("home", "a")

        assert len(heard.chosen[0][1]) == 7
        assert not {"Q50", "Q51"} & set(heard.chosen[0][1])


async def test_all_is_all_that_the_filter_shows_and_the_rest_is_owned_up_to(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(9)) as watch:
        heard = Listening(watch.seat)
        text = await watch.press("i", "slash", *"eu-0")
        assert "#4217" not in text
        assert "triggered are hidden by the filter" in text

        text = await watch.press("enter", "asterisk")
        assert "3 selected" in text
        await watch.press("a")

        assert set(heard.chosen[0][1]) == {"Q3", "Q6", "Q9"}


async def test_what_is_selected_and_hidden_is_not_touched(tmp_path: Path) -> None:
    """Rule 5: a key is about what is drawn."""
    async with watching(tmp_path, *bad_deploy(), *storm(4)) as watch:
        heard = Listening(watch.seat)
        text = await watch.press("i", "space", "slash", *"gateway", "enter")
        assert "1 that is hidden here will not be touched" in text

        text = await watch.press("a")

        assert heard.chosen == []
        assert "selected are hidden here: nothing was done" in text


async def test_letters_that_are_typed_into_the_filter_act_on_nothing(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(2)) as watch:
        heard = Listening(watch.seat)
        await watch.press("i", "slash", "a", "e", "q", "space", "asterisk", "v", "l")

        assert heard.chosen == []
        assert screen(watch).query_now.words == "aeq *vl"


async def test_escape_goes_back_one_step_at_a_time(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(2)) as watch:
        await watch.press("i", "slash", *"gateway", "enter", "space")
        assert "1 selected" in watch.text()
        assert "1 selected" not in await watch.press("escape")
        assert screen(watch).query_now.words == "gateway"
        assert "#4217" in await watch.press("escape")
        await watch.press("escape")

        assert not isinstance(watch.seat.app.screen, IncidentsScreen)


async def test_the_next_visit_begins_where_the_last_one_ended_without_its_filter(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(2)) as watch:
        await watch.press("i", "tab", "greater_than_sign", "slash", *"x", "escape", "escape")
        text = await watch.press("i")

        assert "▸mine" in text
        assert "newest first" in text
        assert screen(watch).query_now.words == ""


async def test_alike_ones_are_selected_one_likeness_after_another(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(9)) as watch:
        await watch.press("i", "slash", *"eu-0", "enter", "slash", "escape")
        await watch.press("slash", *"gateway", "enter")
        text = await watch.press("equals_sign")
        assert "3 alike" in text
        text = await watch.press("equals_sign")
        assert "9 alike: the same words in the title" in text
        assert "nothing more is alike" in await watch.press("equals_sign")


async def test_the_detail_is_bound_to_its_incident_and_reads_only_that(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(2)) as watch:
        studied: list[str] = []
        watch.seat.desk.study = studied.append  # type: ignore[method-assign]
        heard = Listening(watch.seat)
        await watch.press("i", "down")
        here = cursor(watch)
        text = await watch.press("right")
        assert "reading…" in text
        other = replace(DETAILS, incident_id="Q1")
        watch.seat.desk.note(Detailed(at=START, details=other))
        await watch.seat.tell(gateway(40, created_at=START + timedelta(seconds=9)))
        text = await watch.press("a")
        assert "labels.cluster" not in text
        await watch.press("left")

        assert heard.chosen == [("acknowledge", (here,))]
        assert studied == [here, ""]
        assert cursor(watch) == here


async def test_a_digit_copies_a_link(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("i", "l")
        watch.seat.desk.note(Detailed(at=START, details=DETAILS))
        text = await watch.press("1")
        assert "copied, if the terminal allows: https://wiki/5xx" in text
        assert "there is no link 9" in await watch.press("9")


async def test_one_acknowledges_what_is_under_the_cursor_for_real(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), *storm(3)) as watch:
        watch.seat.far.incidents["Q2"] = gateway(2).incident
        await watch.press("i", "slash", *"4218", "enter")
        assert cursor(watch) == "Q2"
        await watch.press("a")

        assert watch.seat.far.acknowledged == ["Q2"]


async def test_no_sign_of_the_list_is_a_key_that_acts() -> None:
    arranging = {
        binding.key
        for kind in (IncidentsScreen, DetailScreen)
        for binding in kind.BINDINGS
        for binding in binding.make_bindings([binding])  # type: ignore[union-attr]
    }
    acting = {key for entry in keys.TABLE for key in entry.keys if entry.reach is not Reach.NOTHING}

    assert not arranging & acting
    assert {b.id for b in Choosing.BINDINGS} == {  # type: ignore[union-attr]
        entry.id for entry in keys.TABLE if entry.reach is not Reach.NOTHING
    }


async def test_before_the_pager_says_who_one_is_nothing_is_hidden(tmp_path: Path) -> None:
    story = [fact for fact in bad_deploy() if not isinstance(fact, MeIdentified)]
    async with watching(tmp_path, *story, *storm(3)) as watch:
        watch.seat.desk._post = replace(watch.seat.desk._post, person=replace(ANA, id=""))
        text = await watch.press("i", "tab")

        assert "has not said yet who you are: all are listed" in text
        assert "#4217" in text


async def test_three_hundred_are_listed_and_scrolled_at_the_speed_of_the_hand(
    tmp_path: Path,
) -> None:
    """In this process's own time, so that others at work do not count."""
    async with watching(tmp_path, *bad_deploy(), *storm(300)) as watch:
        begun = time.process_time()
        await watch.press("i")
        opened = time.process_time() - begun
        assert "301 open" in watch.text()
        pane = watch.seat.app.screen.query_one("#sheet", Pane)
        painted: list[int] = []
        refresh = pane.refresh
        pane.refresh = lambda *regions, **more: (  # type: ignore[method-assign, assignment, misc]
            painted.append(len(regions)),
            refresh(*regions, **more),
        )[1]
        begun = time.process_time()
        for _ in range(20):
            await watch.pilot.press("down")
        moved = (time.process_time() - begun) / 20

        assert opened < 1.0
        assert moved < 0.25
        assert painted
        assert all(0 < count <= 4 for count in painted)


async def test_choosing_nothing_posts_nothing(tmp_path: Path) -> None:
    """Rule 8: empty means nothing."""
    async with watching(tmp_path) as watch:
        heard = Listening(watch.seat)
        text = await watch.press("i", "a", "space", "asterisk", "v", "l", "equals_sign")

        assert heard.chosen == []
        assert isinstance(watch.seat.app.screen, IncidentsScreen)
        assert "no open incident" in text


def test_a_message_never_carries_what_was_not_picked() -> None:
    message = Chosen("acknowledge", ("Q1",))

    assert (message.kind, message.incident_ids) == ("acknowledge", ("Q1",))


async def test_priorities_are_listed_in_the_order_that_the_pager_gives_them(
    tmp_path: Path,
) -> None:
    told = [gateway(n, priority=name) for n, name in enumerate(("P0", "P3", "P2"), start=2)]
    async with watching(tmp_path, *bad_deploy(), *told) as watch:
        await watch.press("i", *">" * 3)
        listing = screen(watch)
        while not watch.seat.desk.book.ranked:
            await watch.pilot.pause()
        text = await watch.press("home")

        assert watch.seat.desk.ranking.pager == ("P1", "P2", "P3")
        headings = [heading for heading, _ in listing.found.groups]
        assert headings == ["P1", "P2", "P3", "P0"]
        assert "by priority" in text
