"""Paths into foreign JSON, as a profile writes them: "settings.plan", "tags[0].name"."""

import re

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def at(value: object, path: str) -> object:
    """What stands there; the value itself for an empty path, None where there is nothing."""
    for name, index in _STEP.findall(path):
        if name:
            value = value.get(name) if isinstance(value, dict) else None
        else:
            place = int(index)
            value = value[place] if isinstance(value, list) and place < len(value) else None
    return value
