"""Errors on the main screen: a pane of their own, and the question whether one is an incident."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from desks import bad_deploy
from overheard import CHANNELS
from textshot import assert_text_snapshot
from tracked import TRACKER, counted, tracked
from watching import Watching, watching

from cockpit.domain.facts import ErrorJudged, ErrorsFound, SourceChanged
from cockpit.domain.model import SourceStatus
from cockpit.domain.tracked_errors import ErrorTurn, ErrorVerdict
from cockpit.domain.watch import ERRORS

HOSTILE = "[bold]boom[/] in 界 $(reboot)"


@asynccontextmanager
async def tracking(folder: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Watching]:
    async with watching(
        folder, *bad_deploy(), size=size, tracker=TRACKER, channels=CHANNELS
    ) as watch:
        seat = watch.seat
        now = seat.clock.now()
        await seat.tell(
            SourceChanged(source=ERRORS, status=SourceStatus.OK, since=now),
            ErrorsFound(
                found=(
                    tracked("1", title="no connection from the pool", first_release="v2.31.0"),
                    tracked("2", title=HOSTILE, age_s=90 * 86_400, turn=ErrorTurn.ONGOING),
                )
            ),
        )
        seat.desk.note(counted(now, e1=528, e2=207_000))
        seat.fresh(ERRORS)
        await watch.settle()
        yield watch


def verdicts(watch: Watching) -> dict[str, str]:
    return {k: v.verdict.value for k, v in watch.seat.desk.state.judged_errors.items()}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_errors_have_a_place_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with tracking(tmp_path, size) as watch:
        assert_text_snapshot(f"errors-{size[0]}x{size[1]}", await watch.press("E"))


async def test_where_panes_take_turns_the_tab_says_that_an_error_is_new(tmp_path: Path) -> None:
    async with tracking(tmp_path, (80, 24)) as watch:
        strip = watch.text().splitlines()[1]
        there = (await watch.press("9")).splitlines()[1]

    assert "▲9 err" in strip
    assert "▸9 err" in there


async def test_without_a_tracker_there_is_no_such_pane_and_the_key_says_why(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("9", "E")

    assert "9 Errors" not in text
    assert "no errors are read: add [sentry] to the configuration" in text


async def test_nine_is_the_errors_also_where_no_channel_is_followed(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy(), tracker=TRACKER) as watch:
        await watch.press("9")
        nine = watch.seat.app.focused.id
        await watch.press("8")

        assert (nine, watch.seat.app.focused.id) == ("errors", "errors")


async def test_one_error_in_full_has_its_release_and_the_question(tmp_path: Path) -> None:
    async with tracking(tmp_path) as watch:
        text = await watch.press("E", "enter")
        copied = await watch.press("o")

    assert "that of suspect 1" in text
    assert "Does this constitute an incident?" in text
    assert "copied, if the terminal allows: https://sentry.example/issues/1/" in copied


async def test_an_error_that_is_an_incident_leads_to_triage(tmp_path: Path) -> None:
    async with tracking(tmp_path) as watch:
        text = await watch.press("E", "enter", "i")
        state = watch.seat.desk.state
        judged = state.judged_errors["1"]

        assert "Triage of #4217" in text
        assert (judged.verdict, judged.author) == (ErrorVerdict.INCIDENT, "Ana")
        assert judged.incident_id == watch.seat.desk.incident_id
        assert "part of an incident" in state.cases[judged.incident_id].moments[-1].text


async def test_an_error_that_is_no_incident_becomes_the_text_of_a_ticket(tmp_path: Path) -> None:
    async with tracking(tmp_path) as watch:
        text = await watch.press("E", "down", "enter", "t")
        after = await watch.press("escape")

        assert r"# \[bold\]boom\[/\] in 界 \$(reboot)" in text
        assert "It is no incident" in text
        assert verdicts(watch) == {"2": "ticket"}
    assert "ticket" in after


async def test_without_an_incident_the_criteria_say_what_is_worth_a_page(tmp_path: Path) -> None:
    async with watching(tmp_path, tracker=TRACKER) as watch:
        await watch.seat.tell(ErrorsFound(found=(tracked("1"),)))
        await watch.settle()
        text = await watch.press("E", "enter", "i")

        assert "Worth a page?" in text
        assert verdicts(watch) == {"1": "incident"}


async def test_an_error_that_vanishes_while_it_is_read_is_not_judged(tmp_path: Path) -> None:
    async with tracking(tmp_path) as watch:
        await watch.press("E", "enter")
        await watch.seat.tell(ErrorsFound(gone=("1", "2")))
        await watch.settle()
        text = await watch.press("n")

        assert verdicts(watch) == {}
    assert "not known here any more" in text


async def test_a_verdict_of_another_cockpit_is_shown(tmp_path: Path) -> None:
    async with tracking(tmp_path) as watch:
        await watch.seat.tell(ErrorJudged(error_id="1", verdict=ErrorVerdict.IGNORE, what="x"))
        watch.seat.clock.advance(timedelta(seconds=1).total_seconds())
        await watch.settle()

        assert "ignored" in watch.text()
