"""The one table of keys: what each does, in words, and when it cannot; no Textual.

The footer, the help screen, the palette, the README and the bindings all come from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cockpit.domain.model import Status
from cockpit.domain.situation import Situation

Refusal = Callable[[Situation], str]


def _never(_situation: Situation) -> str:
    return ""


def _needs_incident(situation: Situation) -> str:
    return "" if situation.case else "no incident is open: nothing to do that to"


def _needs_open(situation: Situation) -> str:
    case = situation.case
    if case is None:
        return _needs_incident(situation)
    if case.incident.status is Status.RESOLVED:
        return f"#{case.incident.number} is resolved already"
    return ""


def _needs_declared(situation: Situation) -> str:
    case = situation.case
    if case is not None and case.declaration is None:
        return f"#{case.incident.number} is not declared yet: d does it and opens the thread"
    return _needs_incident(situation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One thing that a key does; `keys` may be re-bound in the configuration by `id`."""

    id: str
    keys: tuple[str, ...]
    words: str
    """For the footer: as short as can be; empty keeps it out of the footer."""
    help: str
    refusal: Refusal = _never
    palette: bool = True

    @property
    def shown(self) -> str:
        """The key as people write it."""
        return _SHOWN.get(self.keys[0], self.keys[0]) if self.keys else ""


_SHOWN = {
    "question_mark": "?",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "enter": "Enter",
    "ctrl+p": "Ctrl+P",
    "ctrl+enter": "Ctrl+Enter",
    "ctrl+s": "Ctrl+S",
    "1": "1-9",
}

TABLE = (
    Key(
        id="acknowledge",
        keys=("a",),
        words="ack",
        help="Acknowledge the incident on screen: it stops the escalation timer.",
        refusal=_needs_open,
    ),
    Key(
        id="declare",
        keys=("d",),
        words="declare",
        help="Declare it in the incident channel, which opens the thread.",
        refusal=_needs_open,
    ),
    Key(
        id="update",
        keys=("u",),
        words="update",
        help="Write an update for the thread: known, trying, next.",
        refusal=_needs_declared,
    ),
    Key(
        id="note",
        keys=("n",),
        words="note",
        help="Write something down on the timeline, and at the pager if you say so.",
    ),
    Key(
        id="incidents",
        keys=("i",),
        words="incidents",
        help="List the incidents; Enter puts one on screen.",
    ),
    Key(
        id="open",
        keys=("o",),
        words="",
        help="Show the incident's link and copy it.",
        refusal=_needs_incident,
    ),
    Key(
        id="again",
        keys=("g",),
        words="",
        help="Ask every source again now.",
    ),
    Key(
        id="panes",
        keys=("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        words="",
        help="Go to the pane of that number.",
        palette=False,
    ),
    Key(
        id="next-pane",
        keys=("tab",),
        words="",
        help="Go to the next pane; Shift+Tab to the one before.",
        palette=False,
    ),
    Key(
        id="detail",
        keys=("enter",),
        words="",
        help="Open what is selected in the pane.",
        palette=False,
    ),
    Key(
        id="post",
        keys=("ctrl+enter", "ctrl+s"),
        words="",
        help="Post what is written (Ctrl+S for terminals that cannot send Ctrl+Enter).",
        palette=False,
    ),
    Key(
        id="palette",
        keys=("ctrl+p",),
        words="",
        help="Find any action by name.",
        palette=False,
    ),
    Key(
        id="help",
        keys=("question_mark",),
        words="help",
        help="Show this help.",
    ),
    Key(
        id="back",
        keys=("escape",),
        words="",
        help="Go back; what was written is kept as a draft.",
        palette=False,
    ),
    Key(
        id="quit",
        keys=("q",),
        words="quit",
        help="Quit; asks when an incident is open or something is still to be sent.",
    ),
)

FIXED = frozenset({"panes", "next-pane", "detail", "post", "palette", "back"})
"""Keys that the widgets themselves give; they are listed, not re-bound."""


def bound(overrides: Mapping[str, tuple[str, ...]]) -> tuple[Key, ...]:
    """The table with the person's own keys in place of ours."""
    return tuple(replace(key, keys=overrides.get(key.id, key.keys)) for key in TABLE)


def markdown() -> str:
    """The table of keys for the README."""
    lines = ["| key | does |", "| --- | --- |"]
    for key in TABLE:
        names = " · ".join(f"`{_SHOWN.get(k, k)}`" for k in _listed(key))
        lines.append(f"| {names} | {key.help} |")
    return "\n".join(lines)


def _listed(key: Key) -> tuple[str, ...]:
    return key.keys[:1] if key.id == "panes" else key.keys
