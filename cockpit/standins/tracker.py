"""What a scenario says of the error tracker: projects, tokens, and errors with their course."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrackerToken:
    """A token of Sentry's with its scopes."""

    token: str
    scopes: tuple[str, ...] = ("event:read", "org:read", "project:read")


@dataclass(frozen=True)
class TrackerSite:
    """The organisation at Sentry."""

    organisation: str = "standin"
    projects: tuple[str, ...] = ()
    tokens: tuple[TrackerToken, ...] = (
        TrackerToken("sntryu_standin"),  # good for nothing but the stand-in
    )
    requests_per_minute: int = 240


@dataclass(frozen=True)
class AppError:
    """An error of the product as Sentry groups it, from `at` seconds after the start."""

    at: float
    project: str
    title: str
    culprit: str = ""
    level: str = "error"
    first_release: str = ""
    last_release: str = ""
    per_minute: float = 1.0
    """Events, while it happens."""
    users: int = 0
    """Whom it hits in the end."""
    until: float | None = None
    """When it stops; None: it goes on."""
    resolved: float | None = None
    """When somebody resolves it there; None: nobody does."""
    environment: str = "production"
    substatus: str = ""
    """Empty: "new" in its first week, then "ongoing"."""
