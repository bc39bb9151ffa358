"""What is wrong with keys that somebody wants for themselves; the table of them is in `table`."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cockpit.keys.key import Reach
from cockpit.keys.table import FIXED, TABLE

_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
    "return": "enter",
    "esc": "escape",
}
"""Characters whose keys are called otherwise than Unicode calls the characters."""

WIDGETS: Mapping[str, str] = {
    **dict.fromkeys(("up", "down"), "moving in a pane"),
    **dict.fromkeys(("pageup", "pagedown", "home", "end"), "moving in a pane"),
    **dict.fromkeys("123456789", "going to a pane"),
    **dict.fromkeys(("tab", "shift+tab"), "going from pane to pane"),
    "enter": "opening what is selected",
    "escape": "going back",
    **dict.fromkeys(("ctrl+enter", "ctrl+s"), "posting"),
    "ctrl+p": "the palette",
    **dict.fromkeys(("ctrl+q", "ctrl+c"), "quitting from anywhere"),
    "ctrl+l": "painting the screen again",
}
"""Keys that the widgets of the main screen need, and what for."""

LIST: Mapping[str, str] = {
    **dict.fromkeys(("space", "v", "shift+up", "shift+down"), "selecting in the list"),
    **dict.fromkeys(("asterisk", "equals_sign"), "selecting in the list"),
    **dict.fromkeys(("right", "l"), "the detail in the list"),
    "left": "going back to the list",
    "slash": "filtering the list",
    "greater_than_sign": "the order of the list",
    "q": "going back from the list",
}
"""Keys that the list of incidents needs, where some actions work as well."""


class Clash(NamedTuple):
    """One wish that cannot be fulfilled."""

    action: str
    place: int | None
    """Which of the action's keys; None: all of them."""
    reason: str
    """As the rest of a sentence that begins with the key's place."""
    mend: str


def clashes(wanted: Mapping[str, Sequence[str]]) -> Iterator[Clash]:
    """Everything that is wrong with these keys, by the ids of actions; unknown ids are left out."""
    taken = _taken(wanted)
    table = {key.id: key for key in TABLE}
    for action in (action for action in wanted if action in table):
        if action in FIXED:
            yield Clash(action, None, "cannot be given other keys", "take it out")
            continue
        for place, name in enumerate(wanted[action]):
            other = taken[named(name)]
            if other != action:
                mend = f'choose another key, or give {other} one too: {other} = ["…"]'
                yield Clash(action, place, f"is taken by {other}", mend)
            elif use := _use(named(name), table[action].reach):
                yield Clash(action, place, f"is needed for {use}", "choose another key")


def named(key: str) -> str:
    """The one name of a key: "?" and "question_mark" are the same."""
    *held, last = key.strip().rsplit("+", 1) if len(key.strip()) > 1 else [key]
    if len(last) == 1 and not last.isalnum():
        last = unicodedata.name(last, last).lower().replace("-", "_").replace(" ", "_")
    return "+".join((*held, _NAMES.get(last, last)))


def _taken(wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The action that has each key: one that keeps its own, else the first that asks for it."""
    taken: dict[str, str] = {}
    kept = {key.id: key.keys for key in TABLE if not (key.id in wanted or key.id in FIXED)}
    for action, names in (*kept.items(), *wanted.items()):
        for name in names:
            taken.setdefault(named(name), action)
    return taken


def _use(name: str, reach: Reach) -> str:
    use = WIDGETS.get(name, "")
    return use or (LIST.get(name, "") if reach is not Reach.NOTHING else "")
