"""`cockpit customer|verify-caller|act`: the customer steps, from a shell.

What an act gives that is shown once is printed once, and only where that was asked for.
"""

import argparse
import asyncio
import json
from dataclasses import replace

from cockpit.cli.asked import ask
from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import delivered, do, look, refused, require, sitting
from cockpit.cli.speech import aside, put, say
from cockpit.desk.desk import Desk
from cockpit.documents import customer as document
from cockpit.domain import http_actions
from cockpit.domain.actions import Discard
from cockpit.domain.actions_customer import Perform, VerifyCaller
from cockpit.domain.changes import Scene, sendings
from cockpit.domain.customers import CALLER_WORDS, CallerWay
from cockpit.domain.decisions import Refusal
from cockpit.domain.http_actions import HttpAction
from cockpit.domain.state import Case, Parcel, Phase
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_UNFOUND = {0: "nobody was found", 1: "not what was asked for: if it is meant, name it by its id"}
"""By how many orgs fit, none of which is the one."""
_LIMIT = 100_000
_LEFT = "nobody was there any more to see what it gives"


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`, `PortError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if options.command == "customer" and options.forbidding:
            put(plain(document.forbidding_text(desk.situation()), _LIMIT, lines=True))
            return DONE
        action = _named(desk, options) if options.command == "act" else None
        await look(desk)
        case = require(desk, options.incident)
        if action is not None:
            await _perform(desk, case, action, options)
        elif options.command == "customer":
            await _customer(desk, case, options)
        else:
            await _verify(desk, case, options)
    return DONE


async def _customer(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    if options.lookup:
        await desk.customers.look_up(case.incident.id, options.lookup)
    case = desk.state.cases[case.incident.id]
    if options.json:
        put(json.dumps(document.jsonable(case), ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(document.text(desk.situation(), case), _LIMIT, lines=True))
    if options.lookup and case.search is not None and case.search.org is None:
        raise Failed(_UNFOUND.get(case.search.total, "several fit: name one by id"))


async def _verify(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    way = CallerWay.TICKET if options.ticket else CallerWay.CHANNEL
    ref = options.ticket or options.channel
    action = VerifyCaller(incident_id=case.incident.id, org_id=options.org, way=way, ref=ref)
    await do(desk, action)
    called = desk.state.cases[case.incident.id].orgs[options.org].org.called
    say(f"the caller for {called} is verified: {CALLER_WORDS[way]}, {ref}")


def _named(desk: Desk, options: argparse.Namespace) -> HttpAction:
    """The act that is meant; one that gives a secret is not done where it would go nowhere."""
    acts = http_actions.acts(desk.procedure.http_actions)
    found = http_actions.named(acts, options.act)
    if found is None:
        known = ", ".join(a.id for a in acts) or "none"
        raise Misused(f"the profile has no act {options.act}; it has: {known}")
    if found.secret and not options.print_secret:
        words = "it gives what is shown once, and stored nowhere: --print-secret prints it here"
        raise Misused(f"{found.id} was not done: {words}")
    return found


async def _perform(desk: Desk, case: Case, action: HttpAction, options: argparse.Namespace) -> None:
    wish = Perform(
        incident_id=case.incident.id, action=action.id, org_id=options.org, input=options.input
    )
    asked = desk.consider(wish)
    if isinstance(asked, Refusal) and not asked.confirmable:
        raise Failed(refused(asked))
    if isinstance(asked, Refusal):
        wish, consequence = replace(wish, sure=True), asked.reason
        asked = desk.consider(wish)
        if not options.yes:
            aside(consequence)
    if isinstance(asked, Refusal):
        raise Failed(refused(asked))
    scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
    ask(sendings(asked, scene), yes=options.yes)
    with desk.hatch.waiting():
        effects = await do(desk, wish)
        try:
            (parcel,) = await delivered(desk, effects)
        except Failed as failed:
            raise await _given_up(desk, action, effects, failed) from None
        _told(desk, action, parcel)


async def _given_up(
    desk: Desk, action: HttpAction, effects: tuple[str, ...], failed: Failed
) -> Failed:
    """What gives something to show is not sent later, when nobody is there to see it."""
    waiting = [e for e in effects if desk.state.parcels[e].phase is Phase.WAITING]
    if not action.secret or not waiting:
        return failed
    parcel = desk.state.parcels[waiting[0]]
    await desk.act(Discard(effect=parcel.effect.id, reason=_LEFT))
    return Failed(f"{parcel.reason}: it was given up, and nothing was sent. Ask for it again.")


def _told(desk: Desk, action: HttpAction, parcel: Parcel) -> None:
    """What it came to; what is shown once stands alone on its line, on standard output."""
    kept = "".join(f", {name} {value}" for name, value in parcel.kept)
    if not action.secret:
        say(f"{action.title}: done{kept}")
        return
    secret = desk.hatch.take(parcel.effect.id)
    if secret is None:
        raise Failed(f"{action.title}: done{kept}, and it gave nothing to print")
    aside(f"{action.title}: done{kept}; this is shown once, and stored nowhere")
    put(f"{secret.reveal()}\n")
    desk.hatch.forget(secret)
