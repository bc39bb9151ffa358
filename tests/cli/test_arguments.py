"""The command line as it is declared: what may stand on it, and what never does."""

import argparse
from collections.abc import Iterator

import pytest

from cockpit.cli.arguments import parser

SECRETS = ("token", "password", "secret", "key", "credential")


def options(root: argparse.ArgumentParser, path: str = "cockpit") -> Iterator[tuple[str, str]]:
    """Every option that takes a value, with the command that it belongs to."""
    for action in root._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield from options(command, f"{path} {name}")
        elif action.nargs != 0:
            yield path, " ".join(action.option_strings) or action.dest


OPTIONS = sorted(set(options(parser())))


def test_there_are_options_to_look_at() -> None:
    assert len(OPTIONS) > 50


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_no_option_takes_a_secret(command: str, option: str) -> None:
    """Other tools' lesson D7.54: what stands on a command line is seen by everybody on the host.

    Where a secret lies may be said (a file, a variable, a command); the secret itself may not.
    """
    names = option.replace("-", " ").replace("_", " ").split()
    places = {"file", "env", "command"}

    assert not set(SECRETS) & set(names) or places & set(names)


@pytest.mark.parametrize("command", ["postmortem", "report", "summary", "handover"])
def test_a_paper_that_is_refused_for_its_words_can_be_insisted_on(command: str) -> None:
    options = parser().parse_args([command, "--file", "--accept-tone", "--accept-secret"])

    assert (options.accept_tone, options.accept_secret) == (True, True)
