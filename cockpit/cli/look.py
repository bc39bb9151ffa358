"""`cockpit look`: where to look at what fails, and whom to ask."""

import argparse
import asyncio
import json
from dataclasses import replace

from cockpit.cli.outcome import DONE, FAILED
from cockpit.cli.sitting import find, look, sitting
from cockpit.cli.speech import put
from cockpit.documents import lookout as document
from cockpit.domain.lookout import lookout
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 1_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Print it; returns the exit code: 1 when the catalogue does not know the service.

    Raises `Failed`, `JournalError`.
    """
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if settings.config.pagerduty is not None and not options.service:
            await look(desk)
        case = find(desk, options.incident)
        situation = replace(desk.situation(), incident_id=case.incident.id if case else "")
        wanted = " ".join(options.service)
        found = lookout(situation, desk.now(), wanted)
        if options.json:
            told = document.jsonable(situation, desk.now(), wanted)
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            put(plain(document.text(situation, found), _LIMIT, lines=True))
    return DONE if found.outlooks else FAILED
