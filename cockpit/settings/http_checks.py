"""What must hold between the keys of HTTP actions and of the services that they go to."""

import json
import re
from collections.abc import Iterator

from cockpit.domain.http_actions import ASKED_BLANKS, DONE_BLANKS, LISTED_BLANKS
from cockpit.settings.explain import WAYS, Trouble
from cockpit.settings.tree import Place, Row, rows, value_at
from cockpit.settings.words import listed

_BLANK = re.compile(r"\{([^{}]*)\}")
_OF_ORG = frozenset({"org_id", "org", "owner"})
_FINDS_ORG = frozenset({"org", "allowed", "caller"})
_BLANKS = {"lookup": ASKED_BLANKS, "list": LISTED_BLANKS}
"""By kind; an act has `DONE_BLANKS`."""


def http(data: object) -> Iterator[Trouble]:
    """Each service says at most once where its token is; each action can be filled and asked."""
    for where, row in rows(data, "http"):
        said = [way for way in WAYS if way in row]
        if len(said) > 1:
            reason = f"says a second time where the token is, after {said[0]}"
            yield (*where, said[1]), reason, f"keep one of {listed(said)}"
    for where, row in rows(data, "procedure", "http_actions"):
        yield from _body(where, row)
        yield from _blanks(where, row)
        asks = {"lookup": _lookup, "list": _only_asks}
        yield from asks.get(str(row.get("kind")), _act)(where, row)


def _body(where: Place, row: Row) -> Iterator[Trouble]:
    text = row.get("body")
    if not isinstance(text, str) or not text.strip():
        return
    try:
        json.loads(text)
    except ValueError:
        mend = 'write it in single quotes: \'{"org_id": "{org_id}"}\''
        yield (*where, "body"), "is not JSON", mend
    if row.get("method") == "GET":
        yield (*where, "body"), "goes with no GET", 'write method = "POST", or leave it out'


def _blanks(where: Place, row: Row) -> Iterator[Trouble]:
    known = _BLANKS.get(str(row.get("kind")), DONE_BLANKS)
    blanks = listed(f"{{{name}}}" for name in known)
    for place, text in _texts(row):
        used = _used(text, is_json=place == ("body",))
        if used - set(known):
            reason = "has a blank that cannot be filled"
            yield (*where, *place), reason, f"the blanks are {blanks}"
        if "input" in used and not row.get("ask"):
            mend = 'say what you are asked for: ask = "…"'
            yield (*where, "ask"), "is missing, but {input} is used", mend
        requires = row.get("requires")
        needs = {str(n) for n in requires} if isinstance(requires, tuple | list) else set()
        if used & _OF_ORG and not needs & _FINDS_ORG:
            mend = 'add "org", so that there is one whenever it is done'
            yield (*where, "requires"), "does not say that an org is looked up first", mend


def _texts(row: Row) -> Iterator[tuple[Place, str]]:
    """Every text of an action that may have blanks."""
    places: tuple[Place, ...] = (("path",), ("body",), ("confirm",), ("trace", "path"))
    pairs = value_at(row, ("trace", "where"))
    count = len(pairs) if isinstance(pairs, tuple | list) else 0
    for place in (*places, *(("trace", "where", n) for n in range(count))):
        text = value_at(row, place)
        if isinstance(text, str) and text:
            yield place, text


def _used(text: str, *, is_json: bool) -> set[str]:
    """The blanks of a text; of JSON, those inside its texts."""
    if not is_json:
        return set(_BLANK.findall(text)) | (
            {"?"} if set("{}") & set(_BLANK.sub("", text)) else set()
        )
    try:
        return {name for leaf in _leaves(json.loads(text)) for name in _BLANK.findall(leaf)}
    except ValueError:
        return set()


def _leaves(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for value in part.values():
            yield from _leaves(value)
    elif isinstance(part, list):
        for value in part:
            yield from _leaves(value)
    elif isinstance(part, str):
        yield part


def _lookup(where: Place, row: Row) -> Iterator[Trouble]:
    asked = f"{row.get('path')}{row.get('body', '')}"
    if "{query}" not in asked:
        mend = 'add {query}, where the id or the address goes: "/orgs?query={query}"'
        yield (*where, "path"), "does not say what is looked for", mend
    yield from _only_asks(where, row)


def _only_asks(where: Place, row: Row) -> Iterator[Trouble]:
    for key in ("secret", "trace", "confirm", "ask"):
        if row.get(key):
            yield (*where, key), "is for acts", "leave it out: this only asks"


def _act(where: Place, row: Row) -> Iterator[Trouble]:
    if row.get("method") == "GET":
        mend = 'write method = "POST", or kind = "lookup"'
        yield (*where, "method"), "is GET, which changes nothing", mend
    if row.get("org"):
        yield (*where, "org"), "is for look-ups", "leave it out"
    requires = row.get("requires")
    needs = requires if isinstance(requires, tuple | list) else ("confirmation",)
    if (row.get("secret") or "allowed" in needs) and "confirmation" not in needs:
        mend = 'add "confirmation"'
        yield (*where, "requires"), "lets somebody into an org without a question", mend
