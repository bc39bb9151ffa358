"""What may be written after `cockpit report` and `cockpit summary`; parsed, not done."""

import argparse
from collections.abc import Callable

from cockpit.cli import paper_arguments

REPORT, SUMMARY = "report", "summary"
NAMES = (REPORT, SUMMARY)


def add(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add them."""
    report = command(REPORT, "the on-call report: pages, incidents, improvements, what goes on")
    report.add_argument(
        "--shift",
        choices=("current", "last"),
        default="current",
        help="your running shift, else your last one; or the last one that is over",
    )
    summary = command(SUMMARY, "the weekly live-site summary, beside the week before")
    summary.set_defaults(shift="current")
    for one in (report, summary):
        span = one.add_mutually_exclusive_group()
        span.add_argument(
            "--week",
            nargs="?",
            const="",
            default=None,
            metavar="WEEK",
            help="an ISO week (2026-W48); alone: the last one that is over",
        )
        span.add_argument(
            "--since", metavar="WHEN", default="", help="from a day, or so long ago (7d, 2w)"
        )
        one.add_argument(
            "--until", metavar="WHEN", default="", help="up to a day, and with it; else to now"
        )
        paper_arguments.document(one)
        paper_arguments.filing(one)
