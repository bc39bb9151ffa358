"""Looks at repositories as they are asked for, before anything is loaded that can look."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from cockpit.domain.watch import RepositorySpec
from cockpit.ports.repositories import RepositoryReading


class Glance(NamedTuple):
    """A glance that was asked for."""

    spec: RepositorySpec
    since: datetime
    limit: int


class Reads(Protocol):
    """Looks that block; see the port."""

    def glance(self, spec: RepositorySpec, since: datetime, limit: int) -> RepositoryReading: ...

    def glances(
        self, glances: Sequence[Glance], moment_s: float
    ) -> list[RepositoryReading | None]: ...

    def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None: ...

    def look_through(
        self, spec: RepositorySpec, since: datetime, limit: int
    ) -> RepositoryReading: ...

    def rest(self, idle_s: float) -> bool: ...

    def close(self) -> None: ...
