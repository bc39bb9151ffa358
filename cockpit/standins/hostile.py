"""Endpoints that do what a broken or hostile server does to a health probe."""

import asyncio
import gzip
from collections.abc import Callable

from cockpit.standins.faults import drop, hang
from cockpit.standins.http import Answer, Request, Response

GIGABYTE = 1024**3
CHUNK = bytes(64 * 1024)
BOMB_SIZE = 10_000_000
DRIP_S = 0.2


def _hangs(_request: Request) -> Answer:
    return hang


def _closes(_request: Request) -> Answer:
    return drop


def _drips(_request: Request) -> Answer:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not writer.is_closing():
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(DRIP_S)

    return speak


def _drips_headers(_request: Request) -> Answer:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.is_closing():
            writer.write(b"X-More: yes\r\n")
            await writer.drain()
            await asyncio.sleep(DRIP_S)

    return speak


def _huge(_request: Request) -> Answer:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        top = f"HTTP/1.1 200 OK\r\nContent-Length: {GIGABYTE}\r\n\r\n"
        writer.write(top.encode())
        sent = 0
        while sent < GIGABYTE and not writer.is_closing():
            writer.write(CHUNK)
            await writer.drain()
            sent += len(CHUNK)

    return speak


def _bomb(_request: Request) -> Answer:
    body = gzip.compress(bytes(BOMB_SIZE))
    return Response(200, body, (("Content-Encoding", "gzip"),))


def _loops(request: Request) -> Answer:
    target = "/hostile/redirects-for-ever"
    n = int(dict(request.query).get("n", "0") or 0) + 1
    return Response(302, b"", (("Location", f"{target}?n={n}"),))


def _elsewhere(_request: Request) -> Answer:
    return Response(302, b"", (("Location", "http://elsewhere.invalid/steal"),))


def _no_http(_request: Request) -> Answer:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example.org ESMTP\r\n\x1b]0;owned\x07\x00\xff\xfe\r\n")
        await writer.drain()

    return speak


def _escapes(_request: Request) -> Answer:
    body = b'{"status": "\x1b[2J\x1b]52;c;ZXZpbA==\x07[bold]\xe2\x80\xaeevil"}'
    return Response(503, body, (("Content-Type", "application/json"),))


HOSTILE: dict[str, Callable[[Request], Answer]] = {
    "/hostile/hangs": _hangs,
    "/hostile/closes": _closes,
    "/hostile/drips": _drips,
    "/hostile/drips-headers": _drips_headers,
    "/hostile/huge": _huge,
    "/hostile/gzip-bomb": _bomb,
    "/hostile/redirects-for-ever": _loops,
    "/hostile/redirects-elsewhere": _elsewhere,
    "/hostile/no-http": _no_http,
    "/hostile/escapes": _escapes,
}
