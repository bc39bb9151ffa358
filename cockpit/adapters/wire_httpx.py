"""How a web service that speaks JSON is asked, by httpx: one request on a connection of its own."""

import asyncio
import ssl
from collections.abc import Iterator

import httpx

from cockpit import __version__
from cockpit.adapters.wire_call import Call, Reply, Service, TooMuchError, reply_of
from cockpit.ports.outside import PortError, Refused, Unreachable

_SENT_FROM = ("http11.send_request_headers.started", "http2.send_request_headers.started")
"""From this step of the library on, something may have arrived."""
_NETWORK = "check the network"
_CERTIFICATE = "if your company inspects traffic, set SSL_CERT_FILE to its certificates"


class HttpxLine:
    """Asks any service; it holds no token."""

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

    async def exchange(self, service: Service, call: Call) -> Reply:
        """Ask once; see `wire.Wire.exchange`."""
        progress = _Progress()
        try:
            async with asyncio.timeout(service.timeout_s):
                return await self._ask(service, call, progress)
        except TimeoutError:
            words = f"{service.name} did not answer within {service.timeout_s:g} s"
            maybe = progress.left and call.changes
            fault: PortError = Unreachable(words, _NETWORK, maybe_sent=maybe)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            # Raised below, outside: the library's error holds the request, and so the token.
            fault = _fault(service, error, maybe=progress.left and call.changes)
        raise fault

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def _ask(self, service: Service, call: Call, progress: "_Progress") -> Reply:
        request = self._client.build_request(
            call.method,
            call.url,
            params=list(call.query) or None,
            content=call.body or None,
            headers=dict(call.headers),
            extensions={"trace": progress.note},
        )
        answer = await self._client.send(request, stream=True)
        try:
            body = bytearray()
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > service.most_body:
                    raise TooMuchError(answer.status_code)
        finally:
            await answer.aclose()
        return reply_of(answer.status_code, answer.headers, bytes(body), call.secret)


class _Progress:
    """Whether anything of a request has left."""

    def __init__(self) -> None:
        self.left = False

    async def note(self, step: str, _about: object) -> None:
        """For the library, which tells what it is about to do."""
        self.left = self.left or step in _SENT_FROM


def _fault(service: Service, error: Exception, *, maybe: bool) -> PortError:
    name = service.name
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
    return Refused(
        f"the address or the token of {name} is not usable", service.mend, credentials=True
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
