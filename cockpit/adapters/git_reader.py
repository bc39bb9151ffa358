"""Looks at many repositories, and what is remembered of each from one to the next; blocks."""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from cockpit.adapters import git_glance, git_reading
from cockpit.adapters.git_looks import Glance
from cockpit.adapters.git_memory import Memory
from cockpit.adapters.git_place import Place
from cockpit.adapters.git_together import Together
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import PortError
from cockpit.ports.repositories import RepositoryReading


class Reader:
    """For any thread; nobody looks at one repository twice at a time.

    Args:
        together: where those are that are read through processes that they share.
    """

    def __init__(self, together: Sequence[str]) -> None:
        self._together = Together(together)
        self._memories: dict[str, Memory | None] = {}

    def glance(self, spec: RepositorySpec, since: datetime, limit: int) -> RepositoryReading:
        """See the port; may raise the three errors."""
        found = git_reading.glance(spec, since, limit, self._together)
        reading, self._memories[spec.path] = found
        return reading

    def glances(self, glances: Sequence[Glance], moment_s: float) -> list[RepositoryReading | None]:
        """One after another; None: it is to be asked by itself, where it keeps nobody waiting."""
        ends = time.monotonic() + moment_s
        found: list[RepositoryReading | None] = [None] * len(glances)
        for place, glance in enumerate(glances):
            if time.monotonic() >= ends:
                break
            with suppress(PortError):
                found[place] = self._quick(glance)
        return found

    def _quick(self, glance: Glance) -> RepositoryReading | None:
        place = Place(glance.spec, self._together)
        if place.ask is None:
            return None
        reading, self._memories[glance.spec.path] = git_glance.glance(
            place, glance.since, glance.limit
        )
        return reading

    def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        """See the port; may raise the three errors."""
        memory = self._memories.get(spec.path)
        found = git_reading.scan(spec, since, limit, fingerprint, memory, together=self._together)
        if found is None:
            return None
        reading, self._memories[spec.path] = found
        return reading

    def look_through(self, spec: RepositorySpec, since: datetime, limit: int) -> RepositoryReading:
        """See the port; may raise the three errors."""
        memory = self._memories.get(spec.path)
        reading, self._memories[spec.path] = git_reading.look_through(spec, since, limit, memory)
        return reading

    def rest(self, idle_s: float) -> bool:
        """End what is kept running and was not asked for so long; whether something goes on."""
        return self._together.rest(idle_s)

    def close(self) -> None:
        """Nothing is kept running any more."""
        self._together.close()
