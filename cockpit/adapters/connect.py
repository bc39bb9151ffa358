"""Connects to a port, with or without TLS, and hangs up; says nothing there."""

import asyncio
import os
import socket
import ssl
from datetime import datetime
from functools import partial

from cockpit.adapters.names import Names
from cockpit.adapters.threads import Threads
from cockpit.domain.conditions import ending, left_s
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import ConnectProbe
from cockpit.ports.outside import Clock

_LOADING_S = 60.0


class ConnectProber:
    """A port that refuses is bad, and so is a certificate whose flaw is the other side's own.

    What may be the way there, or this machine, leaves the health unknown.
    """

    def __init__(self, clock: Clock, names: Names) -> None:
        self._clock = clock
        self._names = names
        self._loading = asyncio.Lock()
        self._trusted: dict[str, ssl.SSLContext] = {}

    async def look(self, spec: ConnectProbe) -> Sample:
        """One connection."""
        at, latency, expires_at = self._clock.now(), None, None
        health, detail = Health.UNKNOWN, f"no answer within {spec.timeout_s:g} s"
        try:
            trusted = await self._certificates(spec.authorities) if spec.tls else None
            begun = self._clock.monotonic()
            async with asyncio.timeout(spec.timeout_s):
                await self._names.find(spec.host)
                expires_at = await _connected(spec, trusted)
            latency = self._clock.monotonic() - begun
            left = left_s(expires_at, at)
            ends = left is not None and left < spec.bad_expiry_s
            health = Health.BAD if ends else Health.GOOD
            detail = ending(left) if ends and left is not None else "open"
        except TimeoutError:
            pass
        except (OSError, ValueError) as error:
            health, detail = _flaw(error)
        return Sample(
            at=at,
            health=health,
            status=None,
            latency_s=latency,
            detail=detail,
            expires_at=expires_at,
        )

    async def _certificates(self, file: str) -> ssl.SSLContext:
        """Whom to trust, read in a thread, not before the first look; raises `_NotRead`."""
        async with self._loading:
            if file not in self._trusted:
                threads = Threads("tls", size=1)
                self._trusted[file] = await threads.call(partial(_trusted, file), _LOADING_S)
                threads.close()
            return self._trusted[file]


class _NotRead(ValueError):
    """The file of authorities cannot be read."""


def _trusted(file: str) -> ssl.SSLContext:
    from cockpit.adapters import certificates  # noqa: PLC0415 - not before the first frame

    if not file:
        return certificates.trusted()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(file)
    except (OSError, ValueError):
        raise _NotRead from None
    return context


async def _connected(spec: ConnectProbe, trusted: ssl.SSLContext | None) -> datetime | None:
    name = (spec.server_name or spec.host) if trusted else None
    transport, _ = await asyncio.get_running_loop().create_connection(
        asyncio.Protocol, spec.host, spec.port, ssl=trusted, server_hostname=name
    )
    try:
        if trusted is None:
            return None
        from cockpit.adapters import certificates  # noqa: PLC0415 - loaded by now

        return certificates.expires_at(transport.get_extra_info("ssl_object"))
    finally:
        transport.abort()


def _flaw(error: OSError | ValueError) -> tuple[Health, str]:
    from cockpit.adapters import certificates  # noqa: PLC0415 - not before the first frame

    if isinstance(error, _NotRead):
        return Health.UNKNOWN, "the file of authorities cannot be read"
    if isinstance(error, ssl.SSLCertVerificationError):
        found = certificates.flaw(error)
        return Health.UNKNOWN if found.is_ours else Health.BAD, found.words
    if isinstance(error, ssl.SSLError | ConnectionResetError):
        return Health.BAD, "connects, but TLS fails"
    if isinstance(error, ConnectionRefusedError):
        return Health.BAD, "connection refused"
    if isinstance(error, socket.gaierror | UnicodeError):
        return Health.UNKNOWN, "the name is not found"
    words = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else ""
    return Health.UNKNOWN, f"{words[:1].lower()}{words[1:]}" or "no connection"
