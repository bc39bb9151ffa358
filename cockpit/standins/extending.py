"""A scenario that plays where another one does: the same people and services on a quiet day.

What the other one's incident is made of is left out, and this one's own is laid over the rest. A
table replaces single keys; of a list, an entry of the same id, key, name or token is laid over its
elder, and any other is one more.
"""

from collections.abc import Mapping

QUIET_S = 7200.0
"""What happened in the other one so shortly before its start, or later, did not happen here."""

_OWN = ("name", "title", "truth", "pages", "changes", "replies", "turns", "ends", "extends")
"""What is never taken over."""
_DATED = ("said", "errors")
_NAMES = ("id", "key", "name", "token")
_TIMED = ("phases", "points", "commits")
"""Lists that go on where their elder ended: in the order of their time."""

Json = dict[str, object]


def extended(base: Json, own: Json) -> Json:
    """One table of both."""
    quiet = {key: _quiet(key, value) for key, value in base.items() if key not in _OWN}
    return _laid(quiet, {key: value for key, value in own.items() if key != "extends"})


def elsewhere(table: Json) -> Json:
    """The same under another procedure, which has other steps and other criteria."""
    found = dict(table)
    for key, without in (("endpoints", "step"), ("runbooks", "criterion")):
        rows = found.get(key)
        if isinstance(rows, list):
            found[key] = [{k: v for k, v in row.items() if k != without} for row in rows]
    return found


def _quiet(key: str, value: object) -> object:
    rows = value if isinstance(value, list) else []
    match key:
        case "said" | "errors":
            return [row for row in rows if _at(row) <= -QUIET_S]
        case "endpoints":
            return [{**row, "phases": list(row["phases"])[:1]} for row in rows]
        case "metrics":
            return [{**row, "points": list(row["points"])[:1]} for row in rows]
        case "repositories":
            return [{**row, "commits": _old(row["commits"])} for row in rows]
        case _:
            return value


def _old(commits: list[Json]) -> list[Json]:
    return [commit for commit in commits if _at(commit) <= -QUIET_S]


def _at(row: object) -> float:
    at = row.get("at") if isinstance(row, Mapping) else None
    return float(at) if isinstance(at, int | float) else 0.0


def _laid(base: Json, own: Json) -> Json:
    found = dict(base)
    for key, value in own.items():
        found[key] = _over(key, base[key], value) if key in base else value
    return found


def _over(key: str, base: object, own: object) -> object:
    if isinstance(base, dict) and isinstance(own, dict):
        return _laid(base, own)
    if not (_is_tables(base) and _is_tables(own)):
        return own
    rows: list[Json] = [dict(row) for row in base] if isinstance(base, list) else []
    for row in own if isinstance(own, list) else ():
        place = next((n for n, one in enumerate(rows) if _is_same(one, row)), None)
        if place is None:
            rows.append(row)
        else:
            rows[place] = _laid(rows[place], row)
    return sorted(rows, key=_at) if key in (*_TIMED, *_DATED) else rows


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _is_same(one: Json, other: Json) -> bool:
    """Whether both carry the same name, by the first kind of name that both have."""
    for name in _NAMES:
        if name in one and name in other:
            return one[name] == other[name]
    return False
