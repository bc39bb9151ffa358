"""The reference of all keys as Markdown, made from the tables; the README embeds it."""

from collections.abc import Iterator

from cockpit.settings.emit import toml_value
from cockpit.settings.kinds import duration_of
from cockpit.settings.model import Configuration
from cockpit.settings.outline import Key, keys_of
from cockpit.settings.table import Table

_PROCEDURE = "`procedure."
_HEAD = ("| key | kind | default | meaning |", "| --- | --- | --- | --- |")


def reference() -> str:
    """A table of every key but those of the procedure: its name, kind, default and meaning."""
    rows = (row for row in _rows(Configuration, "") if _PROCEDURE not in row[: len(_PROCEDURE) + 2])
    return "\n".join((*_HEAD, *rows)) + "\n"


def profile_reference() -> str:
    """The same of every key of the procedure, which is what a profile is made of."""
    rows = (row for row in _rows(Configuration, "") if _PROCEDURE in row[: len(_PROCEDURE) + 2])
    return "\n".join((*_HEAD, *rows)) + "\n"


def _rows(table: type[Table], prefix: str) -> Iterator[str]:
    for key in keys_of(table):
        if key.table is None:
            cells = (f"`{prefix}{key.name}`", key.kind, _default(key), key.meaning)
            yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    for key in keys_of(table):
        if key.table is not None:
            yield from _rows(key.table, f"{prefix}{key.name}{'[]' if key.many else ''}.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "⏎")


def _default(key: Key) -> str:
    if key.required:
        return "required"
    value = key.default
    if value is None or value in ("", (), {}):
        return ""
    if key.seconds and isinstance(value, tuple):
        value = tuple(duration_of(seconds) for seconds in value)
    elif key.seconds and isinstance(value, float):
        value = duration_of(value)
    return f"`{toml_value(value)}`"
