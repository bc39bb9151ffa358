"""`cockpit ack|declare|note`: what the keys do, from a shell."""

import argparse
import asyncio
import re
from datetime import UTC, datetime, timedelta, tzinfo

from cockpit.cli import storm
from cockpit.cli.outcome import DONE, Misused
from cockpit.cli.sitting import LOOK_S, delivered, do, find, insisted, look, require, sitting
from cockpit.cli.speech import aside, say
from cockpit.desk.desk import Desk
from cockpit.domain.actions import Acknowledge, Declare, WriteNote
from cockpit.domain.model import Person
from cockpit.domain.people import called
from cockpit.domain.state import Case, State
from cockpit.domain.texts import clock_time
from cockpit.settings.load import Settings

_SLACK = timedelta(seconds=2)
"""The server's clock is known no better than this."""
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        match options.command:
            case "ack":
                await _ack(desk, options)
            case "declare":
                await _declare(desk, options)
            case _:
                await _note(desk, options)
    return DONE


async def _ack(desk: Desk, options: argparse.Namespace) -> None:
    await look(desk)
    if options.all or options.match:
        if options.incident:
            raise Misused("--incident names one: leave out --all and --match")
        await storm.acknowledge(desk, options)
        return
    case = require(desk, options.incident)
    asked_at = desk.now()
    action = Acknowledge(incident_id=case.incident.id, sure=options.sure)
    effects = await do(desk, action, "--sure takes it over")
    (parcel,) = await delivered(desk, effects)
    at = parcel.done_at or desk.now()
    say(f"acknowledged {_name(case)} at {clock_time(at, desk.zone)}")
    # Whoever was paged since the look above has been taken off it, and may not know.
    if not await desk.look(LOOK_S) and (to := paged_since(desk.state, case, asked_at, desk.me)):
        aside(f"in between it was escalated to {to}, and is yours now: tell them")


async def _declare(desk: Desk, options: argparse.Namespace) -> None:
    await look(desk)
    case = require(desk, options.incident)
    started = started_at(options.started, desk.now(), desk.zone) or case.incident.created_at
    action = Declare(
        incident_id=case.incident.id,
        started_at=started,
        paged_by=options.paged_by,
        hypothesis=options.hypothesis,
    )
    await delivered(desk, await do(desk, insisted(action, options)))
    where = desk.procedure.channels.name(desk.procedure.channels.incident)
    since = clock_time(started, desk.zone)
    say(f"declared {_name(case)} in {where}, started {since}")


async def _note(desk: Desk, options: argparse.Namespace) -> None:
    if options.pager:
        await look(desk)
        case: Case | None = require(desk, options.incident)
    else:
        case = find(desk, options.incident)
    action = WriteNote(
        incident_id=case.incident.id if case else "",
        text=" ".join(options.text),
        to_pager=options.pager,
    )
    effects = await do(desk, insisted(action, options))
    if effects:
        await delivered(desk, effects)
    where = f"on {_name(case)}" if case else "for the shift: no incident is known to be open"
    say(f"noted {where}")


def paged_since(state: State, before: Case, since: datetime, me: Person) -> str:
    """Who else was paged from then on, by the log, which `before` does not hold; "" when nobody."""
    known = state.cases[before.incident.id].course
    fresh = (e for e in known if e.id not in before.log and e.at >= since - _SLACK)
    paged = (key for e in fresh if e.kind in ("escalate", "assign") for key in e.people_ids)
    others = [key for key in dict.fromkeys(paged) if key != me.id]
    return called(state, others) if others else ""


def started_at(
    text: str, now: datetime, zone: tzinfo, option: str = "--started"
) -> datetime | None:
    """The instant that somebody means: HH:MM is the last such time in their zone; empty: None.

    Raises:
        Misused: it is no time, or does not say in which zone.
    """
    if not text:
        return None
    clock = _CLOCK.fullmatch(text.strip())
    try:
        if clock:
            hour, minute = int(clock[1]), int(clock[2])
            local = now.astimezone(zone)
            at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
            return (at if at <= local else at - timedelta(days=1)).astimezone(UTC)
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Misused(f'{option}: "{text}" is no time: write 08:42 or 2026-04-21T08:42Z') from None
    if at.tzinfo is None:
        raise Misused(f'{option}: say in which zone: "{text.strip()}Z" for UTC')
    return at.astimezone(UTC)


def _name(case: Case) -> str:
    return f"#{case.incident.number} {case.incident.title}"
