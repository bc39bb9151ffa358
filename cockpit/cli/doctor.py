"""`cockpit doctor`: everything that a shift needs is looked at, at the same time (A3, A11, P6)."""

import argparse
import asyncio
import json
import sys

from cockpit.cli import doctor_arguments, doctor_by_hand
from cockpit.cli.outcome import DONE, FAILED, Misused
from cockpit.cli.progress import Progress
from cockpit.cli.speech import aside, put
from cockpit.desk.desk import Desk
from cockpit.documents import readiness as document
from cockpit.domain.readiness import EVERYTHING, Group, Result, Topic, is_ready
from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.ports.journal import JournalError
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings
from cockpit.terminal import abilities
from cockpit.wiring import build

_LIMIT = 1_000_000
_WAITED_FOR = 3


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Look, tell, put it on record; returns the exit code: 1 when one is not ready."""
    groups, facts = _groups(options.parts), abilities.known()
    if Group.TERMINAL in groups:
        facts = abilities.asked(facts)
    return asyncio.run(_tell(options, settings, facts, groups))


async def _tell(
    options: argparse.Namespace, settings: Settings, facts: TerminalFacts, groups: frozenset[Group]
) -> int:
    """The journal is opened last: opening mends what the check-up wants to see as it is."""
    desk = build(settings)
    try:
        results = await _looked(desk, facts, groups)
        results += doctor_by_hand.tried(facts, bell=options.bell, clipboard=options.clipboard)
        if options.json:
            said = json.dumps(document.jsonable(results), ensure_ascii=True, indent=2)
            put(f"{said}\n")
        else:
            put(plain(document.text(results), _LIMIT, lines=True))
        if groups == EVERYTHING:
            await _recorded(desk, results)
    finally:
        await desk.close()
    return DONE if is_ready(results) else FAILED


def _groups(parts: list[str]) -> frozenset[Group]:
    """The groups that these words name; none: all. Raises `Misused`."""
    unknown = [part for part in parts if part not in doctor_arguments.PARTS]
    if unknown:
        known = ", ".join(doctor_arguments.PARTS)
        raise Misused(f"there is no part {unknown[0]}; there are: {known}")
    return frozenset(Group[part.upper()] for part in parts) or EVERYTHING


async def _looked(desk: Desk, facts: TerminalFacts, groups: frozenset[Group]) -> tuple[Result, ...]:
    checkup = desk.doctor.checkup(facts, groups)
    waiting: dict[str, Topic] = {topic.id: topic for topic in checkup.topics}
    total = len(waiting)
    with Progress(sys.stderr) as progress:

        def told(result: Result) -> None:
            waiting.pop(result.topic.id, None)
            titles = [topic.title for topic in waiting.values()]
            names = ", ".join(titles[:_WAITED_FOR]) + (" ..." if titles[_WAITED_FOR:] else "")
            waits = f", waiting for {names}" if names else ""
            progress.say(f"checked {total - len(waiting)} of {total}{waits}")

        progress.say(f"checking {total} things")
        try:
            return await checkup.run(told)
        finally:
            await checkup.close()


async def _recorded(desk: Desk, results: tuple[Result, ...]) -> None:
    try:
        await desk.open()
        await desk.doctor.record(results)
    except JournalError as error:
        aside(f"this check-up is not on record. {error.advice}")
