"""The JSON Schema of the configuration, for editors: shapes from the tables, with all meanings."""

from collections.abc import Iterator
from typing import Any

from cockpit.settings.meanings import meanings
from cockpit.settings.model import Configuration
from cockpit.settings.outline import keys_of
from cockpit.settings.table import Table


def schema() -> dict[str, Any]:
    """What may be written, as JSON Schema."""
    made = Configuration.model_json_schema()
    shapes = {Configuration.__name__: made, **made["$defs"]}
    for table in set(_tables(Configuration)):
        for key, words in meanings(table).items():
            shapes[table.__name__]["properties"][key]["description"] = words
    return made


def _tables(table: type[Table]) -> Iterator[type[Table]]:
    """This one, and all that it holds."""
    yield table
    for key in keys_of(table):
        if key.table is not None:
            yield from _tables(key.table)
