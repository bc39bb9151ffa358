"""Mitigation by keys alone: announced before it is done, how it goes, and the moment of relief."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START
from declared import declared, dialog, flat, posted
from textshot import assert_text_snapshot
from textual.widgets import Input

from cockpit.domain.facts import DeploysFound, Fact, MitigationAnnounced, MitigationMoved
from cockpit.domain.talk import Stage
from cockpit.screens.question import Question

TOKEN = "xoxb-" + "1234567890-abcdefghijklmnop"


def announced(target: str = "cloud v2.31.0") -> Fact:
    return MitigationAnnounced(id="m1", incident_id="Q1", kind="rollback", target=target)


def started() -> Fact:
    return MitigationMoved(id="m1s", incident_id="Q1", mitigation="m1", stage="started")


async def test_it_is_announced_without_typing_with_the_newest_suspect(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = await watch.press("m")
        assert "About to: rollback cloud v2.31.0" in asked
        assert "also: Cloud API" in asked
        assert posted(watch) == []

        text = await watch.press("enter")
        (said,) = posted(watch)
        assert said.startswith("About to: rollback cloud v2.31.0\nBy Ana, now.")
        assert "rollback cloud v2.31.0 announced" in text


async def test_the_most_suspected_is_proposed_before_a_newer_one(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        (cloud,) = watch.seat.desk.state.repositories["cloud"].deploys
        newer = replace(cloud, sha="e" * 40, at=cloud.at + timedelta(minutes=30), tags=("v2.32.0",))
        docs = replace(newer, paths=("docs/x.md",), files=1)
        await watch.seat.tell(DeploysFound(repository="cloud", found=(docs,)))

        asked = await watch.press("m")

    assert "About to: rollback cloud v2.31.0" in asked
    assert "also: cloud v2.32.0" in asked


async def test_while_it_runs_m_says_how_it_goes(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("m", "enter")
        asked = await watch.press("m")
        assert "it worked: rollback cloud v2.31.0" in asked

        text = await watch.press("1", "enter")
        (one,) = watch.seat.desk.state.cases["Q1"].mitigations
        assert one.stage is Stage.STARTED
        assert posted(watch)[-1] == "Started: rollback cloud v2.31.0\nBy Ana."
        assert "rollback cloud v2.31.0 since" in text


async def test_what_came_of_it_is_said_in_words_and_it_is_over(tmp_path: Path) -> None:
    async with declared(tmp_path, announced(), started()) as watch:
        await watch.press("m", "1", "tab", *"5xx gone", "enter")

        (one,) = watch.seat.desk.state.cases["Q1"].mitigations
        assert (one.stage, one.outcome) == (Stage.WORKED, "5xx gone")
        assert posted(watch)[-1] == "It worked: rollback cloud v2.31.0\n5xx gone\nBy Ana."


async def test_a_clash_tells_who_and_what_and_asks_once(tmp_path: Path) -> None:
    async with declared(tmp_path, announced(), started()) as watch:
        await watch.press("m", "n")
        asked = flat(await watch.press())
        assert "began rollback cloud v2.31.0 at" in asked
        assert "About to: rollback cloud v2.31.0" in asked

        asked = flat(await watch.press("enter"))
        assert isinstance(watch.seat.app.screen, Question)
        assert "All the same?" in asked
        assert posted(watch) == []

        await watch.press("y")
        assert len(watch.seat.desk.state.cases["Q1"].mitigations) == 2
        assert len(posted(watch)) == 1


async def test_no_to_the_clash_announces_nothing_and_keeps_what_was_written(
    tmp_path: Path,
) -> None:
    async with declared(tmp_path, announced(), started()) as watch:
        await watch.press("m", "n")
        await watch.press("tab", "tab", *"why not", "enter")
        await watch.press("n")

        assert watch.seat.app.screen.query_one("#words", Input).value == "why not"
        assert len(watch.seat.desk.state.cases["Q1"].mitigations) == 1


async def test_what_looks_like_a_secret_needs_another_key(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await watch.press("m", "tab", "tab")
        watch.seat.app.screen.query_one("#words", Input).value = f"the token is {TOKEN}"
        asked = await watch.press("enter")
        assert "Is that a secret?" in asked
        assert TOKEN not in asked.split("Is that a secret?")[1].split("╰")[0]

        await watch.press("y", "enter")
        assert posted(watch) == []

        await watch.press("ctrl+y")
        assert len(posted(watch)) == 1


async def test_relief_is_a_moment_of_its_own_by_keys_alone(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        asked = await watch.press("m", "h")
        assert "Users are no longer hurt since" in asked

        text = await watch.press("ctrl+s")
        relief = watch.seat.desk.state.cases["Q1"].relief
        assert relief is not None
        assert relief.at == watch.seat.clock.now()
        assert posted(watch)[-1].startswith("Users are no longer hurt since")
        assert "✔ users no longer hurt since" in text


async def test_relief_may_have_come_earlier_and_not_later_than_now(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        watch.seat.clock.advance(600)
        await watch.press("m", "h")
        field = watch.seat.app.screen.query_one("#since", Input)
        field.value = f"{START + timedelta(seconds=120):%H:%M}"
        await watch.press("ctrl+s")

        relief = watch.seat.desk.state.cases["Q1"].relief
        assert relief is not None
        assert relief.at < watch.seat.clock.now()


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_announcement_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with declared(tmp_path, size=size) as watch:
        shown = dialog(await watch.press("m"))

    assert_text_snapshot(f"mitigate-{size[0]}x{size[1]}", shown)
