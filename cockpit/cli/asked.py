"""Asks once, on the terminal, under the exact text that will leave; a script says --yes instead."""

import sys
from collections.abc import Iterable

from cockpit.cli.outcome import Failed, Misused
from cockpit.cli.speech import aside
from cockpit.domain.changes import Sending


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
