"""Asks once, on the terminal, under the exact text that will leave; a script says --yes instead."""

import sys
from collections.abc import Iterable

from cockpit.cli.outcome import Failed, Misused
from cockpit.cli.sitting import delivered, do, refused
from cockpit.cli.speech import aside
from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.changes import Scene, Sending, sendings
from cockpit.domain.decisions import Refusal
from cockpit.domain.facts import Fact


async def carried_out(desk: Desk, action: Action, *, yes: bool) -> tuple[Fact, ...]:
    """Have it recorded and sent, once the person has said yes to exactly what will leave.

    Returns what was decided. Raises `Misused` as `ask`, `Failed` when it was refused, or did not
    arrive.
    """
    decision = desk.consider(action)
    if isinstance(decision, Refusal):
        raise Failed(refused(decision))
    scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
    ask(sendings(decision, scene), yes=yes)
    await delivered(desk, await do(desk, action))
    return decision


def ask(sendings: Iterable[Sending], *, yes: bool) -> None:
    """Return when it may be sent.

    Raises:
        Misused: there is nobody to ask, and --yes was not given.
        Failed: the person said no.
    """
    if yes:
        return
    aside(preview(sendings), lines=True)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Misused("nothing was sent: look at it, then say --yes")
    sys.stderr.write("Send it? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Failed("nothing was sent")


def preview(sendings: Iterable[Sending]) -> str:
    """What would leave, each target over its text."""
    lines = ["this would be sent"]
    for sending in sendings:
        lines.append(f"to {sending.target}:")
        lines += [f"  {line}" for line in sending.text.splitlines()]
    return "\n".join(lines)
