"""The one table of keys: what each does, in words, and when it cannot; no Textual.

The footer, the help screen, the palette, the README and the bindings all come from here.
"""

from collections.abc import Mapping
from dataclasses import replace

from cockpit.keys.acting import ACTING
from cockpit.keys.key import Key, shown
from cockpit.keys.looking import LOOKING

TABLE = (*ACTING, *LOOKING)

FIXED = frozenset({"panes", "next-pane", "detail", "post", "palette", "back"})
"""Keys that the widgets themselves give; they are listed, not re-bound."""

ASKING = frozenset(
    {"declare", "update", "escalate", "severity", "note", "reassign", "responders", "hand-over"}
    | {"snooze", "resolve", "merge", "rename", "priority", "take-pager"}
    | {"roles", "mitigate", "cadence", "security", "room", "learn"}
)
"""Keys that open a dialog in which something is written."""


def named(key_id: str) -> Key:
    """The key of this id, as it is without anybody's configuration. Raises KeyError."""
    return {key.id: key for key in TABLE}[key_id]


def bound(overrides: Mapping[str, tuple[str, ...]]) -> tuple[Key, ...]:
    """The table with the person's own keys in place of ours."""
    return tuple(replace(key, keys=overrides.get(key.id, key.keys)) for key in TABLE)


def markdown() -> str:
    """The table of keys for the README."""
    lines = ["| key | does |", "| --- | --- |"]
    for key in TABLE:
        names = " · ".join(f"`{shown(k)}`" for k in _listed(key))
        lines.append(f"| {names} | {key.help} |")
    return "\n".join(lines)


def _listed(key: Key) -> tuple[str, ...]:
    return key.keys[:1] if key.id == "panes" else key.keys
