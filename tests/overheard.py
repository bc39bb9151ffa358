"""Two followed channels, and what was said in them around the page, for views and screens."""

from dataclasses import replace
from datetime import datetime, timedelta

from cockpit.domain.chat import Heard, Reaction
from cockpit.domain.overheard import Overheard
from cockpit.domain.watch import ChannelSpec, channel_source

ALERTS = ChannelSpec(id="C0ALERTS", name="#alerts", alerts=True)
OPS = ChannelSpec(id="C0OPS", name="#ops", operations=True)
CHANNELS = (ALERTS, OPS)
SOURCES = tuple(channel_source(spec.name) for spec in CHANNELS)


def said(spec: ChannelSpec, at: datetime, text: str, **changes: object) -> Heard:
    """A message: an alert's author is a program."""
    plain = Heard(
        channel=spec.id,
        ts=f"{at.timestamp():.6f}",
        at=at,
        author="monitor" if spec.alerts else "Kofi Mensah",
        text=text,
        is_bot=spec.alerts,
    )
    return replace(plain, **changes)


def around(now: datetime) -> tuple[Overheard, ...]:
    """Both channels as read at this moment: one alert waits, one is answered, work is announced."""

    def ago(minutes: float) -> datetime:
        return now - timedelta(minutes=minutes)

    eyes = (Reaction(name="eyes", people=("Ben", "Lea")),)
    alerts = (
        said(ALERTS, ago(60), "ingest: queue older than 30 s", replies=2, reactions=eyes),
        said(ALERTS, ago(7), "cloud-api: p99 latency above 4 s for 1 minute"),
        said(ALERTS, ago(1), "cloud-api: 5xx rate 38 %"),
    )
    ops = (
        said(OPS, ago(42), "Shipping cloud v2.31.0 now. Small one: pool sizes."),
        said(OPS, ago(3), "Two customers say that the live wall stays black. Known?"),
    )
    return (
        Overheard(channel=ALERTS.id, at=now, messages=alerts, is_whole=True),
        Overheard(channel=OPS.id, at=now, messages=ops, is_whole=True),
    )
