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
from cockpit.documents.chat_text import chat_text
from cockpit.documents.handover import handover, paper_id
from cockpit.documents.handover_draft import Draft, draft_key, loaded, renewed
from cockpit.documents.handover_ground import Ground
from cockpit.documents.paper import HANDOVER, Paper
from cockpit.domain import handover_turn
from cockpit.domain.actions import Action
from cockpit.domain.actions_handover import PostHandover
from cockpit.domain.changes import Scene, sendings
from cockpit.domain.decisions import Refusal
from cockpit.domain.model import Person
from cockpit.domain.people import address
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
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if options.status:
            return await _status(desk, options, settings)
        failed = await _asked(desk, settings)
        ground = Ground(
            situation=desk.situation(),
            now=desk.now(),
            role=handover_turn.role_of(desk.situation(), desk.now()),
            looks=await desk.rounds.look(),
            failed=failed,
        )
        kept = loaded(await desk.draft(draft_key(paper_id(ground))))
        incoming = _incoming(desk, options.to, ground.role, kept)
        paper = handover(replace(ground, incoming=incoming))
        draft, _ = renewed(paper, kept)
        if options.post:
            await _post(desk, paper, draft, options, incoming)
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


def _incoming(desk: Desk, wanted: str, role: str, kept: Draft) -> Person | None:
    """Who takes over: who is named here, who was chosen on the screen, who is next by the plan."""
    situation, now = desk.situation(), desk.now()
    if wanted:
        try:
            found: Person | None = handover_turn.meant(situation, now, wanted)
        except ValueError as error:
            raise Misused(f"--to: {error}") from None
    else:
        found = kept.incoming or handover_turn.comes_next(situation, now, role)
    if found is None:
        return None
    return replace(found, email=found.email or address(desk.state, found))


async def _post(
    desk: Desk, paper: Paper, draft: Draft, options: argparse.Namespace, incoming: Person | None
) -> None:
    if incoming is None:
        raise Misused("nobody is known to come next: --to NAME says who takes over")
    text = draft.text
    if options.output and options.output != "-":
        edited = filing.of_text(paper, draft.text)
        await delivered(desk, edited, desk.procedure.paper(HANDOVER), options)
        text = (await desk.papers.read_file(str(path_of(options.output)))).text
    wish: Action = PostHandover(
        made=filing.made(paper),
        text=chat_text(text),
        incoming=incoming,
        role=str(dict(paper.facts)["role"] or ""),
        sure=options.sure,
    )
    action = insisted(wish, options)
    decision = desk.consider(action)
    if isinstance(decision, Refusal):
        raise Failed(refused(decision, "--sure posts it all the same"))
    scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
    ask(sendings(decision, scene), yes=options.yes)
    await sent(desk, await do(desk, action))
    put(handover_status.text(desk.situation(), desk.now()))


async def _status(desk: Desk, options: argparse.Namespace, settings: Settings) -> int:
    """Whether it was taken, read from the chat now."""
    reason = await look_at_handovers(settings, desk, _WITHIN_S)
    if reason:
        aside(f"{reason}. Going on with what was recorded.")
    situation, now = desk.situation(), desk.now()
    if options.format == "json":
        found = handover_status.jsonable(situation, now)
        put(json.dumps(found, ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(handover_status.text(situation, now), _LIMIT, lines=True))
    return FAILED if handover_status.is_pending(situation, now) else DONE
