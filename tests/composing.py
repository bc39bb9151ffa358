"""The composer, opened on a declared incident, and waits for what comes by itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from desks import bad_deploy
from patience import PATIENCE_S
from textual import events
from textual.widgets import TextArea
from watching import Watching, watching

from cockpit.domain.facts import Fact
from cockpit.screens.composer_area import WritingArea


class Composing:
    """Somebody who writes an update."""

    def __init__(self, watch: Watching) -> None:
        self.watch = watch
        self.seat = watch.seat
        self.far = watch.seat.far

    async def press(self, *keys: str) -> str:
        """Press, settle, and read the screen."""
        return await self.watch.press(*keys)

    async def until(self, holds: Callable[[str], bool]) -> str:
        """Wait until the screen shows that, and read it."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds(text := self.watch.text()):
                await self.watch.pilot.pause(0.01)
        return text

    async def sees(self, *words: str) -> str:
        """Wait until all of these stand on the screen."""
        return await self.until(lambda text: all(word in text for word in words))

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        self.seat.app.post_message(events.Paste(text))
        await self.watch.pilot.pause()

    def area(self, name: str = "known") -> WritingArea:
        """A field."""
        return self.seat.app.screen.query_one(f"#{name}", WritingArea)

    async def write(self, text: str, name: str = "known") -> None:
        """Let this stand in a field, as if it had been typed over everything."""
        area = self.area(name)
        area.focus()
        await self.press("f7", *(() if text else ("delete",)))
        if text:
            area.insert_here(text)
        await self.watch.settle()

    def written(self, name: str = "known") -> str:
        """What stands in a field."""
        return self.seat.app.screen.query_one(f"#{name}", TextArea).text

    async def saved(self, words: str, key: str = "update:Q1") -> None:
        """Wait until the draft that is kept says this."""
        async with asyncio.timeout(PATIENCE_S):
            while words not in (await self.seat.desk.draft(key) or ""):
                await self.watch.pilot.pause(0.01)

    @property
    def posted(self) -> list[str]:
        """What stands in the thread."""
        return [m.text for m in self.far.messages[1:]]


@asynccontextmanager
async def composing(
    folder: Path,
    *more: Fact,
    size: tuple[int, int] = (120, 36),
    updates: int = 0,
    before: Callable[[Watching], None] = lambda _watch: None,
) -> AsyncIterator[Composing]:
    """The composer on the bad deploy, declared, after so many updates without a word typed."""
    async with watching(folder, *bad_deploy(), *more, size=size) as watch:
        before(watch)
        await watch.press("d")
        await watch.press("ctrl+s")
        for _ in range(updates):
            await watch.press("u")
            await watch.press("ctrl+s")
        await watch.press("u")
        yield Composing(watch)
