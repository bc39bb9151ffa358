"""What may be written after `cockpit`; parsed, not done, and without any heavy import."""

import argparse
from collections.abc import Callable

from cockpit import __version__
from cockpit.cli import (
    customer_arguments,
    doctor_arguments,
    drill_arguments,
    evidence_arguments,
    find_arguments,
    handover_arguments,
    item_arguments,
    order_arguments,
    pager_arguments,
    paper_arguments,
    report_arguments,
    runbook_arguments,
    shift_arguments,
    update_arguments,
)

_EPILOG = """\
Without a command: the full screen, on the incident that needs you most.
Exit codes: 0 done, 1 not done (the reason is on stderr), 2 wrong usage or configuration."""


_MOST_DAYS = 90
"""As far ahead as pagers tell who is on call."""


def parser() -> argparse.ArgumentParser:
    """The whole command line; `command` of the result is empty for the full screen."""
    root = argparse.ArgumentParser(
        prog="cockpit",
        description="What an on-call engineer opens when paged.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common()],
    )
    root.add_argument("--version", action="version", version=f"cockpit {__version__}")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    root.set_defaults(command="", debug=False, no_color=False, read_only=False, config=None)

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=words, parents=[_common()])

    _commands(command)
    return root


def _commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """All of them, in the order of the help."""
    _demo(command("demo", "the full screen on a world of its own: no account, no network"))
    drill_arguments.add(command)
    _init(command("init", "write a configuration"))
    _status(command("status", "the incident as text"))
    _ack(command("ack", "acknowledge the incident"))
    _declare(command("declare", "declare the incident in its channel"))
    update_arguments.add(command, _incident)
    pager_arguments.add(command, _incident)
    order_arguments.add(command, _incident)
    customer_arguments.add(command, _incident)
    evidence_arguments.add(command, _incident)
    find_arguments.add(command, _incident)
    item_arguments.add(command, _incident)
    _incidents(command("incidents", "the open incidents"))
    report_arguments.add(command)
    runbook_arguments.add(command, _incident)
    _note(command("note", "write something down"))
    _severity(command("severity", "set how severe the incident is, by the profile's levels"))
    _triage(command("triage", "is it worth a page? each criterion with its evidence"))
    _policy(command("policy", "check or rotate the escalation policy"))
    _timeline(command("timeline", "what happened, as Markdown"))
    shift_arguments.add(command)
    handover_arguments.add(command)
    paper_arguments.add(command)
    _oncall(command("oncall", "who is on call now and next, and your next shifts"))
    doctor_arguments.add(command)
    _reports(command("reports", "the reliability reports; with --find: the lines with some words"))
    _config(command("config", "check, describe or show the configuration"))


def _common() -> argparse.ArgumentParser:
    """Options that may stand before the command or after it; made anew for each parser, because
    setting a default on one of them changes those that share its options."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--config", metavar="FILE", help="the configuration, else $COCKPIT_CONFIG")
    common.add_argument("--no-color", action="store_true", help="no colours, as with NO_COLOR")
    common.add_argument(
        "--read-only", action="store_true", help="look, and let nothing leave: no act, no message"
    )
    common.add_argument("--debug", action="store_true", help="tracebacks, and a log")
    return common


def _incident(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--incident", metavar="N", default="", help="number or id; else the one that needs you most"
    )


def _demo(command: argparse.ArgumentParser) -> None:
    command.add_argument("--scenario", default="bad-deploy", metavar="NAME")
    command.add_argument("--speed", type=float, default=1.0, metavar="N", help="times real time")
    command.add_argument("--dir", default="", help="keep its world there; else a temporary folder")
    command.add_argument(
        "--serve", action="store_true", help="no screen: serve, and print the addresses as JSON"
    )


def _init(command: argparse.ArgumentParser) -> None:
    from cockpit.cli.init import add_arguments

    add_arguments(command)


def _status(command: argparse.ArgumentParser) -> None:
    _incident(command)
    how = command.add_mutually_exclusive_group()
    how.add_argument("--line", action="store_true", help="one short line, for a status bar")
    how.add_argument("--json", action="store_true", help="the whole state, for scripts")


def _ack(command: argparse.ArgumentParser) -> None:
    _incident(command)
    command.add_argument("--sure", action="store_true", help="also when it pages somebody else")
    many = command.add_mutually_exclusive_group()
    many.add_argument("--all", action="store_true", help="all triggered incidents that page you")
    many.add_argument(
        "--match", metavar="TEXT", default="", help="those of them that have all these words"
    )


def _declare(command: argparse.ArgumentParser) -> None:
    _incident(command)
    command.add_argument(
        "--started", metavar="TIME", default="", help="HH:MM in your zone, or ISO 8601"
    )
    command.add_argument("--paged-by", metavar="TEXT", default="", help="what paged")
    command.add_argument("--hypothesis", metavar="TEXT", default="", help='else "unknown"')
    update_arguments.accepting(command)


def _incidents(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", nargs="*", metavar="TEXT", help="only those with these words")
    whose = command.add_mutually_exclusive_group()
    for option, scope in (("--mine", "mine"), ("--team", "my teams"), ("--all", "all")):
        words = f"{scope}, which is the default" if scope == "all" else scope
        whose.add_argument(option, action="store_const", dest="scope", const=scope, help=words)
    command.set_defaults(scope="all")
    orders = ("pressing", "newest", "service", "priority")
    command.add_argument(
        "--order", choices=orders, default=orders[0], help="what comes first; else pressing"
    )
    command.add_argument("--json", action="store_true", help="for scripts")


def _note(command: argparse.ArgumentParser) -> None:
    _incident(command)
    command.add_argument("text", nargs="+", metavar="TEXT")
    command.add_argument("--pager", action="store_true", help="on the incident at the pager too")
    update_arguments.accepting(command)


def _severity(command: argparse.ArgumentParser) -> None:
    _incident(command)
    command.add_argument("level", metavar="LEVEL", help="one of the profile's levels, as P1")
    command.add_argument("--reason", metavar="TEXT", default="", help="why, for the timeline")
    command.add_argument("--pager", action="store_true", help="the same priority at the pager too")


def _triage(command: argparse.ArgumentParser) -> None:
    _incident(command)
    command.add_argument(
        "--answer",
        metavar="ID=ANSWER",
        action="append",
        default=[],
        help="answer a criterion: a=yes, a=no, a=unknown; may be repeated",
    )
    command.add_argument(
        "--judge", choices=("page", "no-page"), default="", help="record whether it is worth one"
    )
    command.add_argument(
        "--reason", metavar="TEXT", default="", help="why, with --judge; else the criteria say it"
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for scripts")
    how.add_argument("--ticket", action="store_true", help="the text of a ticket, as Markdown")


def _policy(command: argparse.ArgumentParser) -> None:
    parts = command.add_subparsers(title="parts", metavar="PART", dest="part", required=True)
    words = "compare it with the one that is wanted; exit code 1 when it differs"
    check = parts.add_parser("check", help=words, description=words, parents=[_common()])
    check.add_argument("policy", nargs="?", default="", metavar="POLICY", help="id or name")
    check.add_argument("--primary", metavar="WHO", default="", help="who should be first now")
    check.add_argument("--secondary", metavar="WHO", default="", help="who should be second now")
    check.add_argument("--json", action="store_true", help="for scripts")
    words = "put a new primary first and a new secondary second; it is read back afterwards"
    rotate = parts.add_parser("rotate", help=words, description=words, parents=[_common()])
    rotate.add_argument("policy", nargs="?", default="", metavar="POLICY", help="id or name")
    rotate.add_argument("--primary", metavar="WHO", required=True, help="name, address or id")
    rotate.add_argument("--secondary", metavar="WHO", required=True, help="name, address or id")
    rotate.add_argument("--yes", action="store_true", help="do not ask")


def _timeline(command: argparse.ArgumentParser) -> None:
    _incident(command)
    command.add_argument("--shift", action="store_true", help="what belongs to no incident")
    command.add_argument("--full", action="store_true", help="also what commands printed")
    command.add_argument("--output", metavar="FILE", default="", help="else standard output")
    command.add_argument("--json", action="store_true")


def _oncall(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--days", metavar="N", type=_days, default=30, help="how far ahead, 1 to 90; else 30"
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for scripts")
    how.add_argument("--ics", action="store_true", help="your shifts, for a calendar program")


def _reports(command: argparse.ArgumentParser) -> None:
    command.add_argument("--find", metavar="TEXT", default="", help="every word has to be there")
    command.add_argument("--json", action="store_true", help="for scripts")


def _config(command: argparse.ArgumentParser) -> None:
    from cockpit.cli.own_profile import add_arguments

    parts = command.add_subparsers(title="parts", metavar="PART", dest="part", required=True)
    for name, words in (
        ("check", "say what is wrong, with file, line and mend"),
        ("schema", "print the JSON Schema of the configuration"),
        ("show", "print what is in force, secrets masked"),
        ("profile", "print a shipped profile, or write it out to be changed"),
    ):
        made = parts.add_parser(name, help=words, description=words, parents=[_common()])
        if name != "show":
            add_arguments(made, name)


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= _MOST_DAYS:
        raise argparse.ArgumentTypeError("from 1 to 90 days")
    return days
