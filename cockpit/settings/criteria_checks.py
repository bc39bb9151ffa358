"""What must hold between the keys of a paging criterion, and between it, levels and probes."""

from collections.abc import Collection, Iterator

from cockpit.settings.criteria import CriterionTable
from cockpit.settings.explain import Trouble
from cockpit.settings.kinds import seconds_of
from cockpit.settings.tree import Place, Row, rows
from cockpit.settings.words import listed, nearest, shown

_OF = {
    "probes": ("status", "bad", "drop", "stall", "above", "below"),
    "lasts": ("status", "bad", "drop", "stall", "above", "below"),
    "gap": ("status", "bad", "drop", "stall", "above", "below"),
    "statuses": ("status",),
    "drop": ("drop",),
    "window": ("drop",),
    "at_once": ("drop",),
    "measure": ("stall",),
    "limit": ("above", "below"),
}
"""Which kinds a key goes with; the others go with all."""
_NEEDED = {
    "above": ("limit", "add the limit, as limit = 90"),
    "below": ("limit", "add the limit, as limit = 90"),
    "stall": ("lasts", 'add how long nothing may come, as lasts = "5m"'),
}


def criteria(data: object) -> Iterator[Trouble]:
    """Each criterion has the keys of its kind, and proves a level that there is."""
    named = (row.get("name") for _, row in rows(data, "procedure", "levels"))
    levels = [name for name in named if isinstance(name, str)]
    for where, row in rows(data, "procedure", "criteria"):
        level = row.get("level")
        if isinstance(level, str) and level and level not in levels:
            known = f"the levels are {listed(levels)}" if levels else "the procedure has no levels"
            mend = _meant(level, levels, f"leave it out; {known}")
            yield (*where, "level"), f'names an unknown level "{shown(level)}"', mend
        yield from _keys(where, row)


def _keys(where: Place, row: Row) -> Iterator[Trouble]:
    kind = row.get("kind", "person")
    if kind not in (*_OF["probes"], "person"):
        return
    for key, kinds in _OF.items():
        if key in row and kind not in kinds and not _is_default(key, row[key]):
            fitting = listed((f'"{name}"' for name in kinds), "or")
            mend = f"take it out, or write kind = {fitting}"
            yield (*where, key), f'does not go with kind = "{kind}"', mend
    if kind != "person" and not row.get("probes"):
        mend = 'name the probes that prove it, or write kind = "person"'
        yield (*where, "probes"), "is missing", mend
    key, mend = _NEEDED.get(str(kind), ("", ""))
    if key and key not in row:
        yield (*where, key), "is missing", mend


def _is_default(key: str, value: object) -> bool:
    """Whether it says what holds anyway, as in a configuration that was shown as a whole."""
    default = CriterionTable.model_fields[key].default
    seconds = seconds_of(value) if isinstance(value, str) else None
    return value == default or (seconds is not None and seconds == default)


def unknown_probes(own: object, profile: object, data: object) -> Iterator[Trouble]:
    """Probes that a person's own criteria name, and that nobody configured.

    `own` is what stands in their file; a profile names probes that not everybody has.
    """
    named = (row.get("name") for _, row in rows(data, "health", "probes"))
    probes = [name for name in named if isinstance(name, str)]
    excused = {name for _, row in rows(profile, "procedure", "criteria") for name in _names(row)}
    for where, row in rows(own, "procedure", "criteria"):
        for index, name in enumerate(_names(row)):
            if name not in probes and name not in excused:
                known = f"the probes are {listed(probes)}" if probes else "there are no probes"
                mend = _meant(name, probes, f"add it to [[health.probes]]; {known}")
                yield (*where, "probes", index), f'names an unknown probe "{shown(name)}"', mend


def _names(row: Row) -> tuple[str, ...]:
    names = row.get("probes")
    return tuple(str(name) for name in names) if isinstance(names, tuple | list) else ()


def _meant(word: str, known: Collection[str], otherwise: str) -> str:
    near = nearest(word, known)
    return f'did you mean "{shown(near)}"?' if near else otherwise
