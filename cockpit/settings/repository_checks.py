"""What must hold between the keys of a repository's rings."""

from collections.abc import Iterator

from cockpit.settings.explain import Trouble
from cockpit.settings.tree import rows
from cockpit.settings.words import listed, shown

_WAYS = ("tag", "branch", "file")


def rings(data: object) -> Iterator[Trouble]:
    """Each ring is read in one way, and a file alone may leave the ring's name to itself."""
    for where, _ in rows(data, "repositories"):
        seen = set[str]()
        for place, row in rows(data, *where, "rings"):
            said = [way for way in _WAYS if row.get(way)]
            if len(said) != 1:
                mend = f"say in one way what runs there: {listed(_WAYS)}"
                reason = (
                    f"says it twice: {listed(said)}" if said else "does not say what runs there"
                )
                yield place, reason, mend
            ring = row.get("ring")
            if not ring and said != ["file"]:
                yield (*place, "ring"), "is missing", 'name the ring, as "beta" or "production"'
            elif isinstance(ring, str) and ring in seen:
                mend = "give each ring one entry"
                yield (*place, "ring"), f'names "{shown(ring)}" a second time', mend
            elif isinstance(ring, str) and ring:
                seen.add(ring)
