"""The palette: every action of the key table by name, and the themes."""

from collections.abc import Iterator
from functools import partial
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from cockpit.keys.key import Key


@runtime_checkable
class Commands(Protocol):
    """What the palette needs of the app."""

    table: tuple[Key, ...]

    def press(self, key_id: str) -> None:
        """Do what this key does."""
        ...


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
