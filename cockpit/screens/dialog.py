"""A change that is asked for, as data: what there is to choose, to fill in, and what it does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from cockpit.screens.asking import Field
from cockpit.screens.wish import Choice, Wish
from cockpit.view.choices import Entry


@dataclass(frozen=True, slots=True)
class Other:
    """What can be done instead with what is under the cursor, by a key of its own."""

    key: str
    words: str
    go: Callable[[Choice], None]
    """Called once the dialog is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A change that is asked for, as data."""

    title: str
    draft: str
    """The key under which the draft is kept."""
    verb: str
    """What sending it does, in a word."""
    wish: Wish
    done: str
    """What is said once it is recorded."""
    lead: str = ""
    """Said before anything else; empty: nothing."""
    heading: str = ""
    """Over the list; empty: there is nothing to choose from."""
    entries: Callable[[str], tuple[Entry, ...]] = lambda _words: ()
    """What there is to choose from, that fits these words."""
    start: str = ""
    """The entry under the cursor at first; empty: the first one."""
    many: bool = False
    """Several may be chosen."""
    marked: tuple[str, ...] = ()
    """Chosen at first."""
    at_once: bool = False
    """An entry's own key sends it."""
    is_long: bool = False
    """`/` filters the list."""
    find: Callable[[str], Awaitable[str]] | None = None
    """Asks elsewhere what the words fit; `entries` knows it then. Says what went wrong. Where the
    list is not a long one, it is asked once, at the beginning."""
    choose: Callable[[str], Awaitable[None]] | None = None
    """Awaited before an entry counts as chosen."""
    fields: tuple[Field, ...] = ()
    others: tuple[Other, ...] = ()
    """Other ways, by keys that work while the list has the keys."""
    silent: str = ""
    """What is said of a choice that is recorded, and sent to nobody."""
    learn: Callable[[Mapping[str, str]], Awaitable[str]] | None = None
    """Asks elsewhere what stands in the fields; the wish knows it then. Says what went wrong. It is
    asked at the beginning, when the typing rests, and before sending."""
