"""Looks names up before anybody connects to them; a name that hangs holds up no other.

asyncio looks names up in the few threads of its own executor, which everybody shares. Some names
whose servers are gone would fill it, and then nobody gets anywhere; so each name is asked for here
first, once at a time, and whoever connects finds that it can be had.
"""

import asyncio
import socket
from functools import partial
from ipaddress import ip_address

from cockpit.adapters.threads import Threads
from cockpit.ports.outside import Unreachable

_AT_ONCE = 64
"""Names that are looked up at the same time."""
_LONGEST_S = 60.0
"""How long a look-up may take; resolvers give up by themselves before that."""


class Names:
    """Look-ups under way, by name."""

    def __init__(self) -> None:
        self._threads = Threads("names", size=_AT_ONCE, most_stuck=_AT_ONCE)
        self._asking: dict[str, asyncio.Task[None]] = {}

    async def find(self, host: str) -> None:
        """Until this name can be had; raises `socket.gaierror` where it cannot."""
        if _is_address(host):
            return
        if host not in self._asking:
            asking = asyncio.create_task(self._ask(host))
            self._asking[host] = asking
            asking.add_done_callback(partial(self._forget, host))
        await asyncio.shield(self._asking[host])

    async def _ask(self, host: str) -> None:
        look_up = partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
        try:
            await self._threads.call(look_up, _LONGEST_S)
        except Unreachable:
            raise socket.gaierror(socket.EAI_AGAIN, "no answer") from None

    def _forget(self, host: str, asked: "asyncio.Task[None]") -> None:
        del self._asking[host]
        if not asked.cancelled():
            asked.exception()  # Whoever waited has heard it; perhaps nobody waits any more.

    def close(self) -> None:
        """Wait for nothing any more."""
        for asking in self._asking.values():
            asking.cancel()
        self._threads.close()


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
