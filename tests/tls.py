"""Certificates of every sort, and a server that shows one of them."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def authority(folder: Path) -> tuple[trustme.CA, Path]:
    """An authority, and the file by which it is trusted."""
    ca, file = trustme.CA(), folder / "authority.pem"
    ca.cert_pem.write_to_path(str(file))
    return ca, file


def certificate(ca: trustme.CA, ends_in: timedelta, name: str = "127.0.0.1") -> trustme.LeafCert:
    """One for this name, which ends then."""
    until = datetime.now(UTC) + ends_in  # noqa: TID251 - certificates live by the real clock
    return ca.issue_cert(name, not_before=until - timedelta(days=30), not_after=until)


def context_of(leaf: trustme.LeafCert) -> ssl.SSLContext:
    """What a server with this certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def self_signed(folder: Path) -> ssl.SSLContext:
    """What a server needs whose certificate nobody else has signed."""
    file = folder / "self-signed.pem"
    ca = trustme.CA()
    ca.private_key_pem.write_to_path(str(file))
    ca.cert_pem.write_to_path(str(file), append=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@asynccontextmanager
async def serving(context: ssl.SSLContext | None) -> AsyncIterator[int]:
    """A web server on this machine; without TLS, one that speaks first. Gives its port."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if context is None:
            writer.write(b"220 mail.example ready\r\n")
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
