"""Releases in flight: one line for each repository of what has not reached production yet (P4)."""

from cockpit.domain.evidence import Running
from cockpit.domain.releases import Release, in_flight
from cockpit.domain.situation import Situation
from cockpit.domain.watched import RepositoryState
from cockpit.view.cells import Cell, Row, Space, Tone, text

_WIDE = 50
_SHA = 7


def rows(situation: Situation, space: Space) -> list[Row]:
    """A heading and the lines; nothing where no repository knows rings."""
    known = _known(situation)
    with_rings = [name for name, repository in known if repository.rings]
    if not with_rings:
        return []
    found = [r for name, repository in known if (r := in_flight(name, repository)) is not None]
    if not found:
        return [text("nothing is in flight: every ring runs what production runs", Tone.DIM)]
    return [text("in flight, not in production yet", Tone.DIM), *(_row(r, space) for r in found)]


def line(situation: Situation, space: Space) -> list[Row]:
    """How many and where, in one line for where the rows above have no room; none: no line."""
    found = [r for name, repository in _known(situation) if (r := in_flight(name, repository))]
    if not found:
        return []
    wide = space.width >= _WIDE
    rings = {r.repository: ", ".join(one.ring for one in r.stages) for r in found}
    where = (f"{name} {stages}" if wide else name for name, stages in rings.items())
    words = f"{len(found)} in flight: {(' · ' if wide else ', ').join(where)}"
    return [Row((Cell("▸", Tone.ACCENT, width=1), Cell(words, Tone.DIM, grow=True)))]


def _known(situation: Situation) -> list[tuple[str, RepositoryState]]:
    known = situation.state.repositories
    return [(spec.name, known[spec.name]) for spec in situation.repositories if spec.name in known]


def _row(release: Release, space: Space) -> Row:
    wide = space.width >= _WIDE
    stages = " · ".join(f"{one.ring} {_what(one)}" for one in release.stages)
    return Row(
        (
            Cell("▸", Tone.ACCENT, width=2),
            Cell(release.repository, width=8 if wide else 7),
            Cell(f"{stages}, {release.last.ring} {_name(release.last)}", grow=True),
        )
    )


def _what(one: Running) -> str:
    ahead = "" if one.ahead is None else f" (+{one.ahead})"
    return f"{_name(one)}{ahead}"


def _name(one: Running) -> str:
    return one.ref or one.sha[:_SHA] or "nothing"
