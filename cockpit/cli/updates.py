"""`cockpit update|edit|snippet`: words into the incident's thread, from a shell."""

import argparse
import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path

from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import delivered, do, insisted, look, require, sitting
from cockpit.cli.speech import say
from cockpit.desk.desk import Desk
from cockpit.domain import templates, texts
from cockpit.domain.actions import PostUpdate
from cockpit.domain.actions_talk import LONGEST_LOG, EditUpdate, ShareLog
from cockpit.domain.state import Case
from cockpit.settings.load import Settings

_MOST_BYTES = 4 * LONGEST_LOG + 4
"""No character takes more; one more is read, so that a longer file is refused, not cut."""
_STDIN = "-"


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    log = _read(options.file) if options.command == "snippet" else ""
    async with sitting(settings) as desk:
        await look(desk)
        case = require(desk, options.incident)
        match options.command:
            case "update":
                await _update(desk, case, options)
            case "edit":
                await _edit(desk, case, options)
            case _:
                await _snippet(desk, case, options, log)
    return DONE


async def _update(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    phase = _phase(desk, options)
    if not phase and not options.known:
        raise Misused("say what is --known, or --no-change, or which --phase")
    known, trying, seconds = options.known, options.trying, None
    if phase:
        drafted_known, drafted_trying, seconds = texts.drafted(
            desk.state, case, desk.procedure, phase
        )
        known = known or drafted_known
        trying = drafted_trying if trying is None else trying
    next_at = _next_at(desk, options.next, seconds)
    action = PostUpdate(
        incident_id=case.incident.id,
        known=known,
        trying=trying or "",
        next_at=next_at,
        phase=phase,
    )
    await delivered(desk, await do(desk, insisted(action, options)))
    due = f"; the next is due {texts.clock_time(next_at, desk.zone)}" if next_at else ""
    say(f"posted the update on {_name(case)}{due}")


async def _edit(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    if not case.updates:
        raise Failed(f"#{case.incident.number} has no update to correct yet")
    if not options.known and options.trying is None and options.next is None:
        raise Misused("say what it should be: --known, --trying, or --next")
    last = case.updates[-1]
    now = last.edits[-1] if last.edits else last
    next_at = desk.now() + timedelta(minutes=options.next) if options.next else now.next_at
    action = EditUpdate(
        incident_id=case.incident.id,
        known=options.known or now.known,
        trying=now.trying if options.trying is None else options.trying,
        next_at=next_at,
        phase=last.phase,
    )
    await delivered(desk, await do(desk, insisted(action, options)))
    said = texts.clock_time(last.at, desk.zone)
    say(f"corrected the update of {said} on {_name(case)}; what it said before is on record")


async def _snippet(desk: Desk, case: Case, options: argparse.Namespace, log: str) -> None:
    name = "log" if options.file == _STDIN else Path(options.file).name
    action = ShareLog(incident_id=case.incident.id, title=options.title or name, text=log)
    await delivered(desk, await do(desk, insisted(action, options)))
    lines = log.strip("\n").count("\n") + 1
    say(f"shared {lines} {'line' if lines == 1 else 'lines'} in the thread of {_name(case)}")


def _phase(desk: Desk, options: argparse.Namespace) -> str:
    """The phase that was named, "no-change" or "no change"; empty: none was."""
    if options.no_change:
        return templates.NO_CHANGE
    wanted: str = options.phase.strip().casefold().replace("-", " ")
    known = [t.phase for t in templates.templates(desk.procedure)]
    if wanted and wanted not in known:
        raise Misused(f"no phase is called {options.phase}; known: {', '.join(known)}")
    return wanted


def _next_at(desk: Desk, minutes: int | None, seconds: int | None) -> datetime | None:
    """When the next word comes; None: no next one is due."""
    if minutes is None and seconds == 0:
        return None
    if minutes is not None:
        return desk.now() + timedelta(minutes=minutes)
    return desk.now() + timedelta(seconds=seconds or desk.procedure.cadence_s)


def _read(file: str) -> str:
    """The text of a file, or of standard input.

    Raises:
        Misused: it cannot be read.
    """
    try:
        if file == _STDIN:
            body = sys.stdin.buffer.read(_MOST_BYTES)
        else:
            with Path(file).expanduser().open("rb") as stream:
                body = stream.read(_MOST_BYTES)
    except OSError as error:
        raise Misused(f"{file} cannot be read: {error.strerror}") from None
    return body.decode("utf-8", errors="replace")


def _name(case: Case) -> str:
    return f"#{case.incident.number} {case.incident.title}"
