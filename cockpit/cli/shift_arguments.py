"""What may be written after `cockpit shift`; parsed, not done."""

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]

NAMES = frozenset({"shift"})
KINDS = ("note", "improvement", "noisy", "silence", "absence")
"""What a note may be about."""


def add(command: Command) -> None:
    """Add it, with its parts."""
    shift = command(
        "shift", "whose shift it is; begin and end yours, write down what belongs to it"
    )
    shift.add_argument("--json", action="store_true", help="for scripts")
    shift.set_defaults(part="")
    parts = shift.add_subparsers(metavar="PART", dest="part")

    def part(name: str, words: str) -> argparse.ArgumentParser:
        return parts.add_parser(name, help=words, description=words)

    begin = part("begin", "you are on call from now: notes are collected from here on")
    begin.add_argument("--role", metavar="ROLE", default="", help="else as planned")
    begin.add_argument("--sure", action="store_true", help="also when nobody planned it")
    end = part("end", "you are on call no more")
    end.add_argument("remark", nargs="*", metavar="TEXT")
    end.add_argument("--sure", action="store_true", help="also before its planned end")
    _note(part("note", "write something down for the shift, its report and its handover"))
    for name, words in (
        ("notes", "what was written down, by number"),
        ("next", "your next shifts, and absences that fall into one"),
    ):
        part(name, words).add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="for scripts"
        )
    triaged = part("triaged", "the notification channel was gone through today")
    triaged.add_argument("words", nargs="*", metavar="TEXT", help="what came of it")


def _note(note: argparse.ArgumentParser) -> None:
    note.add_argument("text", nargs="*", metavar="TEXT")
    note.add_argument("--kind", choices=KINDS, default=None, help="else a note")
    note.add_argument(
        "--from", dest="since", metavar="TIME", default="", help='of an absence: "2026-03-05"'
    )
    note.add_argument(
        "--until", metavar="TIME", default="", help='when a silence lifts, an absence ends: "3d"'
    )
    note.add_argument("--who", metavar="NAME", default="", help="who is away; else you")
    which = note.add_mutually_exclusive_group()
    which.add_argument("--edit", metavar="N", type=int, help="correct the note of this number")
    which.add_argument("--withdraw", metavar="N", type=int, help="it counts no more; TEXT says why")
