"""A port with TLS whose certificate is about to end; nothing is said there."""

import asyncio
import os
import ssl
from datetime import timedelta
from pathlib import Path

from cockpit.standins.certificate import self_signed
from cockpit.standins.clock import wall_clock
from cockpit.standins.http import HOST
from cockpit.standins.probes import UPLINK_FILE

_KEY = "tls/uplink.key"
_LEFT = timedelta(hours=41)


class Uplink:
    """Takes connections, and hangs up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> int:
        """Listen, on any free port when `port` is 0; gives the port."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate, key = self._folder / UPLINK_FILE, self._folder / _KEY
        certificate.parent.mkdir(mode=0o700, exist_ok=True)
        texts = self_signed((127, 0, 0, 1), wall_clock() + _LEFT)
        for path, text in zip((certificate, key), texts, strict=True):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            with os.fdopen(os.open(path, flags, 0o600), "w", encoding="ascii") as stream:
                stream.write(text)
        context.load_cert_chain(certificate, key)
        self._server = await asyncio.start_server(_hang_up, HOST, port, ssl=context)
        address: tuple[str, int] = self._server.sockets[0].getsockname()
        return address[1]

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()


async def _hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()
