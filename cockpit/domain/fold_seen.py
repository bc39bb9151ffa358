"""How what sources saw changes the state."""

from datetime import datetime, timedelta
from typing import assert_never

from cockpit.domain import fold_course, fold_criteria, fold_errors
from cockpit.domain.effects import AcknowledgeIncident, AddNote
from cockpit.domain.facts import (
    ChangesFound,
    ChangesRelated,
    CriterionTurned,
    DeploysFound,
    ErrorsFound,
    HandoverReacted,
    HandoverSeen,
    IncidentLogRead,
    IncidentSeen,
    MeIdentified,
    OnCallSeen,
    PersonFound,
    PolicySeen,
    ProbeTurned,
    Record,
    ReplySeen,
    ReportsFound,
    RingsRead,
    RotaRead,
    Seen,
    ServerClockRead,
    SourceChanged,
    TicketSeen,
)
from cockpit.domain.fold_evidence import evidence
from cockpit.domain.fold_handover import handed
from cockpit.domain.fold_items import ticket_seen
from cockpit.domain.fold_reactions import reacted
from cockpit.domain.fold_thread import heeded
from cockpit.domain.ledger import put
from cockpit.domain.model import Incident, LogEntry, OnCall, Reply, SourceStatus
from cockpit.domain.replacing import replace
from cockpit.domain.state import (
    Case,
    Kind,
    Moment,
    Parcel,
    Phase,
    State,
)
from cockpit.domain.timeline import closed, remembered
from cockpit.domain.watched import RotaState, SourceState

_OWN_ACT_S = 120.0
"""The pager's log line this close to our own act is the same event, seconds."""
_WITNESSED_S = 120.0
"""An end that was seen this soon was waited for: nobody had stopped looking before it, seconds."""
_BELIEVABLE = (SourceStatus.OK, SourceStatus.ASKING, SourceStatus.LATE)
_MAY_HAVE_LEFT = (Phase.CLAIMED, Phase.UNCLEAR, Phase.DONE)
"""Phases in which an effect may already show at the other side."""


def seen(state: State, record: Record, fact: Seen) -> State:
    """The state after a source's word."""
    match fact:
        case TicketSeen() | HandoverSeen() | HandoverReacted():
            return _afterwards(state, record, fact)
        case IncidentSeen():
            return _incident(state, record, fact.incident)
        case IncidentLogRead():
            return _log(state, fact)
        case ReplySeen():
            return _reply(state, record, fact)
        case (
            ProbeTurned()
            | DeploysFound()
            | RingsRead()
            | ReportsFound()
            | ChangesFound()
            | ChangesRelated()
        ):
            return evidence(state, record, fact)
        case CriterionTurned():
            return fold_criteria.turned(state, record, fact)
        case RotaRead():
            return _rota(state, record, fact)
        case _:
            return _simple(state, record, fact)


def _afterwards(
    state: State, record: Record, fact: TicketSeen | HandoverSeen | HandoverReacted
) -> State:
    if isinstance(fact, TicketSeen):
        return ticket_seen(state, record, fact)
    return handed(state, record, fact)


def _simple(
    state: State,
    record: Record,
    fact: SourceChanged
    | ServerClockRead
    | MeIdentified
    | PersonFound
    | PolicySeen
    | OnCallSeen
    | ErrorsFound,
) -> State:
    match fact:
        case ErrorsFound():
            return fold_errors.found(state, record, fact)
        case SourceChanged():
            return _source(state, record, fact)
        case ServerClockRead(offset_s=offset):
            return replace(state, server_offset_s=offset)
        case MeIdentified(person=person, team_ids=team_ids):
            return replace(state, me=person, team_ids=team_ids)
        case PersonFound(person=person):
            return replace(state, people=put(state.people, person.id, person))
        case PolicySeen(policy=policy):
            state = replace(state, policies=put(state.policies, policy.id, policy))
            return fold_course.bound(state, policy)
        case OnCallSeen(entries=entries, policy_ids=policy_ids):
            return replace(state, on_call=entries, on_call_of=policy_ids)
        case _:
            assert_never(fact)


def _source(state: State, record: Record, fact: SourceChanged) -> State:
    now = SourceState(status=fact.status, since=fact.since, reason=fact.reason, mend=fact.mend)
    before = state.sources.get(fact.source)
    if before == now:
        return state
    state = replace(state, sources=put(state.sources, fact.source, now))
    failed = before is not None and before.status not in _BELIEVABLE
    if before is not None and failed and (before.status, before.mend) == (now.status, now.mend):
        return state  # Another cockpit has told of it.
    if fact.status not in _BELIEVABLE:
        words = f"{fact.source}: {fact.reason or fact.status.value}"
    elif failed and fact.status is SourceStatus.OK:
        words = f"{fact.source} answers again"
    else:
        return state
    moment = Moment(at=record.at, kind=Kind.SYSTEM, text=words, id=record.id)
    return replace(state, shift=remembered(state.shift, moment))


def _incident(state: State, record: Record, incident: Incident) -> State:
    case = state.cases.get(incident.id)
    if case is None:
        paged = Moment(
            at=incident.created_at,
            kind=Kind.PAGE,
            text=f"paged: {incident.title}",
            id=record.id,
        )
        case = Case(incident=incident, seen_at=record.at, moments=(paged,))
    resolves = case.incident.is_open and not incident.is_open
    case = fold_course.turned(case, incident)
    case = replace(case, incident=incident, seen_at=record.at)
    if resolves:
        seen_late_s = (record.at - incident.changed_at).total_seconds()
        case = replace(closed(state, case), is_end_witnessed=seen_late_s <= _WITNESSED_S)
    if incident.acknowledgements and case.acknowledged_at is None:
        first = min(incident.acknowledgements, key=lambda a: a.at)
        case = replace(case, acknowledged_at=first.at, acknowledged_by=first.person.name)
    return _with_case(state, case)


def _log(state: State, fact: IncidentLogRead) -> State:
    case = state.cases.get(fact.incident_id)
    if case is None:
        return state
    fresh = [e for e in fact.entries if e.id not in case.log]
    case = fold_course.retold(case, fresh)
    told = tuple(
        Moment(at=e.at, kind=Kind.PAGER, text=words, id=e.id)
        for e in fresh
        if (words := _told(state, case, e))
    )
    case = replace(
        case,
        moments=(*case.moments, *told),
        log=case.log | {e.id for e in fresh},
    )
    acknowledged = [e.at for e in fresh if e.kind == "acknowledge"]
    if acknowledged and case.acknowledged_at is None:
        case = replace(case, acknowledged_at=min(acknowledged))
    return _with_case(state, case)


def _told(state: State, case: Case, entry: LogEntry) -> str:
    """The line on the timeline; empty for what stands there already."""
    if fold_course.opened_again(case, entry):
        return f"{entry.text}: it had been resolved, and this opened it again"
    echoes = entry.kind in ("trigger", "notify") or _is_ours(state, case, entry)
    return "" if echoes else entry.text


def _is_ours(state: State, case: Case, entry: LogEntry) -> bool:
    """Whether the pager's line echoes what this cockpit did itself."""
    if entry.kind not in ("acknowledge", "annotate"):
        return False
    effects = (effect for moment in case.moments for effect in moment.effects)
    parcels = (state.parcels[effect] for effect in effects if effect in state.parcels)
    return any(_echoes(state, parcel, entry) for parcel in parcels)


def _echoes(state: State, parcel: Parcel, entry: LogEntry) -> bool:
    if parcel.phase not in _MAY_HAVE_LEFT:
        return False
    match parcel.effect, entry.kind:
        case AcknowledgeIncident(), "acknowledge":
            mine = state.me is not None and entry.person_id == state.me.id
            when = parcel.done_at or parcel.requested_at
            return mine and abs((entry.at - when).total_seconds()) <= _OWN_ACT_S
        case AddNote(id=id_), "annotate":
            return id_ in entry.text
        case _:
            return False


def _reply(state: State, record: Record, fact: ReplySeen) -> State:
    """A message of the thread, or how people react to one: both are on the timeline."""
    case = state.cases.get(fact.incident_id)
    if case is None:
        return state
    reply = fact.reply
    known = case.replies.get(reply.ts)
    if known == reply:
        return state
    moments = reacted(case.moments, known, reply, record.at)
    case = replace(case, replies=put(case.replies, reply.ts, reply), moments=moments)
    if reply.is_deleted:
        moments = (*moments, _deleted(reply, record))
        return _with_case(state, replace(case, moments=moments))
    only_reacted = known is not None and replace(known, reactions=reply.reactions) == reply
    if only_reacted or reply.ts == reply.thread or reply.ours in state.parcels:
        return _with_case(state, case)
    case, understood = heeded(case, reply)
    text = f"{understood} (told in the thread)" if understood else reply.text
    moment = Moment(at=reply.at, kind=Kind.CHAT, text=text, author=reply.author, id=reply.ts)
    others = case.moments
    if known is not None:
        others = tuple(m for m in others if m.id != reply.ts)
    return _with_case(state, replace(case, moments=(*others, moment)))


def _deleted(reply: Reply, record: Record) -> Moment:
    """What it said stays where it stood; that it was taken back is news of its own."""
    text = f"{reply.author or 'somebody'}'s message was deleted; it said: {reply.text}"
    return Moment(at=record.at, kind=Kind.CHAT, text=text, author="", id=f"{reply.ts} deleted")


def _rota(state: State, record: Record, fact: RotaRead) -> State:
    now = RotaState(
        shifts=fact.shifts,
        places=fact.places,
        since=fact.since,
        until=fact.until,
        noted_at=record.at,
        over=_over(state.rotas.get(fact.source), fact.since),
    )
    return replace(state, rotas=put(state.rotas, fact.source, now))


def _over(known: RotaState | None, now: datetime) -> tuple[OnCall, ...]:
    """What ended lately: a reading begins at its own instant, and tells of nothing before it."""
    if known is None:
        return ()
    before = [
        replace(shift, start=None) if shift.start == known.since else shift
        for shift in known.shifts
    ]
    ended = (s for s in (*known.over, *before) if s.end and now - _LATELY < s.end <= now)
    return tuple(dict.fromkeys(ended))


_LATELY = timedelta(days=1)


def _with_case(state: State, case: Case) -> State:
    return replace(state, cases=put(state.cases, case.incident.id, case))
