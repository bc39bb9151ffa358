"""Plain data as TOML gives it: places, what stands there, one laid over another; no meaning."""

Place = tuple[str | int, ...]
"""Where a value stands: keys, and positions in lists counted from 0."""
Row = dict[str, object]
"""One table of a list, as it was read."""


def value_at(data: object, place: Place) -> object:
    """What stands at a place; None when nothing does."""
    for part in place:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, tuple | list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def depth(data: object, place: Place) -> int:
    """How many steps of a place exist."""
    lengths = range(len(place), 0, -1)
    return next((length for length in lengths if value_at(data, place[:length]) is not None), 0)


def rows(data: object, *place: str | int) -> list[tuple[Place, Row]]:
    """The tables of a list, each with its place; what is no table is passed over."""
    found = value_at(data, place)
    entries = enumerate(found) if isinstance(found, tuple | list) else ()
    return [((*place, index), entry) for index, entry in entries if isinstance(entry, dict)]


def laid_together(under: object, over: object) -> object:
    """One value over another: tables key by key, everything else (lists too) replaced."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    both = {key: laid_together(under[key], over[key]) for key in under if key in over}
    return {**under, **over, **both}


def frozen(value: object) -> object:
    """The same data with tuples for lists, as the frozen tables want them."""
    if isinstance(value, dict):
        return {key: frozen(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return tuple(frozen(entry) for entry in value)
    return value
