"""Makes the pictures of the demo: `python screenshots/make.py`; the same bytes every time.

The stand-ins and the program run for real, over HTTP and git, but on clocks that stand still
until this moves them, so that nothing on the screen depends on the machine.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "tests")]

from draw import png, svg  # noqa: E402 - the path is set above
from grid import grid  # noqa: E402 - the path is set above
from stand import START, Stand  # noqa: E402 - the path is set above

from cockpit.app import Cockpit  # noqa: E402 - the path is set above
from cockpit.desk.crew import Watch  # noqa: E402 - the path is set above
from cockpit.desk.desk import Desk  # noqa: E402 - the path is set above
from cockpit.desk.room import Seat  # noqa: E402 - the path is set above
from cockpit.domain.facts import SourceChanged  # noqa: E402 - the path is set above
from cockpit.domain.model import SourceStatus  # noqa: E402 - the path is set above
from cockpit.domain.readings import Answered, Asked  # noqa: E402 - the path is set above
from cockpit.domain.state import Phase  # noqa: E402 - the path is set above
from cockpit.ports.outside import Refused  # noqa: E402 - the path is set above
from cockpit.settings.load import load  # noqa: E402 - the path is set above
from cockpit.wiring import Wires, assemble  # noqa: E402 - the path is set above

LOOKS = 10
"""Samples that each probe has taken when a picture is taken."""
STEP_S = 2.0


SCREENS = (
    (("r",), "roles"),
    (("m",), "mitigation"),
    (("t",), "tell"),
    (("e",), "escalation"),
    (("s",), "triage"),
    (("3", "enter"), "deploy"),
    (("l",), "look"),
    (("b",), "runbooks"),
    (("k",), "customer"),
    (("i",), "list"),
    (("i", "l"), "detail"),
    (("v",), "shift"),
    (("C",), "close"),
    (("I",), "items"),
    (("question_mark",), "help"),
)
"""Which keys open what else has a picture."""


class SteppingClock:
    """Stands still; every look at its stopwatch finds that a few milliseconds have passed."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._looks = 0
        self._elapsed = 0.0

    def now(self) -> datetime:
        """The wall clock."""
        return self._now

    def monotonic(self) -> float:
        """The stopwatch."""
        self._looks += 1
        self._elapsed += 0.018 + (self._looks * 7919 % 23) / 1000
        return self._elapsed

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)


class Paced(Wires):
    """The real room, whose sources ask when they are told to and in a fixed order."""

    made: ClassVar[list["Paced"]] = []

    def __init__(self, *parts: Any) -> None:  # noqa: ANN401 - whatever the room needs
        super().__init__(*parts)
        self.made.append(self)

    async def watches(self, seat: Seat) -> Sequence[Watch]:
        """What is read on demand; for the rest, `look_round` asks."""
        return self.on_demand(seat)

    async def look_round(self, seat: Seat, clock: SteppingClock) -> None:
        """Every source asks once."""
        for source in self.sources(seat):
            seat.note(Asked(source=source.name, at=clock.now()))
            try:
                facts = [fact async for fact in source.poll()]
            except Refused as refused:
                if refused.retry_after_s is None:
                    raise
                continue  # Here no time passes between two rounds: it was asked often enough.
            if source.name not in seat.state.sources:
                ok = SourceStatus.OK
                facts.append(SourceChanged(source=source.name, status=ok, since=clock.now()))
            await seat.append(*facts)
            seat.note(Answered(source=source.name, at=clock.now(), good=True))

    async def look_at_health(self, seat: Seat) -> None:
        """Every probe looks once."""
        await self.health(seat).look_at_all()


@dataclass
class Studio:
    """A running program that stands still for its picture."""

    app: Cockpit
    desk: Desk
    room: Paced
    stand: Stand
    clock: SteppingClock

    async def pass_time(self, seconds: float) -> None:
        """Both sides' time goes on, and everybody looks again."""
        self.stand.advance(seconds)
        self.clock.advance(seconds)
        await self.room.look_at_health(self.desk)

    async def settle(self) -> None:
        """Until everything asked for has left, and what it led to has been seen."""
        while waiting := [
            p.effect.id for p in self.desk.state.unsent() if p.phase is not Phase.FAILED
        ]:
            await self.desk.settle(waiting, 5)
        await self.room.look_round(self.desk, self.clock)

    async def details_read(self) -> None:
        """Until the details of the incident have been read."""
        read = asyncio.Event()
        unsubscribe = self.desk.listen(read.set)
        while self.desk.readings.dossier(self.desk.incident_id).details is None:
            await read.wait()
            read.clear()
        unsubscribe()


async def tell_the_story(studio: Studio, press: "Press") -> None:
    """The first minutes of the page, as far as the pictures need them."""
    for _ in range(LOOKS):
        await studio.pass_time(STEP_S)
    await studio.room.look_round(studio.desk, studio.clock)
    await press()


class Press:
    """Presses keys, and waits until what they led to is on the screen."""

    def __init__(self, studio: Studio, pilot: object) -> None:
        self._studio = studio
        self._pilot = pilot

    async def __call__(self, *keys: str) -> None:
        """Press these."""
        await self._pilot.press(*keys)  # type: ignore[attr-defined]  # a Textual pilot
        for _ in range(3):
            await self._pilot.pause()  # type: ignore[attr-defined]  # a Textual pilot
            await self._studio.app.workers.wait_for_complete()
            await self._studio.settle()
        await self._pilot.pause()  # type: ignore[attr-defined]  # a Textual pilot


def keep(app: Cockpit, name: str) -> None:
    """Write the picture of what is on the screen."""
    shown = grid(app)
    (HERE / f"{name}.svg").write_text(svg(shown), encoding="utf-8")
    (HERE / f"{name}.png").write_bytes(png(shown))


async def picture(size: tuple[int, int], folder: Path) -> None:
    """All pictures at one size."""
    with Stand(folder, start=START, frozen=True, anew=True) as stand:
        os.environ["COCKPIT_CONFIG"] = str(stand.config)
        clock = SteppingClock(datetime.fromisoformat(START).astimezone(UTC))
        desk = assemble(load(), clock, Paced)
        app = Cockpit(desk, theme="cockpit-dark", rings_for=())
        studio = Studio(app=app, desk=desk, room=Paced.made[-1], stand=stand, clock=clock)
        async with app.run_test(size=size) as pilot:
            await take(studio, Press(studio, pilot), f"{size[0]}x{size[1]}")


async def take(studio: Studio, press: Press, name: str) -> None:
    """Live through the first minutes, and take a picture now and then."""
    await tell_the_story(studio, press)
    keep(studio.app, f"demo-{name}")
    await press("a")
    await press("d")
    keep(studio.app, f"declare-{name}")
    await press("ctrl+s")
    await studio.pass_time(60)
    await press("u")
    keep(studio.app, f"update-{name}")
    await press("ctrl+s")
    await press("3", "enter", "escape")
    await studio.pass_time(STEP_S)
    await press()
    keep(studio.app, f"working-{name}")
    for keys, shown in SCREENS:
        await press(*keys)
        if shown == "detail":
            await studio.details_read()
            await press()
        keep(studio.app, f"{shown}-{name}")
        await press("escape")
        if shown == "detail":
            await press("escape")
    await get_stuck(studio, press)
    keep(studio.app, f"outbox-{name}")


async def get_stuck(studio: Studio, press: Press) -> None:
    """Somebody takes a role, and an update meets a chat that does not want it."""
    await press("r", "1", "enter")
    refused = json.dumps({"ok": False, "error": "is_archived"})
    studio.stand.fault("slack", "status", status=200, body=refused, path="/api/chat.postMessage")
    await press("U", "y")
    await studio.pass_time(60)
    await press("x")


def main() -> None:
    """Make them all."""
    for size in ((120, 36), (80, 24)):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(picture(size, Path(folder)))
    print(json.dumps(sorted(p.name for p in HERE.glob("*.[sp][vn]g"))))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
