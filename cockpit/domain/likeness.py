"""Which incidents belong together (A12): by cluster, by service, by the words of their titles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cockpit.domain.model import Incident

LEAST_WORDS = 2
"""Words that two titles must share."""
LEAST_SHARE = 0.5
"""The part of both titles' words that must be shared."""

_PLACE = re.compile(
    r"\b(?:cluster|region|zone|datacenter|namespace|site)[\s:=/\"']+([\w.-]{2,40})", re.IGNORECASE
)
_REGION = re.compile(r"\b[a-z]{2}-[a-z]+-\d[a-z]?\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_EMPTY_WORDS = frozenset(
    ["and", "are", "for", "from", "has", "have", "is", "not", "than", "that", "the", "was", "with"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Incidents that look alike, and in what, in words."""

    reason: str
    ids: tuple[str, ...]


def likenesses(incident: Incident, among: Iterable[Incident]) -> tuple[Likeness, ...]:
    """The groups that an incident could be merged with, the narrowest first; no group of one.

    `among` are open incidents in the order of the list; the incident itself is in each group.
    """
    others = tuple(among)
    found: list[Likeness] = []
    for reason, ids in (
        *((f"{place} in the title", _of_place(place, others)) for place in _places(incident.title)),
        ("the same words in the title", _of_words(incident, others)),
        (f"the same service, {incident.service}", _of_service(incident, others)),
    ):
        is_new = all(set(ids) != set(known.ids) for known in found)
        if incident.id in ids and len(ids) > 1 and is_new:
            found.append(Likeness(reason=reason, ids=ids))
    return tuple(sorted(found, key=lambda likeness: len(likeness.ids)))


def suggestions(incidents: Iterable[Incident]) -> tuple[Likeness, ...]:
    """Groups worth merging among open incidents, the largest first; nobody is in two of them."""
    left = {incident.id: incident for incident in incidents}
    found: list[Likeness] = []
    for incident in tuple(left.values()):
        if incident.id not in left:
            continue
        alike = [g for g in likenesses(incident, left.values()) if not _is_service_alone(g)]
        if alike:
            found.append(alike[-1])
            for key in alike[-1].ids:
                del left[key]
    return tuple(sorted(found, key=lambda group: -len(group.ids)))


def shared(one: str, other: str) -> frozenset[str]:
    """The telling words and the places that two texts share."""
    places = set(_places(one)) & set(_places(other))
    return (_words(one) & _words(other)) | frozenset(places)


def _is_service_alone(group: Likeness) -> bool:
    """One service may well have two different faults at one time."""
    return group.reason.startswith("the same service")


def _of_service(incident: Incident, others: tuple[Incident, ...]) -> tuple[str, ...]:
    if not incident.service:
        return ()
    return tuple(i.id for i in others if i.service == incident.service)


def _of_place(place: str, others: tuple[Incident, ...]) -> tuple[str, ...]:
    return tuple(i.id for i in others if place in _places(i.title))


def _of_words(incident: Incident, others: tuple[Incident, ...]) -> tuple[str, ...]:
    mine = _words(incident.title)
    return tuple(i.id for i in others if i.id == incident.id or _share(mine, _words(i.title)))


def _share(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    shared, either = mine & theirs, mine | theirs
    return len(shared) >= LEAST_WORDS and len(shared) >= LEAST_SHARE * len(either)


@lru_cache(maxsize=4096)
def _places(title: str) -> tuple[str, ...]:
    """What a title names as a place: "cluster eu-1", "us-east-1"."""
    named = [found[1].rstrip(".-").casefold() for found in _PLACE.finditer(title)]
    regions = _REGION.findall(title.casefold())
    return tuple(dict.fromkeys([*named, *regions]))


@lru_cache(maxsize=4096)
def _words(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title.casefold())) - _EMPTY_WORDS
