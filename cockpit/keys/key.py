"""One key: what it does, in words, and when it cannot; the table of all is in `table`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from cockpit.domain import possible
from cockpit.domain.situation import Situation

Refusal = Callable[[Situation], str]
Settled = Callable[[Situation], bool]


class Reach(StrEnum):
    """What a key is about."""

    NOTHING = "no incident"
    ONE = "one incident"
    MANY = "any number of incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One thing that a key does; `keys` may be re-bound in the configuration by `id`."""

    id: str
    keys: tuple[str, ...]
    words: str = ""
    """For the footer: as short as can be; empty keeps it out of the footer."""
    help: str
    refusal: Refusal = possible.never
    settled: Settled = possible.never_settled
    """Whether the footer need not offer it now; pressing it works all the same."""
    reach: Reach = Reach.NOTHING
    """How many incidents of a list it can be pressed for at once."""
    palette: bool = True

    @property
    def shown(self) -> str:
        """The key as people write it."""
        return shown(self.keys[0]) if self.keys else ""


def shown(key: str) -> str:
    """A key of the terminal library as people write it."""
    return _SHOWN.get(key, key)


def offered(
    table: Iterable[Key], order: Iterable[str], situation: Situation
) -> tuple[tuple[str, str], ...]:
    """Of the keys with these ids, in this order, those that lead somewhere now; in words."""
    by_id = {key.id: key for key in table}
    return tuple(
        (key.shown, key.words)
        for key in (by_id[key_id] for key_id in order)
        if key.keys and not key.refusal(situation) and not key.settled(situation)
    )


_SHOWN = {
    "question_mark": "?",
    "plus": "+",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "enter": "Enter",
    "ctrl+p": "Ctrl+P",
    "ctrl+enter": "Ctrl+Enter",
    "ctrl+s": "Ctrl+S",
    "1": "1-9",
}
