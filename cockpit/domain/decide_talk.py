"""Decide on what makes others hear of it: who decides what; the decisions are next door. Pure."""

from cockpit.domain.actions_talk import (
    AnnounceMitigation,
    AnswerMessage,
    AssignRole,
    ChooseCadence,
    CloseWarRoom,
    EditUpdate,
    MoveMitigation,
    NoteRelief,
    OnTalk,
    OpenWarRoom,
    SayArrived,
    SayTold,
    ShareLog,
    TakeGroup,
    Tell,
    TellSecurity,
)
from cockpit.domain.decide_answers import answer
from cockpit.domain.decide_mitigation import decide_mitigation
from cockpit.domain.decide_roles import decide_order
from cockpit.domain.decide_rooms import decide_room, take_group
from cockpit.domain.decide_tellings import decide_telling
from cockpit.domain.decide_unclear import decide_unclear
from cockpit.domain.decide_updates import decide_correction
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.state import State


def decide_talk(state: State, action: OnTalk, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused; () when nothing is to do."""
    if isinstance(action, TakeGroup | AnswerMessage | SayArrived):
        return _of_no_incident(state, action, ground)
    case = state.cases.get(action.incident_id)
    if case is None:
        return Refusal(reason="no incident is on screen: i lists the open ones")
    match action:
        case EditUpdate() | ShareLog():
            return decide_correction(state, case, action, ground)
        case AssignRole() | ChooseCadence():
            return decide_order(state, case, action, ground)
        case AnnounceMitigation() | MoveMitigation() | NoteRelief():
            return decide_mitigation(state, case, action, ground)
        case Tell() | SayTold() | TellSecurity():
            return decide_telling(state, case, action, ground)
        case OpenWarRoom() | CloseWarRoom():
            return decide_room(state, case, action, ground)


def _of_no_incident(
    state: State, action: TakeGroup | AnswerMessage | SayArrived, ground: Ground
) -> Decision:
    match action:
        case TakeGroup():
            return take_group(action, ground)
        case AnswerMessage():
            return answer(action, ground)
        case SayArrived():
            return decide_unclear(state, action, ground)
