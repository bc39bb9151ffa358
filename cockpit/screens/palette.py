"""The palette: every action of the key table by name, and the themes."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from cockpit.keys.key import Key


@runtime_checkable
class Commands(Protocol):
    """What the palette needs of the app."""

    table: tuple[Key, ...]

    def press(self, key_id: str) -> None:
        """Do what this key does."""
        ...


class Performing(Protocol):
    """Whoever does what a profile declares."""

    @property
    def acts(self) -> tuple[tuple[str, str, str], ...]:
        """Id, title and place of each act."""
        ...

    def perform(self, action_id: str) -> None:
        """Do it, after it was asked."""
        ...


@runtime_checkable
class HasActs(Protocol):
    """What the palette needs of an app whose profile adds acts."""

    customers: Performing


class ProfileActs(Provider):
    """Offers what the organisation's profile adds; its words are text, never markup."""

    def _offers(self) -> Iterator[tuple[str, Content, str, Callable[[], None]]]:
        app = self.app
        if not isinstance(app, HasActs):
            return
        for action_id, title, help_ in app.customers.acts:
            yield title, Content(title), help_, partial(app.customers.perform, action_id)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for _title, shown, help_, go in self._offers():
            yield DiscoveryHit(shown, go, help=help_)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for title, shown, help_, go in self._offers():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, shown, go, help=help_)


class Actions(Provider):
    """Offers what the keys do; prompts are the table's own words, never foreign text."""

    def _offers(self) -> Iterator[tuple[Key, Commands]]:
        app = self.app
        if not isinstance(app, Commands):
            return
        for key in app.table:
            if key.palette:
                yield key, app

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for key, app in self._offers():
            yield DiscoveryHit(_title(key), partial(app.press, key.id), help=key.help)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for key, app in self._offers():
            score = matcher.match(f"{key.id} {key.help}")
            if score > 0:
                yield Hit(
                    score, matcher.highlight(_title(key)), partial(app.press, key.id), help=key.help
                )


def _title(key: Key) -> str:
    return f"{key.id.replace('-', ' ').capitalize()}  {key.shown}"
