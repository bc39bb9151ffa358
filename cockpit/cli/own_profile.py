"""A profile of one's own: a shipped one written out to be changed, its schema beside it; and looked
over by itself, without the configuration that names it."""

import json
import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import TextIO

DONE = 0
FAILED = 1
WRONG = 2
"""Exit code for wrong usage or configuration."""

SCHEMA_FILE = "cockpit-profile.schema.json"
_HEAD = f"""\
#:schema ./{SCHEMA_FILE}
# A profile of your own, begun as a copy of "{{name}}": change what you like.
# `cockpit config check --profile-file {{file}}` says what is wrong in it.

"""


def add_arguments(parser: ArgumentParser, part: str) -> None:
    """Describe the options of a part of `cockpit config` that is about profiles."""
    match part:
        case "check":
            words = "look over the file of a profile alone, without a configuration"
            parser.add_argument("--profile-file", metavar="FILE", default="", help=words)
        case "schema":
            words = "of the file of a profile instead"
            parser.add_argument("--profile-file", action="store_true", help=words)
        case _:
            parser.add_argument("name", metavar="NAME", nargs="?", default="", help="which one")
            words = "write it there, with its schema beside it, instead of printing it"
            parser.add_argument("--output", metavar="FILE", default="", help=words)
            parser.add_argument("--force", action="store_true", help="replace a file that is there")


def copied(name: str, file: str) -> str:
    """The text of a shipped profile as it begins a life of its own in `file`.

    Raises `ValueError`, in words for people, when no profile of this name is shipped.
    """
    from cockpit.settings.profiles import shipped, text
    from cockpit.settings.words import listed, nearest, shown

    if name not in shipped():
        near = nearest(name, shipped())
        meant = f'did you mean "{near}"? ' if near else ""
        raise ValueError(
            f'no profile is shipped as "{shown(name)}": {meant}{listed(shipped())} are'
        )
    return _HEAD.format(name=name, file=file) + text(name)


def profile(name: str, output: str, out: TextIO, err: TextIO, *, force: bool = False) -> int:
    """Print a shipped profile, or write it out with its schema; returns the exit code."""
    from cockpit.settings.profiles import DEFAULT

    file = Path(output).expanduser().absolute()
    try:
        if not output:
            out.write(copied(name or DEFAULT, "FILE"))
            return DONE
        said = _write_out(name or DEFAULT, file, force=force)
    except ValueError as error:
        print(error, file=err)
        return WRONG
    if said:
        print(said, file=err)
        return FAILED
    print(f"Wrote {file}, and its schema beside it.", file=out)
    return DONE


def _write_out(name: str, file: Path, *, force: bool) -> str:
    """Write the copy and the schema; returns why that was not possible, or "".

    Raises `ValueError` when no profile of this name is shipped, or that is no name for one.
    """
    from cockpit.settings.schema import profile_schema

    if file.suffix != ".toml":
        raise ValueError(f"{file.name} is no name for a profile: let it end in .toml")
    if file.exists() and not force:
        return f"{file} exists already: --force replaces it, or name another."
    text_, schema = copied(name, file.name), json.dumps(profile_schema(), indent=2) + "\n"
    try:
        put_in_place(file, text_, replacing=force)
        put_in_place(file.parent / SCHEMA_FILE, schema, replacing=True)
    except OSError as error:
        return f"{file} cannot be written ({error.strerror}): name another."
    return ""


def check_profile(named: str, out: TextIO, err: TextIO) -> int:
    """Say what is wrong in a profile's file, by itself; returns the exit code."""
    from cockpit.settings.faults import ConfigurationError
    from cockpit.settings.load import settings_of

    file = Path(named).expanduser().absolute()
    beside = file.parent / "config.toml"
    if not file.is_file():
        mend = "`cockpit config profile --output FILE` begins one"
        print(f"there is no file {file}: {mend}", file=err)
        return WRONG
    try:
        settings = settings_of(f"profile = {json.dumps(str(file))}\n", beside)
    except ConfigurationError as error:
        print(error, file=err)
        return WRONG
    procedure = settings.procedure
    print(f"ok: {file}", file=out)
    print(f"  {procedure.title}", file=out)
    for count, what in (
        (len(procedure.ladder), "rungs of the ladder"),
        (len(procedure.steps), "steps"),
        (len(procedure.levels), "severity levels"),
        (len(procedure.criteria), "criteria"),
        (len(procedure.roles), "roles"),
        (len(procedure.templates), "templates"),
        (len(procedure.runbooks), "runbooks"),
    ):
        print(f"  {what}: {count}", file=out)
    for warning in settings.warnings:
        print(f"worth a look: {warning}", file=out)
    return DONE


def put_in_place(file: Path, text_: str, *, replacing: bool) -> None:
    """Put the text in place at once, for its owner alone; the folder is made when it is missing.

    Raises `OSError`, which includes that the file is there and is not to be replaced.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text_)
            stream.flush()
            os.fsync(descriptor)
        if not replacing:
            file.touch(mode=0o600, exist_ok=False)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
