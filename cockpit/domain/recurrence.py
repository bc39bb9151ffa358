"""Whether something of the kind has happened before (A7): from the store alone; pure.

Two incidents are of one kind when they are of the same service and their titles say the same once
numbers are left out of them: "gateway 17 offline" comes back as "gateway 4 offline".
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from cockpit.domain.model import Incident
from cockpit.domain.precedents import significant
from cockpit.domain.state import Case, State
from cockpit.domain.talk import Mitigation, Stage

WINDOW = timedelta(days=30)
"""How far back one of the same kind counts as coming back."""
MOST = 5
"""Earlier ones that are told."""
_DIGITS = re.compile(r"\d+")
_ALIKE = 0.6
"""Share of their telling words that two titles have in common when they mean the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier incident of the same kind, and what helped then, as far as that is known."""

    case: Case
    helped: str
    """In words; empty: nobody has said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How often this has happened before."""

    earlier: tuple[Earlier, ...]
    """The newest first, bounded."""
    lately: int
    """How many there were within `WINDOW` before this one."""


def recurrence(state: State, case: Case) -> Recurrence:
    """The earlier incidents of the same kind as this one; one that is still open is another."""
    incident = case.incident
    alike = [
        other
        for other in state.cases.values()
        if other.incident.id != incident.id
        and not other.incident.is_open
        and other.incident.created_at <= incident.created_at
        and is_alike(other.incident, incident)
    ]
    alike.sort(key=lambda c: (c.incident.created_at, c.incident.id), reverse=True)
    since = incident.created_at - WINDOW
    return Recurrence(
        earlier=tuple(Earlier(case=c, helped=helped(c)) for c in alike[:MOST]),
        lately=sum(1 for c in alike if c.incident.created_at >= since),
    )


def is_alike(one: Incident, other: Incident) -> bool:
    """Whether two incidents are of one kind."""
    if (one.service_id or one.service) != (other.service_id or other.service):
        return False
    first, second = _words(one.title), _words(other.title)
    if not first or not second:
        return _bare(one.title) == _bare(other.title)
    return len(first & second) / len(first | second) >= _ALIKE


def helped(case: Case) -> str:
    """What was done against it that worked, else how it was resolved."""
    worked = [m for m in case.mitigations if _worked(m)]
    if worked:
        last = worked[-1]
        return f"{last.kind} {last.target}".strip()
    return ""


def words_of(found: Recurrence, now: datetime) -> str:
    """How often it has come back, in words; empty: never."""
    if not found.earlier:
        return ""
    last = found.earlier[0]
    days = max((now - last.case.incident.created_at).days, 0)
    ago = "today" if days == 0 else f"{days} d ago"
    lately = f"{found.lately + 1} times in {WINDOW.days} d" if found.lately else "seen before"
    by = f", {last.helped} helped" if last.helped else ""
    return f"{lately}: last #{last.case.incident.number} {ago}{by}"


@lru_cache(maxsize=8192)
def _words(title: str) -> frozenset[str]:
    return frozenset(significant(_bare(title)))


def _bare(title: str) -> str:
    return " ".join(_DIGITS.sub(" ", title.casefold()).split())


def _worked(mitigation: Mitigation) -> bool:
    return mitigation.stage is Stage.WORKED
