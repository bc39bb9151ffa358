"""Releases between stages: what runs in an earlier ring, and not yet in the last one (P4); pure."""

from dataclasses import dataclass

from cockpit.domain.evidence import Running
from cockpit.domain.watched import RepositoryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What is on its way through the rings of one repository."""

    repository: str
    stages: tuple[Running, ...]
    """Earlier rings that run something else than the last one, from the first on."""
    last: Running
    """What the last ring runs, which is production as a rule."""


def in_flight(name: str, repository: RepositoryState) -> Release | None:
    """The release that is under way in a repository; None: all rings run the same, or one is known.

    A ring that has nothing which the last ring has not is behind, and no release.
    """
    if not repository.rings:
        return None
    *earlier, last = repository.rings
    stages = tuple(one for one in earlier if one.sha != last.sha and one.ahead != 0)
    return Release(repository=name, stages=stages, last=last) if stages else None
