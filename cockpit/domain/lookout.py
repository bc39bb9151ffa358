"""Where to look at what fails, for the time at which it does, and whom to ask (G3, G5); pure.

The failing service first, then what it needs; of each metrics, then logs, then traces.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.catalogue import LOOK_BLANKS, Contact, LookKind, Service, called
from cockpit.domain.onset import Onset, onset
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.suspicion import needs

BEFORE = timedelta(minutes=15)
"""How much of the time before the trouble is looked at: one has to see what changed."""
AFTER = timedelta(minutes=15)
"""How much of the time after its end."""
LATELY = timedelta(hours=1)
"""What is looked at while no incident is on screen."""
_ORDER = {LookKind.METRICS: 0, LookKind.LOGS: 1, LookKind.TRACES: 2, LookKind.OTHER: 3}
_BLANK = re.compile(rf"\{{({'|'.join(LOOK_BLANKS)})\}}")
_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
"""What stands for itself in any part of an address (RFC 3986, unreserved)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time that is looked at."""

    since: datetime
    until: datetime
    """Whole minutes, so that an address does not change with every second."""
    is_open: bool
    """It goes on: `until` is now."""
    words: str
    """What it is counted from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place to look at, its address filled in."""

    kind: LookKind
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A service, where it can be looked at, and who knows it."""

    name: str
    service: Service | None
    """None: the catalogue does not know it."""
    spots: tuple[Spot, ...] = ()
    needed_by: str = ""
    """The service that needs it; empty: it is the one that fails."""

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to ask, by level."""
        known = self.service.contacts if self.service else ()
        return tuple(sorted(known, key=lambda c: c.level.casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """All of it, for one moment."""

    window: Window
    outlooks: tuple[Outlook, ...]
    wanted: str = ""
    """The service that the incident is about, where the catalogue knows none of that name."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address in the order in which they are shown, from number 1 on."""
        return tuple(
            url
            for outlook in self.outlooks
            for url in (
                *(spot.url for spot in outlook.spots),
                *(contact.url for contact in outlook.contacts if contact.url),
            )
        )


def lookout(situation: Situation, now: datetime, wanted: str = "") -> Lookout:
    """Where to look about the incident on screen, or about the service that is named.

    Without either, at every service of the catalogue, over the last hour.
    """
    case, services = situation.case, situation.procedure.services
    about = wanted or (case.incident.service if case else "")
    span = window(situation, now)
    values = _values(situation, span)
    if not about:
        return Lookout(window=span, outlooks=tuple(_outlook(s, "", values) for s in services))
    service = called(services, about)
    if service is None:
        return Lookout(window=span, outlooks=(), wanted=about)
    outlooks = [_outlook(service, "", values)]
    outlooks += [_outlook(s, service.name, values) for s in needs(services, service)]
    missing = [name for name in service.depends_on if called(services, name) is None]
    outlooks += [Outlook(name=n, service=None, needed_by=service.name) for n in missing]
    return Lookout(window=span, outlooks=tuple(outlooks))


def window(situation: Situation, now: datetime) -> Window:
    """From a quarter of an hour before the trouble until now, or a little after its end."""
    case = situation.case
    if case is None:
        since, until = now - LATELY, now
        return Window(since=_down(since), until=_up(until), is_open=True, words="the last hour")
    began = onset(situation.state, case, situation.procedure)
    is_open = case.incident.is_open
    until = now if is_open else min(case.incident.changed_at + AFTER, now)
    since = min(began.at, case.incident.created_at) - BEFORE
    return Window(
        since=_down(since), until=_up(max(until, since)), is_open=is_open, words=_words(began)
    )


def _words(began: Onset) -> str:
    return f"from {int(BEFORE.total_seconds()) // 60} min before {began.name}"


def _down(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _up(at: datetime) -> datetime:
    whole = _down(at)
    return whole if whole == at else whole + timedelta(minutes=1)


def _values(situation: Situation, span: Window) -> Mapping[str, str]:
    """What the blanks stand for, but for the service."""
    case: Case | None = situation.case
    since, until = span.since.timestamp(), span.until.timestamp()
    return {
        "incident": str(case.incident.number) if case else "",
        "since": f"{span.since:%Y-%m-%dT%H:%M:%SZ}",
        "until": f"{span.until:%Y-%m-%dT%H:%M:%SZ}",
        "since_s": f"{since:.0f}",
        "until_s": f"{until:.0f}",
        "since_ms": f"{since * 1000:.0f}",
        "until_ms": f"{until * 1000:.0f}",
    }


def _outlook(service: Service, needed_by: str, values: Mapping[str, str]) -> Outlook:
    own = {**values, "service": service.name}
    spots = [Spot(kind=x.kind, title=x.title, url=filled(x.url, own)) for x in service.looks]
    spots.sort(key=lambda spot: _ORDER[spot.kind])
    return Outlook(name=service.name, service=service, spots=tuple(spots), needed_by=needed_by)


def filled(url: str, values: Mapping[str, str]) -> str:
    """The address with its blanks filled in, each value encoded so that it is one value."""
    return _BLANK.sub(lambda found: encoded(values.get(found[1], "")), url)


def encoded(value: str) -> str:
    """The text as it may stand in any part of an address (percent-encoding)."""
    raw = value.encode("utf-8", "replace")
    return "".join(chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in raw)
