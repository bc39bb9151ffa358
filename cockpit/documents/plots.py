"""Pages by day and by hour as small plots: in characters, and as pictures; numbers stand beside."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape

from cockpit.documents import svg
from cockpit.documents.spans import counted
from cockpit.domain.page_load import Load

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = 24
_MARKED = 3
"""Hours between two that are named above the plot."""
_BAR = 24
"""Characters of the longest bar."""
_MOST_DAYS = 35
"""Days that are told one by one; a longer span is told by weeks, then by months, then by years."""
_MOST_WEEKS = 30
_MOST_MONTHS = 36
_FULL = 9
"""What one character can tell."""

# Of the pictures, in pixels.
_CELL, _LEFT, _TOP, _BASE = 22, 44, 20, 15
_PALEST = 0.2
"""How full a square with a single page is, of 1."""


def by_hour(load: Load) -> str:
    """Weekdays and hours as characters: a digit for so many pages, or for so many times as many."""
    each = max(-(-max(count for row in load.by_hour for count in row) // _FULL), 1)
    head = "".join(f"{f'{hour:02}':<{2 * _MARKED}}" for hour in range(0, _HOURS, _MARKED)).rstrip()
    lines = [f"     {head}"]
    for name, row in zip(_DAYS, load.by_hour, strict=True):
        marks = " ".join(_mark(count, each) for count in row)
        lines.append(f"{name}  {marks}  {sum(row):>4}")
    if each > 1:
        lines.append(f"     1 is up to {each} pages, 2 up to {2 * each}, and so on")
    return "\n".join(lines)


def by_time(load: Load) -> str:
    """A bar for each day, week, month or year of the span, whichever fits it."""
    bars = tuple(_bars(load.by_day))
    most = max((count for _, count in bars), default=0)
    width = max((len(name) for name, _ in bars), default=0)
    lines = (f"{name:<{width}}  {count:>4}  {_bar(count, most)}" for name, count in bars)
    return "\n".join(line.rstrip() for line in lines)


def picture(load: Load) -> str:
    """Weekdays and hours as one SVG; each square has its number in words."""
    width = _LEFT + _HOURS * _CELL + _CELL * 2
    height = _TOP + len(_DAYS) * _CELL + 4
    most = max((count for row in load.by_hour for count in row), default=0)
    hours = range(0, _HOURS, _MARKED)
    parts = [svg.words(f"{h:02}", _LEFT + h * _CELL + 3, _TOP - 7, "axis") for h in hours]
    for place, (name, row) in enumerate(zip(_DAYS, load.by_hour, strict=True)):
        middle = _TOP + place * _CELL + _BASE
        parts.append(svg.words(name, _LEFT - 8, middle, "axis", "end"))
        for hour, count in enumerate(row):
            told = f"{name} {hour:02}:00: {counted(count, 'page')}"
            parts += _square(_LEFT + hour * _CELL, _TOP + place * _CELL, (count, most), told)
        parts.append(svg.words(str(sum(row)), width - 4, middle, "axis", "end"))
    return svg.tag(
        "svg",
        "\n".join(parts),
        class_="picture plot",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label="Pages by weekday and hour",
    )


def _mark(count: int, each: int) -> str:
    return str(-(-count // each)) if count else "·"


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
        return
    months = _summed((day[:7], count) for day, count in days)
    years = _summed((day[:4], count) for day, count in days)
    yield from (months if len(months) <= _MOST_MONTHS else years).items()


def _monday(day: str) -> str:
    at = date.fromisoformat(day)
    return f"week of {at - timedelta(days=at.weekday())}"


def _summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in counts:
        found[name] = found.get(name, 0) + count
    return found


def _square(x: int, y: int, count_of: tuple[int, int], told: str) -> Iterator[str]:
    """A square, the fuller the more pages, and their number in it."""
    count, most = count_of
    inside = svg.tag("title", escape(told))
    box = {"x": x + 1, "y": y + 1, "width": _CELL - 2, "height": _CELL - 2, "rx": 3}
    if not count:
        yield svg.tag("rect", inside, class_="none", **box)
        return
    shade = f"{_PALEST + (1 - _PALEST) * count / most:.2f}"
    yield svg.tag("rect", inside, class_="some", fill_opacity=shade, **box)
    yield svg.words(str(count), x + _CELL // 2, y + _BASE, "count", "middle")
