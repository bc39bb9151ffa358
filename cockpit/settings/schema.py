"""The JSON Schema of the configuration, for editors: shapes from the tables, with all meanings."""

from collections.abc import Iterator
from typing import Any

from cockpit.settings.meanings import meanings
from cockpit.settings.model import Configuration
from cockpit.settings.outline import keys_of
from cockpit.settings.read import SHARED
from cockpit.settings.table import Table


def schema() -> dict[str, Any]:
    """What may be written, as JSON Schema."""
    made = Configuration.model_json_schema()
    shapes = {Configuration.__name__: made, **made["$defs"]}
    for table in set(_tables(Configuration)):
        for key, words in meanings(table).items():
            shapes[table.__name__]["properties"][key]["description"] = words
    return made


def profile_schema() -> dict[str, Any]:
    """What may be written in the file of a profile, likewise."""
    made = schema()
    kept = {key: made["properties"][key] for key in SHARED}
    shapes, wanted = made["$defs"], list(_named(kept))
    reached: dict[str, Any] = {}
    while wanted:
        name = wanted.pop()
        if name not in reached:
            reached[name] = shapes[name]
            wanted += _named(shapes[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": dict(sorted(reached.items())),
        "title": "Profile",
        "description": "A profile of cockpit: an organisation's on-call procedure as data.",
        "type": "object",
        "additionalProperties": False,
        "properties": kept,
    }


def _named(shape: object) -> Iterator[str]:
    """The names of the shapes that this one refers to."""
    if isinstance(shape, dict):
        if isinstance(shape.get("$ref"), str):
            yield shape["$ref"].rpartition("/")[2]
        shape = list(shape.values())
    for part in shape if isinstance(shape, list) else ():
        yield from _named(part)


def _tables(table: type[Table]) -> Iterator[type[Table]]:
    """This one, and all that it holds."""
    yield table
    for key in keys_of(table):
        if key.table is not None:
            yield from _tables(key.table)
