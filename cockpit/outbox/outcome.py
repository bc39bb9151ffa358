"""What an attempt to carry an effect out, or a look for it, has shown, as facts; does neither."""

from dataclasses import dataclass

from cockpit.domain.facts import EffectDone, EffectFailed, EffectUnclear, Fact, IncidentSeen
from cockpit.domain.model import Incident
from cockpit.domain.state import Phase, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an attempt or a look has shown."""

    effect: str
    done: EffectDone | None = None
    """It happened outside: true whatever anybody has concluded meanwhile."""
    otherwise: EffectFailed | EffectUnclear | None = None
    """True only if nobody else has taken the effect up meanwhile."""
    seen: Incident | None = None
    """The incident as the answer describes it."""
    rest_s: float = 0.0
    """How long this process leaves the effect alone, seconds."""
    hush_s: float = 0.0
    """How long this process begins nothing more of the same request, seconds: the other side could
    not be reached, or said "later"."""

    def facts(self, state: State, *, ours: bool) -> tuple[Fact, ...]:
        """What is to be written down on this state, in which the effect is still `ours` or not."""
        facts: list[Fact] = []
        parcel = state.parcels.get(self.effect)
        if self.done is not None and parcel is not None and parcel.phase is not Phase.DONE:
            facts.append(self.done)
        if self.otherwise is not None and ours:
            facts.append(self.otherwise)
        if self.seen is not None and _is_news(state, self.seen):
            facts.append(IncidentSeen(incident=self.seen))
        return tuple(facts)


def _is_news(state: State, incident: Incident) -> bool:
    """Whether the incident differs from what is known, and is not older than that."""
    case = state.cases.get(incident.id)
    if case is None:
        return True
    return incident != case.incident and incident.changed_at >= case.incident.changed_at
