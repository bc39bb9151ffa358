"""`cockpit role|mitigate|relief|cadence`: who does what, what is done, how often others hear."""

import argparse
import asyncio

from cockpit.cli.acts import started_at
from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.people import person
from cockpit.cli.sitting import delivered, do, look, require, sitting
from cockpit.cli.speech import put, say
from cockpit.desk.desk import Desk
from cockpit.documents import order as document
from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import (
    SECRET,
    TONE,
    AnnounceMitigation,
    AssignRole,
    ChooseCadence,
    MoveMitigation,
    NoteRelief,
)
from cockpit.domain.instants import upcoming
from cockpit.domain.model import Person
from cockpit.domain.roles import ALL
from cockpit.domain.state import Case
from cockpit.domain.talk import Mitigation, Stage
from cockpit.domain.texts import clock_time
from cockpit.domain.thread_post import has_thread
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 1_000_000
_MINUTE = 60
_STAGES = {stage.value.replace(" ", "-"): stage for stage in Stage if stage is not Stage.ANNOUNCED}


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        await look(desk)
        case = require(desk, options.incident)
        match options.command:
            case "role":
                await _role(desk, case, options)
            case "mitigate":
                await _mitigate(desk, case, options)
            case "relief":
                await _relief(desk, case, options)
            case _:
                await _cadence(desk, case, options)
    return DONE


async def _role(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    if not options.role:
        if options.leave:
            raise Misused(f'--leave: say which role, or "{ALL}"')
        put(_harmless(document.roles(case, desk.procedure, desk.now(), desk.zone)))
        return
    if options.leave and options.who:
        raise Misused("--leave takes no name: nobody holds the role then")
    whom = await _whom(desk, options)
    action = AssignRole(incident_id=case.incident.id, role=options.role, person=whom)
    told = await _told(desk, case, action)
    held = whom.name or "nobody any more"
    say(f"{options.role}: {held}{told}")


async def _whom(desk: Desk, options: argparse.Namespace) -> Person:
    if options.leave:
        return Person(id="", name="")
    word = " ".join(options.who)
    return desk.me if word.casefold() in ("", "me") else await person(desk, word)


async def _mitigate(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    if not options.words:
        put(_harmless(document.mitigations(case, desk.now(), desk.zone)))
        return
    first, *rest = options.words
    if first in _STAGES:
        known = _which(case, _STAGES[first], options.which)
        words = " ".join([*rest, options.why]).strip()
        action: Action = MoveMitigation(
            incident_id=case.incident.id,
            mitigation=known.id,
            stage=_STAGES[first].value,
            words=words,
            accepted=accepted(options),
        )
        told = await _told(desk, case, action)
        say(f"{known.kind} {known.target}: {_STAGES[first]}{told}")
        return
    action = AnnounceMitigation(
        incident_id=case.incident.id,
        kind=first,
        target=" ".join(rest),
        words=options.why,
        sure=options.sure,
        accepted=accepted(options),
    )
    told = await _told(desk, case, action, "--sure does it all the same")
    say(f"announced: {first} {' '.join(rest)}{told}; then: cockpit mitigate started")


def _which(case: Case, stage: Stage, number: int | None) -> Mitigation:
    """The one that is meant: by its number, else the newest that this can be said of."""
    if number is not None:
        if not 1 <= number <= len(case.mitigations):
            raise Failed(f"there is no mitigation {number}: `cockpit mitigate` lists them")
        return case.mitigations[number - 1]
    ends = stage is Stage.UNDONE
    fit = [m for m in case.mitigations if ends or not m.stage.is_over]
    if not fit:
        raise Failed("no mitigation is under way: `cockpit mitigate KIND TARGET` announces one")
    return fit[-1]


async def _relief(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    since = started_at(options.since, desk.now(), desk.zone, "--since") or desk.now()
    action = NoteRelief(
        incident_id=case.incident.id,
        since=since,
        words=options.seen,
        accepted=accepted(options),
    )
    told = await _told(desk, case, action)
    say(f"users are no longer hurt since {clock_time(since, desk.zone)}{told}")


async def _cadence(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    chooses = options.every is not None or options.off or options.snooze or options.usual
    if not chooses:
        put(_harmless(document.cadence(desk.situation(), case, desk.now())))
        return
    try:
        until = upcoming(options.snooze, desk.now(), desk.zone) if options.snooze else None
    except ValueError as error:
        raise Misused(f"--snooze: {error}") from None
    if options.every is not None and options.every < 1:
        raise Misused("--every: at least 1 minute; --off switches the reminders off")
    every = options.every * _MINUTE if options.every is not None else None
    action = ChooseCadence(
        incident_id=case.incident.id,
        every_s=0 if options.off else every,
        until=until,
        reason=options.reason,
    )
    await do(desk, action)
    changed = desk.state.cases[case.incident.id]
    put(_harmless(document.cadence(desk.situation(), changed, desk.now())))


async def _told(desk: Desk, case: Case, action: Action, hint: str = "") -> str:
    """Have it recorded and sent; returns what is to be said of that."""
    effects = await do(desk, action, hint)
    if effects:
        await delivered(desk, tuple(dict.fromkeys(effects)))
        return ", and posted"
    if not has_thread(desk.state, case):
        return f"; recorded, and not posted: #{case.incident.number} is not declared"
    return "; it was so already"


def accepted(options: argparse.Namespace) -> tuple[str, ...]:
    """Findings that are overridden."""
    tone = (TONE,) if options.accept_tone else ()
    return (*tone, SECRET) if options.accept_secret else tone


def _harmless(text: str) -> str:
    return plain(text, _LIMIT, lines=True)
