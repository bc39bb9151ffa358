"""What may be written after the commands that order an incident; parsed, not done."""

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]
"""Makes the parser of a command by its name and what it does."""
Incident = Callable[[argparse.ArgumentParser], None]
"""Adds --incident."""

ORDER = frozenset({"role", "mitigate", "relief", "cadence"})
TELLING = frozenset({"tell", "room", "group"})
OUTBOX = "outbox"
NAMES = ORDER | TELLING | {OUTBOX}


def add(command: Command, incident: Incident) -> None:
    """Add all of them."""
    _order(command, incident)
    _cadence(command, incident)
    _telling(command, incident)
    _places(command, incident)
    _outbox(command)


def _order(command: Command, incident: Incident) -> None:
    role = command("role", "who does what; with a role: take it, give it, leave it")
    incident(role)
    role.add_argument("role", nargs="?", metavar="ROLE", default="", help='its name, or "all"')
    role.add_argument("who", nargs="*", metavar="WHO", help="name, address or id; else you")
    role.add_argument("--leave", action="store_true", help="nobody holds it any more")
    words = "what was done; with KIND TARGET: announce it; with an outcome: say how it went"
    mitigate = command("mitigate", words)
    incident(mitigate)
    mitigate.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="KIND TARGET, or one of: started, worked, failed, taken-back, called-off",
    )
    mitigate.add_argument("--why", metavar="TEXT", default="", help="why, or what came of it")
    mitigate.add_argument("--which", metavar="N", type=int, help="its number; else the newest")
    mitigate.add_argument(
        "--sure", action="store_true", help="also when it clashes, or nobody hears of it"
    )
    relief = command("relief", "users are no longer hurt")
    incident(relief)
    relief.add_argument("--since", metavar="TIME", default="", help="HH:MM, or ISO 8601; else now")
    relief.add_argument("--seen", metavar="TEXT", default="", help="by what sign")
    for one in (mitigate, relief):
        _insisting(one)


def _cadence(command: Command, incident: Incident) -> None:
    cadence = command("cadence", "how often others hear; change it, snooze it, switch it off")
    incident(cadence)
    how = cadence.add_mutually_exclusive_group()
    how.add_argument("--every", metavar="MIN", type=int, help="minutes between updates")
    how.add_argument("--off", action="store_true", help="no more reminders")
    how.add_argument("--snooze", metavar="TIME", default="", help="minutes, or HH:MM")
    how.add_argument("--usual", action="store_true", help="as the profile says")
    cadence.add_argument("--reason", metavar="TEXT", default="", help="why; it is due")


def _telling(command: Command, incident: Incident) -> None:
    tell = command("tell", "who has to be told; with a name: tell them")
    incident(tell)
    tell.add_argument("who", nargs="?", metavar="NAME", default="", help='or "security"')
    tell.add_argument("--text", metavar="TEXT", default="", help="else what the profile drafts")
    tell.add_argument("--subject", metavar="TEXT", default="", help="of an e-mail; else drafted")
    tell.add_argument("--done", metavar="HOW", default="", help="they have heard, and how")
    tell.add_argument(
        "--accept-untagged", action="store_true", help="also when a group is not notified"
    )
    _insisting(tell)
    _yes(tell)


def _places(command: Command, incident: Incident) -> None:
    room = command("room", "open a channel for the incident, or archive it")
    incident(room)
    room.add_argument("--name", metavar="NAME", default="", help="else as the profile says")
    room.add_argument("--invite", metavar="EMAIL", nargs="+", default=[], help="whom to invite")
    room.add_argument("--private", action="store_true", help="only for those invited")
    room.add_argument("--close", action="store_true", help="archive it; it stays readable")
    _yes(room)
    group = command("group", "make yourself, or others, the whole on-call group of the chat")
    group.add_argument("who", nargs="*", metavar="EMAIL", help="addresses in the chat; else yours")
    group.add_argument("--group", metavar="HANDLE", default="", help="else the profile's")
    _yes(group)


def _outbox(command: Command) -> None:
    outbox = command(OUTBOX, "what has not left yet; send it all the same, or give it up")
    what = outbox.add_mutually_exclusive_group()
    what.add_argument("--release", metavar="N", default="", help="try it now, by number or id")
    what.add_argument("--discard", metavar="N", default="", help="give it up, by number or id")
    what.add_argument(
        "--arrived", metavar="N", default="", help="an e-mail or an act in doubt: it did arrive"
    )
    what.add_argument(
        "--lost", metavar="N", default="", help="an e-mail in doubt: it did not; send it again"
    )
    what.add_argument("--json", action="store_true", help="for scripts")
    outbox.add_argument("--reason", metavar="TEXT", default="", help="why it is given up")


def _insisting(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--accept-tone", action="store_true", help="also when it seems to blame somebody"
    )
    command.add_argument(
        "--accept-secret", action="store_true", help="also when it looks like a secret"
    )


def _yes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", action="store_true", help="do not ask")
