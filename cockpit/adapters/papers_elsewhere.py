"""Papers on branches and in a database, which libraries reach; files are not here."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from cockpit.adapters import paper_branch
from cockpit.adapters.notion import Notion
from cockpit.adapters.threads import Threads
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import NotionSpec, Place, Shelf
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.papers import Stands

_DEADLINE_S = 25.0
"""How long a repository may take, seconds; less than an effect may."""

T = TypeVar("T")
Token = Callable[[], Awaitable[str]]


class Elsewhere:
    """Everything but files.

    Args:
        threads: in which git is waited for.
        notion: the database and what gives its token; None: none is configured.
    """

    def __init__(self, threads: Threads, notion: tuple[NotionSpec, Token] | None) -> None:
        self._threads = threads
        self._database = Notion(*notion) if notion else None

    async def read(self, place: Place, paper: str, name: str) -> Stands:
        """What stands there now; of a page of a database only whether there is one."""
        if place.shelf is Shelf.NOTION:
            return await self._the_database.read(paper)
        return await self._call(partial(paper_branch.read, place, name))

    async def file(self, effect: FilePaper) -> Changed:
        """File it, once."""
        if effect.place.shelf is Shelf.NOTION:
            return await self._the_database.file(effect)
        return await self._call(partial(paper_branch.file, effect))

    async def find(self, effect: FilePaper) -> Changed | None:
        """Whether it was filed."""
        if effect.place.shelf is Shelf.NOTION:
            return await self._the_database.find(effect)
        return await self._call(partial(paper_branch.find, effect))

    async def close(self) -> None:
        """Hang up; the threads are somebody else's."""
        if self._database is not None:
            await self._database.close()

    @property
    def _the_database(self) -> Notion:
        if self._database is None:
            raise Refused("no database is configured here", "add [papers.notion] to it")
        return self._database

    async def _call(self, call: Callable[[], T]) -> T:
        return await self._threads.call(call, _DEADLINE_S)
