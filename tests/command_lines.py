"""The command lines that there are, made from the parser: whatever is added is tried too."""

import argparse
from collections.abc import Iterator

from cockpit.cli.arguments import parser

APART = {"demo", "init", "config", ""}
"""Commands that are about no journal."""
WORDS = {
    "level": "P2",
    "text": "hello",
    "primary": "Ben",
    "secondary": "Ana",
    "answer": "a=yes",
    "policy": "PPOLICY",
    "incident": "4217",
    "reason": "primary unreachable, customer-facing outage since 08:42 UTC",
}


def sample(action: argparse.Action) -> list[str]:
    """Words that this argument may have."""
    word = str(next(iter(action.choices or ()), WORDS.get(action.dest, "1")))
    if action.type is not None and not action.choices:
        word = "1"
    if not action.option_strings:
        return [word]
    return [action.option_strings[-1]] + ([] if action.nargs == 0 else [word])


def lines(command: argparse.ArgumentParser, name: tuple[str, ...]) -> Iterator[list[str]]:
    """Ways to say a command: bare, with what says yes, and with each of its other options."""
    parts = [a for a in command._actions if isinstance(a, argparse._SubParsersAction)]
    if parts:
        for part, inner in parts[0].choices.items():
            yield from lines(inner, (*name, part))
        return
    skipped = {"help", "config", "debug", "no_color", "read_only", "output", "version"}
    actions = [a for a in command._actions if a.dest not in skipped]
    either = [g._group_actions for g in command._mutually_exclusive_groups if g.required]
    actions = [a for a in actions if not any(a in group[1:] for group in either)]
    first = [group[0] for group in either]
    asked = [a for a in actions if a.required or a in first or not a.option_strings]
    needed = [w for a in asked for w in sample(a)]
    yes = [a.option_strings[-1] for a in actions if a.dest in {"yes", "sure", "pager"}]
    yield [*name, *needed, *yes]
    for action in actions:
        if action not in asked and action.option_strings[-1] not in yes:
            yield [*name, *needed, *yes, *sample(action)]


def every_line() -> Iterator[list[str]]:
    (commands,) = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    for name, command in commands.choices.items():
        if name not in APART:
            yield from lines(command, (name,))
