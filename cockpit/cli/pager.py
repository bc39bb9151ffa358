"""`cockpit escalate|resolve|reassign|...`: what the pager's keys do, from a shell."""

import argparse
import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from cockpit.cli.asked import carried_out
from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.people import people, person
from cockpit.cli.sitting import insisted, look, require, sitting
from cockpit.cli.speech import say
from cockpit.desk.desk import Desk
from cockpit.domain import snoozes
from cockpit.domain.actions import (
    Action,
    CallResponders,
    ConcludeHandOver,
    Escalate,
    Merge,
    OfferHandOver,
    OfferHelp,
    Prioritise,
    Reassign,
    Rename,
    Resolve,
    Snooze,
    TakePager,
)
from cockpit.domain.decide_handing import LONGEST
from cockpit.domain.facts import ChangeRequested, Fact, HandOverOffered
from cockpit.domain.instants import hours, upcoming
from cockpit.domain.schedules import Schedule, schedules
from cockpit.settings.load import Settings

_SPAN = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(m|min|h|d)?", re.IGNORECASE | re.ASCII)
_UNIT = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_WORKING_HOURS = "working-hours"


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        await look(desk)
        action = insisted(await _ACTIONS[options.command](desk, options), options)
        decision = await carried_out(desk, action, yes="yes" not in options or options.yes)
        say(f"done: {_words(decision)}")
    return DONE


def _words(decision: tuple[Fact, ...]) -> str:
    for fact in decision:
        match fact:
            case ChangeRequested(words=words):
                return words
            case HandOverOffered(person=asked):
                return f"asked {asked.name} to take it; it stays yours until they agree"
            case _:
                continue
    return "nothing was left to do"


# --- people are paged, or asked ------------------------------------------------------------------


async def _escalate(desk: Desk, options: argparse.Namespace) -> Action:
    incident_id = _incident(desk, options)
    return Escalate(incident_id=incident_id, level=options.level, reason=options.reason)


async def _reassign(desk: Desk, options: argparse.Namespace) -> Action:
    incident_id = _incident(desk, options)
    return Reassign(incident_id=incident_id, person_ids=await people(desk, options.to))


async def _responders(desk: Desk, options: argparse.Namespace) -> Action:
    incident_id = _incident(desk, options)
    called = await people(desk, options.who)
    return CallResponders(incident_id=incident_id, person_ids=called, message=options.message)


async def _take_pager(desk: Desk, options: argparse.Namespace) -> Action:
    now = desk.now()
    return TakePager(
        schedule_id=_schedule(desk, options.schedule),
        start=now,
        end=now + _hours(options.hours),
        reason=options.reason,
    )


async def _hand_over(desk: Desk, options: argparse.Namespace) -> Action:
    incident_id = _incident(desk, options)
    if not options.who:
        return ConcludeHandOver(incident_id=incident_id)
    asked = await person(desk, options.who)
    return OfferHandOver(incident_id=incident_id, person_id=asked.id)


async def _offer_help(desk: Desk, options: argparse.Namespace) -> Action:
    return OfferHelp(incident_id=_incident(desk, options))


# --- what it is called, how it rests, how it ends ------------------------------------------------


async def _resolve(desk: Desk, options: argparse.Namespace) -> Action:
    return Resolve(incident_id=_incident(desk, options), resolution=options.resolution)


async def _snooze(desk: Desk, options: argparse.Namespace) -> Action:
    return Snooze(incident_id=_incident(desk, options), until=_until(desk, options))


async def _merge(desk: Desk, options: argparse.Namespace) -> Action:
    sources = tuple(require(desk, number).incident.id for number in options.sources)
    return Merge(incident_id=_incident(desk, options), sources=sources, title=options.title)


async def _rename(desk: Desk, options: argparse.Namespace) -> Action:
    return Rename(incident_id=_incident(desk, options), title=" ".join(options.title))


async def _priority(desk: Desk, options: argparse.Namespace) -> Action:
    name = "" if options.name.casefold() == "none" else options.name
    return Prioritise(incident_id=_incident(desk, options), priority=name)


_ACTIONS: dict[str, Callable[[Desk, argparse.Namespace], Awaitable[Action]]] = {
    "escalate": _escalate,
    "resolve": _resolve,
    "reassign": _reassign,
    "snooze": _snooze,
    "merge": _merge,
    "rename": _rename,
    "priority": _priority,
    "responders": _responders,
    "take-pager": _take_pager,
    "hand-over": _hand_over,
    "offer-help": _offer_help,
}


# --- words into values -----------------------------------------------------------------------


def _incident(desk: Desk, options: argparse.Namespace) -> str:
    return require(desk, options.incident).incident.id


def _schedule(desk: Desk, wanted: str) -> str:
    known = schedules(desk.state)
    found = [s for s in known if not wanted or wanted.casefold() in _named(s)]
    if len(found) == 1:
        return found[0].id
    if not found and wanted.isalnum() and wanted.isupper():
        return wanted
    listed = ", ".join(f"{s.id} ({s.name})" for s in known) or "none"
    raise Failed(f"say which schedule, --schedule ID; known: {listed}")


def _named(schedule: Schedule) -> tuple[str, str]:
    return schedule.id.casefold(), schedule.name.casefold()


def _hours(text: str) -> timedelta:
    try:
        return hours(text, LONGEST)
    except ValueError as error:
        raise Misused(f"--hours: {error}") from None


def _until(desk: Desk, options: argparse.Namespace) -> datetime:
    """Until when it rests.

    Raises:
        Misused: what was written is neither a span nor a time.
    """
    now = desk.now()
    if options.until == _WORKING_HOURS:
        return snoozes.until_working_hours(now, desk.zone, desk.procedure.working_hours)
    if options.until:
        try:
            return upcoming(options.until, now, desk.zone)
        except ValueError as error:
            raise Misused(f"--until: {error}") from None
    written = options.span or "1h"
    found = _SPAN.fullmatch(written.strip())
    if found is None:
        raise Misused(f'--for: "{written}" is no time: write 1h, 4h, 90m or 2d')
    return now + float(found[1]) * _UNIT[(found[2] or "m")[0].lower()]
