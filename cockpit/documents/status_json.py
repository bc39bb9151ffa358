"""The whole state as JSON for scripts; the names of the domain are the names of the keys."""

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import Enum

from cockpit.documents.deploys import entry
from cockpit.domain.checklist import checklist
from cockpit.domain.clocks import clocks
from cockpit.domain.deploy_list import suspected
from cockpit.domain.dispatch import standing
from cockpit.domain.escalation import countdown
from cockpit.domain.situation import Situation
from cockpit.domain.state import Parcel, State
from cockpit.domain.triage import assess


def jsonable(
    situation: Situation, now: datetime, answered_at: datetime | None
) -> dict[str, object]:
    """Everything that is known; instants are RFC 3339 in UTC, spans are seconds.

    Keys, all always there: `at` (now, by the server's clock), `answered_at` (when the pager last
    answered any cockpit of this user, or null), `me`, `incident_id` (the one that the rest is
    about; empty: none is open), `escalation` (stage, at, next, chain, basis, why, laps_left,
    retriggered_at, resolves_at, is_carried_on; or null), `clocks` (id, name, due, key, offer,
    link, nudge_s, is_mark, whose, is_snoozed), `checklist` (place, step, standing, at, proof,
    late), `suspects` (see `cockpit.documents.deploys.entry`; empty: none, or no incident is open),
    `alarms` (a page without a met criterion, and the other way round, in words), `unsent`
    (effect, phase, standing, reason, mend), and `state`: every case by incident id, criteria,
    probes, repositories, report folders, sources, parcels and the shift, as `cockpit.domain.state`
    names them.
    """
    situation = replace(situation, watched_at=answered_at)
    case, state = situation.case, situation.state
    told: dict[str, object] = {
        "at": now,
        "answered_at": answered_at,
        "me": situation.me,
        "incident_id": situation.incident_id,
        "escalation": (countdown(state, case.incident, situation.procedure, now) if case else None),
        "clocks": clocks(state, case, situation.procedure) if case else (),
        "checklist": checklist(state, case, situation.procedure, now) if case else (),
        "suspects": [entry(one) for one in suspected(situation, now)],
        "alarms": list(assess(situation, now).alarms),
        "unsent": [_parcel(state, parcel, now) for parcel in state.unsent()],
        "state": state,
    }
    return {key: _plain(value) for key, value in told.items()}


def _parcel(state: State, parcel: Parcel, now: datetime) -> dict[str, object]:
    return {
        "effect": parcel.effect.id,
        "phase": parcel.phase,
        "standing": standing(state, parcel, now),
        "reason": parcel.reason,
        "mend": parcel.mend,
    }


def _plain(value: object) -> object:
    """The same of what JSON knows."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(item) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value
