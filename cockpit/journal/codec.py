"""Facts as (kind, JSON) and back; where the JSON is kept is not known here.

The kind is the class name in snake case. Instants are RFC 3339 in UTC with microseconds. What this
version cannot understand becomes an `UnknownFact` that carries the same kind and the same body.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from cockpit.domain.effects import Effect
from cockpit.domain.facts import Fact, UnknownFact

_EFFECTS = get_args(Effect)


def kind_of(cls: type) -> str:
    """The stable name under which values of this class are written."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


KINDS: Mapping[str, type] = {kind_of(cls): cls for cls in get_args(Fact) if cls is not UnknownFact}
"""Every kind that this version knows."""


def instant_text(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds.

    Raises:
        ValueError: the time is not aware.
    """
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be kept: {at!r}")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27)


def instant(text: str) -> datetime:
    """The aware UTC datetime that `instant_text` has written.

    Raises:
        ValueError: the text is no instant, or says no zone.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone: {text!r}")
    return at.astimezone(UTC)


def encode(fact: Fact) -> tuple[str, str]:
    """The kind and the JSON of a fact; an `UnknownFact` comes out as it came in.

    Raises:
        ValueError: a time in it is not aware.
    """
    if isinstance(fact, UnknownFact):
        return fact.kind, fact.body
    body = json.dumps(_jsonable(fact), ensure_ascii=False, separators=(",", ":"))
    return kind_of(type(fact)), storable(body)


def decode(kind: str, body: str) -> Fact:
    """The fact; `UnknownFact` when the kind is unknown or the body has another shape."""
    cls = KINDS.get(kind)
    if cls is None:
        return UnknownFact(kind=kind, body=body)
    try:
        fact: Fact = _validator(cls).validate_json(body)
    except ValidationError:
        return UnknownFact(kind=kind, body=body)
    return fact


def storable(text: str) -> str:
    """The text with what UTF-8 cannot hold (lone surrogates) replaced by U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _jsonable(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, tuple):
        return [_jsonable(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {f.name: _jsonable(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"kind": kind_of(type(value)), **named} if type(value) in _EFFECTS else named
    return value


@cache
def _validator(cls: type) -> SchemaValidator:
    """Built when the first fact of its class is read, so that start-up pays for what it uses."""
    return SchemaValidator(_schema(cls))


_PLAIN: Mapping[object, CoreSchema] = {
    str: core_schema.str_schema(),
    int: core_schema.int_schema(),
    float: core_schema.float_schema(),
    bool: core_schema.bool_schema(),
    NoneType: core_schema.none_schema(),
    datetime: core_schema.no_info_after_validator_function(
        instant, core_schema.str_schema(strict=True)
    ),
}


def _schema(hint: object) -> CoreSchema:
    """What JSON must look like to become a value of this type; unknown keys are passed over."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        if rest != [...]:
            return core_schema.tuple_schema([_schema(item) for item in (first, *rest)])
        return core_schema.tuple_schema([_schema(first)], variadic_item_index=0)
    if get_origin(hint) in {Union, UnionType}:
        return _union_schema(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return core_schema.enum_schema(hint, list(hint))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _dataclass_schema(hint)
    raise TypeError(f"facts cannot hold values of type {hint!r}")


def _union_schema(members: tuple[object, ...]) -> CoreSchema:
    """Either something or nothing, or one of several effects, told apart by their `kind`."""
    if NoneType in members:
        (other,) = (member for member in members if member is not NoneType)
        return core_schema.nullable_schema(_schema(other))
    choices = {kind_of(member): _schema(member) for member in members if isinstance(member, type)}
    return core_schema.tagged_union_schema(choices, discriminator="kind")


def _dataclass_schema(cls: type) -> CoreSchema:
    hints = get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    fields = [_field_schema(field, hints[field.name]) for field in dataclasses.fields(cls)]
    return core_schema.dataclass_schema(
        cls,
        core_schema.dataclass_args_schema(cls.__name__, fields),
        names,
        slots=True,
        frozen=True,
    )


def _field_schema(field: "dataclasses.Field[object]", hint: object) -> core_schema.DataclassField:
    schema = _schema(hint)
    if field.default is not dataclasses.MISSING:
        schema = core_schema.with_default_schema(schema, default=field.default)
    return core_schema.dataclass_field(field.name, schema, kw_only=True)
