"""The prober port: chooses who looks by the kind of a probe; looks at nothing itself."""

from collections.abc import Mapping
from typing import assert_never

from cockpit.adapters.commands import CommandProber
from cockpit.adapters.connect import ConnectProber
from cockpit.adapters.http import HttpProber, Web
from cockpit.adapters.names import Names
from cockpit.adapters.probe_tokens import ProbeTokens, TokenOf
from cockpit.adapters.prometheus import PrometheusProber
from cockpit.domain.evidence import Sample
from cockpit.domain.probes import CommandProbe, ConnectProbe, HttpProbe, Probe, PrometheusProbe
from cockpit.ports.outside import Clock


class Probers:
    """One for each kind.

    Args:
        clock: dates the looks, and measures them.
        tokens: where the secrets of probes are, by their names.
    """

    def __init__(self, clock: Clock, tokens: Mapping[str, TokenOf]) -> None:
        self._names = Names()
        self._web = Web(self._names)
        known = ProbeTokens(tokens)
        self._http = HttpProber(clock, self._web, known)
        self._prometheus = PrometheusProber(clock, self._web, known)
        self._connect = ConnectProber(clock, self._names)
        self._command = CommandProber(clock)

    async def look(self, spec: Probe) -> Sample:
        """One look; what went wrong is the sample's detail."""
        match spec:
            case HttpProbe():
                return await self._http.look(spec)
            case PrometheusProbe():
                return await self._prometheus.look(spec)
            case ConnectProbe():
                return await self._connect.look(spec)
            case CommandProbe():
                return await self._command.look(spec)
            case _:
                assert_never(spec)

    async def past(self, spec: Probe) -> tuple[Sample, ...]:
        """What the other side still knows of the time before the first look, oldest first."""
        return await self._prometheus.past(spec) if isinstance(spec, PrometheusProbe) else ()

    async def close(self) -> None:
        """Hang up everywhere."""
        self._names.close()
        await self._web.close()
