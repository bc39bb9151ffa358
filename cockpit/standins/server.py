"""The stand-ins on their ports: faults, the record of requests, and the saved state."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from cockpit.standins import control, platform
from cockpit.standins.clock import Clock, wall_clock
from cockpit.standins.codec import dump
from cockpit.standins.faults import fail
from cockpit.standins.http import HOST, Answer, HttpServer, Request, Response, json_response
from cockpit.standins.slack.api import is_write
from cockpit.standins.smtp import SmtpServer
from cockpit.standins.stage import Saved, Stage
from cockpit.standins.uplink import Uplink

STATE = "standins.json"
SERVICES = ("pagerduty", "slack", "product", "control", "statuspage", "sentry", "jira", "notion")
"""What speaks HTTP."""
MAIL = "mail"
UPLINK = "uplink"


class Servers:
    """The ports of one process: each service that stands in, and the control."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage = stage
        self._folder = folder
        self._silent = asyncio.Event()
        """Somebody met a `hang` since a fault was ordered last."""
        handlers = (
            *(self._pagerduty, self._slack, self._product, self._control),
            *(self._page, self._sentry, self._jira, self._notion),
        )
        self._servers: dict[str, HttpServer | SmtpServer | Uplink] = {
            name: HttpServer(handler, self._now)
            for name, handler in zip(SERVICES, handlers, strict=True)
        }
        self._servers[MAIL] = SmtpServer(lambda: self.stage.office, taken=self.save)
        self._servers[UPLINK] = Uplink(folder)

    async def start(self, ports: dict[str, int]) -> dict[str, int]:
        """Listen on the given ports where they are free, else on any; gives the ports."""
        bound: dict[str, int] = {}
        for name, server in self._servers.items():
            try:
                bound[name] = await server.start(ports.get(name, 0))
            except OSError:
                bound[name] = await server.start()
        self.stage.account.base = f"http://{HOST}:{bound['pagerduty']}"
        self.stage.settle()
        self.save()
        return bound

    def _now(self) -> datetime:
        return self.stage.clock.now()

    def reset(self) -> None:
        """Begin the scenario anew at its own start, with no faults and nothing received."""
        old = self.stage
        start = old.saved.start
        clock = Clock(start, speed=old.clock.speed, frozen=old.clock.frozen)
        saved = Saved(old.scenario.name, start, start, wall_clock(), seed=old.saved.seed)
        self.stage = Stage(old.scenario, clock, saved, old.folder)
        self.stage.account.base = old.account.base
        self.stage.settle()
        self.save()

    async def close(self) -> None:
        """Save, and hang up on everybody."""
        self.save()
        for server in self._servers.values():
            await server.close()

    def save(self) -> None:
        """Write the state beside the world, so that a restart goes on with it."""
        saved = self.stage.saved
        saved.clock_at, saved.wall_at = self.stage.clock.now(), wall_clock()
        path = self._folder / STATE
        new = path.with_suffix(".new")
        new.write_text(json.dumps(dump(saved), ensure_ascii=False), encoding="utf-8")
        new.replace(path)

    async def _pagerduty(self, request: Request) -> Answer:
        async def act() -> Answer:
            return self.stage.pagerduty_api.answer(request, self.stage.clock.now())

        writes = request.method != "GET"
        return await self._guarded("pagerduty", request, act, writes=writes)

    async def _slack(self, request: Request) -> Answer:
        async def act() -> Answer:
            return self.stage.slack_api.answer(request, self.stage.clock.now())

        writes = is_write(request.path)
        return await self._guarded("slack", request, act, writes=writes)

    async def _page(self, request: Request) -> Answer:
        async def act() -> Answer:
            return self.stage.page_api.answer(request, self.stage.clock.now())

        writes = request.method != "GET"
        return await self._guarded("statuspage", request, act, writes=writes)

    async def _sentry(self, request: Request) -> Answer:
        async def act() -> Answer:
            return self.stage.sentry_api.answer(request, self.stage.clock.now())

        return await self._guarded("sentry", request, act, writes=False)

    async def _jira(self, request: Request) -> Answer:
        async def act() -> Answer:
            return self.stage.jira_api.answer(request, self.stage.clock.now())

        return await self._guarded("jira", request, act, writes=request.method != "GET")

    async def _notion(self, request: Request) -> Answer:
        async def act() -> Answer:
            return self.stage.notion_api.answer(request, self.stage.clock.now())

        return await self._guarded("notion", request, act, writes=request.method == "PATCH")

    async def _product(self, request: Request) -> Answer:
        async def act() -> Answer:
            now = self.stage.clock.now()
            if request.path.startswith(f"{platform.ROOT}/"):
                return self.stage.platform_api.answer(request, now)
            return await self.stage.product.answer(request, now)

        writes = request.method not in {"GET", "HEAD"}
        return await self._guarded("product", request, act, writes=writes)

    async def _control(self, request: Request) -> Answer:
        if (request.method, request.path) == ("POST", "/reset"):
            self.reset()
            return json_response(200, {"now": self._now().isoformat()})
        if (request.method, request.path) == ("GET", "/silent"):
            await self._silent.wait()
            return json_response(200, {})
        if request.path == "/fault":
            self._silent.clear()
        answer = control.obey(self.stage, request)
        if request.method != "GET":
            self.save()
        return answer

    async def _guarded(
        self,
        service: str,
        request: Request,
        act: Callable[[], Awaitable[Answer]],
        *,
        writes: bool,
    ) -> Answer:
        now = self.stage.clock.now()
        fault = self.stage.faults.take(service, request)
        self.stage.received.note(now, service, request, fault, writes=writes)

        async def answer() -> Answer:
            happened = self.stage.settle()
            given = await act()
            if writes or happened:
                self.stage.settle()
                self.save()
            return given

        given = await answer() if fault is None else await fail(fault, answer)
        if fault is not None and fault.kind == "hang":
            self._silent.set()
        if isinstance(given, Response):
            self.stage.received.statuses[f"{service} {given.status}"] += 1
        return given
