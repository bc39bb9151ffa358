"""What a command asks once, live, outside of any source that runs: the other composition root."""

from collections.abc import Sequence
from datetime import timedelta

from cockpit import services
from cockpit.adapters.clock import SystemClock
from cockpit.adapters.reports import FileReports
from cockpit.desk.room import Seat
from cockpit.settings.load import Settings
from cockpit.sources import reports
from cockpit.sources.rota import read_now
from cockpit.wiring import CorrectedClock


async def look_ahead(
    settings: Settings, seat: Seat, ahead: timedelta, timeout_s: float
) -> Sequence[tuple[str, str, str]]:
    """Ask everybody who says who is on call, once; what they say is recorded at the seat.

    Returns (source, reason, warning) where there is one: why it could not be read, or what limits
    the truth of what it said. Raises `JournalError`.
    """
    clock = SystemClock()
    ports = (services.pager(settings, clock, []), services.calendars(settings, []))
    rotas = services.rotas(settings, ports, lambda: seat.state, CorrectedClock(seat, clock))
    try:
        return await read_now(rotas, seat.append, ahead, timeout_s)
    finally:
        for port in ports:
            if port is not None:
                port.close()


async def look_at_reports(settings: Settings, seat: Seat) -> Sequence[tuple[str, str]]:
    """Read every folder of reports once; what differs is recorded at the seat.

    Returns (source, reason) for each that could not be read. Raises `JournalError`.
    """
    port = FileReports()
    try:
        return await reports.read_now(
            services.folders(settings, port, lambda: seat.state), seat.append
        )
    finally:
        port.close()
