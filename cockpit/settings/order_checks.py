"""What must hold between the keys of who has to be told, and of what is told besides."""

import re
from collections.abc import Iterator

from cockpit.settings.explain import Trouble
from cockpit.settings.tree import Place, Row, rows, value_at
from cockpit.settings.words import shown

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_TURNED = re.compile(r"[^a-z0-9]+")
_CHANNELS = ("incident", "oncall", "noise", "log", "alerts", "operations", "security")


def tellings(data: object) -> Iterator[Trouble]:
    """Everybody who has to be told can be reached as it is set, and has a name of their own."""
    for (*place, level), row in rows(data, "procedure", "levels"):
        seen = set[str]()
        tells = row.get("tells")
        for index, telling in enumerate(tells if isinstance(tells, tuple | list) else ()):
            if not isinstance(telling, dict):
                continue
            where: Place = (*place, level, "tells", index)
            yield from _ways(data, where, telling)
            name = telling.get("id") or _TURNED.sub("-", str(telling.get("who")).lower())
            if isinstance(name, str) and name.strip("-") in seen:
                mend = "give each of them an id of its own"
                yield (*where, "id"), "is used twice in this level", mend
            seen.add(str(name).strip("-"))


def _ways(data: object, where: Place, telling: Row) -> Iterator[Trouble]:
    way, to = telling.get("way"), telling.get("to")
    to = tuple(to) if isinstance(to, tuple | list) else ()
    if way == "email":
        yield from _addresses(data, where, to)
    if telling.get("groups") and way != "post":
        mend = 'write way = "post", or leave the groups out'
        yield (*where, "groups"), "are tagged in posts alone", mend
    if way == "post" and len(to) > 1:
        yield (*where, "to", 1), "is a second channel", "write one entry for each channel"
    if way == "post" and to and to[0] in _CHANNELS and not _is_set(data, str(to[0])):
        mend = f"name it in [procedure.channels] {shown(str(to[0]))}"
        yield (*where, "to", 0), f"names the {shown(str(to[0]))} channel, which is not set", mend


def _addresses(data: object, where: Place, to: tuple[object, ...]) -> Iterator[Trouble]:
    if not to:
        yield (*where, "to"), "is missing", 'add the addresses: to = ["everyone@example.com"]'
    named = value_at(data, ("procedure", "addresses"))
    for index, address in enumerate(to):
        if not isinstance(address, str) or _EMAIL.fullmatch(address):
            continue
        if not isinstance(named, dict) or address not in named:
            mend = 'write it as "everyone@example.com", or name it in [procedure.addresses]'
            yield (*where, "to", index), "is not an e-mail address", mend


def _is_set(data: object, purpose: str) -> bool:
    places: tuple[Place, ...] = (("procedure", "channels"), ("slack", "channels"))
    return any(value_at(data, (*place, purpose)) for place in places)


def mirrors(data: object) -> Iterator[Trouble]:
    """Mitigations are told in the log channel besides only where there is one."""
    mirror = value_at(data, ("procedure", "mirror"))
    if isinstance(mirror, tuple | list) and "mitigation" in mirror and not _is_set(data, "log"):
        index = list(mirror).index("mitigation")
        mend = "name the channel in [procedure.channels] log: the thread has mitigations anyway"
        yield ("procedure", "mirror", index), "needs a log channel, and none is set", mend
