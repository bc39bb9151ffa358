"""`cockpit reports`: the reliability reports, read at this moment, and a search through them."""

import argparse
import asyncio
import json

from cockpit.cli.outcome import DONE, FAILED, Misused
from cockpit.cli.sitting import look, sitting
from cockpit.cli.speech import aside, put
from cockpit.desk.desk import Desk
from cockpit.documents import reports as document
from cockpit.once import look_at_reports
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Print them; returns the exit code: 1 when a folder could not be read.

    Raises `Misused`, `JournalError`.
    """
    if not settings.reports:
        raise Misused("there is no folder of reports: add [[reports]] to the configuration")
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if options.find:
            return await _find(desk, options)
        await look(desk)
        unread = await look_at_reports(settings, desk)
        situation, now = desk.situation(), desk.now()
        if options.json:
            told = document.jsonable(situation, now, unread)
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            put(plain(document.text(situation, now), _LIMIT, lines=True))
    for name, reason in unread:
        aside(f"{name}: {reason}")
    return FAILED if unread else DONE


async def _find(desk: Desk, options: argparse.Namespace) -> int:
    found = await desk.library.search(options.find)
    if options.json:
        put(json.dumps(document.hits_jsonable(found), ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(document.hits(found), _LIMIT, lines=True))
    for name in found.unread:
        aside(f"could not look in {name}")
    return DONE if found.searched else FAILED
