"""`cockpit incidents`: the open incidents, read from the pager at this moment."""

import argparse
import asyncio
import json
import shutil
import sys
from contextlib import suppress

from cockpit.cli.outcome import DONE
from cockpit.cli.sitting import LOOK_S, look, sitting
from cockpit.cli.speech import put
from cockpit.desk.desk import Desk
from cockpit.documents import incidents as document
from cockpit.domain.incident_list import Order, Query, Scope, listed
from cockpit.domain.priorities import Ranking
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Print them; returns the exit code. Raises `JournalError`."""
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        await look(desk)
        query = Query(
            scope=Scope(options.scope),
            words=" ".join(options.words),
            order=Order[options.order.upper()],
        )
        found = listed(desk.state, desk.me, query, await _ranking(desk))
        if options.json:
            told = document.jsonable(found, query, desk.state, desk.me)
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            limits = document.limits(desk.state)
            words = document.text(found, query, desk.now(), limits, _columns())
            put(plain(words, _LIMIT, lines=True))
    return DONE


def _columns() -> int | None:
    """How long a line may be where a person reads it; a pipe gets it whole."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


async def _ranking(desk: Desk) -> Ranking:
    """Which priority goes first; where the pager cannot be asked, the profile's levels tell."""
    with suppress(PortError, TimeoutError):
        async with asyncio.timeout(LOOK_S):
            await desk.book.priorities()
    return desk.ranking
