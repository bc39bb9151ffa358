"""What may be written after the commands about customers; parsed, not done."""

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]
Incident = Callable[[argparse.ArgumentParser], None]

NAMES = frozenset({"customer", "verify-caller", "act"})


def add(command: Command, incident: Incident) -> None:
    """Add all of them."""
    customer = command("customer", "look an org up by its id or its Owner's e-mail address")
    incident(customer)
    customer.add_argument("lookup", nargs="?", metavar="LOOKUP", default="", help="else the last")
    customer.add_argument(
        "--forbidding",
        action="store_true",
        help="the orgs that were found to forbid impersonation, for the handover",
    )
    customer.add_argument("--json", action="store_true", help="for scripts")
    words = "say by what it is known that a caller belongs to an org that was looked up"
    caller = command("verify-caller", words)
    incident(caller)
    caller.add_argument("org", metavar="ORG", help="its id")
    way = caller.add_mutually_exclusive_group(required=True)
    way.add_argument("--ticket", metavar="N", default="", help="an existing ticket")
    way.add_argument("--channel", metavar="NAME", default="", help="a shared channel")
    act = command("act", "do one of the profile's acts, for an org that was looked up")
    incident(act)
    act.add_argument("act", metavar="ACT", help="its id, as impersonate")
    act.add_argument("org", nargs="?", metavar="ORG", default="", help="its id, where it wants one")
    act.add_argument("--input", metavar="TEXT", default="", help="what the act asks for")
    act.add_argument(
        "--print-secret", action="store_true", help="print what is shown once: a token, say"
    )
    act.add_argument("--yes", action="store_true", help="do not ask")
