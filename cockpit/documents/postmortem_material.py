"""What a postmortem is written from: one incident, as it is known at an instant."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from cockpit.documents.paper import POSTMORTEM
from cockpit.documents.paper_names import Names, names_of
from cockpit.domain.debriefing import Debriefing, debriefing
from cockpit.domain.fold_papers import requests
from cockpit.domain.onset import Onset, onset
from cockpit.domain.procedure import Procedure
from cockpit.domain.response_figures import Figures, mitigated_at
from cockpit.domain.situation import Situation
from cockpit.domain.spells import Spell
from cockpit.domain.state import Case, Kind, Moment, State
from cockpit.domain.timeline import LEAD_S, of_case

FORGOTTEN = timedelta(days=1)
"""An open incident of which nothing was heard for so long was probably never closed."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that a postmortem is written from; what takes long is worked out once."""

    state: State
    case: Case
    procedure: Procedure
    zone: tzinfo
    now: datetime
    roles: bool = False
    """Whether people are called by what they did."""
    earlier: tuple[Moment, ...] = ()
    """What probes found while it ran and the state has forgotten, from the journal."""

    def with_earlier(self, earlier: tuple[Moment, ...]) -> "Material":
        """The same with what the state has forgotten."""
        return replace(self, earlier=earlier)

    @cached_property
    def names(self) -> Names:
        """How people are called."""
        return names_of(self.state, self.case, self.procedure, roles=self.roles)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """What happened, by the time at which it happened; not that papers were written of it."""
        papers = requests(self.state)
        known = of_case(self.state, self.case)
        ids = {moment.id for moment in known}
        more = (m for m in self.earlier if m.id not in ids and m.kind is Kind.HEALTH)
        every = [*known, *(m for m in more if self._is_around(m.at))]
        kept = (m for m in every if not self._requests(m) & papers)
        return tuple(sorted(kept, key=lambda m: m.at))

    @cached_property
    def debriefing(self) -> Debriefing:
        """How it went against the procedure."""
        return debriefing(self.state, self.case, self.procedure, self.now)

    @property
    def figures(self) -> Figures:
        """Times against the procedure's demands."""
        return self.debriefing.figures

    @cached_property
    def onset(self) -> Onset:
        """When the trouble began, as far as anybody saw."""
        return onset(self.state, self.case, self.procedure)

    @property
    def began(self) -> datetime:
        """When users began to be hurt, as far as anybody saw."""
        return min(self.onset.at, self.case.incident.created_at)

    @property
    def relieved(self) -> datetime | None:
        """When users were no longer hurt; None: nobody said so, and it is open."""
        return mitigated_at(self.case) or (None if self.case.incident.is_open else self.until)

    @property
    def until(self) -> datetime:
        """When it was resolved, else now."""
        return self.figures.until

    @property
    def last_heard(self) -> datetime:
        """When anything was last heard of it."""
        own = (m.at for m in self.case.moments)
        return max(own, default=self.case.incident.changed_at)

    @property
    def is_forgotten(self) -> bool:
        """Whether it was probably never closed."""
        return self.case.incident.is_open and self.now - self.last_heard > FORGOTTEN

    def spells(self, probe: str) -> tuple[Spell, ...]:
        """When a probe was bad while it ran."""
        known = self.state.probes.get(probe)
        since = self.case.incident.created_at - timedelta(seconds=LEAD_S)
        return tuple(
            s
            for s in (known.spells if known else ())
            if s.since <= self.until and (s.until is None or s.until >= since)
        )

    def _is_around(self, at: datetime) -> bool:
        since = self.case.incident.created_at - timedelta(seconds=LEAD_S)
        return since <= at and (self.case.incident.is_open or at <= self.case.incident.changed_at)

    def _requests(self, moment: Moment) -> frozenset[str]:
        parcels = self.state.parcels
        return frozenset(parcels[e].request for e in moment.effects if e in parcels)


def material_of(
    situation: Situation, case: Case, now: datetime, *, roles: bool | None = None
) -> Material:
    """What a postmortem of this incident is written from; `roles`: None is as the profile says."""
    plan = situation.procedure.paper(POSTMORTEM)
    return Material(
        state=situation.state,
        case=case,
        procedure=situation.procedure,
        zone=situation.zone,
        now=now,
        roles=plan.roles if roles is None else roles,
    )
