"""The list of incidents as a value: what is in it, in which order, and what is hidden; no clock."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from cockpit.domain.model import Incident, Person, Response, Status, Urgency
from cockpit.domain.people import UNASSIGNED
from cockpit.domain.priorities import Ranking
from cockpit.domain.state import State

UNRANKED = Ranking()
CLOSED = 20
"""Incidents that are over and are still listed."""


class Scope(StrEnum):
    """Whose incidents."""

    ALL = "all"
    MINE = "mine"
    TEAMS = "my teams"


class Order(StrEnum):
    """What comes first."""

    PRESSING = "pressing first"
    NEWEST = "newest first"
    SERVICE = "by service"
    PRIORITY = "by priority"


@dataclass(frozen=True, slots=True)
class Query:
    """What the person wants to see; `words` must all occur in what a row says."""

    scope: Scope = Scope.ALL
    words: str = ""
    order: Order = Order.PRESSING

    def next_scope(self, step: int = 1) -> "Query":
        """The scope `step` further on, round and round."""
        return replace(self, scope=_further(Scope, self.scope, step))

    def next_order(self) -> "Query":
        """The next order, round and round."""
        return replace(self, order=_further(Order, self.order, 1))


_Choice = TypeVar("_Choice", Scope, Order)


def _further(kind: type[_Choice], here: _Choice, step: int) -> _Choice:
    every = list(kind)
    return every[(every.index(here) + step) % len(every)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The outcome of a query."""

    groups: tuple[tuple[str, tuple[Incident, ...]], ...] = ()
    """Open incidents in order, each group with its heading; without headings there is one group."""
    over: tuple[Incident, ...] = ()
    """Incidents that are over and fit, newest first."""
    outside: tuple[Incident, ...] = ()
    """Open ones that the scope hides."""
    unmatched: tuple[Incident, ...] = ()
    """Open ones of the scope that the words hide."""
    unknown: str = ""
    """Why the scope could not be applied, in words: all are listed then."""

    @property
    def shown(self) -> tuple[Incident, ...]:
        """The open incidents that are listed, in order."""
        return tuple(incident for _, some in self.groups for incident in some)


def listed(state: State, me: Person | None, query: Query, ranking: Ranking = UNRANKED) -> Listed:
    """The open incidents that fit the query, and the latest that are over."""
    unknown = _unknown(state, me, query.scope)
    scope = Scope.ALL if unknown else query.scope
    everything = [case.incident for case in state.cases.values()]
    inside = [i for i in everything if is_in(i, scope, me, state.team_ids)]
    words = query.words.casefold().split()
    fitting = [i for i in inside if matches(i, words, me)]
    running = [i for i in fitting if i.is_open]
    over = sorted((i for i in fitting if not i.is_open), key=lambda i: i.created_at, reverse=True)
    kept = {i.id for i in inside}
    fit = {i.id for i in fitting}
    return Listed(
        groups=arranged(running, query.order, me, ranking),
        over=tuple(over[:CLOSED]),
        outside=tuple(i for i in everything if i.is_open and i.id not in kept),
        unmatched=tuple(i for i in inside if i.is_open and i.id not in fit),
        unknown=unknown,
    )


def _unknown(state: State, me: Person | None, scope: Scope) -> str:
    if scope is Scope.ALL:
        return ""
    if me is None or not me.id:
        return "the pager has not said yet who you are"
    if scope is Scope.TEAMS and not state.team_ids:
        return "the pager names no team of yours"
    return ""


def is_in(incident: Incident, scope: Scope, me: Person | None, team_ids: Iterable[str]) -> bool:
    """Whether an incident is within a scope; what concerns me is within my teams too."""
    if scope is Scope.ALL:
        return True
    mine = me is not None and concerns(incident, me.id)
    if scope is Scope.MINE:
        return mine
    return mine or not set(team_ids).isdisjoint(incident.team_ids)


def concerns(incident: Incident, person_id: str) -> bool:
    """It rests with them, they hold it, or they were asked to join and have not declined."""
    joined = any(
        r.person.id == person_id and r.response is not Response.DECLINED
        for r in incident.responders
    )
    return incident.assigned_to(person_id) or incident.acknowledged_by(person_id) or joined


def matches(incident: Incident, words: list[str], me: Person | None) -> bool:
    """Whether each of these words (casefolded) occurs in what the list says of the incident."""
    if not words:
        return True
    said = _said(incident, me)
    return all(word in said for word in words)


def _said(incident: Incident, me: Person | None) -> str:
    people = [a.person.name for a in (*incident.assignments, *incident.acknowledgements)]
    mine = me is not None and bool(me.id) and incident.assigned_to(me.id)
    status = "unknown" if incident.status is Status.OTHER else incident.status.value
    parts = (
        f"#{incident.number}",
        incident.title,
        incident.service or "no service",
        status,
        incident.urgency.value,
        incident.priority,
        *(people or [UNASSIGNED]),
        "you" if mine else "",
    )
    return "\n".join(parts).casefold()


# --- order ---------------------------------------------------------------------------------------


def arranged(
    incidents: list[Incident], order: Order, me: Person | None, ranking: Ranking = UNRANKED
) -> tuple[tuple[str, tuple[Incident, ...]], ...]:
    """In order, in groups where the order has groups; equals by their need, then newest first.

    `ranking` tells which priority goes first.
    """
    rank = ranking.key()
    newest = sorted(incidents, key=lambda i: (i.created_at, i.number), reverse=True)
    if order is Order.NEWEST:
        return _groups([("", i) for i in newest])
    pressing = sorted(newest, key=lambda i: (_need(i, me), rank(i.priority)))
    if order is Order.SERVICE:
        by_service = sorted(pressing, key=lambda i: (not i.service, i.service.casefold()))
        return _groups([(i.service or "no service", i) for i in by_service])
    if order is Order.PRIORITY:
        by_priority = sorted(pressing, key=lambda i: rank(i.priority))
        return _groups([(i.priority or "no priority", i) for i in by_priority])
    return _groups([("", i) for i in pressing])


def _groups(
    pairs: list[tuple[str, Incident]],
) -> tuple[tuple[str, tuple[Incident, ...]], ...]:
    found: dict[str, list[Incident]] = {}
    for heading, incident in pairs:
        found.setdefault(heading, []).append(incident)
    return tuple((heading, tuple(some)) for heading, some in found.items())


_STATUSES = (Status.TRIGGERED, Status.OTHER, Status.ACKNOWLEDGED, Status.RESOLVED)


def _need(incident: Incident, me: Person | None) -> tuple[int, int, bool]:
    """Mine and triggered, mine and acknowledged, then others': triggered, high urgency."""
    triggered = incident.status is Status.TRIGGERED
    rank = 2
    if me is not None and me.id:
        if triggered and incident.assigned_to(me.id):
            rank = 0
        elif incident.acknowledged_by(me.id):
            rank = 1
    return rank, _STATUSES.index(incident.status), incident.urgency is not Urgency.HIGH
