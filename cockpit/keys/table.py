"""The one table of keys: what each does, in words, and when it cannot; no Textual.

The footer, the help screen, the palette, the README and the bindings all come from here.
"""

from collections.abc import Mapping
from dataclasses import replace

from cockpit.domain import possible
from cockpit.keys.key import Key, Reach, shown

TABLE = (
    Key(
        id="acknowledge",
        keys=("a",),
        words="ack",
        help="Acknowledge the incident on screen: it stops the escalation timer.",
        refusal=possible.needs_open,
        settled=possible.is_mine,
        reach=Reach.MANY,
    ),
    Key(
        id="declare",
        keys=("d",),
        words="declare",
        help="Declare it in the incident channel, which opens the thread.",
        refusal=possible.needs_open,
        settled=possible.is_declared,
    ),
    Key(
        id="update",
        keys=("u",),
        words="update",
        help="Write an update for the thread: known, trying, next; undeclared, it declares first.",
        refusal=possible.needs_thread,
    ),
    Key(
        id="no-change",
        keys=("U",),
        help="Post that nothing has changed: shows the words, asks once.",
        refusal=possible.needs_words_before,
    ),
    Key(
        id="mitigate",
        keys=("m",),
        words="mitigate",
        help="Announce a mitigation, say how it goes, or that users are no longer hurt.",
        refusal=possible.needs_incident,
    ),
    Key(
        id="roles",
        keys=("r",),
        words="roles",
        help="Who commands, who speaks, who looks: take a role, give it, leave it, take all.",
        refusal=possible.needs_open,
    ),
    Key(
        id="tell",
        keys=("t",),
        help="Show who must be told, by when and how; read the text for each, and tell them.",
        refusal=possible.needs_incident,
    ),
    Key(
        id="cadence",
        keys=("c",),
        help="Let the nudges for updates rest, change them or switch them off, with a reason.",
        refusal=possible.needs_open,
    ),
    Key(
        id="outbox",
        keys=("x",),
        words="outbox",
        settled=possible.is_all_sent,
        help="List what has not left yet: read it, send it, give it up, say whether it arrived.",
    ),
    Key(
        id="security",
        keys=("S",),
        help="Tell the security channel, its group tagged; nothing of it goes to the thread.",
        refusal=possible.needs_security,
    ),
    Key(
        id="room",
        keys=("W",),
        help="Open a channel for the incident: topic, invitations, links; or archive it.",
        refusal=possible.needs_incident,
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
        help="Give it to the secondary, or to others: shows who, asks once.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="responders",
        keys=("plus",),
        help="Ask people to join, with a message; it pages them.",
        refusal=possible.needs_open,
        reach=Reach.ONE,
    ),
    Key(
        id="hand-over",
        keys=("H",),
        help="Ask another engineer to take it; it stays yours until they agree.",
        refusal=possible.needs_mine,
        reach=Reach.ONE,
    ),
    Key(
        id="offer-help",
        keys=("h",),
        help="Say in the on-call channel that you can help with somebody else's page.",
        refusal=possible.needs_somebody_elses,
        reach=Reach.ONE,
    ),
    Key(
        id="snooze",
        keys=("z",),
        help="Let it rest for an hour, four, or until working hours begin.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="resolve",
        keys=("R",),
        help="Resolve it at the pager, and say how it was resolved.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="merge",
        keys=("M",),
        help="Merge other incidents into it, with a title that says what they are together.",
        refusal=possible.needs_another,
        reach=Reach.MANY,
    ),
    Key(
        id="rename",
        keys=("T",),
        help="Give it a title that says what it is.",
        refusal=possible.needs_open,
        reach=Reach.ONE,
    ),
    Key(
        id="priority",
        keys=("P",),
        help="Set its priority at the pager, or take it away.",
        refusal=possible.needs_open,
        reach=Reach.MANY,
    ),
    Key(
        id="engaged",
        keys=("y",),
        help="Say that you are at work on it, when the cockpit asks whether somebody is.",
        refusal=possible.needs_open,
    ),
    Key(
        id="take-pager",
        keys=("O",),
        help="Be on call for some hours by a schedule override, and say so in the channel.",
        refusal=possible.needs_schedule,
    ),
    Key(
        id="take-group",
        keys=("G",),
        help="Take over the on-call group: shows who is in it and who will be; reads it back.",
        refusal=possible.needs_group,
    ),
    Key(
        id="on-call",
        keys=("w",),
        words="on call",
        help="Show who is on call now and next, gaps, and your next shifts.",
    ),
    Key(
        id="policy",
        keys=("p",),
        help="Compare the escalation policy with the one that is wanted, and rotate it.",
    ),
    Key(
        id="open",
        keys=("o",),
        help="Show the incident's link and copy it.",
        refusal=possible.needs_incident,
    ),
    Key(
        id="again",
        keys=("g",),
        help="Ask every source again now.",
    ),
    Key(
        id="panes",
        keys=("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        help="Go to the pane of that number.",
        palette=False,
    ),
    Key(
        id="next-pane",
        keys=("tab",),
        help="Go to the next pane; Shift+Tab to the one before.",
        palette=False,
    ),
    Key(
        id="detail",
        keys=("enter",),
        help="Open what is selected in the pane.",
        palette=False,
    ),
    Key(
        id="post",
        keys=("ctrl+enter", "ctrl+s"),
        help="Post what is written (Ctrl+S for terminals that cannot send Ctrl+Enter).",
        palette=False,
    ),
    Key(
        id="palette",
        keys=("ctrl+p",),
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
    | {"roles", "mitigate", "cadence", "security", "room"}
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
