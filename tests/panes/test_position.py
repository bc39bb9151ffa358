"""A reader's place holds while rows come, go and change places."""

from hypothesis import given
from hypothesis import strategies as st

from cockpit.panes.position import Position, chosen, in_sight, moved, scrolled, settled
from cockpit.view.cells import Row, Sheet

names = st.lists(st.sampled_from([f"n{number}" for number in range(30)]), unique=True)
heights = st.integers(1, 12)


def sheet(listed: list[str], *, follow: bool = False) -> Sheet:
    return Sheet("", tuple(Row(id=name) for name in listed), follow=follow)


@given(names, st.data(), heights, st.booleans())
def test_the_selected_entry_stays_selected_as_long_as_it_exists(
    listed: list[str], data: st.DataObject, height: int, held: bool
) -> None:
    """Rule 3: at the top as anywhere; the first place is a place, and no "not found"."""
    before = sheet(["mine", *listed])
    position = chosen(Position(), before, height, "mine")
    shuffled = data.draw(st.permutations(["mine", *data.draw(names)]))
    after = sheet(shuffled)

    position = settled(position, before, after, height, held=held)

    assert position.selected == "mine"
    assert 0 <= position.top <= max(0, len(shuffled) - height)


@given(names, names, heights)
def test_an_entry_that_is_gone_leaves_nothing_selected(
    listed: list[str], others: list[str], height: int
) -> None:
    """Rules 3 and 4."""
    before = sheet([*listed, "mine"])
    position = chosen(Position(), before, height, "mine")

    assert settled(position, before, sheet(others), height, held=True).selected == ""


@given(names, names, st.integers(0, 20), heights)
def test_rows_that_arrive_do_not_move_the_row_under_the_hand(
    above: list[str], fresh: list[str], further: int, height: int
) -> None:
    below = [f"b{number}" for number in range(further)]
    before = sheet([*above, "mine", *below])
    position = chosen(Position(), before, height, "mine")
    news = [f"new {name}" for name in fresh]

    after = sheet([*news, *above, "mine", *below])
    lowest = max(0, len(after.rows) - height)
    kept = settled(position, before, after, height, held=True)

    assert kept.top == min(position.top + len(news), lowest)


def test_at_the_top_news_are_seen_unless_a_hand_is_on_a_row() -> None:
    before, after = sheet(["a", "b"]), sheet(["new", "a", "b"])

    assert settled(Position(selected="a"), before, after, 2, held=False).top == 0
    assert settled(Position(selected="a"), before, after, 2, held=True).top == 1


def test_further_down_the_first_row_in_sight_stays_the_first() -> None:
    before, after = sheet(list("abcdef")), sheet(["x", "y", *"abcdef"])

    assert settled(Position(top=2), before, after, 2, held=False).top == 4


def test_a_log_stays_at_its_end_until_the_reader_moves_up() -> None:
    before, after = sheet(list("abcd"), follow=True), sheet(list("abcdef"), follow=True)
    start = settled(Position(), sheet([], follow=True), before, 2, held=False)

    up = scrolled(start, before, 2, -1)
    back = scrolled(up, before, 2, 1)

    assert settled(start, before, after, 2, held=True).top == 4
    assert settled(up, before, after, 2, held=True).top == 1
    assert settled(back, before, after, 2, held=True).top == 4


@given(names.filter(bool), st.lists(st.integers(-7, 7), max_size=12), heights)
def test_moving_keeps_the_selection_in_sight(
    listed: list[str], steps: list[int], height: int
) -> None:
    shown, position = sheet(listed), Position()
    for step in filter(None, steps):
        position = moved(position, shown, height, step)
        assert in_sight(position, shown, height)


def test_moving_past_the_ends_stops_there_and_shows_what_has_no_id() -> None:
    shown = Sheet("", (Row(), Row(id="a"), Row(id="b"), Row()))
    position = chosen(Position(), shown, 2, "a")

    assert moved(position, shown, 2, -1) == Position(top=0, selected="a", at_end=False)
    end = moved(moved(position, shown, 2, 1), shown, 2, 1)
    assert (end.selected, end.top) == ("b", 2)


def test_rows_that_share_an_id_are_one_step() -> None:
    shown = Sheet("", (Row(id="a"), Row(id="a"), Row(id="b")))
    position = chosen(Position(), shown, 3, "a")

    assert moved(position, shown, 3, 1).selected == "b"


def test_without_entries_the_rows_scroll() -> None:
    shown = Sheet("", (Row(),) * 10)

    assert moved(Position(), shown, 4, 3).top == 3
    assert moved(Position(), shown, 4, 30).top == 6
