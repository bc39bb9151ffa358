"""Connections to web servers that stay open between two looks; what is asked is not known here.

httpx, and httpcore's own pool, go through all that they hold for every request. Hundreds of looks a
second would spend their time on that, so a connection is taken and put back by hand.
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from cockpit.adapters.certificates import expires_at
from cockpit.adapters.http_ear import Network

_KEPT = 32
"""Connections of one origin that stay open."""
_KEPT_S = 90.0
_MOST_ORIGINS = 2000
"""A server may redirect to ever new ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address, taken apart once."""

    url: httpx.URL
    core: httpcore.URL
    origin: httpcore.Origin
    host: bytes
    """As the header names it."""
    proxy: str
    """The address of a proxy that the environment names for it; empty: none."""


@lru_cache(maxsize=4096)
def address_of(url: str) -> Address:
    """Take it apart; raises `httpx.InvalidURL`, `ValueError`."""
    whole = httpx.URL(url).copy_with(userinfo=b"")
    if whole.scheme not in {"http", "https"} or not whole.host:
        raise httpx.InvalidURL("this is no web address")
    proxies = getproxies()
    proxy = proxies.get(whole.scheme) or proxies.get("all") or ""
    core = _core(whole)
    return Address(
        url=whole,
        core=core,
        origin=core.origin,
        host=whole.netloc,
        proxy="" if proxy and proxy_bypass(whole.host) else proxy,
    )


def _core(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


@dataclass(slots=True, eq=False)
class Line:
    """One connection."""

    own: httpcore.AsyncHTTPConnection
    used: bool = False
    """Something was answered over it before."""
    expires_at: datetime | None = None
    """When the certificate ends that was shown; known after the first answer."""


@dataclass(slots=True)
class Lines:
    """All connections, by origin."""

    certificates: ssl.SSLContext
    network: Network
    _idle: dict[tuple[bytes, bytes, int], list[Line]] = field(default_factory=dict)
    _proxies: dict[str, httpcore.AsyncConnectionPool] = field(default_factory=dict)

    @asynccontextmanager
    async def line(self, origin: httpcore.Origin, *, fresh: bool) -> AsyncIterator[Line]:
        """A connection to this origin, for one question; `fresh`: one that was not used before."""
        key = (origin.scheme, origin.host, origin.port)
        kept = self._idle.get(key, [])
        if len(self._idle) < _MOST_ORIGINS:
            self._idle[key] = kept
        line = (None if fresh else await _open(kept)) or self._new(origin)
        try:
            yield line
        finally:
            if len(kept) < _KEPT and line.own.is_idle() and self._idle.get(key) is kept:
                line.used = True
                kept.append(line)
            else:
                await line.own.aclose()

    def _new(self, origin: httpcore.Origin) -> Line:
        own = httpcore.AsyncHTTPConnection(
            origin=origin,
            ssl_context=self.certificates,
            keepalive_expiry=_KEPT_S,
            network_backend=self.network,
        )
        return Line(own)

    def through(self, proxy: str) -> httpcore.AsyncConnectionPool:
        """Connections by way of a proxy."""
        if proxy not in self._proxies:
            named = httpx.Proxy(proxy)
            self._proxies[proxy] = httpcore.AsyncConnectionPool(
                ssl_context=self.certificates,
                max_connections=None,
                max_keepalive_connections=_KEPT,
                keepalive_expiry=_KEPT_S,
                network_backend=self.network,
                proxy=httpcore.Proxy(_core(named.url), auth=named.raw_auth),
            )
        return self._proxies[proxy]

    async def close(self) -> None:
        """Hang up everywhere."""
        for kept in self._idle.values():
            for line in kept:
                await line.own.aclose()
        self._idle.clear()
        for pool in self._proxies.values():
            await pool.aclose()


async def _open(kept: list[Line]) -> Line | None:
    """One that the other side has not hung up on."""
    while kept:
        line = kept.pop()
        if not line.own.has_expired():
            return line
        await line.own.aclose()
    return None


def certificate_of(answer: httpcore.Response) -> datetime | None:
    """When the certificate ends that came with an answer."""
    stream = answer.extensions["network_stream"]
    return expires_at(stream.get_extra_info("ssl_object"))
