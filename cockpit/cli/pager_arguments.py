"""What may be written after the commands that change something at the pager; parsed, not done."""

import argparse
from collections.abc import Callable

from cockpit.cli.update_arguments import accepting

Command = Callable[[str, str], argparse.ArgumentParser]
"""Makes the parser of a command by its name and what it does."""
Incident = Callable[[argparse.ArgumentParser], None]
"""Adds --incident."""

NAMES = frozenset(
    {
        "escalate",
        "resolve",
        "reassign",
        "snooze",
        "merge",
        "rename",
        "priority",
        "responders",
        "take-pager",
        "hand-over",
        "offer-help",
    }
)


def add(command: Command, incident: Incident) -> None:
    """Add all of them."""

    def accepting_too(name: str, words: str) -> argparse.ArgumentParser:
        made = command(name, words)
        accepting(made)
        return made

    _paging(accepting_too, incident)
    _handing(accepting_too, incident)
    _editing(accepting_too, incident)


def _paging(command: Command, incident: Incident) -> None:
    escalate = command("escalate", "page the next level now, or another one")
    incident(escalate)
    which = escalate.add_mutually_exclusive_group()
    which.add_argument("--level", type=int, metavar="N", help="this level of the policy, from 1")
    which.add_argument("--next", action="store_true", help="the next level, which is the default")
    escalate.add_argument(
        "--reason", metavar="TEXT", default="", help="one sentence, where the profile wants one"
    )
    _yes(escalate)
    reassign = command("reassign", "give the incident to whoever is second, or to others")
    incident(reassign)
    reassign.add_argument(
        "--to", nargs="+", metavar="WHO", default=[], help="names, addresses or ids"
    )
    _yes(reassign)
    responders = command("responders", "ask people to join; it pages them")
    incident(responders)
    responders.add_argument("who", nargs="+", metavar="WHO", help="names, addresses or ids")
    responders.add_argument("--message", metavar="TEXT", required=True, help="what they are told")
    _yes(responders)


def _handing(command: Command, incident: Incident) -> None:
    take = command("take-pager", "be on call for some hours, and say so in the channel")
    take.add_argument("--schedule", metavar="ID", default="", help="id or name; else the only one")
    take.add_argument("--hours", metavar="N", required=True, help="for how long, from now")
    take.add_argument("--reason", metavar="TEXT", default="", help="why; others read it")
    _yes(take)
    hand = command("hand-over", "ask somebody to take the incident; without WHO: they agreed")
    incident(hand)
    hand.add_argument("who", nargs="?", metavar="WHO", default="", help="name, address or id")
    _yes(hand)
    offer = command("offer-help", "say in the channel that you can help with somebody's page")
    incident(offer)
    _yes(offer)


def _editing(command: Command, incident: Incident) -> None:
    resolve = command("resolve", "resolve the incident at the pager")
    incident(resolve)
    resolve.add_argument("--resolution", metavar="TEXT", default="", help="how it was resolved")
    _yes(resolve)
    snooze = command("snooze", "let the incident rest, one hour if nothing else is said")
    incident(snooze)
    until = snooze.add_mutually_exclusive_group()
    until.add_argument("--for", metavar="TIME", dest="span", default="", help="1h, 4h, 90m, 2d")
    until.add_argument("--until", metavar="TIME", default="", help="HH:MM, or working-hours")
    merge = command("merge", "merge other incidents into one; this cannot be undone")
    incident(merge)
    merge.add_argument("sources", nargs="+", metavar="N", help="numbers or ids of the others")
    merge.add_argument("--title", metavar="TEXT", default="", help="what they are together")
    _yes(merge)
    rename = command("rename", "give the incident another title")
    incident(rename)
    rename.add_argument("title", nargs="+", metavar="TITLE")
    priority = command("priority", "set the incident's priority at the pager")
    incident(priority)
    priority.add_argument("name", metavar="NAME", help='as P1; "none" takes it away')


def _yes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", action="store_true", help="do not ask")
