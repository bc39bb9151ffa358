"""The secrets of probes, by name: fetched when first needed, and anew after a refusal."""

from collections.abc import Awaitable, Callable, Mapping

TokenOf = Callable[[], Awaitable[str]]


class ProbeTokens:
    """Where each secret is, and those that were read; none is shown or kept anywhere else."""

    def __init__(self, sources: Mapping[str, TokenOf]) -> None:
        self._sources = sources
        self._read: dict[str, str] = {}

    async def token(self, probe: str) -> str | None:
        """The secret of a probe; None: it has none. Raises `Refused` when it cannot be read."""
        fetch = self._sources.get(probe)
        if fetch is None:
            return None
        if probe not in self._read:
            self._read[probe] = await fetch()
        return self._read[probe]

    def forget(self, probe: str) -> None:
        """The other side does not take it: it may have been renewed meanwhile."""
        self._read.pop(probe, None)
