"""What must hold between the keys of a shift."""

from collections.abc import Iterator

from cockpit.settings.explain import Trouble
from cockpit.settings.tree import rows, value_at
from cockpit.settings.words import shown

_PLACE = ("procedure", "shift")


def shifts(data: object) -> Iterator[Trouble]:
    """A day that follows the sun has parts, each with a name and a beginning of its own."""
    table = value_at(data, _PLACE)
    if not isinstance(table, dict) or table.get("length") != "follow-the-sun":
        return
    parts = rows(data, *_PLACE, "parts")
    if not parts:
        mend = 'add them: parts = [{ name = "Europe", at = "08:00", zone = "Europe/Paris" }]'
        yield (*_PLACE, "parts"), "is empty, and a day that follows the sun has parts", mend
    seen = set[str]()
    for place, row in parts:
        name = row.get("name")
        if isinstance(name, str) and name in seen:
            yield (*place, "name"), f'"{shown(name)}" is used twice', "give each part its own name"
        begins = f"{row.get('at')} {row.get('zone')}"
        if begins in seen and "at" in row:
            yield (*place, "at"), "is when another part begins", "let each begin at another time"
        seen |= {str(name), begins}
