"""How what the engineer learnt changes the state."""

from cockpit.domain.facts import Record
from cockpit.domain.facts_evidence import LessonWritten
from cockpit.domain.ledger import put
from cockpit.domain.lessons import Lesson
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import remembered


def learnt(state: State, record: Record, fact: LessonWritten) -> State:
    """The state with one more lesson, which stands on the timeline too; each counts once."""
    if any(lesson.id == fact.id for lesson in state.lessons):
        return state
    lesson = Lesson(
        id=fact.id,
        at=record.at,
        author=record.author,
        incident_id=fact.incident_id,
        service=fact.service,
        text=fact.text,
    )
    state = replace(state, lessons=(*state.lessons, lesson))
    about = f" about {fact.service}" if fact.service else ""
    moment = Moment(
        at=record.at,
        kind=Kind.NOTE,
        text=f"learnt{about}: {fact.text}",
        author=record.author,
        id=record.id,
    )
    case = state.cases.get(fact.incident_id)
    if case is None:
        return replace(state, shift=remembered(state.shift, moment))
    case = replace(case, moments=(*case.moments, moment))
    return replace(state, cases=put(state.cases, fact.incident_id, case))
