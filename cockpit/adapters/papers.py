"""The papers port, met by folders, branches and a database; decides nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from cockpit.adapters import paper_files
from cockpit.adapters.threads import Threads
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import Place, Shelf
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.papers import Stands

_DEADLINE_S = 25.0
"""How long a folder or a repository may take, seconds; less than an effect may."""

T = TypeVar("T")


class Database(Protocol):
    """A database whose pages are papers."""

    async def read(self, paper: str) -> Stands:
        """The version of the paper's page; its text cannot be had as Markdown."""
        ...

    async def file(self, effect: FilePaper) -> Changed:
        """Make a page, or write at the end of the one that there is."""
        ...

    async def find(self, effect: FilePaper) -> Changed | None:
        """Whether it was written, whole."""
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


class PaperPlaces:
    """Reads and files papers wherever they stand.

    Args:
        make: makes the database when it is wanted; None: none is configured.
    """

    def __init__(self, make: Callable[[], Database] | None) -> None:
        self._make = make
        self._database: Database | None = None
        self._threads = Threads("the papers", size=2)

    async def read(self, place: Place, paper: str, name: str) -> Stands:
        """What stands there now; of a page of a database only whether there is one."""
        match place.shelf:
            case Shelf.FOLDER:
                return await self.read_file(str(Path(place.where) / name))
            case Shelf.GIT:
                from cockpit.adapters import paper_branch  # noqa: PLC0415 - not at the start

                return await self._call(partial(paper_branch.read, place, name))
            case Shelf.NOTION:
                return await self._the_database.read(paper)

    async def read_file(self, path: str) -> Stands:
        """What stands in a file of this machine."""
        return await self._call(partial(paper_files.read, Path(path)))

    async def write_file(self, path: str, text: str, version: str) -> None:
        """Write it, whole or not at all."""
        await self._call(partial(paper_files.write, Path(path), text, version))

    async def file(self, effect: FilePaper) -> Changed:
        """File it, once."""
        place = effect.place
        match place.shelf:
            case Shelf.FOLDER:
                path = Path(place.where) / effect.name
                await self._call(partial(paper_files.write, path, effect.text, effect.version))
                return Changed(ref=str(path))
            case Shelf.GIT:
                from cockpit.adapters import paper_branch  # noqa: PLC0415 - not at the start

                return await self._call(partial(paper_branch.file, effect))
            case Shelf.NOTION:
                return await self._the_database.file(effect)

    async def find(self, effect: FilePaper) -> Changed | None:
        """Whether it was filed."""
        place = effect.place
        match place.shelf:
            case Shelf.FOLDER:
                path = Path(place.where) / effect.name
                stands = await self.read_file(str(path))
                same = stands.version == paper_files.version_of(effect.text.encode())
                return Changed(ref=str(path)) if same else None
            case Shelf.GIT:
                from cockpit.adapters import paper_branch  # noqa: PLC0415 - not at the start

                return await self._call(partial(paper_branch.find, effect))
            case Shelf.NOTION:
                return await self._the_database.find(effect)

    async def close(self) -> None:
        """Hang up."""
        self._threads.close()
        if self._database is not None:
            await self._database.close()

    async def aside(self, call: Callable[[], T]) -> T:
        """Something else that blocks, in a thread of the papers'."""
        return await self._call(call)

    @property
    def _the_database(self) -> Database:
        if self._make is None:
            raise Refused("no database is configured here", "add [papers.notion] to it")
        if self._database is None:
            self._database = self._make()
        return self._database

    async def _call(self, call: Callable[[], T]) -> T:
        return await self._threads.call(call, _DEADLINE_S)
