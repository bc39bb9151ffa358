"""What the service catalogue names and nobody configured: no fault, and worth a look.

A profile may name more than one engineer's configuration has, so nothing of this is refused.
"""

from collections.abc import Iterable, Iterator

from cockpit.settings.explain import Trouble
from cockpit.settings.tree import Place, Row, rows
from cockpit.settings.words import listed, nearest, shown


def loose_ends(data: object) -> Iterator[Trouble]:
    """Services that need a service that there is not; probes and repositories likewise."""
    services = rows(data, "procedure", "services")
    names = [name for _, row in services for name in _names(row)]
    probes = _called(rows(data, "health", "probes"))
    repositories = _called(rows(data, "repositories"))
    for where, row in services:
        needed = [((*where, "depends_on", n), name) for n, name in _texts(row, "depends_on")]
        yield from _missing(needed, names, "needs", "no service of the catalogue", "services")
        watched = [((*where, "probes", n), name) for n, name in _texts(row, "probes")]
        yield from _missing(watched, probes, "is watched by", "no probe", "probes")
        homes = ((*where, "homes", n, "repository") for n in range(len(_homes(row))))
        lived = list(zip(homes, _homes(row), strict=True))
        yield from _missing(lived, repositories, "lives in", "no repository", "repositories")


def _missing(
    named: Iterable[tuple[Place, str]], known: list[str], verb: str, what: str, many: str
) -> Iterator[Trouble]:
    is_a_service = many == "services"
    lower = {name.casefold() for name in known}
    for place, name in named:
        # A service is found however it is capitalised, a probe or a repository is not.
        if name in known or (is_a_service and name.casefold() in lower):
            continue
        near = nearest(name, known)
        there = f"the {many} are {listed(known)}" if known else f"there are no {many}"
        mend = f'did you mean "{shown(near)}"?' if near else f"add it, or leave it out; {there}"
        yield place, f'{verb} "{shown(name)}", which is {what} here', mend


def _names(row: Row) -> list[str]:
    """What a service is called."""
    name = row.get("name")
    own = [name] if isinstance(name, str) else []
    return [*own, *(alias for _, alias in _texts(row, "aliases"))]


def _called(found: list[tuple[Place, Row]]) -> list[str]:
    return [name for _, row in found if isinstance(name := row.get("name"), str)]


def _texts(row: Row, key: str) -> list[tuple[int, str]]:
    value = row.get(key)
    items = value if isinstance(value, tuple | list) else ()
    return [(n, item) for n, item in enumerate(items) if isinstance(item, str)]


def _homes(row: Row) -> list[str]:
    """The repositories of all homes, in their order; what is none stands as an empty text."""
    value = row.get("homes")
    homes = value if isinstance(value, tuple | list) else ()
    return [str(home.get("repository", "")) if isinstance(home, dict) else "" for home in homes]
