"""Pages of one kind, however their numbers differ: which are noisy, which come back (A7); pure.

Two are of one kind as `cockpit.domain.recurrence` has it. A year has thousands of pages, so each
is compared with one of every kind, and not with every other page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.case import Case
from cockpit.domain.model import Incident, Status
from cockpit.domain.recurrence import is_alike

_MOST_KINDS = 300
"""Kinds of a service beyond which only equal titles are of one kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """Incidents of one kind, oldest first."""

    cases: tuple[Case, ...]

    @property
    def title(self) -> str:
        """As the newest of them was called."""
        return self.cases[-1].incident.title

    @property
    def service(self) -> str:
        """The service that they are of."""
        return self.cases[-1].incident.service

    @property
    def unattended(self) -> int:
        """How many went away before anybody acknowledged them: nobody had to be woken."""
        return sum(1 for case in self.cases if went_by_itself(case))

    def since(self, start: datetime) -> "PageKind":
        """Those that began then or later; there may be none."""
        return PageKind(cases=tuple(c for c in self.cases if c.asked_at >= start))


def kinds(cases: Iterable[Case]) -> tuple[PageKind, ...]:
    """The kinds of these cases, the one with most of them first."""
    found: dict[str, list[tuple[Incident, list[Case]]]] = {}
    exact: dict[tuple[str, str], list[Case]] = {}
    for case in sorted(cases, key=lambda c: (c.asked_at, c.incident.id)):
        incident = case.incident
        service, title = incident.service_id or incident.service, incident.title
        own = exact.get((service, title))
        if own is None:
            own = exact[service, title] = _fitting(found.setdefault(service, []), incident)
        own.append(case)
    every = (PageKind(cases=tuple(own)) for groups in found.values() for _, own in groups)
    newest = sorted(every, key=lambda k: k.cases[-1].asked_at, reverse=True)
    return tuple(sorted(newest, key=lambda k: len(k.cases), reverse=True))


def went_by_itself(case: Case) -> bool:
    """It was resolved, and nobody had acknowledged it, as far as anybody looked."""
    is_over = case.incident.status is Status.RESOLVED and not case.incident.merged_into
    return is_over and case.acknowledged_at is None and case.is_answer_known


def _fitting(groups: list[tuple[Incident, list[Case]]], incident: Incident) -> list[Case]:
    """The cases of the kind that it is of; a new kind when it is of none."""
    if len(groups) < _MOST_KINDS:
        for first, own in groups:
            if is_alike(first, incident):
                return own
    own = []
    groups.append((incident, own))
    return own
