"""`cockpit runbooks|run|learn`: what stands beside the incident, from a shell."""

import argparse
import asyncio
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from cockpit.cli.outcome import DONE, FAILED, Failed
from cockpit.cli.sitting import delivered, do, find, insisted, look, sitting
from cockpit.cli.speech import aside, put, say
from cockpit.desk.desk import Desk
from cockpit.documents import runbooks as document
from cockpit.domain.actions_evidence import EndCommand, RunOne, WriteLesson
from cockpit.domain.catalogue import Runbook
from cockpit.domain.decisions import Refusal
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code: 1 when a command did not end well.

    Raises `Failed`, `JournalError`.
    """
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        match options.command:
            case "run":
                return await _run(desk, options)
            case "learn":
                await _learn(desk, options)
            case _:
                await _books(desk, options)
    return DONE


async def _run(desk: Desk, options: argparse.Namespace) -> int:
    case = find(desk, options.incident)
    action = RunOne(
        incident_id=case.incident.id if case else "",
        command=options.text,
        runbook=options.runbook,
    )
    effects = await do(desk, insisted(action, options))
    with _ended_by_ctrl_c(desk, action.incident_id, effects):
        (parcel,) = await delivered(desk, effects, desk.procedure.command_s)
    put(plain(parcel.output, _LIMIT, lines=True))
    return FAILED if parcel.warning else DONE


@contextmanager
def _ended_by_ctrl_c(desk: Desk, incident_id: str, effects: tuple[str, ...]) -> Iterator[None]:
    """Ctrl+C ends the command and keeps what it printed; pressed again, it ends this program."""
    loop = asyncio.get_running_loop()
    asked: set[asyncio.Task[object]] = set()

    async def end() -> None:
        for effect in effects:
            result = await desk.act(EndCommand(incident_id=incident_id, effect=effect))
            if isinstance(result, Refusal):
                aside(result.reason)

    def pressed() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        aside("ending it; Ctrl+C again leaves at once")
        asked.add(asyncio.create_task(end()))

    loop.add_signal_handler(signal.SIGINT, pressed)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)


async def _learn(desk: Desk, options: argparse.Namespace) -> None:
    case = find(desk, options.incident)
    service = options.service or (case.incident.service if case else "")
    lesson = WriteLesson(
        incident_id=case.incident.id if case else "",
        service=service,
        text=" ".join(options.text),
    )
    await do(desk, lesson)
    say(f"written down{f', about {service}' if service else ''}")


async def _words(desk: Desk, book: Runbook) -> str:
    if book.file:
        return await desk.library.read_runbook(book.file)
    return f"{book.text or book.url}\n"


async def _books(desk: Desk, options: argparse.Namespace) -> None:
    await look(desk)
    case = find(desk, options.incident)
    if case is not None:
        desk.choose(case.incident.id)
    situation, now = desk.situation(), desk.now()
    if options.title:
        wanted = options.title.casefold()
        books = [b for b in desk.procedure.runbooks if wanted in b.title.casefold()]
        if not books:
            raise Failed(f"there is no runbook {options.title}")
        for book in books:
            put(plain(await _words(desk, book), _LIMIT, lines=True))
    elif options.json:
        told = document.jsonable(situation, now)
        put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(document.text(situation, now), _LIMIT, lines=True))
