"""`D`: the check-up on screen as its results come in, by keys alone."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from check_ups import result
from clocks import START
from desks import bad_deploy
from patience import PATIENCE_S
from textshot import assert_text_snapshot
from watching import watching

from cockpit.domain.facts_readiness import ReadinessChecked
from cockpit.domain.readiness import Found, Group

RULES = result(
    "notification rules",
    Found.FAILED,
    "no rule uses phone or sms",
    meaning="a page at night may not wake you before it escalates",
    mend="PagerDuty, My Profile, Notification Rules: add phone or sms within 5 min for "
    "high-urgency incidents",
)
RESULTS = (
    result("configuration", words="read, and nothing is odd about it", group=Group.MACHINE),
    result("clock", words="agrees with the pager's", group=Group.MACHINE),
    result("token", words="yours, Ana Ribeiro, and may act"),
    RULES,
    result(
        "scopes",
        Found.WARNED,
        "missing files:write (to share logs)",
        group=Group.CHAT,
        meaning="that much will be refused when you press it",
        mend="api.slack.com/apps, OAuth & Permissions: add the scopes, then reinstall the app",
    ),
    result(
        "mail server",
        Found.UNSEEN,
        "no answer within 15 s",
        group=Group.SERVICES,
        meaning="e-mails of the procedure will not leave: send them by hand",
        mend="look whether the other side is up, and whether a VPN is missing",
    ),
    result(
        "status page",
        Found.SKIPPED,
        "not configured",
        group=Group.SERVICES,
        mend="add [statuspage] to the configuration",
    ),
)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_worst_is_on_top_with_what_it_means_and_its_mend(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        watch.seat.far.check_ups.results = RESULTS
        text = await watch.press("D")
        readiness = watch.seat.desk.state.readiness

    assert_text_snapshot(f"doctor-{size[0]}x{size[1]}", text)
    assert text.index("✖") < text.index("? services") < text.index("▲")
    assert readiness is not None
    assert readiness.failures == ("notification rules",)
    assert (readiness.failed, readiness.warned, readiness.unseen) == (1, 1, 1)


async def test_what_is_still_looked_at_says_so_and_results_stand_there_as_they_come(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        check_ups = watch.seat.far.check_ups
        check_ups.results, check_ups.held = RESULTS, asyncio.Event()
        await watch.pilot.press("D")
        async with asyncio.timeout(PATIENCE_S):
            while "1 of 7" not in watch.text():
                await watch.pilot.pause()
        under_way = watch.text()
        before = watch.seat.desk.state.readiness
        check_ups.held.set()
        await watch.settle()
        over = watch.text()

    assert under_way.count("looking") == 6
    assert before is None
    assert "1 failure, 1 could not be looked at, 1 warning" in over
    assert "looking" not in over


async def test_whoever_leaves_before_the_end_has_nothing_on_record(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        check_ups = watch.seat.far.check_ups
        check_ups.results, check_ups.held = RESULTS, asyncio.Event()
        await watch.pilot.press("D")
        async with asyncio.timeout(PATIENCE_S):
            while "1 of 7" not in watch.text():
                await watch.pilot.pause()
        await watch.press("escape")

        assert watch.seat.desk.state.readiness is None


async def test_it_can_be_done_again_and_each_check_be_read_in_full(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        watch.seat.far.check_ups.results = RESULTS
        await watch.press("D")
        watch.seat.far.check_ups.results = RESULTS[:3]
        again = await watch.press("r")
        detail = await watch.press("enter")

    assert "Ready for the shift?" in again
    assert "failure" not in again
    assert watch.seat.far.check_ups.made == 2
    assert "looked at in 0.2 s" in detail


@pytest.mark.parametrize(
    ("failed", "words"),
    [(0, "ready, checked"), (2, "2 failures, checked")],
)
async def test_the_watch_screen_says_what_was_found_last_and_when(
    tmp_path: Path, failed: int, words: str
) -> None:
    checked = ReadinessChecked(passed=9, warned=0, failed=failed, unseen=0, skipped=0)
    async with watching(tmp_path) as watch:
        await watch.seat.tell(checked)
        await watch.settle()
        now = watch.text()
        watch.seat.clock.advance(timedelta(days=8).total_seconds())
        later = await watch.press("w", "escape")

    assert f"{words} {START:%H:%M}" in now
    assert ", checked" not in later
