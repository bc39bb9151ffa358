"""A desk for one command: opened, the incident found, what was asked for done and told; closed."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from cockpit.cli.outcome import Failed
from cockpit.cli.speech import aside
from cockpit.desk.desk import Desk
from cockpit.documents.spans import span
from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import SECRET, TONE
from cockpit.domain.decisions import Refusal, insisting
from cockpit.domain.dispatch import BY_KEY, asks_a_person, standing
from cockpit.domain.facts import Request
from cockpit.domain.state import Case, Parcel, Phase
from cockpit.settings.load import Settings
from cockpit.wiring import build

LOOK_S = 8.0
"""How long the pager may take to say how things stand before one goes on without, seconds."""
SETTLE_S = 20.0
"""How long one waits for what was asked for to arrive, seconds."""

TRIES = 3
"""Attempts that do not get through after which one does not wait any longer."""


@asynccontextmanager
async def sitting(settings: Settings) -> AsyncIterator[Desk]:
    """An open desk. Raises `JournalError` when the journal cannot be opened."""
    desk = build(settings)
    await desk.open()
    try:
        yield desk
    finally:
        await desk.close()


async def look(desk: Desk) -> None:
    """Read the pager live; where that fails, say so and go on with what was recorded."""
    reason = await desk.look(LOOK_S)
    if reason:
        age = _age(desk.answered_at, desk.now())
        aside(f"{reason.rstrip('.')}. Going on with what was recorded{age}.")


def find(desk: Desk, wanted: str) -> Case | None:
    """The case of this number or id; without one, the one that needs the person most.

    Raises:
        Failed: no incident of this name is known.
    """
    if not wanted:
        return desk.situation().case
    name = wanted.removeprefix("#")
    for case in desk.state.cases.values():
        if name in (case.incident.id, str(case.incident.number)):
            return case
    known = ", ".join(f"#{c.incident.number}" for c in desk.state.cases.values())
    raise Failed(f"no incident {wanted} is known here; known: {known or 'none'}")


def require(desk: Desk, wanted: str) -> Case:
    """As `find`. Raises `Failed` when nothing is open, too."""
    case = find(desk, wanted)
    if case is None:
        raise Failed("no incident is known to be open; --incident names one")
    return case


async def do(desk: Desk, action: Action, hint: str = "") -> tuple[str, ...]:
    """Have it recorded; returns the ids of its effects. `hint` says how to do it all the same.

    Raises:
        Failed: it was refused.
    """
    result = await desk.act(action)
    if isinstance(result, Refusal):
        raise Failed(refused(result, hint))
    requests = [record.fact for record in result if isinstance(record.fact, Request)]
    return tuple(effect.id for fact in requests for effect in fact.effects)


def refused(refusal: Refusal, hint: str = "") -> str:
    """Why not, and with which option it is done all the same, if with one."""
    if refusal.finding:
        hint = f"--accept-{refusal.finding} sends it all the same"
    elif not refusal.confirmable:
        hint = ""
    reason = _for_a_shell(refusal.reason)
    return f"{reason} ({hint})" if hint else reason


def insisted(action: Action, options: argparse.Namespace) -> Action:
    """The action, in spite of the findings that the options name."""
    given = {TONE: options.accept_tone, SECRET: options.accept_secret}
    for finding in (finding for finding, is_given in given.items() if is_given):
        action = insisting(action, finding)
    return action


async def delivered(
    desk: Desk, effects: tuple[str, ...], longer_s: float = 0.0
) -> tuple[Parcel, ...]:
    """Send these, or see another process do it; `longer_s`: what they may take besides, seconds.

    Raises:
        Failed: one of them did not arrive, or nobody knows yet.
    """
    await desk.hurry()
    desk.start(watching=False)
    parcels = await desk.settle(effects, SETTLE_S + longer_s, TRIES)
    for parcel in parcels:
        if parcel.phase is Phase.DONE:
            if parcel.warning:
                aside(parcel.warning)
            continue
        words = standing(desk.state, parcel, desk.now())
        mend = f" {_sentence(parcel.mend)}." if parcel.mend else ""
        if asks_a_person(parcel):
            said = words.replace(BY_KEY, "`cockpit outbox --arrived N`, or `--lost N`")
            raise Failed(f"recorded, but {said}")
        if parcel.phase in (Phase.FAILED, Phase.DISCARDED):
            raise Failed(
                f"{words}.{mend} It is recorded: `cockpit outbox` releases or discards it."
            )
        raise Failed(f"recorded, but {words}.{mend} The next cockpit that runs goes on with it.")
    return parcels


_INSTEAD = {
    "d declares it": "`cockpit declare` declares it",
    "u writes one": "`cockpit update` writes one",
}
"""What the screen does with a key, and a shell with a command."""


def _for_a_shell(words: str) -> str:
    for key, command in _INSTEAD.items():
        words = words.replace(key, command)
    return words


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _age(answered_at: datetime | None, now: datetime) -> str:
    if answered_at is None:
        return ""
    return f" {span((now - answered_at).total_seconds())} ago"
