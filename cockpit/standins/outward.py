"""What a scenario says of the mail server and of the status page; it answers nobody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailList:
    """Addresses that a profile calls by one name."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class MailServer:
    """A mail server; without a user it takes letters from anybody."""

    user: str = ""
    password: str = ""
    unknown: tuple[str, ...] = ()
    """Addresses that it knows nothing of."""
    lists: tuple[MailList, ...] = ()


@dataclass(frozen=True)
class Component:
    """A part of the product that the status page lists."""

    id: str
    name: str


@dataclass(frozen=True)
class StatusSite:
    """A status page, and the token that may write on it."""

    id: str = "standinpage1"
    name: str = "Status"
    token: str = "standin-statuspage-token"  # noqa: S105 - good for nothing but the stand-in
    components: tuple[Component, ...] = ()
    requests_per_minute: int = 60
