"""Who was told what about an incident, line by line, as far as it left; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.effects import (
    AddNote,
    AddResponders,
    EscalateIncident,
    PostMessage,
    ReassignIncident,
)
from cockpit.domain.effects_outward import PublishStatus, SendMail
from cockpit.domain.obligations import telling_of
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Parcel, Phase, State

_MOST = 90
"""Characters of what was said that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """Something that others were told."""

    at: datetime
    who: str
    """Where it went, in words."""
    what: str
    """Its first words."""
    arrived: bool
    """False: it was asked for, and did not leave, or nobody knows."""


def told_lines(state: State, case: Case, procedure: Procedure) -> tuple[ToldLine, ...]:
    """Everything that was said about this incident, oldest first."""
    found = []
    for parcel in state.parcels.values():
        if parcel.effect.incident_id != case.incident.id or parcel.phase is Phase.DISCARDED:
            continue
        target = _target(state, parcel, procedure)
        if target is None:
            continue
        who, what = target
        found.append(
            ToldLine(
                at=parcel.done_at or parcel.requested_at,
                who=who,
                what=_short(what),
                arrived=parcel.phase is Phase.DONE,
            )
        )
    return tuple(sorted((*found, *_by_hand(case, procedure)), key=lambda line: line.at))


def _by_hand(case: Case, procedure: Procedure) -> Iterator[ToldLine]:
    """Who heard without the program, as somebody said: by telephone, in person."""
    for key, said in case.told.items():
        if said.effects:
            continue
        telling = telling_of(case, procedure, key)
        who = telling.who if telling is not None else key
        yield ToldLine(at=said.at, who=who, what=_short(f"by hand: {said.how}"), arrived=True)


def _target(state: State, parcel: Parcel, procedure: Procedure) -> tuple[str, str] | None:
    """Whom it told, and what; None: it told nobody."""
    effect = parcel.effect
    match effect:
        case PostMessage():
            channel = procedure.channels.name(effect.channel)
            within = "the thread in " if effect.thread or effect.thread_of else ""
            return f"{within}{channel}", effect.text
        case SendMail():
            return ", ".join(effect.to), effect.subject
        case PublishStatus():
            return "the status page", f"{effect.status}: {effect.text}"
        case AddNote():
            return "the pager's notes", effect.text
        case AddResponders():
            return _names(state, effect.person_ids), f"asked to join: {effect.message}"
        case ReassignIncident():
            return _names(state, effect.person_ids), "it was given to them"
        case EscalateIncident():
            return f"level {effect.level} of the policy", "paged"
        case _:
            return None


def _names(state: State, ids: tuple[str, ...]) -> str:
    known = {**state.people, **{o.person.id: o.person for o in state.on_call}}
    return ", ".join(known[key].name if key in known else key for key in ids)


def _short(text: str) -> str:
    line = " · ".join(part.strip() for part in text.splitlines() if part.strip())
    return line if len(line) <= _MOST else f"{line[: _MOST - 1].rstrip()}…"
