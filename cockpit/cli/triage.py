"""`cockpit severity|triage`: the level, the criteria and the judgement, from a shell."""

import argparse
import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import delivered, do, find, look, require, sitting
from cockpit.cli.speech import put, say
from cockpit.desk.desk import Desk
from cockpit.documents import ticket
from cockpit.documents import triage as document
from cockpit.domain.actions import AnswerCriterion, Judge, SetSeverity
from cockpit.domain.situation import Situation
from cockpit.domain.triage import assess, demands, reason_for
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_PROBES_S = 5.0
"""How long the probes may take to look once, seconds; whoever has not looked is not known."""
_GLANCE_S = 0.05
_LIMIT = 1_000_000


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        await look(desk)
        if options.command == "severity":
            await _severity(desk, options)
        else:
            await _triage(desk, options)
    return DONE


async def _severity(desk: Desk, options: argparse.Namespace) -> None:
    case = require(desk, options.incident)
    action = SetSeverity(
        incident_id=case.incident.id,
        level=options.level,
        reason=options.reason,
        to_pager=options.pager,
    )
    effects = await do(desk, action)
    if effects:
        await delivered(desk, effects)
    level = desk.procedure.level(options.level)
    name = f"#{case.incident.number} {case.incident.title}"
    if level is None:
        raise Failed(f"there is no level {options.level}")
    asks = "; ".join(demands(level))
    told = ", and so is its priority at the pager" if effects else ""
    say(f"{name} is {level.name}{told}" + (f": {asks}" if asks else ""))


async def _triage(desk: Desk, options: argparse.Namespace) -> None:
    await _probes(desk)
    case = find(desk, options.incident)
    if options.answer or options.judge:
        await _record(desk, options)
    situation = _situation(desk, case.incident.id if case else "")
    if options.ticket:
        case = situation.case
        if case is None:
            raise Failed("no incident is known to be open; --incident names one")
        put(ticket.markdown(situation, case, assess(situation, desk.now()), desk.now()))
    elif options.json:
        told = document.jsonable(situation, desk.now())
        put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(document.text(situation, desk.now()), _LIMIT, lines=True))


def _situation(desk: Desk, incident_id: str) -> Situation:
    return replace(desk.situation(), incident_id=incident_id)


async def _probes(desk: Desk) -> None:
    """Let the probes look once: what was found by somebody else earlier proves nothing now."""
    named = {name for criterion in desk.procedure.criteria for name in criterion.probes}
    wanted = [p.name for p in desk.situation().probes if p.name in named]
    if not wanted:
        return
    desk.start(sending=False)
    try:
        async with asyncio.timeout(_PROBES_S):
            while not all(desk.readings.has_looked(name) for name in wanted):  # noqa: ASYNC110 - samples tell nobody
                await asyncio.sleep(_GLANCE_S)
    except TimeoutError:
        return


async def _record(desk: Desk, options: argparse.Namespace) -> None:
    """What was answered first, then the judgement, whose reason the criteria give by default."""
    incident_id = require(desk, options.incident).incident.id
    for criterion, answer in answers_of(options.answer):
        await do(desk, AnswerCriterion(incident_id=incident_id, criterion=criterion, answer=answer))
    if options.judge:
        found = assess(_situation(desk, incident_id), desk.now())
        worthy = options.judge == "page"
        reason = options.reason or reason_for(found, worthy=worthy)
        if not reason:
            raise Failed(f"the criteria do not say that ({found.words}): --reason says why")
        await do(desk, Judge(incident_id=incident_id, page_worthy=worthy, reason=reason))


def answers_of(written: Sequence[str]) -> list[tuple[str, str]]:
    """Criteria with their answers, from "a=yes". Raises `Misused` for anything else."""
    found = []
    for word in written:
        criterion, equals, answer = word.partition("=")
        if not equals or not criterion:
            raise Misused(f'--answer: "{word}" is no answer: write a=yes, a=no or a=unknown')
        found.append((criterion.strip(), answer.strip().lower()))
    return found
