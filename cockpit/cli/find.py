"""`cockpit find`: words in all that is recorded here; asks nobody outside."""

import argparse
import asyncio
import json
from dataclasses import replace

from cockpit.cli.outcome import DONE, FAILED, Misused
from cockpit.cli.sitting import find, sitting
from cockpit.cli.speech import put
from cockpit.desk.desk import Desk
from cockpit.documents import finding as document
from cockpit.domain.questions import NotAQuestion, Question, question
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Print what was found; returns the exit code: 1 when nothing was.

    Raises `Misused`, `Failed`, `PortError`, `JournalError`.
    """
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        found = await desk.library.find(_question(options, desk), options.limit)
        if options.json:
            told = document.jsonable(found, desk.state)
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            put(plain(document.text(found, desk.state, desk.zone), _LIMIT, lines=True))
    return DONE if found.found else FAILED


def _question(options: argparse.Namespace, desk: Desk) -> Question:
    given = (("by", options.by), ("kind", options.kind), ("since", options.since))
    parts = [f"{name}:{value}" for name, value in (*given, ("until", options.until)) if value]
    try:
        asked = question(" ".join((*options.words, *parts)), desk.now(), desk.zone)
    except NotAQuestion as error:
        raise Misused(str(error)) from None
    if options.incident:
        case = find(desk, options.incident)
        asked = replace(asked, number=case.incident.number if case else 0)
    if asked.is_empty:
        raise Misused("say what to look for: words, or --incident, --by, --kind, --since, --until")
    return asked
