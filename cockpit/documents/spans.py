"""How documents write instants, spans and counts: UTC first, then the reader's zone; no markup."""

from datetime import datetime, tzinfo

from cockpit.domain.texts import clock_time

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def instant(at: datetime, zone: tzinfo) -> str:
    """To the second, with its date: 2026-04-21 08:44:10 UTC (10:44 CEST)."""
    local = at.astimezone(zone)
    utc = f"{at:%Y-%m-%d %H:%M:%S} UTC"
    if local.utcoffset() == at.utcoffset():
        return utc
    return f"{utc} ({local:%H:%M %Z})"


def short(at: datetime, zone: tzinfo, now: datetime) -> str:
    """A time of day, with its date when that is not today's."""
    told = clock_time(at, zone)
    return told if at.date() == now.date() else f"{at:%Y-%m-%d} {told}"


def span(seconds: float) -> str:
    """07:29, 1:07:29 or 2 d 03:10; never negative."""
    whole = max(int(seconds), 0)
    days, rest = divmod(whole, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    if days:
        return f"{days} d {hours:02}:{minutes:02}"
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


def left(at: datetime, now: datetime) -> str:
    """How long until then: "in 07:29", or "overdue by 00:31"."""
    seconds = (at - now).total_seconds()
    return f"in {span(seconds)}" if seconds >= 0 else f"overdue by {span(-seconds)}"


def counted(count: int, what: str) -> str:
    """1 user, 1,204 users."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def stamp(at: datetime | None) -> str | None:
    """An instant as scripts read it, in every document: ISO 8601, with its offset."""
    return None if at is None else at.isoformat()
