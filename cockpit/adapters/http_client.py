"""The one place that imports httpx: one look at one address."""

import os
import socket
import ssl
from collections.abc import Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.request import getproxies

import httpx

from cockpit import __version__
from cockpit.adapters.http_answers import BrokenOff, Progress, Seen, Unseen
from cockpit.adapters.http_ear import Transport

_KEPT = 16
"""Connections of one origin that stay open."""
_KEPT_S = 90.0
_MOST_ORIGINS = 2000
_PLACE = "cockpit.place"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class HttpxClient:
    """A pool of connections for every origin, one set of certificates for all.

    httpx goes through a whole pool for every request, so one pool for hundreds of hosts would
    spend its time on searching. No cookies are kept, and no credentials sent.
    """

    def __init__(self) -> None:
        self._certificates = httpx.create_ssl_context()
        self._clients: dict[tuple[str, str, int | None], httpx.AsyncClient] = {}
        self._shared = self._new_client()

    def _new_client(self) -> httpx.AsyncClient:
        # A proxy that the environment names for everything has this place, and speaks for others.
        own = Transport(self._certificates, _KEPT, _KEPT_S)
        listening = {} if "all" in getproxies() else {"all://": own}
        return httpx.AsyncClient(
            mounts=listening,
            verify=self._certificates,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(None),  # the whole look has one, which httpx has not
            limits=httpx.Limits(
                max_connections=None, max_keepalive_connections=_KEPT, keepalive_expiry=_KEPT_S
            ),
            event_hooks={"response": [_keep_place]},
            headers={"User-Agent": f"cockpit/{__version__}", "Accept": "*/*"},
        )

    def _client_for(self, address: httpx.URL) -> httpx.AsyncClient:
        origin = (address.scheme, address.host, address.port)
        if origin not in self._clients and len(self._clients) < _MOST_ORIGINS:
            self._clients[origin] = self._new_client()
        return self._clients.get(origin, self._shared)

    async def look(self, url: str, max_body: int, progress: Progress) -> Seen:
        """GET one address, without following it anywhere.

        Args:
            url: http or https.
            max_body: bytes of the body, as they travel, after which the rest is not read.
            progress: is told when the top of the answer is there.

        Raises:
            Unseen: there was no answer.
            BrokenOff: it ended before its end.
        """
        try:
            return await self._ask(url, max_body, progress)
        except _HungUpError:
            # It may have hung up on a connection that had been idle, which says nothing of it.
            return await self._ask(url, max_body, progress)

    async def _ask(self, url: str, max_body: int, progress: Progress) -> Seen:
        progress.begin()
        try:
            address = httpx.URL(url).copy_with(userinfo=b"")
            async with self._client_for(address).stream("GET", address) as answer:
                progress.answered(answer.status_code)
                await _read(answer, max_body)
                return Seen(status=answer.status_code, leads_to=_target(answer))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            words, hung_up = _words(error), _is_hang_up(error)
        if progress.status is not None:
            raise BrokenOff(progress.status)
        raise _HungUpError(words) if hung_up else Unseen(words)

    async def close(self) -> None:
        """Hang up everywhere."""
        for client in (self._shared, *self._clients.values()):
            await client.aclose()


class _HungUpError(Unseen):
    """The connection ended before an answer came."""


def _is_hang_up(error: Exception) -> bool:
    if isinstance(error, httpx.RemoteProtocolError):
        return "without sending" in str(error)
    return isinstance(error, httpx.ReadError | httpx.WriteError)


async def _read(answer: httpx.Response, most: int) -> None:
    """The body as it travels: unpacking it could make gigabytes out of nothing."""
    count = 0
    async for chunk in answer.aiter_raw():
        count += len(chunk)
        if count > most:
            return


async def _keep_place(answer: httpx.Response) -> None:
    """Puts the place that a redirect names aside: httpx would take offence at a broken one."""
    answer.extensions[_PLACE] = answer.headers.pop("location", "")


def _target(answer: httpx.Response) -> str:
    place = answer.extensions[_PLACE]
    if answer.status_code not in _REDIRECTS or not place:
        return ""
    try:
        return str(answer.url.join(place).copy_with(userinfo=b""))
    except (httpx.InvalidURL, ValueError):
        return "an address that is none"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _words(error: Exception) -> str:
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return "the name is not found"
        if isinstance(cause, ConnectionRefusedError):
            return "connection refused"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "the certificate is not trusted"
        if isinstance(cause, ssl.SSLError):
            return "TLS fails"
        if isinstance(cause, OSError) and cause.errno:
            return _system_words(cause.errno)
    return _of_httpx(error)


def _system_words(number: int) -> str:
    """What the system says of an error number, as part of a sentence."""
    text = os.strerror(number)
    return text[:1].lower() + text[1:]


def _of_httpx(error: Exception) -> str:
    if _is_hang_up(error):
        return "hung up without an answer"
    if isinstance(error, httpx.RemoteProtocolError):
        return "answers, but not HTTP"
    if isinstance(error, httpx.ProxyError):
        return "the proxy does not let us through"
    if isinstance(error, httpx.ConnectError):
        return "no connection"
    if isinstance(error, httpx.TransportError):
        return "the connection broke"
    return "the address is not usable"
