"""One question to one web address, over connections that are kept; follows nothing."""

import os
import socket
import ssl
from collections.abc import Iterator

import httpcore
import httpx

from cockpit import __version__
from cockpit.adapters.certificates import flaw, trusted
from cockpit.adapters.http_answers import BrokenOff, Progress, Question, Seen, Unseen
from cockpit.adapters.http_ear import Network
from cockpit.adapters.http_lines import Address, Line, Lines, address_of, certificate_of
from cockpit.adapters.http_packed import NotUnpackableError, Unpacking
from cockpit.adapters.names import Names

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that do no harm when a question is asked twice."""
_OURS = (
    ("User-Agent", f"cockpit/{__version__}"),
    ("Accept", "*/*"),
    ("Accept-Encoding", "identity"),
)
_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_FAULTS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpx.InvalidURL,
    OSError,
    ValueError,
)


class HttpClient:
    """Asks over connections that all questions share. No cookies are kept."""

    def __init__(self, names: Names) -> None:
        self._lines = Lines(trusted(), Network(names))

    async def ask(self, question: Question, progress: Progress) -> Seen:
        """Ask once.

        Args:
            question: what, and how much of the answer is read.
            progress: is told when the top of the answer is there.

        Raises:
            Unseen: there was no answer.
            BrokenOff: it ended before its end.
        """
        repeatable = question.method in _REPEATABLE
        try:
            return await self._ask(question, progress, fresh=not repeatable)
        except _HungUpError as error:
            if not (repeatable and error.was_idle):
                raise
            # It may have hung up on a connection that had been idle, which says nothing of it.
            return await self._ask(question, progress, fresh=True)

    async def _ask(self, question: Question, progress: Progress, *, fresh: bool) -> Seen:
        progress.begin()
        line: Line | None = None
        try:
            address = address_of(question.url)
            request = _request(question, address)
            if address.proxy:
                pool = self._lines.through(address.proxy)
                answer = await pool.handle_async_request(request)
                return await _taken(answer, question, address, progress)
            async with self._lines.line(address.origin, fresh=fresh) as line:
                answer = await line.own.handle_async_request(request)
                if not line.used:
                    line.expires_at = certificate_of(answer)
                return await _taken(answer, question, address, progress, line)
        except _FAULTS as error:
            # Raised below, outside: the library's error may hold headers, and goes no further.
            fault = _fault(error, was_idle=line is not None and line.used)
        if progress.status is not None:
            raise BrokenOff(progress.status)
        raise fault

    async def close(self) -> None:
        """Hang up everywhere."""
        await self._lines.close()


class _HungUpError(Unseen):
    """The connection ended before an answer came."""

    def __init__(self, words: str, *, was_idle: bool) -> None:
        super().__init__(words)
        self.was_idle = was_idle


def _request(question: Question, address: Address) -> httpcore.Request:
    asked = {name.lower() for name, _ in question.headers}
    form = (_FORM, ("Content-Length", str(len(question.form)))) if question.form else ()
    ours = [header for header in (*_OURS, *form) if header[0].lower() not in asked]
    headers = [(name.encode("ascii"), text.encode()) for name, text in (*question.headers, *ours)]
    return httpcore.Request(
        question.method,
        address.core,
        headers=[(b"Host", address.host), *headers],
        content=question.form or None,
    )


async def _taken(
    answer: httpcore.Response,
    question: Question,
    address: Address,
    progress: Progress,
    line: Line | None = None,
) -> Seen:
    progress.answered(answer.status)
    headers = {name.lower(): value for name, value in answer.headers}
    packed = headers.get(b"content-encoding", b"").decode("latin-1").strip().lower()
    body, whole, riddle = b"", True, ""
    try:
        body, whole = await _body(answer, question, packed)
    except NotUnpackableError:
        # What was answered is known all the same: the status, and where it leads to.
        whole, riddle = False, packed
    finally:
        await answer.aclose()
    return Seen(
        status=answer.status,
        url=question.url,
        leads_to=_target(answer.status, headers.get(b"location", b""), address),
        body=body,
        whole=whole,
        packed=riddle,
        expires_at=line.expires_at if line is not None else certificate_of(answer),
    )


async def _body(answer: httpcore.Response, question: Question, packed: str) -> tuple[bytes, bool]:
    """The body, unpacked where it is wanted, and whether it came to its end within the bound.

    What is not wanted is counted as it travels: unpacking it could make gigabytes out of nothing.
    """
    is_packed, unpack = question.keeps_body and packed not in {"", "identity"}, None
    most, count, body = question.max_body, 0, bytearray()
    async for chunk in answer.aiter_stream():
        if is_packed and unpack is None:
            unpack = Unpacking(packed)
        data = unpack.take(chunk, most + 1 - count) if unpack else chunk
        count += len(data)
        if question.keeps_body:
            body += data
        if count > most:
            return bytes(body[:most]), False
        if unpack is not None and unpack.ended:
            break
    return bytes(body), True


def _target(status: int, place: bytes, address: Address) -> str:
    if status not in _REDIRECTS or not place:
        return ""
    try:
        return str(address.url.join(place.decode("utf-8")).copy_with(userinfo=b""))
    except (httpx.InvalidURL, ValueError):
        return "an address that is none"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _fault(error: Exception, *, was_idle: bool) -> Unseen:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            found = flaw(cause)
            return Unseen(found.words, is_bad=not found.is_ours)
        if words := _system_words(cause):
            return Unseen(words)
    if isinstance(error, httpcore.ReadError | httpcore.WriteError) or (
        isinstance(error, httpcore.RemoteProtocolError) and "without sending" in str(error)
    ):
        return _HungUpError("hung up without an answer", was_idle=was_idle)
    return Unseen(next((words for kind, words in _WORDS if isinstance(error, kind)), _UNUSABLE))


_UNUSABLE = "the address is not usable"
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (httpcore.RemoteProtocolError, "answers, but not HTTP"),
    (httpcore.ProxyError, "the proxy does not let us through"),
    (httpcore.ConnectError, "no connection"),
    (httpcore.NetworkError, "the connection broke"),
    (httpcore.TimeoutException, "no answer in time"),
)


def _system_words(cause: BaseException) -> str:
    """What the system says of an error, as part of a sentence."""
    if isinstance(cause, socket.gaierror):
        return "the name is not found"
    if isinstance(cause, ConnectionRefusedError):
        return "connection refused"
    if isinstance(cause, ssl.SSLError):
        return "TLS fails"
    if isinstance(cause, ConnectionResetError | BrokenPipeError):
        return ""
    if isinstance(cause, OSError) and cause.errno:
        text = os.strerror(cause.errno)
        return text[:1].lower() + text[1:]
    return ""
