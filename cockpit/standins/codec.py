"""Dataclasses to plain data and back, strictly; it knows no file and no format."""

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class DataError(ValueError):
    """The data does not fit the dataclass; the text says where and why."""


_AS_IT_IS = frozenset({str, int, float, bool, types.NoneType})


_NAMES: dict[type, tuple[str, ...] | None] = {}


def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass; None when it is none."""
    if kind not in _NAMES:
        named = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
        _NAMES[kind] = named
    return _NAMES[kind]


def dump(value: object) -> object:
    """Plain data: dictionaries, lists, text, numbers, None."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    names = _names(kind)
    if names is not None:
        return {name: dump(getattr(value, name)) for name in names}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return {str(key): dump(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [dump(item) for item in value]
    return value


def load(kind: type[T], data: object, where: str = "") -> T:
    """An instance of the dataclass `kind` from plain data.

    Raises:
        DataError: a key is unknown or missing, or a value has the wrong type.
    """
    if not isinstance(data, dict):
        raise DataError(f"{where or kind.__name__}: a table is expected")
    if not is_dataclass(kind):
        raise DataError(f"{kind.__name__} is no dataclass")
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise DataError(f"{where or kind.__name__}: unknown key {unknown[0]!r}")
    values: dict[str, object] = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(hints[name], data[name], f"{where}.{name}".strip("."))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise DataError(f"{where or kind.__name__}: {name!r} is missing")
    return kind(**values)


def _value(hint: object, data: object, where: str) -> object:
    if hint is object:
        return data
    if isinstance(hint, type) and is_dataclass(hint):
        return load(hint, data, where)
    if hint is datetime:
        return _instant(data, where)
    special = {
        Union: _either,
        types.UnionType: _either,
        list: _many,
        tuple: _many,
        dict: _many,
        Literal: _word,
    }.get(get_origin(hint))
    return special(hint, data, where) if special else _plain(hint, data, where)


def _plain(hint: object, data: object, where: str) -> object:
    if hint is float and type(data) is int:
        return float(data)
    if not isinstance(hint, type) or type(data) is not hint:
        raise DataError(f"{where}: {getattr(hint, '__name__', hint)} is expected")
    return data


def _word(hint: object, data: object, where: str) -> object:
    if data not in get_args(hint):
        raise DataError(f"{where}: one of {', '.join(get_args(hint))} is expected")
    return data


def _either(hint: object, data: object, where: str) -> object:
    choices = get_args(hint)
    if data is None and type(None) in choices:
        return None
    (only,) = (choice for choice in choices if choice is not type(None))
    return _value(only, data, where)


def _many(hint: object, data: object, where: str) -> object:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is dict:
        if not isinstance(data, dict):
            raise DataError(f"{where}: a table is expected")
        return {key: _value(inside[1], item, f"{where}.{key}") for key, item in data.items()}
    if not isinstance(data, list | tuple):
        raise DataError(f"{where}: a list is expected")
    items = [_value(inside[0], item, f"{where}[{n}]") for n, item in enumerate(data)]
    return tuple(items) if origin is tuple else items


def _instant(data: object, where: str) -> datetime:
    if not isinstance(data, str):
        raise DataError(f"{where}: an ISO 8601 instant is expected")
    at = datetime.fromisoformat(data)
    if at.tzinfo is None:
        raise DataError(f"{where}: the instant has no time zone")
    return at
