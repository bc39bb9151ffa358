"""From arguments to the function that does it, and from its errors to words and an exit code."""

import argparse
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

from cockpit.cli import (
    customer_arguments,
    doctor_arguments,
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
from cockpit.cli.arguments import parser
from cockpit.cli.outcome import FAILED, WRONG, Failed, Misused
from cockpit.cli.speech import aside

Doing = Callable[[argparse.Namespace, Any], int]
"""Does a command by its arguments and the settings; returns the exit code."""


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; returns the exit code."""
    options = parser().parse_args(arguments)
    _prepare(options)
    from cockpit.ports.journal import JournalError
    from cockpit.ports.outside import PortError

    try:
        return _do(options)
    except (JournalError, PortError) as error:
        words, code = error.advice, FAILED
    except Failed as error:
        words, code = str(error), FAILED
    except Misused as error:
        words, code = str(error), WRONG
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read our output has had enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    if options.debug:
        logging.getLogger("cockpit").debug("this is where it ended", exc_info=True)
    aside(words)
    return code


def _do(options: argparse.Namespace) -> int:
    match options.command:
        case "config" | "init":
            return _configuration(options)
        case "demo":
            from cockpit.cli.demo import demo

            return demo(options)
        case "drill":
            from cockpit.cli.drill import drill

            return drill(options)
        case "":
            # What is imported and made until the first frame stays: looking through it for rubbish
            # is a tenth of the start. The app has it looked for again, in what comes later.
            gc.disable()
            from cockpit.cli.screen import screen

            return screen(options)
        case _:
            return _headless(options)


def _configuration(options: argparse.Namespace) -> int:
    from cockpit.cli import config, init, own_profile
    from cockpit.keys.clashes import clashes
    from cockpit.keys.table import TABLE

    actions = [key.id for key in TABLE]
    if options.command == "init":
        return init.init(init.answers_of(options), sys.stdin, sys.stdout, sys.stderr)
    match options.part:
        case "check" if options.profile_file:
            return own_profile.check_profile(options.profile_file, sys.stdout, sys.stderr)
        case "check":
            return config.check(sys.stdout, sys.stderr, actions=actions, clashes=clashes)
        case "schema":
            return config.schema(sys.stdout, of_profile=options.profile_file)
        case "profile":
            name, output, force = options.name, options.output, options.force
            return own_profile.profile(name, output, sys.stdout, sys.stderr, force=force)
        case _:
            return config.show(sys.stdout, sys.stderr, actions=actions, clashes=clashes)


def _headless(options: argparse.Namespace) -> int:
    """The commands that need a configuration and no terminal."""
    # They end soon. Looking for rubbish while years of records are folded costs a fifth of that.
    gc.disable()
    from cockpit.settings.faults import ConfigurationError, NoConfiguration
    from cockpit.settings.load import load

    try:
        settings = load()
    except (ConfigurationError, NoConfiguration) as error:
        aside(str(error), lines=True)
        return WRONG
    return _doing(options.command)(options, settings)


_DOERS: Mapping[str, str] = {
    **dict.fromkeys(order_arguments.ORDER, "order.act"),
    **dict.fromkeys(customer_arguments.NAMES, "customer.act"),
    **dict.fromkeys(order_arguments.TELLING, "telling.act"),
    order_arguments.OUTBOX: "outbox.act",
    find_arguments.NAME: "find.tell",
    item_arguments.ITEMS: "items.act",
    item_arguments.CLOSE: "closing.act",
    **dict.fromkeys(paper_arguments.NAMES, "papers.act"),
    **dict.fromkeys(report_arguments.NAMES, "report.act"),
    **dict.fromkeys(runbook_arguments.NAMES, "runbooks.act"),
    **dict.fromkeys(shift_arguments.NAMES, "shift.act"),
    **dict.fromkeys(handover_arguments.NAMES, "handover.act"),
    **dict.fromkeys(pager_arguments.NAMES, "pager.act"),
    **dict.fromkeys(update_arguments.NAMES, "updates.act"),
    **dict.fromkeys(("status", "timeline"), "shown.show"),
    **dict.fromkeys(("severity", "triage"), "triage.act"),
    "deploys": "deploys.tell",
    doctor_arguments.NAME: "doctor.tell",
    "errors": "errors.tell",
    "incidents": "incidents.tell",
    "look": "look.tell",
    "oncall": "oncall.tell",
    "policy": "policy.act",
    "replay": "replay.tell",
    "reports": "reports.tell",
}
"""By command: the module of this folder that does it, and the function in it."""
_ELSE = "acts.act"


def doer(command: str) -> str:
    """What does a command: the module of this folder, and the function in it."""
    return _DOERS.get(command, _ELSE)


def _doing(command: str) -> Doing:
    """What a command does, imported when it is wanted."""
    module, _, function = doer(command).partition(".")
    found: Doing = getattr(import_module(f"cockpit.cli.{module}"), function)
    return found


def _prepare(options: argparse.Namespace) -> None:
    """Set up what holds for every command."""
    if options.config:
        os.environ["COCKPIT_CONFIG"] = str(Path(options.config).expanduser().absolute())
    if options.read_only:
        os.environ["COCKPIT_READ_ONLY"] = "1"
    if options.no_color:
        os.environ["NO_COLOR"] = "1"
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    logging.getLogger().addHandler(logging.NullHandler())
    if not options.debug:
        sys.excepthook = _say_fault
    elif options.command:
        logging.getLogger("cockpit").addHandler(logging.StreamHandler())
        logging.getLogger("cockpit").setLevel(logging.DEBUG)


def _say_fault(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A fault of this program, in one line; its text and the variables may hold secrets."""
    frames = extract_tb(error.__traceback__ or trace)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    words = f"a fault in cockpit itself: {kind.__name__}{where}"
    aside(f"{words}; what was recorded is safe. --debug shows more.")
