"""`cockpit status|timeline`: what the journal knows, on standard output; asks nobody outside."""

import argparse
import asyncio
import json
from dataclasses import replace

from cockpit.cli.outcome import DONE
from cockpit.cli.sitting import find, sitting
from cockpit.cli.written import write
from cockpit.desk.desk import Desk
from cockpit.documents import status, status_json, timeline
from cockpit.domain.focus import newest
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000
"""Characters of a document."""


def show(options: argparse.Namespace, settings: Settings) -> int:
    """Print it; returns the exit code. Raises `Failed`, `JournalError`."""
    return asyncio.run(_show(options, settings))


async def _show(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if options.command == "timeline":
            write(_timeline(desk, options), options.output)
        else:
            write(_status(desk, options), "")
    return DONE


def _status(desk: Desk, options: argparse.Namespace) -> str:
    case = find(desk, options.incident)
    situation = replace(desk.situation(), incident_id=case.incident.id if case else "")
    now, answered_at = desk.now(), desk.answered_at
    if options.json:
        return _json(status_json.jsonable(situation, now, answered_at))
    if options.line:
        return plain(status.line(situation, now, answered_at)) + "\n"
    return plain(status.text(situation, now, answered_at), _LIMIT, lines=True)


def _timeline(desk: Desk, options: argparse.Namespace) -> str:
    case = None if options.shift else find(desk, options.incident) or newest(desk.state)
    if options.json:
        return _json(timeline.jsonable(desk.state, case, desk.now(), full=options.full))
    told = timeline.markdown(desk.state, case, desk.now(), desk.zone, full=options.full)
    return plain(told, _LIMIT, lines=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, indent=2) + "\n"
