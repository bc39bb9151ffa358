"""How Sentry is asked, by httpx: reads alone, no redirect, no retry."""

import asyncio
import json
import ssl
from collections.abc import Iterator

import httpx

from cockpit import __version__
from cockpit.adapters.sentry_words import Answer, Question, no_sense
from cockpit.ports.outside import PortError, Refused, Unreachable

_BODY_LIMIT = 8_000_000
_NETWORK = "check the network"
_CERTIFICATE = "if your company inspects traffic, set SSL_CERT_FILE to its certificates"


class Wire:
    """The address of an organisation's issues; it holds no token."""

    def __init__(self, base: str, timeout_s: float) -> None:
        self._base = base
        self._timeout_s = timeout_s
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            timeout=httpx.Timeout(timeout_s),
            headers={
                "User-Agent": f"cockpit/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
        )

    async def exchange(self, question: Question, token: str) -> Answer:
        """Ask once. May raise `Unreachable`, `Refused` and `Garbled`."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._ask(question, token)
        except TimeoutError:
            fault: PortError = self._late()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            # Raised below, outside: the library's error holds the request, and so the token.
            fault = self._fault(error)
        raise fault

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def _ask(self, question: Question, token: str) -> Answer:
        request = self._client.build_request(
            "GET",
            f"{self._base}{question.path}",
            params=list(question.query) or None,
            headers={"Authorization": f"Bearer {token}"},
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
        # A proxy may repeat what it was asked, and its words are shown.
        told = bytes(body).replace(token.encode(), b"***")
        return Answer(status=answer.status_code, headers=headers, body=_json(told))

    def _late(self) -> Unreachable:
        return Unreachable(f"Sentry did not answer within {self._timeout_s:g} s", _NETWORK)

    def _fault(self, error: Exception) -> PortError:
        if isinstance(error, httpx.TimeoutException):
            return self._late()
        if isinstance(error, httpx.ProxyError):
            return Unreachable("the proxy does not let us through to Sentry", "check HTTPS_PROXY")
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
            return Unreachable("Sentry's certificate is not trusted here", _CERTIFICATE)
        if isinstance(error, httpx.ConnectError):
            return Unreachable("no connection to Sentry", _NETWORK)
        if isinstance(error, httpx.TransportError | OSError):
            return Unreachable("the connection to Sentry broke before it answered", _NETWORK)
        words = "Sentry's address or token is not usable"
        return Refused(words, "check sentry.api_url and the token", credentials=True)


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
