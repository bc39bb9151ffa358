"""The prober port, met by HTTP; when to look is not decided here."""

import asyncio
from urllib.parse import urlsplit

from cockpit.adapters.http_answers import BrokenOff, Client, Progress, Seen, Unseen
from cockpit.adapters.threads import Threads
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import HttpProbe
from cockpit.ports.outside import Clock

_GOOD = range(200, 300)
_SCHEMES = frozenset({"http", "https"})
_LOADING_S = 60.0


class HttpProber:
    """Looks over connections that all probes share.

    An answer is good or bad by its status. Where there is none, the health is unknown: a look that
    could not be made is not a healthy one, and is not a 5xx either.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._loading = asyncio.Lock()
        self._client: Client | None = None

    async def look(self, spec: HttpProbe) -> Sample:
        """One look, redirects and body included in its time-out."""
        client = self._client or await self._load()
        at, begun = self._clock.now(), self._clock.monotonic()
        progress = Progress()
        health, status = Health.UNKNOWN, None
        try:
            async with asyncio.timeout(spec.timeout_s):
                seen = await self._follow(client, spec, progress)
            status = seen.status
            health, detail = _judged(spec, seen)
        except TimeoutError:
            status, limit = progress.status, f"within {spec.timeout_s:g} s"
            detail = f"no answer {limit}" if status is None else f"{status}, but no end {limit}"
        except BrokenOff as broken:
            status, health = broken.status, Health.BAD
            detail = f"{status}, but the answer broke off"
        except Unseen as error:
            detail = str(error)
        latency = self._clock.monotonic() - begun if status is not None else None
        return Sample(at=at, health=health, status=status, latency_s=latency, detail=detail)

    async def close(self) -> None:
        """Hang up everywhere."""
        if self._client is not None:
            await self._client.close()

    async def _load(self) -> Client:
        """The library and its certificates, read in a thread, not before the first look."""
        async with self._loading:
            if self._client is None:
                threads = Threads("http", size=1)
                self._client = await threads.call(_new_client, _LOADING_S)
                threads.close()
            return self._client

    async def _follow(self, client: Client, spec: HttpProbe, progress: Progress) -> Seen:
        url = spec.url
        for _ in range(spec.max_redirects):
            seen = await client.look(url, spec.max_body, progress)
            if not _leads_on(spec, seen):
                return seen
            url = seen.leads_to
        return await client.look(url, spec.max_body, progress)


def _new_client() -> Client:
    from cockpit.adapters import http_client  # noqa: PLC0415 - not before the first frame

    return http_client.HttpxClient()


def _leads_on(spec: HttpProbe, seen: Seen) -> bool:
    if not seen.leads_to or seen.status in spec.expected:
        return False
    return urlsplit(seen.leads_to).scheme in _SCHEMES


def _judged(spec: HttpProbe, seen: Seen) -> tuple[Health, str]:
    if seen.status in (spec.expected or _GOOD):
        return Health.GOOD, str(seen.status)
    if not seen.leads_to:
        return Health.BAD, str(seen.status)
    if not _leads_on(spec, seen):
        return Health.BAD, f"{seen.status}, leads to something that is no web address"
    times = "1 time" if spec.max_redirects == 1 else f"{spec.max_redirects} times"
    return Health.BAD, f"{seen.status}, still leads elsewhere after {times}"
