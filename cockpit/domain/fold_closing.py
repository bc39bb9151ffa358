"""How what was said on the way to an incident's closing changes the state (G8)."""

from typing import assert_never

from cockpit.domain.action_items import day_words
from cockpit.domain.closing_course import Closed, ClosingCourse, Confirmed, Review
from cockpit.domain.facts import Record
from cockpit.domain.facts_items import (
    Afterwards,
    ClosingConfirmed,
    IncidentClosed,
    OnClosing,
    ReviewScheduled,
)
from cockpit.domain.fold_items import day_of, itemised
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment, State


def afterwards(state: State, record: Record, fact: Afterwards) -> State:
    """The state after something that was said after an incident."""
    if isinstance(fact, OnClosing):
        return closing(state, record, fact)
    return itemised(state, record, fact)


def closing(state: State, record: Record, fact: OnClosing) -> State:
    """The state after a step towards closing; one about an unknown incident is passed over."""
    case = state.cases.get(fact.incident_id)
    if case is None:
        return state
    course = _after(case.closing, record, fact)
    if course == case.closing:
        return state
    moment = Moment(
        at=record.at, kind=Kind.STEP, text=_words(record, fact), author=record.author, id=record.id
    )
    case = replace(case, closing=course, moments=(*case.moments, moment))
    return replace(state, cases=put(state.cases, fact.incident_id, case))


def _after(course: ClosingCourse, record: Record, fact: OnClosing) -> ClosingCourse:
    match fact:
        case ReviewScheduled(day=written, where=where):
            day = day_of(written)
            if day is None:
                return replace(course, review=None)
            review = Review(at=record.at, author=record.author, day=day, where=where)
            return replace(course, review=review)
        case ClosingConfirmed(step=step, what=what):
            if step in course.confirmed:
                return course
            said = Confirmed(at=record.at, author=record.author, what=what)
            return replace(course, confirmed={**course.confirmed, step: said})
        case IncidentClosed(missing=missing, reason=reason):
            if course.closed is not None:
                return course
            done = Closed(at=record.at, author=record.author, missing=missing, reason=reason)
            return replace(course, closed=done)
        case _:
            assert_never(fact)


def _words(record: Record, fact: OnClosing) -> str:
    match fact:
        case ReviewScheduled(day=written, where=where):
            day = day_of(written)
            if day is None:
                return "the review is not scheduled any more"
            said = f"review on {day_words(day, record.at.date())}"
            return f"{said}: {where}" if where else said
        case ClosingConfirmed(step=step, what=what):
            return f"closing, {step}: " + (what or "done")
        case IncidentClosed(reason=reason):
            return f"closed all the same: {reason}" if reason else "closed"
        case _:
            assert_never(fact)
