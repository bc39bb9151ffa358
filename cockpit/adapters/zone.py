"""Time zones by name, this machine's own included; falls back to UTC, never fails."""

import os
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MACHINE = Path("/etc/localtime")


def zone(name: str) -> tzinfo:
    """The zone called "UTC", "local", or as IANA does."""
    if name == "UTC":
        return UTC
    if name == "local":
        return _local()
    return _named(name) or UTC


def _local() -> tzinfo:
    wanted = os.environ.get("TZ", "").lstrip(":")
    if wanted:
        return _named(wanted) or UTC
    try:
        with _MACHINE.open("rb") as stream:
            return ZoneInfo.from_file(stream, key="local")
    except (OSError, ValueError):
        return UTC


def _named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
