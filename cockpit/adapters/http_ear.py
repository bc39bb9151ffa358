"""Connections that notice at their first bytes that HTTP is not spoken at the other end."""

import ssl
from collections.abc import Iterable

import httpcore

from cockpit.adapters.names import Names

_BEGINNING = b"HTTP/"


class Network(httpcore.AsyncNetworkBackend):
    """httpcore's own, with ears, and with names looked up first.

    Without them, a greeting such as "SSH-2.0" would be taken for the first of several header lines,
    and the rest be waited for.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._own = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        await self._names.find(host)
        own = await self._own.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Ear(own)

    async def sleep(self, seconds: float) -> None:
        await self._own.sleep(seconds)


class _Ear(httpcore.AsyncNetworkStream):
    def __init__(self, own: httpcore.AsyncNetworkStream) -> None:
        self._own = own
        self._heard = b""

    async def read(self, max_bytes: int, *how: float | None, **more: float | None) -> bytes:
        data = await self._own.read(max_bytes, *how, **more)
        if len(self._heard) < len(_BEGINNING):
            self._heard += data[: len(_BEGINNING)]
            if not _BEGINNING.startswith(self._heard[: len(_BEGINNING)]):
                raise httpcore.RemoteProtocolError("this is no status line")
        return data

    async def write(self, buffer: bytes, *how: float | None, **more: float | None) -> None:
        await self._own.write(buffer, *how, **more)

    async def aclose(self) -> None:
        await self._own.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        *how: float | None,
        **more: float | None,
    ) -> httpcore.AsyncNetworkStream:
        own = await self._own.start_tls(ssl_context, server_hostname, *how, **more)
        return _Ear(own)

    def get_extra_info(self, info: str) -> object:
        return self._own.get_extra_info(info)
