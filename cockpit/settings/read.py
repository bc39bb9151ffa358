"""The files of a configuration, read and parsed: the profile below, the user's own on top."""

import os
import re
import stat
import tomllib
from pathlib import Path

from cockpit.settings import profiles
from cockpit.settings.convert import within
from cockpit.settings.faults import ConfigurationError, Fault
from cockpit.settings.layers import Layer, lines_of
from cockpit.settings.words import listed, nearest, shown

MAX_BYTES = 1_000_000
"""A configuration that is bigger than this is something else."""
SHARED = ("health", "procedure", "reports", "screen")
"""The tables that a profile may hold: nothing that names a person, a secret or a command."""

_POSITION = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")
_TOML_MENDS = {
    "Invalid value": "text goes in quotes, lists in brackets",
    "Cannot overwrite a value": "a key is written twice: keep one",
    "Cannot declare": "a table is written twice: keep one",
    "Expected '='": "write key = value",
    "Unterminated string": "close the quotes",
    "Illegal character": "a line ends inside quotes, or holds a control character",
    "Expected newline": "write one key a line, text in quotes",
    "Unclosed array": "close the list with ]",
    "Unclosed inline table": "close the table with }",
}


def text_of(file: Path) -> str:
    """The text of a file, bounded.

    Raises `FileNotFoundError` when there is none, `ConfigurationError` when it cannot be used.
    """
    try:
        if file.exists() and not file.is_file():
            raise unusable(file, "is not a file", "name a TOML file")
        with file.open("rb") as stream:
            everybody_writes = os.fstat(stream.fileno()).st_mode & stat.S_IWOTH
            raw = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(str(file)) from None
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        raise unusable(file, reason, "check its owner and mode") from None
    if everybody_writes:
        reason = "can be changed by every user of this machine, and may name commands to run"
        raise unusable(file, reason, "run chmod o-w on it, after a look at what it says")
    if len(raw) > MAX_BYTES:
        raise unusable(file, "is bigger than a megabyte", "name a TOML file written for cockpit")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise unusable(file, "is not UTF-8", "save it as UTF-8 text", line) from None


def user_layer(text: str, file: Path) -> Layer:
    """The user's own layer; raises `ConfigurationError` when the text is not TOML."""
    return _layer(text, "user", str(file))


def profile_layer(user: Layer, base: Path) -> Layer:
    """The profile that the user's layer names; raises `ConfigurationError` when there is none."""
    name = user.data.get("profile", profiles.DEFAULT)
    if not isinstance(name, str):
        return Layer(label="profile", file="", data={}, lines={})
    if name in profiles.shipped():
        return _layer(profiles.text(name), "profile", f"{name}.toml (shipped)")
    path = within(base, name)
    try:
        if "/" not in name and path.suffix != ".toml":
            raise _unknown_profile(user, name)
        layer = _layer(text_of(path), "profile", str(path))
    except (FileNotFoundError, ValueError):
        raise _unknown_profile(user, name) from None
    stray = [key for key in layer.data if key not in SHARED]
    if stray:
        mend = f"a profile holds {listed(SHARED)}; write the rest in your own configuration"
        raise ConfigurationError(tuple(_stray(layer, key, mend) for key in stray))
    return layer


def unusable(
    file: Path | str, reason: str, mend: str, line: int | None = None
) -> ConfigurationError:
    """The error for a file that cannot be used as a whole."""
    fault = Fault(file=str(file), key="", line=line, reason=f"the file {reason}", mend=mend)
    return ConfigurationError((fault,))


def _layer(text: str, label: str, file: str) -> Layer:
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        at = _POSITION.search(str(error))
        line = int(at.group(1)) if at and at.group(1) else text.count("\n") + 1
        mend = _toml_mend(str(error))
        raise unusable(file, "is not valid TOML here", mend, line) from None
    return Layer(label=label, file=file, data=data, lines=lines_of(text))


def _toml_mend(message: str) -> str:
    """What to do about a complaint of the TOML reader, without what it repeats of the file."""
    fitting = (mend for start, mend in _TOML_MENDS.items() if message.startswith(start))
    return next(fitting, "look at this line and the one above it")


def _stray(layer: Layer, key: str, mend: str) -> Fault:
    reason = "does not belong in a profile"
    line = layer.line((key,))
    return Fault(file=layer.file, key=shown(key), line=line, reason=reason, mend=mend)


def _unknown_profile(user: Layer, name: str) -> ConfigurationError:
    known = profiles.shipped()
    is_path = "/" in name or name.endswith(".toml")
    if is_path:
        reason = f'names the file "{shown(name)}", and there is none'
        mend = "a path is relative to this configuration; `cockpit config profile` begins one"
        line = user.line(("profile",))
        fault = Fault(file=user.file, key="profile", line=line, reason=reason, mend=mend)
        return ConfigurationError((fault,))
    near = nearest(name, known)
    meant = f'did you mean "{near}"? ' if near else ""
    fault = Fault(
        file=user.file,
        key="profile",
        line=user.line(("profile",)),
        reason=f'names an unknown profile "{shown(name)}"',
        mend=f"{meant}Shipped: {listed(known)}; a profile of your own is named by its path",
    )
    return ConfigurationError((fault,))
