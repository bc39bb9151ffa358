"""Action items and the closing checklist on screen: found, added, changed, closed with a reason."""

from pathlib import Path

import pytest
from declared import declared, dialog, flat, posted
from desks import bad_deploy
from textshot import assert_text_snapshot
from textual.widgets import Input
from watching import watching

from cockpit.domain.action_items import ItemKind, ItemState
from cockpit.domain.facts_items import ItemAdded, ItemMoved
from cockpit.domain.model import Person

BO = Person(id="PBO", name="Bo Lindqvist")
ITEMS = (
    ItemAdded(
        id="i1", incident_id="", number=1, title="Write the runbook", owner=BO, due="2026-02-27"
    ),
    ItemAdded(id="i2", incident_id="", number=2, title="Page on burn rate", kind=ItemKind.NOISE),
    ItemAdded(id="i3", incident_id="", number=3, title="An old one"),
    ItemMoved(item="i3", state=ItemState.DROPPED, reason="nobody needs it"),
)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_list_says_in_words_what_is_overdue(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with watching(tmp_path, *bad_deploy(), *ITEMS, size=size) as watch:
        shown = await watch.press("I")

        assert "▲ 1 overdue" in flat(shown)
        assert "overdue since 27 Feb" in flat(shown)
        assert_text_snapshot(f"items-{size[0]}x{size[1]}", shown)


async def test_an_item_is_added_from_the_incident_and_then_changed(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        asked = dialog(await watch.press("I", "a"))
        assert "Action item of #4217" in asked
        assert "needs a title" in flat(asked)
        watch.seat.app.screen.query_one("#title", Input).value = "Add a canary"
        watch.seat.app.screen.query_one("#due", Input).value = "fri"
        shown = flat(await watch.press("ctrl+s"))
        assert "1 Add a canary" in shown
        assert "open · fix · #4217 · no ticket" in shown

        await watch.press("enter", "d")
        assert "done" in flat(await watch.press("ctrl+s"))

        (item,) = watch.seat.desk.state.items.values()
        assert (item.state, item.owner is not None) == (ItemState.DONE, True)
        assert item.due is not None
        assert item.due.weekday() == 4


async def test_a_day_that_is_none_is_refused_where_it_is_written(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("I", "a")
        watch.seat.app.screen.query_one("#title", Input).value = "x"
        watch.seat.app.screen.query_one("#due", Input).value = "31.12."
        shown = flat(await watch.press("ctrl+s"))

        assert "'31.12.' is no day: write 2026-12-04, fri" in shown
        assert not watch.seat.desk.state.items


async def test_the_closing_checklist_says_what_is_missing_and_takes_a_day(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        shown = flat(await watch.press("C"))
        assert "Close #4217" in shown
        assert "open at the pager: it can be closed once it is resolved" in shown
        assert "· Review scheduled no day is set" in shown

        down = ["down"] * 4
        asked = dialog(await watch.press(*down, "enter"))
        assert "Review of #4217" in asked
        shown = flat(await watch.press("ctrl+s"))
        assert "✔ Review scheduled" in shown

        assert "is open at the pager: R resolves it first" in flat(await watch.press("x"))
        assert watch.seat.desk.state.cases["Q1"].closing.review is not None
        assert posted(watch) == []
