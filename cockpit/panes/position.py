"""Where a reader is in a list of rows: selected by id, and what is in sight; no drawing."""

from dataclasses import dataclass, replace

from cockpit.view.cells import Row, Sheet


@dataclass(frozen=True, slots=True)
class Position:
    """A reader's place; `top` is the number of the first row in sight."""

    top: int = 0
    selected: str = ""
    at_end: bool = True
    """The reader has not moved up: a sheet that follows keeps its end in sight."""


def entries(sheet: Sheet) -> tuple[str, ...]:
    """The ids that can be selected, in the order of their rows."""
    return tuple(dict.fromkeys(row.id for row in sheet.rows if row.id))


def in_sight(position: Position, sheet: Sheet, height: int) -> bool:
    """Whether the selected entry's first row is on screen."""
    rows = sheet.rows[position.top : position.top + height]
    return any(row.id == position.selected for row in rows if row.id)


def settled(
    position: Position, before: Sheet, after: Sheet, height: int, *, held: bool
) -> Position:
    """The place in a new sheet: the same entry selected, and nothing moved under the hand.

    `held`: the reader works in this pane, so the selected row keeps its line on screen. A
    selected entry that is gone leaves nothing selected.
    """
    selected = position.selected if position.selected in entries(after) else ""
    at_end = position.at_end or not before.follow
    if after.follow and at_end:
        top = len(after.rows)
    else:
        top = _anchored(position, before, after, height, held=held)
    return Position(_clamped(top, after, height), selected, at_end)


def _anchored(position: Position, before: Sheet, after: Sheet, height: int, *, held: bool) -> int:
    held = held and in_sight(position, before, height)
    if position.top == 0 and not held:
        return 0
    old, new = _first_rows(before.rows), _first_rows(after.rows)
    seen = [row.id for row in before.rows[position.top : position.top + height]]
    wanted = [position.selected, *seen] if held else seen
    anchor = next((name for name in wanted if name in old and name in new), None)
    return position.top if anchor is None else position.top + new[anchor] - old[anchor]


def _first_rows(rows: tuple[Row, ...]) -> dict[str, int]:
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        if row.id:
            first.setdefault(row.id, number)
    return first


def moved(position: Position, sheet: Sheet, height: int, step: int) -> Position:
    """The place after the reader went `step` entries down (negative: up).

    Where there is no further entry, or none at all, the rows scroll.
    """
    names = entries(sheet)
    if not names:
        return scrolled(position, sheet, height, step)
    if position.selected in names:
        number = names.index(position.selected) + step
        name = names[min(max(number, 0), len(names) - 1)]
    else:
        visible = entries(replace(sheet, rows=_visible(position, sheet, height))) or names
        name = visible[0] if step > 0 else visible[-1]
    if name == position.selected:
        return scrolled(position, sheet, height, 1 if step > 0 else -1)
    return chosen(position, sheet, height, name)


def _visible(position: Position, sheet: Sheet, height: int) -> tuple[Row, ...]:
    return sheet.rows[position.top : position.top + height]


def chosen(position: Position, sheet: Sheet, height: int, name: str) -> Position:
    """The place with this entry selected and in sight."""
    numbers = [number for number, row in enumerate(sheet.rows) if row.id == name]
    top = max(position.top, numbers[-1] - height + 1)
    return _at(replace(position, selected=name), sheet, height, min(top, numbers[0]))


def scrolled(position: Position, sheet: Sheet, height: int, by: int) -> Position:
    """The place `by` rows further down, the selection left as it is."""
    return _at(position, sheet, height, position.top + by)


def _at(position: Position, sheet: Sheet, height: int, top: int) -> Position:
    top = _clamped(top, sheet, height)
    names = entries(sheet)
    last = top == _limit(sheet, height) and position.selected in ("", *names[-1:])
    return replace(position, top=top, at_end=last)


def _limit(sheet: Sheet, height: int) -> int:
    return max(0, len(sheet.rows) - height)


def _clamped(top: int, sheet: Sheet, height: int) -> int:
    return max(0, min(top, _limit(sheet, height)))
