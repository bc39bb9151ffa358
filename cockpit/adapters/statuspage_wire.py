"""How the status page is asked, by httpx: one request, one connection, no redirect, no retry."""

import asyncio
import json
import ssl
from collections.abc import Iterator

import httpx

from cockpit import __version__
from cockpit.adapters.statuspage_words import Answer, Question, no_sense
from cockpit.ports.outside import PortError, Refused, Unreachable

_BODY_LIMIT = 8_000_000
_SENT_FROM = ("http11.send_request_headers.started", "http2.send_request_headers.started")
"""From this step of the library on, something may have arrived."""
_NETWORK = "check the network"
_CERTIFICATE = "if your company inspects traffic, set SSL_CERT_FILE to its certificates"


class Wire:
    """One page's address; it holds no token."""

    def __init__(self, base: str, timeout_s: float) -> None:
        self._base = base
        self._timeout_s = timeout_s
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            timeout=httpx.Timeout(timeout_s),
            # A connection that has been idle may be gone: then nobody knows what arrived.
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={
                "User-Agent": f"cockpit/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
        )

    async def exchange(self, question: Question, token: str) -> Answer:
        """Ask once. May raise `Unreachable`, `Refused` and `Garbled`."""
        progress = _Progress()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._ask(question, token, progress)
        except TimeoutError:
            fault: PortError = _late(self._timeout_s, maybe=progress.left and question.is_write)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            # Raised below, outside: the library's error holds the request, and so the token.
            fault = self._fault(error, maybe=progress.left and question.is_write)
        raise fault

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def _ask(self, question: Question, token: str, progress: "_Progress") -> Answer:
        request = self._client.build_request(
            question.method,
            f"{self._base}{question.path}",
            params=dict(question.query) or None,
            json=question.body,
            headers={"Authorization": f"OAuth {token}"},
            extensions={"trace": progress.note},
        )
        answer = await self._client.send(request, stream=True)
        try:
            body = bytearray()
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > _BODY_LIMIT:
                    raise no_sense(answer.status_code)
        finally:
            await answer.aclose()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(status=answer.status_code, headers=headers, body=_json(bytes(body)))

    def _fault(self, error: Exception, *, maybe: bool) -> PortError:
        if isinstance(error, httpx.TimeoutException):
            return _late(self._timeout_s, maybe=maybe)
        if isinstance(error, httpx.ProxyError):
            return Unreachable("the proxy does not let us through", "check HTTPS_PROXY")
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
            words = "the status page's certificate is not trusted here"
            return Unreachable(words, _CERTIFICATE, maybe_sent=maybe)
        if isinstance(error, httpx.ConnectError):
            return Unreachable("no connection to the status page", _NETWORK, maybe_sent=maybe)
        if isinstance(error, httpx.TransportError | OSError):
            words = "the connection to the status page broke before it answered"
            return Unreachable(words, _NETWORK, maybe_sent=maybe)
        words = "the status page's address or token is not usable"
        return Refused(words, "check statuspage.api_url and the token", credentials=True)


class _Progress:
    """Whether anything of a request has left."""

    def __init__(self) -> None:
        self.left = False

    async def note(self, step: str, _about: object) -> None:
        """For the library, which tells what it is about to do."""
        self.left = self.left or step in _SENT_FROM


def _late(limit_s: float, *, maybe: bool) -> Unreachable:
    words = f"the status page did not answer within {limit_s:g} s"
    return Unreachable(words, _NETWORK, maybe_sent=maybe)


def _json(body: bytes) -> object:
    try:
        data: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
