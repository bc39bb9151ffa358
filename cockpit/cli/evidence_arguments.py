"""What may be written after `cockpit deploys`, `errors` and `look`; parsed, not done."""

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]
"""Makes a command of this name, with these words of help."""


def add(command: Command, incident: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add them; `incident` adds the option that says which incident it is about."""
    deploys = command("deploys", "what was deployed lately: the suspects first, each with why")
    incident(deploys)
    deploys.add_argument("--suspects", action="store_true", help="the suspects alone")
    deploys.add_argument("--json", action="store_true", help="for scripts")
    errors = command("errors", "unresolved errors of the tracker: what is new, in which release")
    incident(errors)
    how = errors.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for scripts")
    how.add_argument(
        "--ticket", metavar="ERROR", default="", help="the text of a ticket about it, as Markdown"
    )
    how.add_argument(
        "--judge",
        metavar="ERROR=VERDICT",
        default="",
        help="record what it is: CLOUD-1=incident, CLOUD-1=ticket, CLOUD-1=ignore",
    )
    errors.add_argument("--reason", metavar="TEXT", default="", help="why, with --judge")
    look = command("look", "where to look at what fails: metrics, logs, traces; whom to ask")
    incident(look)
    look.add_argument("service", nargs="*", metavar="SERVICE", help="else the incident's own")
    look.add_argument("--json", action="store_true", help="for scripts")
