"""`cockpit shift`: whose shift it is; begin and end one's own, write down what belongs to it."""

import argparse
import asyncio
import json
from datetime import datetime

from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import do, sitting
from cockpit.cli.speech import aside, put, say
from cockpit.desk.desk import Desk
from cockpit.documents import shift as document
from cockpit.documents.paper import REPORT
from cockpit.domain import rota_words
from cockpit.domain.actions_shift import (
    BeginShift,
    EditShiftNote,
    EndShift,
    TellTriaged,
    WithdrawShiftNote,
    WriteShiftNote,
)
from cockpit.domain.day_times import day_time
from cockpit.domain.shift_book import NoteKind, ShiftNote
from cockpit.domain.shift_plan import AHEAD
from cockpit.once import look_ahead
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_WITHIN_S = 20.0
"""How long schedules and calendars may take to answer before one goes on without, seconds."""
_LIMIT = 1_000_000
_KINDS = {
    "note": NoteKind.NOTE,
    "improvement": NoteKind.IMPROVEMENT,
    "noisy": NoteKind.NOISY,
    "silence": NoteKind.SILENCE,
    "absence": NoteKind.ABSENCE,
}
_ASKS = ("", "begin", "next")
"""Parts that want the newest word of schedules and calendars."""


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        part = options.part or ""
        if part in _ASKS and (settings.config.pagerduty is not None or settings.calendars):
            for name, reason, warning in await look_ahead(settings, desk, AHEAD, _WITHIN_S):
                told = f"{reason}. Going on with what was recorded" if reason else warning
                aside(f"{name}: {told}")
        match part:
            case "begin":
                await _begin(desk, options)
            case "end":
                await _end(desk, options)
            case "note":
                await _note(desk, options)
            case "triaged":
                await do(desk, TellTriaged(words=" ".join(options.words)))
                channel = desk.procedure.shift.triage_channel
                say(f"{desk.procedure.channels.name(channel)} was gone through today")
            case _:
                _show(desk, part, as_json=options.json)
    return DONE


def _show(desk: Desk, part: str, *, as_json: bool) -> None:
    situation, now = desk.situation(), desk.now()
    if as_json:
        found = document.jsonable(situation, now)
        kept = {"": found, "notes": found["notes"], "next": found["next"]}[part]
        put(json.dumps(kept, ensure_ascii=True, indent=2) + "\n")
        return
    made = {"": document.text, "notes": document.notes, "next": document.coming}[part]
    put(plain(made(situation, now), _LIMIT, lines=True))


async def _begin(desk: Desk, options: argparse.Namespace) -> None:
    await do(desk, BeginShift(role=options.role, sure=options.sure), "--sure begins it")
    own = desk.state.shifts.of(desk.me)
    if own is not None:
        until = ""
        if own.until is not None:
            until = f", until {rota_words.when(own.until, desk.zone, desk.now())}"
        say(f"your shift as {own.role} has begun{until}; `cockpit shift` says what its start asks")


async def _end(desk: Desk, options: argparse.Namespace) -> None:
    own = desk.state.shifts.of(desk.me)
    await do(desk, EndShift(remark=" ".join(options.remark), sure=options.sure), "--sure ends it")
    if own is not None:
        count = len(desk.state.shifts.notes_of(own))
        s = "" if count == 1 else "s"
        plan = desk.procedure.paper(REPORT)
        ways = (" --file" if plan.file else "") + (" --mail" if plan.mail_to else "")
        report = f"`cockpit report{ways}` writes its report"
        say(f"your shift as {own.role} is over, with {count} note{s}; {report}")


async def _note(desk: Desk, options: argparse.Namespace) -> None:
    text = " ".join(options.text)
    if options.withdraw is not None:
        note = _numbered(desk, options.withdraw)
        await do(desk, WithdrawShiftNote(note=note.id, reason=text))
        say(f"withdrawn: {note.text}")
        return
    known = _numbered(desk, options.edit) if options.edit is not None else None
    kind = _KINDS[options.kind] if options.kind else known.kind if known else NoteKind.NOTE
    since = _time(desk, options.since, "--from") or (known.since if known else None)
    until = _time(desk, options.until, "--until", ends=True) or (known.until if known else None)
    if known is not None:
        text = text or known.text
        edit = EditShiftNote(
            note=known.id, kind=kind, text=text, since=since, until=until, who=options.who
        )
        await do(desk, edit)
        say(f"corrected: {text}")
        return
    await do(
        desk,
        WriteShiftNote(kind=kind, text=text, since=since, until=until, who=options.who),
    )
    where = (
        "" if desk.state.shifts.of(desk.me) else "; no shift of yours runs: it stands by its time"
    )
    say(f"noted for the shift, as {kind}{where}")


def _numbered(desk: Desk, number: int) -> ShiftNote:
    book = desk.state.shifts
    found = dict(document.numbered(book, book.shown(desk.situation().me)))
    if number not in found:
        raise Failed(f"there is no note {number}: `cockpit shift notes` lists them")
    return found[number]


def _time(desk: Desk, written: str, option: str, *, ends: bool = False) -> datetime | None:
    if not written:
        return None
    try:
        return day_time(written, desk.now(), desk.zone, ends=ends)
    except ValueError as error:
        raise Misused(f"{option}: {error}") from None
