"""`cockpit errors`: what the error tracker lists, asked now; what is made of an error, recorded."""

import argparse
import asyncio
import json
from dataclasses import replace

from cockpit.cli.outcome import DONE, FAILED, Failed, Misused
from cockpit.cli.sitting import do, find, look, sitting
from cockpit.cli.speech import aside, put, say
from cockpit.desk.desk import Desk
from cockpit.documents import error_ticket
from cockpit.documents import errors as document
from cockpit.domain.actions_errors import JudgeError
from cockpit.domain.error_ranking import ErrorFinding, findings
from cockpit.domain.situation import Situation
from cockpit.domain.tracked_errors import ErrorVerdict
from cockpit.once import look_at_errors
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_WITHIN_S = 60.0
_LIMIT = 10_000_000


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Print them; returns the exit code: 1 when the tracker could not be asked.

    Raises `Failed`, `Misused`, `JournalError`.
    """
    if settings.tracker is None:
        raise Misused("no errors are read: add [sentry] to the configuration")
    return asyncio.run(_tell(options, settings))


async def _tell(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if settings.config.pagerduty is not None:
            await look(desk)
        reason, warning = await look_at_errors(settings, desk, _WITHIN_S)
        limits = tuple(said for said in (reason, warning) if said)
        case = find(desk, options.incident)
        situation = replace(desk.situation(), incident_id=case.incident.id if case else "")
        if options.judge:
            await _judge(desk, situation, options)
        elif options.ticket:
            found = _named(desk, situation, options.ticket)
            put(plain(error_ticket.markdown(situation, found, desk.now()), _LIMIT, lines=True))
        elif options.json:
            told = document.jsonable(situation, desk.now(), limits)
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            put(plain(document.text(situation, desk.now(), limits), _LIMIT, lines=True))
    if reason:
        aside(f"{reason.rstrip('.')}. Going on with what was recorded.")
    return FAILED if reason else DONE


async def _judge(desk: Desk, situation: Situation, options: argparse.Namespace) -> None:
    name, equals, verdict = options.judge.rpartition("=")
    known = [one.value for one in ErrorVerdict]
    if not equals or verdict not in known:
        raise Misused(f"--judge: write ERROR=VERDICT; the verdicts are {', '.join(known)}")
    found = _named(desk, situation, name)
    action = JudgeError(
        error_id=found.error.id,
        verdict=ErrorVerdict(verdict),
        reason=options.reason,
        incident_id=situation.incident_id,
    )
    await do(desk, action)
    say(f"{found.error.short_id} is recorded as: {verdict}")


def _named(desk: Desk, situation: Situation, name: str) -> ErrorFinding:
    """The error of this name. Raises `Failed` when none is known by it."""
    wanted = name.strip().casefold()
    known = findings(situation, desk.now())
    for found in known:
        if wanted in (found.error.id, found.error.short_id.casefold()):
            return found
    names = ", ".join(found.error.short_id for found in known)
    raise Failed(f"no error {name} is known here; known: {names or 'none'}")
