"""`cockpit handover`: the note that hands a shift over, posted on request; and how it stands."""

import argparse
import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace

from cockpit.cli.asked import ask
from cockpit.cli.outcome import DONE, FAILED, Failed, Misused
from cockpit.cli.papers import delivered, path_of
from cockpit.cli.sitting import delivered as sent
from cockpit.cli.sitting import do, insisted, refused, sitting
from cockpit.cli.speech import aside, put
from cockpit.desk.desk import Desk
from cockpit.documents import filing, handover_status
from cockpit.documents.handover import handover, paper_id, wish
from cockpit.documents.handover_draft import draft_key, loaded, renewed
from cockpit.documents.handover_ground import Ground
from cockpit.documents.paper import HANDOVER, Paper
from cockpit.domain import handover_turn
from cockpit.domain.changes import Scene, sendings
from cockpit.domain.decisions import Refusal
from cockpit.domain.model import Person
from cockpit.domain.shift_plan import AHEAD
from cockpit.domain.watch import ERRORS, PAGER
from cockpit.once import look_ahead, look_at_deploys, look_at_errors, look_at_handovers
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_WITHIN_S = 20.0
"""How long each of those who are asked may take to answer, seconds."""
_LIMIT = 1_000_000


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`, `PortError`."""
    if options.status:
        _only_looks(options)
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if options.status:
            return await _status(desk, options, settings)
        failed = await _asked(desk, settings)
        ground = Ground(
            situation=desk.situation(),
            now=desk.now(),
            looks=await desk.rounds.look(),
            failed=failed,
        )
        kept = loaded(await desk.draft(draft_key(paper_id(ground))))
        chosen = await _named(desk, options.to) if options.to else kept.incoming
        incoming = handover_turn.taker(desk.situation(), desk.now(), chosen)
        ground = replace(ground, incoming=incoming)
        paper = handover(ground)
        draft, _ = renewed(paper, kept)
        if options.post:
            await _post(desk, ground, paper, draft.text, options)
        elif kept.text and not (options.output or options.file or options.mail or options.format):
            put(plain(draft.text, _LIMIT, lines=True))
        else:
            edited = filing.of_text(paper, draft.text)
            await delivered(desk, edited, desk.procedure.paper(HANDOVER), options)
    return DONE


async def _asked(desk: Desk, settings: Settings) -> Mapping[str, str]:
    """Have everybody asked who has something to say, at once; returns who did not answer, and why.

    Who comes next is asked first: all that follows is read under its clock.
    """
    failed: dict[str, str] = {}
    if settings.config.pagerduty is not None:
        reason = await desk.look(_WITHIN_S)
        failed |= {PAGER: reason} if reason else {}
    if settings.config.pagerduty is not None or settings.calendars:
        for name, reason, _ in await look_ahead(settings, desk, AHEAD, _WITHIN_S):
            if reason:
                aside(f"{name}: {reason}. Who comes next is as it was recorded.")
    if settings.repositories:
        unread = await look_at_deploys(settings, desk, _WITHIN_S)
        failed |= {one.source: one.reason for one in unread if one.is_failure}
    if settings.tracker is not None:
        reason, _ = await look_at_errors(settings, desk, _WITHIN_S)
        failed |= {ERRORS: reason} if reason else {}
    for source, reason in failed.items():
        aside(f"{source}: {reason}")
    return failed


async def _named(desk: Desk, wanted: str) -> Person:
    """Whom `--to` means, by what is known here and at the pager. Raises `Misused`."""
    try:
        known = handover_turn.meant(desk.situation(), desk.now(), wanted)
        found, why = await desk.book.completed(known)
    except ValueError as error:
        raise Misused(f"--to: {error}") from None
    if why:
        aside(why)
    return found


async def _post(
    desk: Desk, ground: Ground, paper: Paper, text: str, options: argparse.Namespace
) -> None:
    if ground.incoming is None:
        raise Misused("nobody is known to come next: --to NAME says who takes over")
    if options.output and options.output != "-":
        edited = filing.of_text(paper, text)
        await delivered(desk, edited, desk.procedure.paper(HANDOVER), options)
        text = (await desk.papers.read_file(str(path_of(options.output)))).text
    action = insisted(wish(ground, paper, text, sure=options.sure), options)
    decision = desk.consider(action)
    if isinstance(decision, Refusal):
        raise Failed(refused(decision, "--sure posts it all the same"))
    scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
    ask(sendings(decision, scene), yes=options.yes)
    await sent(desk, await do(desk, action))
    _told(desk, options)


async def _status(desk: Desk, options: argparse.Namespace, settings: Settings) -> int:
    """Whether it was taken, read from the chat now."""
    reason = await look_at_handovers(settings, desk, _WITHIN_S)
    if reason:
        aside(f"{reason}. Going on with what was recorded.")
    _told(desk, options, reason)
    situation, now = desk.situation(), desk.now()
    is_unknown = bool(reason) and not handover_status.is_known(situation, now)
    return FAILED if is_unknown or handover_status.is_pending(situation, now) else DONE


def _told(desk: Desk, options: argparse.Namespace, unread: str = "") -> None:
    """How it stands, for people or for scripts."""
    situation, now = desk.situation(), desk.now()
    if options.format == "json":
        found = handover_status.jsonable(situation, now, unread)
        put(json.dumps(found, ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(handover_status.text(situation, now, unread), _LIMIT, lines=True))


def _only_looks(options: argparse.Namespace) -> None:
    """Raises `Misused` for what `--status` would pass over in silence."""
    named = {
        "--to": options.to,
        "--output": options.output,
        "--file": options.file,
        "--mail": options.mail,
        "--sure": options.sure,
    }
    given = [name for name, value in named.items() if value]
    if given:
        raise Misused(f"--status only looks how it stands: leave out {', '.join(given)}")
