"""The one table of keys: what each does, in words, and when it cannot; no Textual.

The footer, the help screen, the palette, the README and the bindings all come from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cockpit.domain import possible
from cockpit.domain.situation import Situation

Refusal = Callable[[Situation], str]


class Reach(StrEnum):
    """What a key is about."""

    NOTHING = "no incident"
    ONE = "one incident"
    MANY = "any number of incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One thing that a key does; `keys` may be re-bound in the configuration by `id`."""

    id: str
    keys: tuple[str, ...]
    words: str
    """For the footer: as short as can be; empty keeps it out of the footer."""
    help: str
    refusal: Refusal = possible.never
    reach: Reach = Reach.NOTHING
    """How many incidents of a list it can be pressed for at once."""
    palette: bool = True

    @property
    def shown(self) -> str:
        """The key as people write it."""
        return _SHOWN.get(self.keys[0], self.keys[0]) if self.keys else ""


_SHOWN = {
    "question_mark": "?",
    "plus": "+",
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
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="declare",
        keys=("d",),
        words="declare",
        help="Declare it in the incident channel, which opens the thread.",
        refusal=possible.needs_open,
    ),
    Key(
        id="update",
        keys=("u",),
        words="update",
        help="Write an update for the thread: known, trying, next; undeclared, it declares first.",
        refusal=possible.needs_thread,
    ),
    Key(
        id="escalate",
        keys=("e",),
        words="escalate",
        help="Page the next level now, or another one; above the secondary it asks for a reason.",
        refusal=possible.needs_open,
        reach=Reach.ONE,
    ),
    Key(
        id="incidents",
        keys=("i",),
        words="list",
        help="List the incidents; Enter puts one on screen.",
    ),
    Key(
        id="severity",
        keys=("s",),
        words="severity",
        help="Set the severity, and judge whether it is worth a page; shows what each demands.",
        refusal=possible.needs_incident,
    ),
    Key(
        id="note",
        keys=("n",),
        words="note",
        help="Write something down on the timeline, and at the pager if you say so.",
    ),
    Key(
        id="reassign",
        keys=("A",),
        words="",
        help="Give it to the secondary, or to others: shows who, asks once.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="responders",
        keys=("plus",),
        words="",
        help="Ask people to join, with a message; it pages them.",
        refusal=possible.needs_open,
        reach=Reach.ONE,
    ),
    Key(
        id="hand-over",
        keys=("H",),
        words="",
        help="Ask another engineer to take it; it stays yours until they agree.",
        refusal=possible.needs_mine,
        reach=Reach.ONE,
    ),
    Key(
        id="offer-help",
        keys=("h",),
        words="",
        help="Say in the on-call channel that you can help with somebody else's page.",
        refusal=possible.needs_somebody_elses,
        reach=Reach.ONE,
    ),
    Key(
        id="snooze",
        keys=("z",),
        words="",
        help="Let it rest for an hour, four, or until working hours begin.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="resolve",
        keys=("R",),
        words="",
        help="Resolve it at the pager, and say how it was resolved.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="merge",
        keys=("M",),
        words="",
        help="Merge other incidents into it, with a title that says what they are together.",
        refusal=possible.needs_another,
        reach=Reach.MANY,
    ),
    Key(
        id="rename",
        keys=("T",),
        words="",
        help="Give it a title that says what it is.",
        refusal=possible.needs_open,
        reach=Reach.ONE,
    ),
    Key(
        id="priority",
        keys=("P",),
        words="",
        help="Set its priority at the pager, or take it away.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="engaged",
        keys=("y",),
        words="",
        help="Say that you are at work on it, when the cockpit asks whether somebody is.",
        refusal=possible.needs_open,
    ),
    Key(
        id="take-pager",
        keys=("O",),
        words="",
        help="Be on call for some hours by a schedule override, and say so in the channel.",
        refusal=possible.needs_schedule,
    ),
    Key(
        id="policy",
        keys=("p",),
        words="",
        help="Compare the escalation policy with the one that is wanted, and rotate it.",
    ),
    Key(
        id="open",
        keys=("o",),
        words="",
        help="Show the incident's link and copy it.",
        refusal=possible.needs_incident,
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

ASKING = frozenset(
    {"declare", "update", "escalate", "severity", "note", "reassign", "responders", "hand-over"}
    | {"snooze", "resolve", "merge", "rename", "priority", "take-pager"}
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
        names = " · ".join(f"`{_SHOWN.get(k, k)}`" for k in _listed(key))
        lines.append(f"| {names} | {key.help} |")
    return "\n".join(lines)


def _listed(key: Key) -> tuple[str, ...]:
    return key.keys[:1] if key.id == "panes" else key.keys
