"""What may be written after `cockpit items` and `cockpit close`; parsed, not done."""

import argparse
from collections.abc import Callable

ITEMS, CLOSE = "items", "close"
KINDS = ("fix", "task", "noise", "bug")


def add(
    command: Callable[[str, str], argparse.ArgumentParser],
    incident: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add them; `incident` adds the option that says which incident it is about."""
    _items(command(ITEMS, "action items: what is to be done after incidents, the overdue first"))
    _close(command(CLOSE, "what an incident lacks before it is closed, or close it"), incident)


def _items(items: argparse.ArgumentParser) -> None:
    items.add_argument("--open", action="store_true", help="only what is still to do")
    items.add_argument("--overdue", action="store_true", help="only what should be done by now")
    items.add_argument("--mine", action="store_true", help="only what you own")
    items.add_argument("--incident", metavar="N", default="", help="only this incident's")
    how = items.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for scripts")
    how.add_argument("--tickets", action="store_true", help="the text of a ticket for each")
    items.add_argument("--output", metavar="FILE", default="", help="else standard output")
    parts = items.add_subparsers(title="parts", metavar="PART", dest="part")
    items.set_defaults(part="")

    def part(name: str, words: str) -> argparse.ArgumentParser:
        return parts.add_parser(name, help=words, description=words)

    _add(part("add", "note something to do"))
    for name, words in (
        ("start", "somebody is at it"),
        ("done", "it is done"),
        ("reopen", "it is to do again"),
    ):
        made = part(name, words)
        made.add_argument("number", type=int, metavar="N", help="the item's number")
        made.add_argument("reason", nargs="*", metavar="WORD", help="why, if that is worth saying")
    drop = part("drop", "it is not to be done after all")
    drop.add_argument("number", type=int, metavar="N")
    drop.add_argument("reason", nargs="+", metavar="WHY")
    for name, what, words in (
        ("assign", "who", "give it to somebody: a name, an address, me, nobody"),
        ("due", "day", "when it is due: 2026-12-04, fri, 5d (business days), 2w, none"),
        ("link", "url", "where it is in the work tracker; none: nowhere"),
    ):
        made = part(name, words)
        made.add_argument("number", type=int, metavar="N")
        made.add_argument(what, nargs="+", metavar=what.upper())
    file = part("file", "open a ticket for it in the work tracker")
    file.add_argument("number", type=int, metavar="N")
    file.add_argument("--yes", action="store_true", help="do not ask")


def _add(add_: argparse.ArgumentParser) -> None:
    add_.add_argument("title", nargs="+", metavar="WHAT")
    add_.add_argument("--for", dest="of", metavar="N", default="", help="the incident's number")
    add_.add_argument("--kind", choices=KINDS, default=KINDS[0])
    add_.add_argument("--owner", metavar="WHO", default="", help="a name, an address, me")
    add_.add_argument("--due", metavar="DAY", default="", help="2026-12-04, fri, 5d, 2w")
    add_.add_argument("--detail", metavar="TEXT", default="")
    add_.add_argument("--link", metavar="URL", default="", help="where it is in the tracker")


def _close(
    close: argparse.ArgumentParser, incident: Callable[[argparse.ArgumentParser], None]
) -> None:
    close.add_argument("number", nargs="?", metavar="INCIDENT", default="", help="number or id")
    incident(close)
    close.add_argument("--check", action="store_true", help="only say what is missing")
    close.add_argument(
        "--anyway", metavar="REASON", default="", help="close it although something is missing"
    )
    close.add_argument(
        "--review", metavar="DAY", default="", help="when the review is: 2026-12-04, fri, 3d"
    )
    close.add_argument("--where", metavar="TEXT", default="", help="where it is, with --review")
    close.add_argument(
        "--met",
        metavar="POINT=WORDS",
        action="append",
        default=[],
        help="a point is met, and how you know; may be repeated",
    )
    close.add_argument("--all", action="store_true", help="every incident that is still to close")
    close.add_argument("--json", action="store_true", help="for scripts")
