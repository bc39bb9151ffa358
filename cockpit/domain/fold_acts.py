"""How what the engineer did changes the state."""

from collections.abc import Mapping
from typing import assert_never

from cockpit.domain import fold_errors
from cockpit.domain.effect_words import short
from cockpit.domain.effects import Effect, PostMessage
from cockpit.domain.effects_chat import ArchiveRoom, OpenRoom
from cockpit.domain.facts import (
    AcknowledgementRequested,
    Act,
    ActionRequested,
    Afterwards,
    ChangeRequested,
    CommandEndAsked,
    CommandRequested,
    Customer,
    DeclarationRequested,
    ErrorJudged,
    HandOverOffered,
    HandoverRequested,
    Judgement,
    LessonWritten,
    NoteRequested,
    PaperRequested,
    PaperWritten,
    ReadinessChecked,
    Record,
    Request,
    StepLookedAt,
    StepTicked,
    TicketRequested,
    Told,
    UpdateRequested,
)
from cockpit.domain.fold_closing import afterwards
from cockpit.domain.fold_customers import found_out
from cockpit.domain.fold_handover import handed
from cockpit.domain.fold_judgements import judged
from cockpit.domain.fold_lessons import learnt
from cockpit.domain.fold_outcomes import end_asked
from cockpit.domain.fold_papers import copied
from cockpit.domain.fold_readiness import checked
from cockpit.domain.fold_shift import with_note
from cockpit.domain.fold_talk import told_about, words_of
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import (
    Case,
    Declaration,
    HandOver,
    Kind,
    Looked,
    Moment,
    Parcel,
    State,
    Update,
)
from cockpit.domain.timeline import remembered

Changing = (
    ChangeRequested
    | ActionRequested
    | HandOverOffered
    | CommandRequested
    | TicketRequested
    | PaperRequested
    | HandoverRequested
)
"""What is told in words of its own."""

Aside = CommandEndAsked | LessonWritten | PaperWritten | ReadinessChecked
"""What changes no incident's course."""

_ROOM = 1000
"""Effects per request that keep their order."""


def acted(state: State, record: Record, fact: Act) -> State:
    """The state after something that the engineer did."""
    if isinstance(fact, Aside):
        return _aside(state, record, fact)
    if isinstance(fact, Judgement):
        return judged(state, record, fact)
    if isinstance(fact, Afterwards):
        return afterwards(state, record, fact)
    if isinstance(fact, Customer):
        return found_out(state, record, fact)
    match fact:
        case StepTicked() | StepLookedAt():
            return _step(state, record, fact)
        case ErrorJudged():
            return fold_errors.judged(state, record, fact)
        case _:
            return _request(state, record, fact)


def _aside(state: State, record: Record, fact: Aside) -> State:
    match fact:
        case CommandEndAsked():
            return end_asked(state, record, fact)
        case LessonWritten():
            return learnt(state, record, fact)
        case PaperWritten():
            return copied(state, record, fact)
        case ReadinessChecked():
            return checked(state, record, fact)
        case _:
            assert_never(fact)


def _step(state: State, record: Record, fact: StepTicked | StepLookedAt) -> State:
    case = state.cases.get(fact.incident_id)
    if case is None:
        return state
    match fact:
        case StepTicked(step=step):
            if step in case.ticks:
                return state
            looked = Looked(at=record.at, author=record.author, what="ticked by hand")
            case = replace(case, ticks={**case.ticks, step: looked})
            words = f"step done: {step}"
        case StepLookedAt(step=step, what=what):
            if step in case.looks:
                return state
            looked = Looked(at=record.at, author=record.author, what=what)
            case = replace(case, looks={**case.looks, step: looked})
            words = f"looked at {what}"
        case _:
            assert_never(fact)
    moment = Moment(at=record.at, kind=Kind.STEP, text=words, author=record.author, id=record.id)
    return _with_case(state, replace(case, moments=(*case.moments, moment)))


def _request(state: State, record: Record, fact: Request) -> State:
    parcels = _unreleased(state, fact) if isinstance(fact, UpdateRequested) else state.parcels
    for place, effect in enumerate(fact.effects):
        if effect.id in parcels:
            continue
        parcel = Parcel(
            effect=effect,
            request=fact.id,
            author=record.author,
            requested_at=record.at,
            order=record.seq * _ROOM + place,
        )
        parcels = put(parcels, effect.id, parcel)
    case = state.cases.get(fact.incident_id)
    moment = Moment(
        at=record.at,
        kind=Kind.NOTE if isinstance(fact, NoteRequested) else Kind.ACTION,
        text=_words(fact, case),
        author=record.author,
        effects=tuple(effect.id for effect in fact.effects),
        id=record.id,
    )
    if case is None:
        state = _told_in_each(_more(replace(state, parcels=parcels), record, fact), moment, fact)
        if isinstance(fact, NoteRequested):
            state = replace(state, shifts=with_note(state.shifts, record, fact))
        return replace(state, shift=remembered(state.shift, moment))
    case = _remembered(replace(case, moments=(*case.moments, moment)), record, fact)
    # One copy of the state for both: years of requests are folded at every start.
    state = replace(state, parcels=parcels, cases=put(state.cases, fact.incident_id, case))
    return _more(state, record, fact)


def _more(state: State, record: Record, fact: Request) -> State:
    """What some requests change besides."""
    if isinstance(fact, PaperRequested):
        return copied(state, record, fact)
    if isinstance(fact, HandoverRequested):
        return handed(state, record, fact)
    return state


def _unreleased(state: State, fact: UpdateRequested) -> Mapping[str, Parcel]:
    """A word to send an older update all the same was given before there was this newer one."""
    parcels, case = state.parcels, state.cases.get(fact.incident_id)
    for effect in [e for update in case.updates for e in update.effects] if case else ():
        parcel = parcels.get(effect)
        if parcel is not None and parcel.released and not parcel.is_over:
            parcels = put(parcels, effect, replace(parcel, released=False))
    return parcels


def _told_in_each(state: State, moment: Moment, fact: Request) -> State:
    """What was asked for several incidents at once stands on the timeline of each."""
    cases = state.cases
    for effect in fact.effects:
        case = cases.get(effect.incident_id)
        if case is not None:
            own = replace(moment, text=short(effect), effects=(effect.id,))
            cases = put(cases, case.incident.id, replace(case, moments=(*case.moments, own)))
    return replace(state, cases=cases)


def _remembered(case: Case, record: Record, fact: Request) -> Case:
    if isinstance(fact, Told):
        return told_about(case, record, fact)
    posts = [e for e in fact.effects if isinstance(e, PostMessage)]
    match fact:
        case DeclarationRequested() if posts:
            declaration = Declaration(
                at=record.at,
                author=record.author,
                channel=posts[0].channel,
                effect=posts[0].id,
                started_at=fact.started_at,
                paged_by=fact.paged_by,
                hypothesis=fact.hypothesis,
            )
            return replace(case, declaration=declaration)
        case UpdateRequested() if posts:
            update = Update(
                at=record.at,
                author=record.author,
                known=fact.known,
                trying=fact.trying,
                next_at=fact.next_at,
                effect=posts[0].id,
                more=tuple(post.id for post in posts[1:]),
                phase=fact.phase,
            )
            return replace(case, updates=(*case.updates, update))
        case ChangeRequested(effects=effects):
            return replace(case, room=_room(case.room, effects))
        case HandOverOffered(person=person):
            offer = HandOver(
                at=record.at,
                author=record.author,
                person=person,
                effect=posts[0].id if posts else "",
            )
            return replace(case, hand_over=offer)
        case _:
            return case


def _room(room: str, effects: tuple[Effect, ...]) -> str:
    """The effect that opened the incident's own channel, after these effects."""
    for effect in effects:
        if isinstance(effect, OpenRoom):
            room = effect.id
        if isinstance(effect, ArchiveRoom) and effect.room_of == room:
            room = ""
    return room


def _words(fact: Request, case: Case | None) -> str:
    if isinstance(fact, Told):
        return words_of(fact, case)
    if isinstance(fact, Changing):
        return _words_of_change(fact)
    match fact:
        case AcknowledgementRequested():
            return "acknowledge"
        case DeclarationRequested(hypothesis=hypothesis):
            return f"declare: {hypothesis}"
        case UpdateRequested(known=known, trying=trying):
            return f"update: {known}" + (f" · trying: {trying}" if trying else "")
        case NoteRequested(text=text):
            return text
        case _:
            assert_never(fact)


def _words_of_change(fact: Changing) -> str:
    match fact:
        case ChangeRequested(words=words, reason=reason):
            return f"{words}: {reason}" if reason else words
        case ActionRequested(words=words):
            return words
        case HandOverOffered(person=person):
            return f"asked {person.name} to take it"
        case TicketRequested(title=title):
            return f"file a ticket: {title}"
        case CommandRequested(command=command, runbook=runbook):
            return f"run, from {runbook}: {command}" if runbook else f"run: {command}"
        case HandoverRequested(incoming=incoming, role=role):
            return (
                f"hand over to {incoming.name}: {role}" if role else f"hand over to {incoming.name}"
            )
        case PaperRequested(kind=kind, title=title):
            return f"{kind} filed: {title}"
        case _:
            assert_never(fact)


def _with_case(state: State, case: Case) -> State:
    return replace(state, cases=put(state.cases, case.incident.id, case))
