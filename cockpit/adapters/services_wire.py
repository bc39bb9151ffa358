"""How an organisation's own services are asked, by httpx: one request, one connection, no redirect,
no retry; the token goes into one header of one request.
"""

import asyncio
import json
import ssl
from collections.abc import Iterator

import httpx

from cockpit import __version__
from cockpit.adapters.services_words import Answer, Question, too_much
from cockpit.domain.http_actions import HttpService
from cockpit.ports.outside import PortError, Refused, Unreachable

_SENT_FROM = ("http11.send_request_headers.started", "http2.send_request_headers.started")
"""From this step of the library on, something may have arrived."""
_NETWORK = "check the network"
_CERTIFICATE = "if your company inspects traffic, set SSL_CERT_FILE to its certificates"


class Wire:
    """Asks any of the services; it holds no token."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            timeout=httpx.Timeout(None),  # The whole exchange has one, which httpx has not.
            # A connection that has been idle may be gone: then nobody knows what arrived.
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={
                "User-Agent": f"cockpit/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
        )

    async def exchange(self, service: HttpService, question: Question, token: str) -> Answer:
        """Ask once. May raise `Unreachable`, `Refused` and `Garbled`."""
        progress = _Progress()
        try:
            async with asyncio.timeout(service.timeout_s):
                return await self._ask(service, question, token, progress)
        except TimeoutError:
            words = f"{service.name} did not answer within {service.timeout_s:g} s"
            maybe = progress.left and question.changes
            fault: PortError = Unreachable(words, _NETWORK, maybe_sent=maybe)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            # Raised below, outside: the library's error holds the request, and so the token.
            fault = _fault(service.name, error, maybe=progress.left and question.changes)
        raise fault

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def _ask(
        self, service: HttpService, question: Question, token: str, progress: "_Progress"
    ) -> Answer:
        headers = dict(question.headers)
        if question.body:
            headers["Content-Type"] = "application/json"
        if token:
            headers[service.header] = f"{service.scheme} {token}".strip()
        request = self._client.build_request(
            question.method,
            f"{service.url}{question.path}",
            content=question.body.encode() if question.body else None,
            headers=headers,
            extensions={"trace": progress.note},
        )
        answer = await self._client.send(request, stream=True)
        try:
            body = bytearray()
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > service.max_answer:
                    raise too_much(service.name, service.max_answer)
        finally:
            await answer.aclose()
        named = {name.lower(): value for name, value in answer.headers.items()}
        data, is_json = _json(bytes(body))
        return Answer(
            status=answer.status_code,
            headers=named,
            body=data,
            is_json=is_json,
            is_empty=not body.strip(),
        )


class _Progress:
    """Whether anything of a request has left."""

    def __init__(self) -> None:
        self.left = False

    async def note(self, step: str, _about: object) -> None:
        """For the library, which tells what it is about to do."""
        self.left = self.left or step in _SENT_FROM


def _fault(name: str, error: Exception, *, maybe: bool) -> PortError:
    if isinstance(error, httpx.ProxyError):
        return Unreachable(f"the proxy does not let us through to {name}", "check HTTPS_PROXY")
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        words = f"the certificate of {name} is not trusted here"
        return Unreachable(words, _CERTIFICATE, maybe_sent=maybe)
    if isinstance(error, httpx.ConnectError):
        return Unreachable(f"no connection to {name}", _NETWORK, maybe_sent=maybe)
    if isinstance(error, httpx.TransportError | OSError):
        words = f"the connection to {name} broke before it answered"
        return Unreachable(words, _NETWORK, maybe_sent=maybe)
    words = f"the address or the token of {name} is not usable"
    return Refused(words, f'check "{name}" in [[http]]', credentials=True)


def _json(body: bytes) -> tuple[object, bool]:
    try:
        data: object = json.loads(body)
    except (ValueError, RecursionError):
        return None, False
    return data, True


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
