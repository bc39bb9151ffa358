"""Errors of a tracker with defaults: one of the cloud project, new, five minutes old."""

from dataclasses import replace
from datetime import datetime, timedelta

from clocks import START

from cockpit.domain.tracked_errors import ErrorCount, ErrorsCounted, ErrorTurn, TrackedError
from cockpit.domain.watch import TrackerSpec

TRACKER = TrackerSpec(organisation="acme", projects=("cloud", "gateway"))


def tracked(
    key: str = "1", *, age_s: float = 300, now: datetime = START, **more: object
) -> TrackedError:
    """An error."""
    return replace(
        TrackedError(
            id=key,
            short_id=f"CLOUD-{key}",
            project="cloud",
            title=f"error {key}",
            first_seen=now - timedelta(seconds=age_s),
            turn=ErrorTurn.NEW,
            url=f"https://sentry.example/issues/{key}/",
        ),
        **more,
    )


def counted(now: datetime = START, **events: int) -> ErrorsCounted:
    """How often some happen, by "e1" for the error "1"; each hit ten users, the last time now."""
    hourly = tuple(range(24))
    counts = {
        name.removeprefix("e"): ErrorCount(events=n, users=10, last_seen=now, hourly=hourly)
        for name, n in events.items()
    }
    return ErrorsCounted(at=now, counts=counts)
