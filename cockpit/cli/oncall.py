"""`cockpit oncall`: who is on call now and next, and my next shifts, asked for live."""

import argparse
import asyncio
import json
from datetime import timedelta

from cockpit.cli.outcome import DONE, FAILED, Failed, Misused
from cockpit.cli.sitting import sitting
from cockpit.cli.speech import aside, put
from cockpit.desk.desk import Desk
from cockpit.documents import icalendar, oncall
from cockpit.documents.oncall import Roster
from cockpit.once import look_ahead
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_WITHIN_S = 45.0
_LIMIT = 1_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Ask, and print it; returns the exit code: 1 when somebody could not be asked.

    Raises `Failed`, `Misused`, `JournalError`.
    """
    if settings.config.pagerduty is None and not settings.calendars:
        raise Misused(
            "nothing says who is on call: add [pagerduty] or [[calendars]] to the configuration"
        )
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        ahead = timedelta(days=options.days)
        said = await look_ahead(settings, desk, ahead, _WITHIN_S)
        unread = {name: reason for name, reason, _ in said if reason}
        warnings = {name: warning for name, _, warning in said if warning}
        roster = _roster(desk, ahead, unread, warnings)
        if not any(roster.now < rota.until for rota in roster.rotas.values()):
            reasons = "; ".join(f"{name}: {reason}" for name, reason in unread.items())
            raise Failed(f"who is on call is not known. {reasons}")
        put(_document(options, roster))
    for name, words in (*unread.items(), *warnings.items()):
        aside(f"{name}: {words}")
    return FAILED if unread else DONE


def _roster(
    desk: Desk, ahead: timedelta, unread: dict[str, str], warnings: dict[str, str]
) -> Roster:
    now = desk.now()
    return Roster(
        rotas=desk.state.rotas,
        procedure=desk.procedure,
        me=desk.me,
        zone=desk.zone,
        now=now,
        until=now + ahead,
        unread=unread,
        warnings=warnings,
    )


def _document(options: argparse.Namespace, roster: Roster) -> str:
    if options.json:
        return json.dumps(oncall.jsonable(roster), ensure_ascii=True, indent=2) + "\n"
    if options.ics:
        return icalendar.shifts(roster)
    return plain(oncall.text(roster), _LIMIT, lines=True)
