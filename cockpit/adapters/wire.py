"""One exchange with a web service that speaks JSON: asked once; no redirect, retry or cookie.

What is asked and what an answer means is the business of whoever knows the service. The library
that speaks HTTP is loaded in a thread, with the first question.
"""

import asyncio
from typing import Protocol

from cockpit.adapters.threads import Threads
from cockpit.adapters.wire_call import Call, Reply, Service
from cockpit.ports.outside import Unreachable

_LOADING_S = 20.0


class Line(Protocol):
    """What really speaks HTTP."""

    async def exchange(self, service: Service, call: Call) -> Reply:
        """See `Wire.exchange`."""
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


class Wire:
    """Asks one service, or several; it keeps no token and no connection."""

    def __init__(self) -> None:
        self._loading = asyncio.Lock()
        self._line: Line | None = None

    async def exchange(self, service: Service, call: Call) -> Reply:
        """Ask once.

        Raises:
            Unreachable: no answer came; `maybe_sent` when a change may have happened all the same.
            Refused: the address or the token cannot be used.
            TooMuchError: the answer does not end.
        """
        line = self._line or await self._load(service.name)
        return await line.exchange(service, call)

    async def close(self) -> None:
        """Hang up everywhere."""
        if self._line is not None:
            await self._line.close()

    async def _load(self, name: str) -> Line:
        """The library and its certificates, not before the first question."""
        async with self._loading:
            if self._line is None:
                threads = Threads(name, size=1)
                try:
                    self._line = await threads.call(_new_line, _LOADING_S)
                except Unreachable as late:
                    late.maybe_sent = False
                    raise
                finally:
                    threads.close()
            return self._line


def _new_line() -> Line:
    from cockpit.adapters import wire_httpx  # noqa: PLC0415 - not before the first frame

    return wire_httpx.HttpxLine()
