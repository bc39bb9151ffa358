"""`cockpit incidents`: the open incidents, read from the pager at this moment."""

import argparse
import asyncio
import json

from cockpit.cli.outcome import DONE
from cockpit.cli.sitting import look, sitting
from cockpit.cli.speech import put
from cockpit.documents import incidents as document
from cockpit.domain.incident_list import Query, Scope, listed
from cockpit.ports import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Print them; returns the exit code. Raises `JournalError`."""
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        await look(desk)
        query = Query(scope=Scope(options.scope), words=" ".join(options.words))
        found = listed(desk.state, desk.me, query)
        if options.json:
            told = document.jsonable(found, query, desk.state, desk.me)
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            put(plain(document.text(found, query, desk.now()), _LIMIT, lines=True))
    return DONE
