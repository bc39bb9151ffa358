"""How what probes, repositories and reports have shown changes the state."""

from cockpit.domain.evidence import Health
from cockpit.domain.facts import (
    ChangesFound,
    ChangesRelated,
    DeploysFound,
    ProbeTurned,
    Record,
    ReportsFound,
    RingsRead,
)
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.spells import bounded, lengthened
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import remembered
from cockpit.domain.watched import ChangeListState, FolderState, ProbeState, RepositoryState

Evidence = ProbeTurned | DeploysFound | RingsRead | ChangesFound | ChangesRelated | ReportsFound


def evidence(state: State, record: Record, fact: Evidence) -> State:
    """The state after what was found."""
    match fact:
        case ProbeTurned():
            return _probe(state, record, fact)
        case DeploysFound():
            return _deploys(state, record, fact)
        case RingsRead():
            return _rings(state, record, fact)
        case ChangesFound():
            return _changes(state, record, fact)
        case ChangesRelated():
            return _related(state, fact)
        case ReportsFound():
            return _reports(state, record, fact)


def _probe(state: State, record: Record, fact: ProbeTurned) -> State:
    """One process may say what another has said: only a new mind makes a new moment."""
    before = state.probes.get(fact.probe)
    same = before is not None and before.health is fact.health
    spells = before.spells if before is not None else ()
    spells = lengthened(spells, fact.health, fact.since, fact.detail)
    pages = (case.incident.created_at for case in state.cases.values())
    now = ProbeState(
        health=fact.health,
        since=before.since if before is not None and same else fact.since,
        detail=fact.detail,
        noted_at=record.at,
        spells=bounded(spells, pages),
    )
    state = replace(state, probes=put(state.probes, fact.probe, now))
    if same or (before is None and fact.health is Health.GOOD):
        return state
    words = f"{fact.probe} {fact.health.value}: {fact.detail}"
    moment = Moment(at=fact.since, kind=Kind.HEALTH, text=words, id=record.id)
    return replace(state, shift=remembered(state.shift, moment))


def _deploys(state: State, record: Record, fact: DeploysFound) -> State:
    before = state.repositories.get(fact.repository)
    replaced = {d.sha for d in fact.found}.union(fact.gone)
    kept = [d for d in (before.deploys if before else ()) if d.sha not in replaced]
    deploys = sorted((*fact.found, *kept), key=lambda d: d.at, reverse=True)
    rings = before.rings if before else ()
    now = RepositoryState(deploys=tuple(deploys), more=fact.more, noted_at=record.at, rings=rings)
    return replace(state, repositories=put(state.repositories, fact.repository, now))


def _rings(state: State, record: Record, fact: RingsRead) -> State:
    before = state.repositories.get(fact.repository)
    known = before or RepositoryState(deploys=(), more=0, noted_at=record.at)
    now = replace(known, rings=fact.rings)
    return replace(state, repositories=put(state.repositories, fact.repository, now))


def _changes(state: State, record: Record, fact: ChangesFound) -> State:
    replaced = {d.sha for d in fact.found}.union(fact.gone)
    kept = [d for d in (state.changes.deploys if state.changes else ()) if d.sha not in replaced]
    deploys = sorted((*fact.found, *kept), key=lambda d: d.at, reverse=True)
    now = ChangeListState(deploys=tuple(deploys), more=fact.more, noted_at=record.at)
    return replace(state, changes=now)


def _related(state: State, fact: ChangesRelated) -> State:
    case = state.cases.get(fact.incident_id)
    if case is None:
        return state
    case = replace(case, changes=fact.changes)
    return replace(state, cases=put(state.cases, fact.incident_id, case))


def _reports(state: State, record: Record, fact: ReportsFound) -> State:
    before = state.folders.get(fact.folder)
    replaced = {r.path for r in fact.found}.union(fact.gone)
    kept = [r for r in (before.reports if before else ()) if r.path not in replaced]
    reports = sorted((*fact.found, *kept), key=lambda r: (r.day, r.path), reverse=True)
    now = FolderState(reports=tuple(reports), noted_at=record.at)
    return replace(state, folders=put(state.folders, fact.folder, now))
