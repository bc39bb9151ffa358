"""When production first went bad, which is what suspicion counts from (N8.4); pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.catalogue import Service, called
from cockpit.domain.procedure import Procedure
from cockpit.domain.spells import LEAD, Spell, touches
from cockpit.domain.state import Case, State

QUIET = timedelta(minutes=15)
"""A probe that was good for longer than this had healed: what was bad before is another matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """The instant at which an incident's trouble began, as far as anybody saw."""

    at: datetime
    probe: str = ""
    """The probe whose first bad sample it is; empty: it is the page."""
    detail: str = ""
    """What that sample said."""
    later: str = ""
    """The probe that went bad after the page, when the page is what is counted from."""

    @property
    def is_sample(self) -> bool:
        """Whether a bad sample tells it, and not the page."""
        return bool(self.probe)

    @property
    def name(self) -> str:
        """What it is, in a sentence: "40 min before {name}"."""
        return "the first bad sample" if self.is_sample else "the page"

    @property
    def words(self) -> str:
        """How it is known, or why it is not known better."""
        if self.is_sample:
            return f"the first bad sample: {self.probe}, {self.detail}".removesuffix(", ")
        if self.later:
            return f"counted from the page: {self.later} was seen bad only after it"
        return "counted from the page: no probe was seen bad before it"


def failing(case: Case, procedure: Procedure) -> Service | None:
    """The service that the incident is about, where the catalogue knows it."""
    return called(procedure.services, case.incident.service)


def onset(state: State, case: Case, procedure: Procedure) -> Onset:
    """The first bad sample of the incident, else its page (N8.4).

    - The probes of the failing service count; where the catalogue knows no service, or no probe of
      it, every probe does.
    - It is the beginning of the trouble that led to the page: spells in which a probe was bad
      belong to it one after another, backwards from the page, as long as the good times between
      them are no longer than `QUIET`. What began more than `LEAD` before the page does not count.
    - It stays what it was when the probes turn good again.
    - A first bad sample after the page is none: whatever paged had seen the trouble by then. So
      does a cockpit that was opened after the page see its probes.
    """
    page = case.incident.created_at
    spells = _spells(state, failing(case, procedure))
    before = [(s, p) for s, p in spells if touches(s, page) and s.since >= page - LEAD]
    edge, first = page, None
    for spell, probe in sorted(before, key=lambda found: _end(found[0], page), reverse=True):
        if _end(spell, page) < edge - QUIET:
            break
        if first is None or (spell.since, probe) < (first[0].since, first[1]):
            edge, first = min(edge, spell.since), (spell, probe)
    if first is not None:
        return Onset(at=first[0].since, probe=first[1], detail=first[0].detail)
    later = min(((s.since, p) for s, p in spells if s.since > page), default=None)
    return Onset(at=page, later=later[1] if later else "")


def _spells(state: State, service: Service | None) -> list[tuple[Spell, str]]:
    """The spells of the probes that count, by when they began."""
    own = tuple(name for name in service.probes if name in state.probes) if service else ()
    found = [(s, name) for name in own or state.probes for s in state.probes[name].spells]
    return sorted(found, key=lambda pair: (pair[0].since, pair[1]))


def _end(spell: Spell, page: datetime) -> datetime:
    return page if spell.until is None else min(spell.until, page)
