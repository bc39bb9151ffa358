"""What may be written after the commands of runbooks and evidence; parsed, not done."""

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]
Incident = Callable[[argparse.ArgumentParser], None]

NAMES = frozenset({"runbooks", "run", "learn"})


def add(command: Command, incident: Incident) -> None:
    """Add all of them."""
    books = command("runbooks", "those that fit first, what was learnt, what was seen before")
    incident(books)
    books.add_argument("title", nargs="?", default="", metavar="TITLE", help="print this one")
    books.add_argument("--json", action="store_true", help="for scripts")
    run = command("run", "run a command, and keep what it prints with the incident")
    incident(run)
    run.add_argument("text", metavar="COMMAND", help="one argument, as the shell reads it")
    run.add_argument("--runbook", metavar="TITLE", default="", help="where it is written")
    run.add_argument(
        "--accept-secret", action="store_true", help="although it looks as if it held a secret"
    )
    run.set_defaults(accept_tone=False)
    learn = command("learn", "write down what was hard to find")
    incident(learn)
    learn.add_argument("text", nargs="+", metavar="TEXT")
    learn.add_argument("--service", metavar="NAME", default="", help="what it is about")
