"""`cockpit init`: writes a configuration that passes `cockpit config check`; never a token."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

DONE = 0
FAILED = 1
WRONG = 2
"""Exit code for wrong usage or configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a new configuration is made of; empty: not said."""

    profile: str = ""
    name: str = ""
    email: str = ""
    pagerduty_token_env: str = ""
    slack_token_env: str = ""
    incident_channel: str = ""
    repositories: tuple[str, ...] = ()
    reports: str = ""
    """A folder of reports."""
    output: str = ""
    write_profile: str = ""
    """Where a copy of the profile is written, which the configuration names then."""
    force: bool = False


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options of the command; `answers_of` reads them back."""
    parser.add_argument("--profile", default="", help="a shipped profile, or a profile's path")
    parser.add_argument(
        "--write-profile",
        default="",
        metavar="FILE",
        help="copy it there, to be your own",
    )
    parser.add_argument("--name", default="", help="how you are called on the timeline")
    parser.add_argument("--email", default="", help="your e-mail address in PagerDuty")
    parser.add_argument(
        "--pagerduty-token-env", default="", metavar="VARIABLE", help="holds PagerDuty's token"
    )
    parser.add_argument(
        "--slack-token-env", default="", metavar="VARIABLE", help="holds Slack's token"
    )
    parser.add_argument(
        "--incident-channel", default="", metavar="ID", help="Slack's id of the incident channel"
    )
    parser.add_argument(
        "--repository", action="append", default=[], metavar="PATH", help="may be given again"
    )
    parser.add_argument("--reports", default="", metavar="PATH", help="a folder of reports")
    parser.add_argument("--output", default="", metavar="FILE", help="else the usual place")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def answers_of(options: Namespace) -> Answers:
    """What the options of the command say."""
    return Answers(
        profile=options.profile,
        name=options.name,
        email=options.email,
        pagerduty_token_env=options.pagerduty_token_env,
        slack_token_env=options.slack_token_env,
        incident_channel=options.incident_channel,
        repositories=tuple(options.repository),
        reports=options.reports,
        output=options.output,
        write_profile=options.write_profile,
        force=options.force,
    )


def init(answers: Answers, stdin: TextIO, out: TextIO, err: TextIO) -> int:
    """Write a configuration, asking on a terminal for what was not said; returns the exit code."""
    from cockpit.cli.own_profile import profile, put_in_place
    from cockpit.settings.faults import ConfigurationError
    from cockpit.settings.load import find, settings_of

    file = (Path(answers.output).expanduser() if answers.output else find()).absolute()
    if file.exists() and not answers.force:
        print(f"{file} exists already: --force replaces it, --output names another.", file=err)
        return FAILED
    if stdin.isatty():
        answers = _asked(answers, stdin, out)
    elif not answers.email and answers.pagerduty_token_env:
        print("--email is missing, and there is no terminal to ask on.", file=err)
        return WRONG
    try:
        settings_of(_text(answers), file)
    except ConfigurationError as error:
        print(f"Nothing was written.\n{error}", file=err)
        return WRONG
    if answers.write_profile:
        own = Path(answers.write_profile).expanduser().absolute()
        code = profile(answers.profile, str(own), out, err, force=answers.force)
        if code != DONE:
            return code
        beside = own.parent == file.parent
        answers = replace(answers, profile=f"./{own.name}" if beside else str(own))
    try:
        put_in_place(file, _text(answers), replacing=answers.force)
    except OSError as error:
        print(f"{file} cannot be written ({error.strerror}): name another by --output.", file=err)
        return FAILED
    print(f"Wrote {file}. Next: set the tokens' variables, then `cockpit config check`.", file=out)
    return DONE


def _asked(answers: Answers, stdin: TextIO, out: TextIO) -> Answers:
    """The answers, with a question for each of the usual ones that was not given."""
    from cockpit.settings.profiles import DEFAULT, shipped

    def ask(said: str, question: str, usual: str = "") -> str:
        if said:
            return said
        out.write(f"{question}{f' [{usual}]' if usual else ''}: ")
        out.flush()
        return stdin.readline().strip() or usual

    repositories = answers.repositories or tuple(
        ask("", "Repositories that are deployed (paths, with commas between)").split(",")
    )
    return replace(
        answers,
        profile=ask(answers.profile, f"Profile ({', '.join(shipped())})", DEFAULT),
        name=ask(answers.name, "Your name"),
        email=ask(answers.email, "Your e-mail address in PagerDuty"),
        pagerduty_token_env=ask(
            answers.pagerduty_token_env, "Variable with PagerDuty's token", "PAGERDUTY_TOKEN"
        ),
        slack_token_env=ask(answers.slack_token_env, "Variable with Slack's token", "SLACK_TOKEN"),
        incident_channel=ask(
            answers.incident_channel, "Slack's id of the incident channel (empty: by name)"
        ),
        repositories=tuple(path.strip() for path in repositories if path.strip()),
    )


def _text(answers: Answers) -> str:
    return "\n".join(_lines(answers)) + "\n"


def _lines(answers: Answers) -> Iterator[str]:
    from cockpit.settings.emit import toml_value
    from cockpit.settings.profiles import DEFAULT

    yield "# Configuration of cockpit. Tokens never stand here: token_env, token_command or"
    yield "# token_file say where they are. `cockpit config check` says what is wrong."
    yield f"profile = {toml_value(answers.profile or DEFAULT)}"
    yield from ("", "[person]")
    yield f"name = {toml_value(answers.name)}"
    yield f"email = {toml_value(answers.email)}"
    if answers.pagerduty_token_env:
        yield from ("", "[pagerduty]")
        yield f"token_env = {toml_value(answers.pagerduty_token_env)}"
    if answers.slack_token_env:
        yield from ("", "[slack]")
        yield f"token_env = {toml_value(answers.slack_token_env)}"
        if answers.incident_channel:
            yield f"channels.incident = {toml_value(answers.incident_channel)}"
    for name, path in _named(answers.repositories):
        yield from ("", "[[repositories]]", f"name = {toml_value(name)}")
        yield f"path = {toml_value(path)}"
    if answers.reports:
        yield from ("", "[[reports]]")
        yield f"path = {toml_value(str(Path(answers.reports).expanduser().absolute()))}"


def _named(paths: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Absolute paths, each with a name of its own, made from its last part."""
    taken = set[str]()
    for path in paths:
        place = Path(path).expanduser().absolute()
        stem = place.name.removesuffix(".git") or "repository"
        names = (stem, *(f"{stem}-{count}" for count in range(2, len(paths) + 2)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        yield name, str(place)
