"""What an organisation runs, service by service: what watches it, where to look, whom to ask.

Data from the profile and the configuration; which service an incident is about is said here too.
"""

from dataclasses import dataclass
from enum import StrEnum


class LookKind(StrEnum):
    """Where to look, in the order in which one does (G3): what changed, detail, across services."""

    METRICS = "metrics"
    LOGS = "logs"
    TRACES = "traces"
    OTHER = "other"


LOOK_BLANKS = (
    "service",
    "incident",
    "since",
    "until",
    "since_s",
    "until_s",
    "since_ms",
    "until_ms",
)
"""Blanks that `Look.url` may have: the incident's window as ISO instants, or as Unix time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A place where a service can be looked at: a dashboard, a log search, a trace search."""

    kind: LookKind
    title: str
    url: str
    """With `LOOK_BLANKS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who can help beyond the engineer on call, and how they are reached (G5)."""

    level: str
    """L2: domain expert or owner of a dependency; L3: vendor or infrastructure."""
    who: str
    reach: str
    """The way, in words: a channel, a tool, a phone tree."""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Code of a service: a repository, and the paths in it; no paths: all of it."""

    repository: str
    paths: tuple[str, ...] = ()
    """Folders or files from the repository's root, without wildcards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service with everything that belongs to it."""

    name: str
    """As people call it."""
    aliases: tuple[str, ...] = ()
    """How the pager calls it besides."""
    probes: tuple[str, ...] = ()
    """Probes that look at it, by name."""
    homes: tuple[Home, ...] = ()
    ring: str = ""
    """The ring that hurts when it is down ("production"); empty: any."""
    words: tuple[str, ...] = ()
    """Words by which reports and errors speak of it."""
    depends_on: tuple[str, ...] = ()
    """Services that it needs, by name."""
    looks: tuple[Look, ...] = ()
    contacts: tuple[Contact, ...] = ()
    objective: float = 0.0
    """The availability that it promises, as a fraction (0.999); 0: none is stated."""

    def is_called(self, name: str) -> bool:
        """Whether somebody means this service by that name, however it is capitalised."""
        wanted = name.strip().casefold()
        return bool(wanted) and wanted in {n.casefold() for n in (self.name, *self.aliases)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """Where it is written what to do."""

    title: str
    url: str = ""
    file: str = ""
    """A Markdown file instead of an address; absolute."""
    text: str = ""
    """The Markdown itself, where the profile brings it (P7)."""
    service: str = ""
    """The service that it is for, by name; empty: any."""
    criterion: str = ""
    """The paging criterion that it is for, by its id; empty: any."""


def called(services: tuple[Service, ...], name: str) -> Service | None:
    """The service of this name."""
    return next((s for s in services if s.is_called(name)), None)


def watched_by(services: tuple[Service, ...], probe: str) -> tuple[Service, ...]:
    """The services that this probe looks at."""
    return tuple(s for s in services if probe in s.probes)
