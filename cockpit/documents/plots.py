"""Pages by day and by hour as small plots: in characters, and as pictures; numbers stand beside."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape

from cockpit.domain.page_load import Load

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = 24
_MARKED = 3
"""Hours between two that are named above the plot."""
_BAR = 24
"""Characters of the longest bar."""
_MOST_DAYS = 35
"""Days that are told one by one; a longer span is told by weeks, then by months."""
_MOST_WEEKS = 30
_FULL = 9
"""Pages of an hour that one character can tell; more is "+"."""

# Of the pictures, in pixels.
_CELL, _LEFT, _TOP = 22, 44, 20
_ROUND = 3


def by_hour(load: Load) -> str:
    """Weekdays and hours as characters: a digit for so many pages, "+" for ten or more."""
    head = "".join(f"{f'{hour:02}':<{2 * _MARKED}}" for hour in range(0, _HOURS, _MARKED)).rstrip()
    lines = [f"     {head}"]
    for name, row in zip(_DAYS, load.by_hour, strict=True):
        marks = " ".join(_mark(count) for count in row)
        lines.append(f"{name}  {marks}  {sum(row):>4}")
    return "\n".join(lines)


def by_time(load: Load) -> str:
    """A bar for each day, week or month of the span, whichever fits it."""
    bars = tuple(_bars(load.by_day))
    most = max((count for _, count in bars), default=0)
    width = max((len(name) for name, _ in bars), default=0)
    lines = (f"{name:<{width}}  {count:>4}  {_bar(count, most)}" for name, count in bars)
    return "\n".join(line.rstrip() for line in lines)


def picture(load: Load) -> str:
    """Both plots as one SVG; each square has its number in words."""
    width = _LEFT + _HOURS * _CELL + _CELL * 2
    height = _TOP + len(_DAYS) * _CELL + 4
    most = max((count for row in load.by_hour for count in row), default=0)
    head = (
        f'<svg class="plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' role="img" aria-label="Pages by weekday and hour">'
    )
    marked = range(0, _HOURS, _MARKED)
    parts = [head, *(_text(_LEFT + h * _CELL, _TOP - 7, f"{h:02}", "start") for h in marked)]
    for place, (name, row) in enumerate(zip(_DAYS, load.by_hour, strict=True)):
        middle = _TOP + place * _CELL + _CELL * 2 // 3
        parts.append(_text(_LEFT - 8, middle, name, "end"))
        parts += (_square(hour, place, count, most, name) for hour, count in enumerate(row))
        parts.append(_text(width - 4, middle, str(sum(row)), "end"))
    return "\n".join((*parts, "</svg>"))


def _mark(count: int) -> str:
    if not count:
        return "·"
    return str(count) if count <= _FULL else "+"


def _bar(count: int, most: int) -> str:
    """So long that the largest is whole; nothing for none, at least something for one."""
    if not count:
        return ""
    return "█" * max(round(count * _BAR / most), 1)


def _bars(days: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    if len(days) <= _MOST_DAYS:
        for day, count in days:
            yield f"{_DAYS[date.fromisoformat(day).weekday()]} {day}", count
        return
    weeks = _summed((_monday(day), count) for day, count in days)
    if len(weeks) <= _MOST_WEEKS:
        yield from weeks.items()
    else:
        yield from _summed((day[:7], count) for day, count in days).items()


def _monday(day: str) -> str:
    at = date.fromisoformat(day)
    return f"week of {at - timedelta(days=at.weekday())}"


def _summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in counts:
        found[name] = found.get(name, 0) + count
    return found


def _square(hour: int, place: int, count: int, most: int, day: str) -> str:
    left, top = _LEFT + hour * _CELL, _TOP + place * _CELL
    shade = f' fill-opacity="{0.15 + 0.85 * count / most:.2f}"' if count else ""
    words = escape(f"{day} {hour:02}:00: {count} page{'' if count == 1 else 's'}")
    square = (
        f'<rect x="{left + 1}" y="{top + 1}" width="{_CELL - 2}" height="{_CELL - 2}"'
        f' rx="{_ROUND}" class="{"some" if count else "none"}"{shade}>'
        f"<title>{words}</title></rect>"
    )
    if not count:
        return square
    return square + _text(left + _CELL // 2, top + _CELL * 2 // 3, str(count), "middle")


def _text(x: int, y: int, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
