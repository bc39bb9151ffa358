"""One file from a web address, whole or not at all; the only other place that imports httpx.

Blocking, for a thread of our own. A redirect never carries the token to another origin.
"""

import time
from collections.abc import Callable
from http import HTTPStatus

import httpx

from cockpit import __version__
from cockpit.adapters.http_packed import NotUnpackableError, Unpacking
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_LONGEST_WAIT_S = 86_400.0
_SERVER_FAULT = 500


class Feed:
    """A feed by the name that people gave it; its address and token stay out of every message."""

    def __init__(self, name: str, url: str, token: str, *, limit: int, deadline_s: float) -> None:
        self._name = name
        self._url = url
        self._token = token
        self._limit = limit
        self._deadline_s = deadline_s

    def fetch(self) -> bytes:
        """GET it; may raise the three errors."""
        until = time.monotonic() + self._deadline_s
        try:
            with httpx.Client(timeout=self._deadline_s, headers=_HEADERS) as client:
                return self._follow(client, lambda: until - time.monotonic())
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            # Raised below, outside: the library's error holds the address, and goes no further.
            fault = self._failure(error)
        raise fault

    def _follow(self, client: httpx.Client, left: Callable[[], float]) -> bytes:
        url = origin = httpx.URL(self._url)
        for _ in range(_MOST_REDIRECTS + 1):
            headers = {}
            if self._token and _origin(url) == _origin(origin):
                headers["Authorization"] = f"Bearer {self._token}"
            with client.stream("GET", url, headers=headers) as answer:
                if answer.status_code not in _REDIRECTS:
                    return self._taken(answer, left)
                url = self._next(url, answer.headers.get("location", ""))
        words = f"{self._name} leads elsewhere more than {_MOST_REDIRECTS} times"
        raise Refused(words, "write its final address into the configuration")

    def _next(self, url: httpx.URL, place: str) -> httpx.URL:
        target = url.join(place).copy_with(userinfo=b"")
        if target.scheme not in {"http", "https"} or (url.scheme, target.scheme) == _DOWN:
            words = f"{self._name} leads to an address that is not safe to follow"
            raise Refused(words, "check its address in the configuration")
        return target

    def _taken(self, answer: httpx.Response, left: Callable[[], float]) -> bytes:
        if answer.status_code != HTTPStatus.OK:
            raise self._refusal(answer)
        packed = answer.headers.get("content-encoding", "identity").lower()
        if packed not in {"identity", "gzip", "deflate", ""}:
            raise Garbled(f"{self._name} comes packed in a way that is not known", "")
        unpack = None if packed in {"identity", ""} else Unpacking(packed)
        body = bytearray()
        for chunk in answer.iter_raw():
            try:
                room = self._limit + 1 - len(body)
                body += unpack.take(chunk, room) if unpack else chunk
            except NotUnpackableError:
                raise Garbled(f"{self._name} arrives damaged", "try again later") from None
            if len(body) > self._limit:
                words = f"{self._name} is larger than {self._limit // 1_000_000} MB"
                raise Refused(words, "use a feed of the on-call rotation alone")
            if unpack and unpack.ended:
                break
            if left() <= 0:
                raise Unreachable(f"{self._name} did not arrive within {self._deadline_s:g} s")
        return bytes(body)

    def _refusal(self, answer: httpx.Response) -> PortError:
        status = answer.status_code
        wait = answer.headers.get("retry-after", "")
        if status in _LATER and wait.isascii() and wait.isdecimal():
            seconds = min(float(wait[:9]), _LONGEST_WAIT_S)
            words = f"{self._name} is not to be had for another {seconds:g} s"
            return Refused(words, "nothing: cockpit waits", code=str(status), retry_after_s=seconds)
        if status >= _SERVER_FAULT or status == HTTPStatus.TOO_MANY_REQUESTS:
            return Unreachable(f"the server of {self._name} answers {status}")
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            words, mend = f"{self._name} may not be read ({status})", "check its token"
            return Refused(words, mend, code=str(status), credentials=True)
        words, mend = f"{self._name} is not there ({status})", "check its address"
        return Refused(words, mend, code=str(status))

    def _failure(self, error: Exception) -> PortError:
        if isinstance(error, httpx.TimeoutException):
            return Unreachable(f"{self._name} did not answer in time", "check the network")
        if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in str(error):
            mend = "if your company inspects traffic, set SSL_CERT_FILE to its certificates"
            return Unreachable(f"the certificate of {self._name} is not trusted here", mend)
        if isinstance(error, httpx.TransportError | OSError):
            return Unreachable(f"no connection to {self._name}", "check the network")
        words = f"the address of {self._name} is not usable"
        return Refused(words, "check it in the configuration")


_DOWN = ("https", "http")
_HEADERS = {
    "User-Agent": f"cockpit/{__version__}",
    "Accept": "text/calendar, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, identity",
}


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
