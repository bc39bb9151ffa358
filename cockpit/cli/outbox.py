"""`cockpit outbox`: what has not left yet; send it all the same, or give it up."""

import argparse
import asyncio
import json

from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import delivered, do, sitting
from cockpit.cli.speech import put, say
from cockpit.desk.desk import Desk
from cockpit.documents import outbox as document
from cockpit.domain.actions import Discard, Release
from cockpit.domain.actions_talk import SayArrived
from cockpit.domain.changes import Scene
from cockpit.domain.effect_words import done, title
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.state import Parcel
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 1_000_000


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if options.release:
            parcel = _which(desk, options.release)
            await do(desk, Release(effect=parcel.effect.id))
            await delivered(desk, (parcel.effect.id,))
            say(f"{title(parcel.effect)}: {done(parcel.effect)}")
        elif options.discard:
            if not options.reason.strip():
                raise Misused("--discard: say why, with --reason: it stays on the timeline")
            parcel = _which(desk, options.discard)
            await do(desk, Discard(effect=parcel.effect.id, reason=options.reason))
            say(f"{title(parcel.effect)}: given up; it will not be sent")
        elif options.arrived or options.lost:
            await _tell(desk, _which(desk, options.arrived or options.lost), options)
        elif options.json:
            told = document.jsonable(desk.state, desk.now())
            put(json.dumps(told, ensure_ascii=True, indent=2) + "\n")
        else:
            scene = Scene(
                state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now()
            )
            put(plain(document.text(scene), _LIMIT, lines=True))
    return DONE


async def _tell(desk: Desk, parcel: Parcel, options: argparse.Namespace) -> None:
    """Whether something arrived that nobody can look up; what did not is sent again."""
    effect = parcel.effect
    await do(desk, SayArrived(effect=effect.id, arrived=bool(options.arrived)))
    if options.lost and isinstance(effect, CallHttp):
        say(f"{title(effect)}: on record that it did not happen; `cockpit act` asks for it again")
    elif options.lost and isinstance(effect, RunCommand):
        say(f"{title(effect)}: on record that it did not happen; `cockpit run` runs it again")
    elif options.lost:
        await delivered(desk, (effect.id,))
        say(f"{title(effect)}: {done(effect)} again")
    else:
        say(f"{title(effect)}: on record that it arrived")


def _which(desk: Desk, word: str) -> Parcel:
    """By its number in the list, or by its id."""
    unsent = desk.state.unsent()
    if word.isdecimal() and 1 <= int(word) <= len(unsent):
        return unsent[int(word) - 1]
    for parcel in unsent:
        if parcel.effect.id == word:
            return parcel
    raise Failed(f"nothing that has not left is called {word}: `cockpit outbox` lists it")
