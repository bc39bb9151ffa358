"""`cockpit deploys`: what was deployed or changed lately and what of it is suspected, read now."""

import argparse
import asyncio
import json
from dataclasses import replace

from cockpit.cli.outcome import DONE, FAILED, Misused
from cockpit.cli.sitting import find, look, sitting
from cockpit.cli.speech import aside, put
from cockpit.documents import deploys as document
from cockpit.once import look_at_deploys
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_WITHIN_S = 60.0
_LIMIT = 10_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Print them; returns the exit code: 1 when a source could not be read that may be read.

    Raises `Failed`, `Misused`, `JournalError`.
    """
    if not settings.repositories and settings.config.pagerduty is None:
        words = "no repositories are read, and no pager: add [[repositories]] or [pagerduty]"
        raise Misused(f"{words} to the configuration")
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if settings.config.pagerduty is not None:
            await look(desk)
        unread = await look_at_deploys(settings, desk, _WITHIN_S)
        limits = tuple(f"{one.source}: {one.reason}" for one in unread)
        case = find(desk, options.incident)
        situation = replace(desk.situation(), incident_id=case.incident.id if case else "")
        if options.json:
            told = document.jsonable(situation, desk.now(), limits)
            if options.suspects:
                del told["others"]
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            words = document.text(situation, desk.now(), limits, suspects_alone=options.suspects)
            put(plain(words, _LIMIT, lines=True))
    for words in limits:
        aside(words)
    return FAILED if any(one.is_failure for one in unread) else DONE
