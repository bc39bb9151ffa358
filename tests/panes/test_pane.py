"""What a pane shows, keeps, says, and how little it repaints."""

import pytest
from panes.gallery import Gallery, listed
from textshot import textshot
from textual.geometry import Region
from textual.widget import Widget

from cockpit.panes.pane import Pane
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone

HOSTILE = [
    "[P1] checkout down",
    "[ERROR] foo [warning] disk [on] call [x=1]",
    "[@click=app.quit]x[/]",
    "path [/var/log]",
    "latency [/] slow",
    "[/foo] bar",
    "[link=https://example.com]here[/link]",
    ":warning: $HOME {0} %s",
]


class Watched(Gallery):
    """Keeps what its first pane asked to be repainted."""

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Region, ...]]:
        """From now on; an empty tuple is the whole pane."""
        asked: list[tuple[Region, ...]] = []
        pane, refresh = self.pane("first"), Widget.refresh

        def noted(widget: Widget, *regions: Region, **how: bool) -> Widget:
            if widget is pane:
                assert not (regions and how.get("layout"))
                asked.append(regions)
            return refresh(widget, *regions, **how)

        monkeypatch.setattr(Widget, "refresh", noted)
        return asked


async def test_the_same_sheet_repaints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Watched()
    async with app.run_test(size=(80, 12)):
        asked = app.watch(monkeypatch)
        app.pane("first").show(listed("one", "two", "three"))

        assert asked == []


async def test_a_changed_cell_repaints_that_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Watched()
    async with app.run_test(size=(80, 12)):
        asked = app.watch(monkeypatch)
        app.pane("first").show(listed("one", "twO", "three"))

        assert asked == [(Region(4, 2, 1, 1),)]


async def test_an_age_repaints_its_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Watched()
    async with app.run_test(size=(80, 12)):
        app.pane("first").show(listed("one", note="18 s"))
        asked = app.watch(monkeypatch)
        app.pane("first").show(listed("one", note="19 s"))

        assert [[region.area for region in regions] for regions in asked] == [[1]]


async def test_more_rows_repaint_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Watched()
    async with app.run_test(size=(80, 12)):
        asked = app.watch(monkeypatch)
        app.pane("first").show(listed("one", "two", "three", "four"))

        assert [[region.y for region in regions] for regions in asked] == [[4]]


async def test_a_hidden_pane_does_nothing_and_is_true_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Watched()
    async with app.run_test(size=(80, 12)) as pilot:
        app.pane("first").display = False
        await pilot.pause()
        asked = app.watch(monkeypatch)
        app.pane("first").show(listed("meanwhile"))
        assert asked == []

        app.pane("first").display = True
        await pilot.pause()

        assert "meanwhile" in textshot(app)


async def test_enter_opens_the_selected_entry_whatever_has_come_before_it() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("down")
        app.pane("first").show(listed("new", "newer", "three", "two", "one"))
        await pilot.press("enter")

        assert [(type(told), told.row_id) for told in app.told] == [(Pane.Opened, "two")]
        assert "▸two" in textshot(app)


async def test_a_selected_entry_that_is_gone_is_said_and_nothing_is_opened() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("down")
        app.pane("first").show(listed("one", "three"))
        await pilot.press("enter")

        assert [(type(told), told.row_id) for told in app.told] == [(Pane.SelectionLost, "two")]
        assert "▸" not in textshot(app)


async def test_an_entry_out_of_sight_is_shown_before_it_is_opened() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 8)) as pilot:
        pane = app.pane("first")
        pane.show(listed(*(f"row {number}" for number in range(40))))
        pane.select("row 0")
        pane.post_message(wheel(pane))
        pane.post_message(wheel(pane))
        await pilot.pause()
        assert "row 0 " not in textshot(app)

        await pilot.press("enter")
        assert not [told for told in app.told if isinstance(told, Pane.Opened)]
        assert "▸row 0" in textshot(app)

        await pilot.press("enter")
        assert [told.row_id for told in app.told if isinstance(told, Pane.Opened)] == ["row 0"]


def wheel(pane: Pane) -> object:
    """A turn of the mouse wheel over the pane."""
    from textual.events import MouseScrollDown

    return MouseScrollDown(
        pane, x=1, y=1, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False
    )


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        (["down"], "row 1"),
        (["down", "down", "up"], "row 1"),
        (["end"], "row 39"),
        (["end", "up"], "row 38"),
        (["end", "home"], "row 0"),
        (["pagedown"], "row 4"),
        (["pagedown", "pagedown", "pageup"], "row 4"),
    ],
)
async def test_keys_move_the_selection(keys: list[str], selected: str) -> None:
    app = Gallery()
    async with app.run_test(size=(80, 8)) as pilot:
        app.pane("first").show(listed(*(f"row {number}" for number in range(40))))
        app.pane("first").select("row 0")
        await pilot.press(*keys)

        assert app.pane("first").selected == selected
        assert f"▸{selected}" in textshot(app)


async def test_a_click_selects_the_row_under_it() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.click("#first", offset=(5, 3))

        assert app.pane("first").selected == "three"


async def test_the_edges_say_how_much_is_out_of_sight() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 8)) as pilot:
        app.pane("first").show(listed(*(f"row {number}" for number in range(40))))
        app.pane("first").select("row 6")
        await pilot.pause()

        assert "↑ 2  ↓ 33" in textshot(app)


async def test_a_log_follows_its_end() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 8)) as pilot:
        for last in (20, 30):
            lines = [f"line {number}" for number in range(last)]
            app.pane("first").show(listed(*lines, follow=True))
        await pilot.pause()

        assert "line 29" in textshot(app)


async def test_a_long_note_leaves_the_title_recognisable() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 8)) as pilot:
        long = Sheet("Deploys, last 24 h", note="unreachable since 08:41", note_tone=Tone.BAD)
        app.pane("first").show(long)
        await pilot.pause()

        assert "┍ Deploys, … " in textshot(app)
        assert " unreachable since 08:41 ━┑" in textshot(app)


@pytest.mark.parametrize("name", HOSTILE)
async def test_markup_from_outside_is_shown_as_it_was_written(name: str) -> None:
    app = Gallery()
    async with app.run_test(size=(240, 8)) as pilot:
        app.show_everywhere(name)
        await pilot.pause()
        bare, edge, row = textshot(app).splitlines()[:3]

        assert bare == name
        assert edge.startswith(f"┍ {name} ━")
        assert edge.endswith(f" {name} ─┐")
        assert row.startswith(f"│ {name} ")


@pytest.mark.parametrize("size", [(20, 5), (4, 2), (1, 1), (80, 24), (120, 36), (200, 60)])
async def test_every_size_is_drawn(size: tuple[int, int]) -> None:
    app = Gallery()
    async with app.run_test(size=size) as pilot:
        await pilot.press("down")
        await pilot.resize_terminal(120, 36)
        await pilot.resize_terminal(*size)
        await pilot.pause()

        shot = textshot(app)

    assert len(shot.splitlines()) == size[1]


async def test_a_pane_that_has_the_keys_before_its_entries_has_the_first_one_then() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 12)) as pilot:
        pane = app.pane("first")
        pane.show(Sheet("", (Row((Cell("not read yet", grow=True),)),)))
        pane.take_keys()
        await pilot.pause()
        pane.show(listed("one", "two"))

        assert pane.selected == "one"


async def test_a_bare_pane_is_all_text_and_takes_no_focus() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 12)) as pilot:
        line = app.pane("line")
        line.show(Sheet("unseen", (Row((Cell("P1", Tone.STRONG), Cell("down"))),)))
        await pilot.pause()

        assert textshot(app).startswith("P1 down\n")
        assert line.space == Space(80, 1)
        assert not line.can_focus
