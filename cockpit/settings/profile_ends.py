"""What a profile leaves open between its keys: no fault, and worth a look before it is needed."""

import re
from collections.abc import Iterator

from cockpit.settings.explain import Trouble
from cockpit.settings.tree import rows, value_at
from cockpit.settings.words import listed, nearest, shown

_TURNED = re.compile(r"[^a-z0-9]+")


def profile_ends(data: object) -> Iterator[Trouble]:
    """Names without addresses, steps that nobody is told for, a reason above nobody."""
    yield from _addresses(data)
    yield from _told(data)
    yield from _reason(data)


def _addresses(data: object) -> Iterator[Trouble]:
    """One word for each name, however many levels write to it."""
    named = value_at(data, ("procedure", "addresses"))
    written = dict.fromkeys(
        str(name)
        for telling in _tellings(data)
        if telling.get("way") == "email"
        for name in _many(telling.get("to"))
    )
    for name in written:
        if isinstance(named, dict) and name in named and not named[name]:
            mend = f'add them to your own configuration: {shown(name)} = ["everyone@example.com"]'
            yield (
                ("procedure", "addresses", name),
                "has no address, so no e-mail can go there",
                mend,
            )


def _told(data: object) -> Iterator[Trouble]:
    names = {
        str(t.get("id") or _TURNED.sub("-", str(t.get("who")).lower()).strip("-"))
        for t in _tellings(data)
    }
    for where, row in rows(data, "procedure", "steps"):
        if row.get("evidence") == "told" and row.get("id") not in names:
            mend = f"give one of those who are told this id; there are {listed(sorted(names))}"
            reason = "is nobody's who is told, so telling anybody ticks it"
            yield (*where, "id"), reason, mend if names else "add tells to a level"


def _reason(data: object) -> Iterator[Trouble]:
    above = value_at(data, ("procedure", "escalation", "reason_above"))
    ladder = [str(row.get("role")) for _, row in rows(data, "procedure", "ladder")]
    if not isinstance(above, str) or not above or not ladder:
        return
    if above.casefold() not in {role.casefold() for role in ladder}:
        near = nearest(above, ladder)
        meant = f'did you mean "{shown(near)}"? ' if near else ""
        mend = f"{meant}The rungs are {listed(ladder)}; empty: no reason is ever due"
        reason = f'names "{shown(above)}", who stands on no rung: the second one counts'
        yield ("procedure", "escalation", "reason_above"), reason, mend


def _tellings(data: object) -> Iterator[dict[str, object]]:
    for _, level in rows(data, "procedure", "levels"):
        for telling in _many(level.get("tells")):
            if isinstance(telling, dict):
                yield telling


def _many(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()
