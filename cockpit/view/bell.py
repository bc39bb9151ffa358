"""When the bell rings: once for a new page of this person's, once at each warning mark; pure."""

from datetime import datetime

from cockpit.domain.escalation import Stage, countdown
from cockpit.domain.model import Status
from cockpit.domain.situation import Situation


class Bell:
    """Remembers what it has rung for; what was there at the first look does not ring."""

    def __init__(self) -> None:
        self._heard: set[tuple[str, int]] | None = None

    def rings(self, situation: Situation, now: datetime) -> bool:
        """Whether something new since the last look deserves the bell."""
        reasons = self._reasons(situation, now)
        if self._heard is None:
            if situation.me is None or not situation.readings.sources:
                return False
            self._heard = reasons
            return False
        fresh = reasons - self._heard
        self._heard |= fresh
        return bool(fresh)

    def _reasons(self, situation: Situation, now: datetime) -> set[tuple[str, int]]:
        me = situation.me
        reasons: set[tuple[str, int]] = set()
        for case in situation.state.cases.values():
            incident = case.incident
            if me is None or incident.status is not Status.TRIGGERED:
                continue
            if not incident.assigned_to(me.id):
                continue
            reasons.add((incident.id, 0))
            state = countdown(situation.state, incident, situation.procedure)
            left = state.left_s(now)
            if state.stage is Stage.ESCALATING and left is not None:
                marks = situation.procedure.warn_at_s
                reasons |= {(f"{incident.id} {state.at}", m) for m in marks if left <= m}
        return reasons
