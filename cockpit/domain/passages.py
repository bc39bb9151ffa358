"""What of a journalled fact can be found by words: passages of text, also of kinds yet unknown.

Works on the stored body, as names and values, so that whatever is recorded can be found without
anything being said here about it; what is said here is only what would be noise.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

Body = Mapping[str, object]
"""A fact as it is stored: what JSON can hold."""

_SILENT = frozenset(
    {
        "effect_claimed",
        "screen_opened",
        "server_clock_read",
        "engagement_confirmed",
        "command_end_asked",
    }
)
"""Kinds in which nobody looks for words."""

_SEEN = re.compile(r".+_(?:seen|found|read|related|turned)|source_changed|me_identified")
"""Kinds that nobody has written: a cockpit that was open has seen them."""

_NAMES = {
    "incident_seen": "incident",
    "incident_log_read": "pager log",
    "reply_seen": "reply",
    "deploys_found": "deploy",
    "changes_related": "change",
    "changes_found": "change",
    "reports_found": "report",
    "errors_found": "error",
    "rings_read": "ring",
    "note_requested": "note",
    "update_requested": "update",
    "edit_requested": "edited update",
    "declaration_requested": "declaration",
    "telling_requested": "telling",
    "change_requested": "change at the pager",
    "command_requested": "command",
    "action_requested": "act at a service",
    "effect_done": "outcome",
    "effect_failed": "failed",
    "effect_unclear": "unclear",
    "effect_discarded": "discarded",
    "lesson_written": "lesson",
    "probe_turned": "probe",
    "criterion_turned": "criterion",
    "source_changed": "source",
    "on_call_seen": "on call",
    "rota_read": "on call",
    "customer_searched": "customer",
    "caller_verified": "caller",
    "role_assigned": "role",
    "relief_noted": "relief",
    "severity_set": "severity",
    "policy_seen": "policy",
    "me_identified": "person",
    "person_found": "person",
    "handover_seen": "handover",
    "shift_began": "shift",
    "shift_ended": "shift",
    "shift_noted": "shift note",
    "shift_note_edited": "shift note",
    "item_added": "action item",
    "item_reworded": "action item",
    "item_moved": "action item",
    "ticket_seen": "ticket",
    "paper_written": "paper",
    "readiness_checked": "check-up",
}

_NOISE = frozenset({
    "id", "kind", "effects", "mentions", "about", "gone", "channel", "thread", "ts", "ours",
    "purpose", "effect", "attempt", "process", "urgency", "status", "url", "mend", "assignments",
    "acknowledgements", "responders", "pending", "places", "item", "shift", "handover", "request",
})  # fmt: skip
"""Fields that say nothing to a person."""

_FRAME = frozenset({"repository", "folder", "source", "email"})
"""Fields around a list that say where all of it is from, and that each thing of it says too."""

_IDS = re.compile(r"_(?:ids?|of)$")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")
"""An instant as it is stored."""
_LOCAL = "incident_id"
_FIRST = ("title", "subject", "text", "words", "line")
"""Fields that say most, and so come first."""
_CORES = ("incident", "reply")
"""Fields that are all that a fact is about."""
_ITS_OWN = ("sha", "path", "id")
_TIMES = ("at", "created_at", "first_seen")
_LONGEST = 20_000
"""Characters of one passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of text that belongs together."""

    kind: str
    """What it is from, in words: "note", "deploy"."""
    text: str
    """For people; its parts stand in lines of their own."""
    names: str = ""
    """Ids by which it can be found as well, parted by spaces."""
    incident_id: str = ""
    effect: str = ""
    """The effect that it tells of, where that alone says which incident it belongs to."""
    thing: str = ""
    """What it describes, by its own id: a newer description takes its place; empty: it is one."""
    at: str = ""
    """When that was, as the journal writes instants; empty: when it was recorded."""
    author: str | None = None
    """Whose words or work it is; None: of whoever recorded it."""


def kind_name(kind: str) -> str:
    """What people call facts of this kind, as it stands in the journal."""
    return _NAMES.get(kind, kind.removesuffix("_requested").replace("_", " "))


def effects_of(body: Body) -> Iterator[tuple[str, str]]:
    """The ids of the effects that a request wants, each with its incident; "" for none."""
    for effect in _dicts(body.get("effects")):
        name, incident_id = effect.get("id"), effect.get(_LOCAL)
        if isinstance(name, str) and isinstance(incident_id, str):
            yield name, incident_id


def passages(kind: str, body: Body) -> Iterator[Passage]:
    """The passages of a fact: one, or one for each thing that it lists."""
    if kind in _SILENT:
        return
    incident_id = _incident(kind, body)
    listed = {key: _dicts(value) for key, value in body.items() if key not in _NOISE}
    left_out = {key for key, items in listed.items() if items}
    if left_out:
        left_out |= _FRAME
    rest = {key: value for key, value in body.items() if key not in left_out | {*_CORES}}
    about = Passage(
        kind=kind_name(kind), text="", incident_id=incident_id, effect=_text(body.get("effect"))
    )
    for thing in (thing for items in listed.values() for thing in items):
        yield from _passage(about, thing, _first(thing, _ITS_OWN), "")
    core = next((value for key in _CORES if isinstance(value := body.get(key), Mapping)), {})
    yield from _passage(about, {**rest, **core}, "", "" if _SEEN.fullmatch(kind) else None)


def _passage(about: Passage, thing: Body, its_own: str, author: str | None) -> Iterator[Passage]:
    """The passage of a thing, if it says anything."""
    text = _said(thing)
    if text.strip():
        yield replace(
            about,
            text=text[:_LONGEST],
            names=" ".join(dict.fromkeys(_ids(thing))),
            incident_id=_text(thing.get(_LOCAL)) or about.incident_id,
            thing=its_own,
            at=_first(thing, _TIMES),
            author=_text(thing.get("author")) or author,
        )


def _first(body: Body, keys: tuple[str, ...]) -> str:
    return next((value for key in keys if (value := _text(body.get(key)))), "")


def _said(body: Body) -> str:
    """Its words, and those of what was sent, as far as they are others."""
    said = "\n".join(dict.fromkeys(_words(body)))
    for sent in _dicts(body.get("effects")):
        more = [words for words in dict.fromkeys(_words(sent)) if words not in said]
        said = "\n".join((said, *more) if said else more)
    return said


def _incident(kind: str, body: Body) -> str:
    incident = body.get("incident")
    if kind == "incident_seen" and isinstance(incident, Mapping):
        return _text(incident.get("id"))
    return _text(body.get(_LOCAL))


def _words(body: Body) -> Iterator[str]:
    """The strings for people, in the order of the fields, those of inner values included."""
    number = body.get("number")
    if isinstance(number, int):
        yield f"#{number}"
    for key in (*(key for key in _FIRST if key in body), *body):
        if key not in _NOISE and not _IDS.search(key):
            yield from _said_by(body[key])


def _said_by(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip() and not INSTANT.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        yield from _words(value)
    elif isinstance(value, list):
        for inner in value:
            yield from _said_by(inner)


def _ids(body: Body) -> Iterator[str]:
    for key, value in body.items():
        if isinstance(value, str) and (key == "id" or _IDS.search(key)):
            yield value
        elif isinstance(value, Mapping):
            yield from _ids(value)


def _dicts(value: object) -> list[Body]:
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, Mapping)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
