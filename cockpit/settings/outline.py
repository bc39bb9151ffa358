"""The tables of the configuration as a tree that can be walked: what is known where; no values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from cockpit.settings.kinds import Kind, Seconds, duration_of
from cockpit.settings.meanings import meanings
from cockpit.settings.model import Configuration
from cockpit.settings.table import Table
from cockpit.settings.tree import Place

_PLAIN = {str: "text", bool: "true or false", int: "whole number", float: "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a table."""

    name: str
    meaning: str
    kind: str
    """Its kind in words; empty for a table."""
    required: bool
    default: object
    table: type[Table] | None = None
    """The table that it holds, if it holds one, or a list of them."""
    many: bool = False
    """Whether it is a list of tables."""
    seconds: bool = False
    """Whether it is a duration."""


def keys_of(table: type[Table]) -> Iterator[Key]:
    """The keys of a table, in the order in which they are written."""
    said = meanings(table)
    for name, field in table.model_fields.items():
        inner = _table_in(field.annotation)
        yield Key(
            name=name,
            meaning=" ".join(said.get(name, "").split()),
            kind="" if inner else _words(field.annotation, field.metadata),
            required=field.is_required(),
            default=None if field.is_required() else field.default,
            table=inner,
            many=inner is not None and get_origin(field.annotation) is tuple,
            seconds=_is_seconds(field),
        )


def table_at(place: Place) -> type[Table] | None:
    """The table at a place of the configuration; None where there is none."""
    table: type[Table] | None = Configuration
    for part in place:
        if isinstance(part, str):
            field = table.model_fields.get(part) if table else None
            table = _table_in(field.annotation) if field else None
    return table


def choices_at(place: Place) -> tuple[str, ...]:
    """The words that the key at a place allows, in a list too; empty when it is not a choice."""
    key = place[:-1] if place and isinstance(place[-1], int) else place
    table = table_at(key[:-1])
    field = table.model_fields.get(str(key[-1])) if table and key else None
    if field is None:
        return ()
    kind = field.annotation
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is Literal:
        return tuple(str(word) for word in get_args(kind))
    return tuple(str(word) for word in getattr(kind, "__members__", {}).values())


def _is_seconds(field: FieldInfo) -> bool:
    inner = (rule for part in get_args(field.annotation) for rule in get_args(part))
    nested = (*field.metadata, *inner)
    return any(isinstance(part, Seconds) for part in nested)


def _table_in(annotation: object) -> type[Table] | None:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    if get_origin(annotation) in {Annotated, dict, Literal}:
        return None
    return next((found for part in get_args(annotation) if (found := _table_in(part))), None)


def _words(annotation: object, metadata: list[object]) -> str:
    for part in metadata:
        if isinstance(part, Seconds):
            return f"duration, {duration_of(part.low)} to {duration_of(part.high)}"
        if isinstance(part, Kind):
            return part.words
    return _words_of_type(annotation)


def _words_of_type(annotation: object) -> str:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(args[0], list(args[1:]))
    if origin is Literal:
        return " | ".join(f"`{word}`" for word in args)
    if origin is tuple:
        return f"list of: {_words_of_type(args[0])}"
    if origin is dict:
        return "table of lists of texts"
    if args:
        return _words_of_type(args[0])
    if members := getattr(annotation, "__members__", {}):
        return " | ".join(f"`{word}`" for word in members.values())
    return next(word for kind, word in _PLAIN.items() if kind is annotation)
