"""A configuration in force, as TOML with the source of every value beside it; no token is shown."""

import os
from collections.abc import Iterator

from cockpit.settings.emit import toml_key, toml_value
from cockpit.settings.explain import PASSWORD_WAYS, WAYS
from cockpit.settings.http_actions import HttpTable
from cockpit.settings.kinds import duration_of
from cockpit.settings.layers import origin
from cockpit.settings.load import Settings
from cockpit.settings.model import CalendarTable
from cockpit.settings.outline import Key, keys_of
from cockpit.settings.probes import ProbeTable, counts
from cockpit.settings.table import Table
from cockpit.settings.tree import Place, value_at


def shown_settings(settings: Settings) -> str:
    """Everything that is in force, as TOML; each value says "user", "profile" or "default"."""
    lines = [
        f"# {settings.file}, over the profile {settings.layers[0].file}",
        *_table(settings, settings.config, ()),
    ]
    return "\n".join(lines) + "\n"


def _table(settings: Settings, table: Table, place: Place) -> Iterator[str]:
    """A table's own keys first, its tables after them, as TOML wants it."""
    keys = tuple(keys_of(type(table)))
    if isinstance(table, ProbeTable):
        keys = tuple(key for key in keys if counts(table, key.name))
    if any(key.name in (*WAYS, *PASSWORD_WAYS) for key in keys):
        yield _secret(settings, table, place)
    values = {key.name: getattr(table, key.name) for key in keys}
    inner = [key for key in keys if key.table is not None or isinstance(values[key.name], dict)]
    for key in keys:
        if key not in inner and key.name not in (*WAYS, *PASSWORD_WAYS):
            yield from _leaf(settings, key, values[key.name], (*place, key.name))
    for key in inner:
        yield from _inner(settings, key, values[key.name], (*place, key.name))


def _inner(settings: Settings, key: Key, value: object, place: Place) -> Iterator[str]:
    name = ".".join(toml_key(part) for part in place if isinstance(part, str))
    if isinstance(value, Table):
        yield ""
        yield f"[{name}]"
        yield from _table(settings, value, place)
    elif isinstance(value, dict):
        yield ""
        yield f"[{name}]"
        for part, entry in value.items():
            yield _line(part, entry, _source(settings, (*place, part)))
    elif isinstance(value, tuple) and value:
        for index, entry in enumerate(value):
            yield ""
            yield f"[[{name}]]"
            yield from _table(settings, entry, (*place, index))
    else:
        yield ""
        yield f"# {name}: {'none' if key.many else 'left out'}"


def _leaf(settings: Settings, key: Key, value: object, place: Place) -> Iterator[str]:
    if value is None:
        yield f"# {key.name}: left out"
        return
    if place == ("state", "dir"):
        yield _line(key.name, str(settings.state_dir), _state_source(settings))
        return
    yield _line(key.name, _written(key, value), _source(settings, place))


def _written(key: Key, value: object) -> object:
    if not key.seconds:
        return value
    if isinstance(value, tuple):
        return tuple(duration_of(seconds) for seconds in value)
    return duration_of(value) if isinstance(value, float) else value


def _line(name: str, value: object, source: str) -> str:
    return f"{toml_key(name)} = {toml_value(value)}  # {source}"


def _source(settings: Settings, place: Place) -> str:
    layer = origin(settings.layers, place)
    return "default" if value_at(layer.data, place) is None else layer.label


def _state_source(settings: Settings) -> str:
    if os.environ.get("COCKPIT_STATE_DIR"):
        return "$COCKPIT_STATE_DIR"
    return _source(settings, ("state", "dir"))


def _secret(settings: Settings, table: Table, place: Place) -> str:
    """Where a token or a password comes from, and never itself."""
    specs = {
        "pagerduty": settings.pagerduty_token,
        "slack": settings.slack_token,
        "mail": settings.mail_password,
        "statuspage": settings.statuspage_token,
    }
    if isinstance(table, CalendarTable):
        spec = settings.calendar_tokens.get(table.name)
    elif isinstance(table, HttpTable):
        spec = settings.http_tokens.get(table.name)
    elif isinstance(table, ProbeTable):
        spec = settings.probe_tokens.get(table.name)
    else:
        spec = specs[str(place[0])]
    word = "password" if place[0] == "mail" else "token"
    return _line(word, f"*** (from {spec.source})", "user") if spec else f"# {word}: left out"
