"""`cockpit ack --all|--match`: many acknowledgements in one gesture, progress, and each result."""

import argparse
import sys
from collections.abc import Callable

from cockpit.cli.outcome import Failed
from cockpit.cli.sitting import SETTLE_S, TRIES, do
from cockpit.cli.speech import aside, say
from cockpit.desk.desk import Desk
from cockpit.domain.actions import AcknowledgeMany
from cockpit.domain.dispatch import standing
from cockpit.domain.incident_list import Query, Scope, listed
from cockpit.domain.model import Status
from cockpit.domain.state import Parcel
from cockpit.domain.tally import tally

_EACH_S = 0.3
"""How much longer one waits for each of many, seconds: the pager limits how fast they go."""


async def acknowledge(desk: Desk, options: argparse.Namespace) -> None:
    """Take all that page this person, or all that match; with --sure others' pages too.

    Raises:
        Failed: there are none, it was refused, or some were not acknowledged.
    """
    scope = Scope.ALL if options.sure else Scope.MINE
    found = listed(desk.state, desk.me, Query(scope=scope, words=options.match))
    if found.unknown:
        raise Failed(f"{found.unknown}: nothing was acknowledged")
    ids = tuple(i.id for i in found.shown if i.status is Status.TRIGGERED)
    if not ids:
        raise Failed("no triggered incident fits: nothing was acknowledged")
    action = AcknowledgeMany(incident_ids=ids, sure=options.sure)
    effects = await do(desk, action, "--sure takes them over")
    await _delivered(desk, effects)


async def _delivered(desk: Desk, effects: tuple[str, ...]) -> None:
    shown = desk.listen(_progress(desk, effects)) if sys.stderr.isatty() else None
    await desk.hurry()
    desk.start(watching=False)
    parcels = await desk.settle(effects, SETTLE_S + _EACH_S * len(effects), TRIES)
    if shown is not None:
        shown()
        sys.stderr.write("\n")
    at = tally(desk.state, effects)
    say(f"acknowledged {at.done} of {at.total} incidents")
    late = [p for p in parcels if not p.is_over or p in at.failed]
    for parcel in late:
        aside(f"{_number(desk, parcel)}: {standing(desk.state, parcel, desk.now())}")
    if late:
        raise Failed(f"{len(late)} of {at.total} were not acknowledged; `cockpit` lists them")


def _progress(desk: Desk, effects: tuple[str, ...]) -> Callable[[], None]:
    def show() -> None:
        at = tally(desk.state, effects)
        failed = f", {len(at.failed)} not" if at.failed else ""
        sys.stderr.write(f"\racknowledged {at.done} of {at.total}{failed} ")
        sys.stderr.flush()

    return show


def _number(desk: Desk, parcel: Parcel) -> str:
    case = desk.state.cases.get(parcel.effect.incident_id)
    return f"#{case.incident.number}" if case else parcel.effect.incident_id
