"""What a command asks once, live, outside of any source that runs: the other composition root."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta

from cockpit import services
from cockpit.adapters.clock import CorrectedClock, SystemClock
from cockpit.adapters.git import GitRepositories
from cockpit.adapters.reports import FileReports
from cockpit.desk.room import Seat
from cockpit.domain.facts import Seen
from cockpit.ports.outside import PortError
from cockpit.settings.load import Settings
from cockpit.sources import deploys, reports
from cockpit.sources.changes import ChangeSource, may_not
from cockpit.sources.fetching import FetchSource
from cockpit.sources.handover import HandoverSource
from cockpit.sources.keeper import Source
from cockpit.sources.rota import read_now


async def look_ahead(
    settings: Settings, seat: Seat, ahead: timedelta, timeout_s: float
) -> Sequence[tuple[str, str, str]]:
    """Ask everybody who says who is on call, once; what they say is recorded at the seat.

    Returns (source, reason, warning) where there is one: why it could not be read, or what limits
    the truth of what it said. Raises `JournalError`.
    """
    clock = SystemClock()
    ports = (services.pager(settings, clock, []), services.calendars(settings, []))
    rotas = services.rotas(
        settings, ports, lambda: seat.state, CorrectedClock(seat.now, clock.monotonic)
    )
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A source that could not be read, or not to its end."""

    source: str
    reason: str
    is_failure: bool = True
    """False: it was read as far as it may be."""


async def look_at_deploys(settings: Settings, seat: Seat, timeout_s: float) -> Sequence[Unread]:
    """Read every repository and the pager's changes once; what differs is recorded at the seat.

    Nothing is fetched. Raises `JournalError`.
    """
    port = GitRepositories(deploys.AT_ONCE, [spec.path for spec in settings.repositories])
    clock = CorrectedClock(seat.now, SystemClock().monotonic)
    pager = services.pager(settings, SystemClock(), [])
    sources = services.deployments(settings, (port, pager), lambda: seat.state, clock)
    watched = [s for s in sources if not isinstance(s, FetchSource)]
    try:
        found = await asyncio.gather(*(_asked(source, timeout_s) for source in watched))
    finally:
        port.close()
        if pager is not None:
            pager.close()
    await seat.append(*(fact for facts, _ in found for fact in facts))
    return [unread for _, unread in found if unread is not None]


async def _asked(source: Source, timeout_s: float) -> tuple[list[Seen], Unread | None]:
    """What a source says once, and why it says no more."""
    facts: list[Seen] = []
    try:
        async with asyncio.timeout(timeout_s), aclosing(source.poll()) as answers:
            async for fact in answers:
                facts += [fact]
    except TimeoutError:
        return facts, Unread(source=source.name, reason=f"no answer within {timeout_s:g} s")
    except PortError as error:
        reason = error.advice
        return facts, Unread(source=source.name, reason=reason, is_failure=not may_not(error))
    warning = source.warning if isinstance(source, ChangeSource) else ""
    return facts, Unread(source=source.name, reason=warning, is_failure=False) if warning else None


async def look_at_errors(settings: Settings, seat: Seat, timeout_s: float) -> tuple[str, str]:
    """Ask the error tracker once; what it says is recorded, and its counts are taken at the seat.

    Returns why it could not be read, and what limits the truth of what it said. Raises
    `JournalError`.
    """
    clock = CorrectedClock(seat.now, SystemClock().monotonic)
    port = services.tracker(settings, clock, [])
    reason = warning = ""
    facts: list[Seen] = []
    for source in services.error_watch(settings, port, lambda: seat.state, seat.note, clock):
        try:
            async with asyncio.timeout(timeout_s), aclosing(source.poll()) as answers:
                async for fact in answers:
                    facts += [fact]
        except TimeoutError:
            reason = f"Sentry did not answer within {timeout_s:g} s"
        except PortError as error:
            reason = error.advice
        warning = source.warning
    if port is not None:
        await port.close()
    await seat.append(*facts)
    return reason, warning


async def look_at_handovers(settings: Settings, seat: Seat, timeout_s: float) -> str:
    """Read the channel of handovers once; what differs is recorded. Returns why it could not be.

    Raises `JournalError`.
    """
    chat, channel = services.chat(settings, []), settings.procedure.shift.channel
    if chat is None or not channel:
        return "no chat is configured" if chat is None else "the profile names no channel"
    clock = CorrectedClock(seat.now, SystemClock().monotonic)
    source = HandoverSource(chat, chat.workspace, lambda: seat.state, channel, clock)
    try:
        # Twice: what was found first is looked at for its reactions then.
        for _ in range(2):
            facts, unread = await _asked(source, timeout_s)
            await seat.append(*facts)
            if unread is not None:
                return unread.reason
    finally:
        chat.close()
    return source.warning
