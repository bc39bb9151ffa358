"""What a scenario says of the product's customers, and what the platform remembers; no answers."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Org:
    """A customer's org."""

    id: str
    name: str
    owner: str
    plan: str = "standard"
    cameras: int = 0
    status: str = "active"
    allows: bool = True
    """Whether it lets the platform in."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Platform:
    """The platform's API, and the token that may use it; without orgs there is none."""

    token: str = "standin-platform-token"  # noqa: S105 - good for nothing but the stand-in
    orgs: tuple[Org, ...] = ()
    actions: str = ""
    """What the organisation adds to its profile for it, as TOML."""


@dataclass
class Minted:
    """An impersonation token that was given out; the token itself is not remembered."""

    id: str
    org_id: str
    reason: str
    ticket_ref: str
    at: datetime


@dataclass
class PlatformMemory:
    """What the platform has to remember."""

    minted: list[Minted] = field(default_factory=list)
    disabled: list[str] = field(default_factory=list)
    """Flags that were switched off, as "org/flag"."""
