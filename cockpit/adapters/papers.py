"""The papers port: what needs a library is loaded with the first question; decides nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from cockpit.adapters import paper_files
from cockpit.adapters.threads import Threads
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import NotionSpec, Place, Shelf
from cockpit.domain.state import Moment
from cockpit.ports.outside import Changed
from cockpit.ports.papers import Filing, Stands

_DEADLINE_S = 25.0
"""How long a folder or a repository may take, seconds; less than an effect may."""

T = TypeVar("T")
Token = Callable[[], Awaitable[str]]
Past = Callable[[datetime, datetime], tuple[Moment, ...]]
"""What probes found between two instants, by the journal; blocks."""


class PaperPlaces:
    """Reads and files papers wherever they stand.

    Args:
        past: reads the journal.
        notion: the database and what gives its token; None: none is configured.
    """

    def __init__(self, past: Past, notion: tuple[NotionSpec, Token] | None = None) -> None:
        self._past = past
        self._notion = notion
        self._elsewhere: Filing | None = None
        self._threads = Threads("the papers", size=2)

    async def read(self, place: Place, paper: str, name: str) -> Stands:
        """What stands there now; of a page of a database only whether there is one."""
        if place.shelf is Shelf.FOLDER:
            return await self.read_file(str(Path(place.where) / name))
        return await (await self._loaded()).read(place, paper, name)

    async def read_file(self, path: str) -> Stands:
        """What stands in a file of this machine."""
        return await self._call(partial(paper_files.read, Path(path)))

    async def write_file(self, path: str, text: str, version: str) -> None:
        """Write it, whole or not at all."""
        await self._call(partial(paper_files.write, Path(path), text, version))

    async def file(self, effect: FilePaper) -> Changed:
        """File it, once."""
        if effect.place.shelf is not Shelf.FOLDER:
            return await (await self._loaded()).file(effect)
        path = str(Path(effect.place.where) / effect.name)
        await self.write_file(path, effect.text, effect.version)
        return Changed(ref=path)

    async def find(self, effect: FilePaper) -> Changed | None:
        """Whether it was filed."""
        if effect.place.shelf is not Shelf.FOLDER:
            return await (await self._loaded()).find(effect)
        path = str(Path(effect.place.where) / effect.name)
        stands = await self.read_file(path)
        same = stands.version == paper_files.version_of(effect.text.encode("utf-8", "replace"))
        return Changed(ref=path) if same else None

    async def past(self, since: datetime, until: datetime) -> tuple[Moment, ...]:
        """What probes found between two instants, by the journal."""
        return await self._call(partial(self._past, since, until))

    async def close(self) -> None:
        """Hang up."""
        self._threads.close()
        if self._elsewhere is not None:
            await self._elsewhere.close()

    async def _loaded(self) -> Filing:
        if self._elsewhere is None:
            self._elsewhere = await self._call(partial(_load, self._threads, self._notion))
        return self._elsewhere

    async def _call(self, call: Callable[[], T]) -> T:
        return await self._threads.call(call, _DEADLINE_S)


def _load(threads: Threads, notion: tuple[NotionSpec, Token] | None) -> Filing:
    from cockpit.adapters import papers_elsewhere  # noqa: PLC0415 - not before the first frame

    return papers_elsewhere.Elsewhere(threads, notion)
