"""A small HTTP/1.1 server on loopback; what it answers is its handler's business."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

HOST = "127.0.0.1"
BODY_LIMIT = 8 * 1024 * 1024
HEADER_LIMIT = 64 * 1024

TakeOver = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Does what it likes with the connection, which is closed afterwards."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, with its path decoded and its header names in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; its length and date are added when it is sent."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str, value: str) -> "Response":
        """The same answer with one more header."""
        return Response(self.status, self.body, (*self.headers, (name, value)))


Answer = Response | TakeOver
Handler = Callable[[Request], Awaitable[Answer]]


class RequestError(ValueError):
    """What arrived is not an HTTP/1.1 request."""


def json_response(status: int, data: object) -> Response:
    """An answer with `data` as JSON."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    kind = ("Content-Type", "application/json; charset=utf-8")
    return Response(status, body, (kind,))


class HttpServer:
    """Serves one handler on one port of the loopback interface."""

    def __init__(self, handler: Handler, now: Callable[[], datetime]) -> None:
        self._handler = handler
        self._now = now
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> int:
        """Listen, on any free port when `port` is 0; gives the port."""
        self._server = await asyncio.start_server(self._accept, HOST, port, limit=HEADER_LIMIT)
        address: tuple[str, int] = self._server.sockets[0].getsockname()
        return address[1]

    async def close(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.get_running_loop().create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._exchange(reader, writer):
                pass
        except RequestError as error:
            answer = Response(400, f"{error}\n".encode())
            writer.write(self._encode(answer, keep=False, head=False))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await read_request(reader)
        if request is None:
            return False
        answer = await self._handler(request)
        if not isinstance(answer, Response):
            await answer(reader, writer)
            return False
        wanted = request.headers.get("connection", "").lower() != "close"
        keep = wanted and ("Connection", "close") not in answer.headers
        writer.write(self._encode(answer, keep=keep, head=request.method == "HEAD"))
        await writer.drain()
        return keep

    def _encode(self, answer: Response, *, keep: bool, head: bool) -> bytes:
        known = {status.value: status.phrase for status in HTTPStatus}
        phrase = known.get(answer.status, "Unnamed")
        lines = [f"HTTP/1.1 {answer.status} {phrase}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        names = {name.lower() for name, _ in answer.headers}
        if "date" not in names:
            lines.append(f"Date: {format_datetime(self._now(), usegmt=True)}")
        if "content-length" not in names:
            lines.append(f"Content-Length: {len(answer.body)}")
        if "connection" not in names:
            lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
        top = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        return top if head else top + answer.body


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection, or None when the other side is done.

    Raises:
        RequestError: it is not HTTP/1.1, or too large.
    """
    try:
        top = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise RequestError("the request ends in the middle") from error
        return None
    except asyncio.LimitOverrunError as error:
        raise RequestError("the headers are too long") from error
    first, *rest = top.decode("latin-1").split("\r\n")[:-2]
    method, target, version = _first_line(first)
    if not version.startswith("HTTP/1."):
        raise RequestError("only HTTP/1.1 is spoken here")
    headers = dict(_header(line) for line in rest)
    body = await _body(reader, headers)
    parts = urlsplit(target)
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    return Request(method, unquote(parts.path), query, headers, body)


def _first_line(line: str) -> tuple[str, str, str]:
    try:
        method, target, version = line.split(" ")
    except ValueError as error:
        raise RequestError("the first line is not METHOD TARGET VERSION") from error
    return method, target, version


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise RequestError("a header has no colon")
    return name.strip().lower(), value.strip()


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return await _chunks(reader)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > BODY_LIMIT:
        raise RequestError("the body is too large, or its length is no number")
    return await reader.readexactly(int(length))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        line = (await reader.readuntil(b"\r\n")).split(b";")[0].strip()
        try:
            size = int(line, 16)
        except ValueError as error:
            raise RequestError("a chunk's size is no number") from error
        if size < 0 or len(body) + size > BODY_LIMIT:
            raise RequestError("the body is too large")
        chunk = await reader.readexactly(size + 2)
        if size == 0:
            return body
        body += chunk[:-2]
