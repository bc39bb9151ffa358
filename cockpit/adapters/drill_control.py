"""Steers the stand-ins of a drill through their control port, which is on this machine alone."""

import asyncio
import json
from datetime import datetime
from urllib.parse import urlsplit

from cockpit.adapters.drill_clock import LEAST, MOST, DrillClock
from cockpit.domain.debriefing import Exercise, Lesson
from cockpit.ports.outside import Garbled, Unreachable

_WITHIN_S = 3.0
_LOST = "the stand-ins of the drill do not answer"
_MEND = "quit, and begin the drill again"


class DrillControl:
    """What a drill can be asked and told."""

    def __init__(self, address: str, clock: DrillClock) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self.clock = clock
        self.ends = clock.now()
        self.start = clock.now()
        self.scenario = ""

    async def begin(self) -> None:
        """Learn how the drill stands. Raises `PortError`."""
        told = await self._ask("GET", "/clock")
        self._follow(told)
        self.start = _instant(told, "start")
        about = await self._ask("GET", "/drill")
        self.scenario, self.ends = str(about.get("scenario", "")), _instant(about, "ends")

    async def pace(self, factor: float) -> None:
        """So many times as fast as now, within bounds. Raises `PortError`."""
        speed = min(max(self.clock.speed * factor, LEAST), MOST)
        self._follow(await self._ask("POST", "/clock", {"speed": speed, "frozen": False}))

    async def pause(self) -> None:
        """Hold it, or let it go on. Raises `PortError`."""
        frozen = not self.clock.paused
        self._follow(await self._ask("POST", "/clock", {"frozen": frozen}))

    async def exercise(self) -> Exercise:
        """What only the scenario knows, as it stands now. Raises `PortError`."""
        told = await self._ask("GET", "/drill")
        lessons = told.get("lessons")
        rows = lessons if isinstance(lessons, list) else []
        return Exercise(
            scenario=str(told.get("scenario", "")),
            title=str(told.get("title", "")),
            seed=int(str(told.get("seed", 0))),
            truth=str(told.get("truth", "")),
            lessons=tuple(Lesson(words=str(r["words"]), good=bool(r["good"])) for r in rows),
        )

    def _follow(self, told: dict[str, object]) -> None:
        speed = float(str(told.get("speed", 1.0)))
        self.clock.set(_instant(told, "now"), speed, paused=bool(told.get("frozen")))

    async def _ask(
        self, method: str, path: str, given: dict[str, object] | None = None
    ) -> dict[str, object]:
        body = json.dumps(given or {}).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nConnection: close\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        try:
            async with asyncio.timeout(_WITHIN_S):
                reader, writer = await asyncio.open_connection(self._host, self._port)
                writer.write(head.encode() + body)
                answer = await reader.read()
                writer.close()
        except (OSError, TimeoutError):
            raise Unreachable(_LOST, _MEND) from None
        _, _, text = answer.partition(b"\r\n\r\n")
        try:
            told = json.loads(text)
        except ValueError:
            raise Garbled(_LOST, _MEND) from None
        if not isinstance(told, dict) or "error" in told:
            raise Garbled(f"{_LOST} as they should", _MEND)
        return told


def _instant(told: dict[str, object], name: str) -> datetime:
    try:
        return datetime.fromisoformat(str(told[name]))
    except (KeyError, ValueError):
        raise Garbled(f"{_LOST} as they should", _MEND) from None
