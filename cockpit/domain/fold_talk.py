"""How what is told to others changes an incident: edits, roles, mitigations, relief, tellings."""

from typing import assert_never

from cockpit.domain.facts import (
    EditRequested,
    MitigationAnnounced,
    MitigationMoved,
    Record,
    ReliefNoted,
    RoleAssigned,
    TellingRequested,
    Told,
)
from cockpit.domain.replacing import replace
from cockpit.domain.state import Case
from cockpit.domain.talk import Edit, Holder, Mitigation, Relief, Stage, Tenure
from cockpit.domain.talk import Told as Telling


def told_about(case: Case, record: Record, fact: Told) -> Case:
    """The case after something that is told to others."""
    match fact:
        case EditRequested():
            return _edited(case, record, fact)
        case RoleAssigned():
            return _assigned(case, record, fact)
        case MitigationAnnounced():
            return _announced(case, record, fact)
        case MitigationMoved():
            return _moved(case, record, fact)
        case ReliefNoted(since=since, words=words):
            relief = Relief(
                at=since,
                author=record.author,
                words=words,
                effects=_ids(fact),
                noted_at=record.at,
            )
            return replace(case, relief=relief)
        case TellingRequested(telling=telling, words=words):
            told = Telling(at=record.at, author=record.author, effects=_ids(fact), how=words)
            return replace(case, told={**case.told, telling: told})
        case _:
            assert_never(fact)


def words_of(fact: Told, case: Case | None) -> str:
    """The line on the timeline of this case, as it was before."""
    match fact:
        case EditRequested(known=known):
            return f"corrected the update: {known}"
        case RoleAssigned(role=role, person=person):
            return f"{role}: {person.name or 'nobody any more'}"
        case MitigationAnnounced(kind=kind, target=target, words=words):
            return f"about to {kind} {target}" + (f": {words}" if words else "")
        case MitigationMoved(mitigation=key, stage=stage, words=words):
            mitigations = case.mitigations if case else ()
            one = next((m for m in mitigations if m.id == key), None)
            what = f"{one.kind} {one.target}" if one else "mitigation"
            return f"{what} {stage}" + (f": {words}" if words else "")
        case ReliefNoted(since=since, words=words):
            return f"users no longer hurt since {since:%H:%M} UTC" + (f": {words}" if words else "")
        case TellingRequested(telling=telling, words=words):
            return f"told {telling}: {words}"
        case _:
            assert_never(fact)


def _ids(fact: Told) -> tuple[str, ...]:
    return tuple(effect.id for effect in fact.effects)


def _edited(case: Case, record: Record, fact: EditRequested) -> Case:
    edit = Edit(
        at=record.at,
        author=record.author,
        known=fact.known,
        trying=fact.trying,
        effect=fact.effects[0].id if fact.effects else "",
        next_at=fact.next_at,
    )
    updates = tuple(
        replace(u, edits=(*u.edits, edit)) if u.effect == fact.update else u for u in case.updates
    )
    return replace(case, updates=updates)


def _assigned(case: Case, record: Record, fact: RoleAssigned) -> Case:
    ids = _ids(fact)
    holder = Holder(
        at=record.at, author=record.author, person=fact.person, effect=ids[0] if ids else ""
    )
    return held_from(case, fact.role, holder)


def held_from(case: Case, role: str, holder: Holder) -> Case:
    """The case after somebody took a role, was given it, or (a person without a name) left it."""
    roles = {name: held for name, held in case.roles.items() if name != role}
    tenures = tuple(
        replace(t, until=max(holder.at, t.since)) if t.role == role and t.until is None else t
        for t in case.tenures
    )
    if holder.person.name:
        roles[role] = holder
        tenures += (Tenure(role=role, person=holder.person, since=holder.at),)
    return replace(case, roles=roles, tenures=tenures)


def _announced(case: Case, record: Record, fact: MitigationAnnounced) -> Case:
    mitigation = Mitigation(
        id=fact.id,
        at=record.at,
        author=record.author,
        kind=fact.kind,
        target=fact.target,
        words=fact.words,
        effects=_ids(fact),
    )
    return replace(case, mitigations=(*case.mitigations, mitigation))


def _moved(case: Case, record: Record, fact: MitigationMoved) -> Case:
    if fact.stage not in set(Stage):
        return case
    stage = Stage(fact.stage)

    def moved(mitigation: Mitigation) -> Mitigation:
        begun = mitigation.started_at or (record.at if stage is not Stage.CALLED_OFF else None)
        return replace(
            mitigation,
            stage=stage,
            started_at=begun,
            ended_at=record.at if stage.is_over else None,
            outcome=fact.words if stage.is_over else mitigation.outcome,
            effects=(*mitigation.effects, *_ids(fact)),
        )

    return replace(
        case,
        mitigations=tuple(moved(m) if m.id == fact.mitigation else m for m in case.mitigations),
    )
