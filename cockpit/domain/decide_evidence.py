"""Decide on commands to be run, lessons to be written down, errors that were judged; pure."""

import unicodedata
from typing import assert_never

from cockpit.domain.actions_errors import JudgeError
from cockpit.domain.actions_evidence import EndCommand, OnEvidence, RunOne, WriteLesson
from cockpit.domain.decide_errors import decide_error
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.facts_evidence import CommandEndAsked, CommandRequested, LessonWritten
from cockpit.domain.state import Phase, State

MOST = 4000
"""Characters of a command."""
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def decide_evidence(state: State, action: OnEvidence, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    if action.incident_id and action.incident_id not in state.cases:
        return Refusal(reason="that incident is not known here: i lists the open ones")
    match action:
        case RunOne():
            return _run(action, ground)
        case EndCommand():
            return _end(state, action)
        case WriteLesson():
            return _lesson(action, ground)
        case JudgeError():
            return decide_error(state, action)
        case _:
            assert_never(action)


def _run(action: RunOne, ground: Ground) -> Decision:
    command = action.command.strip()
    if not command:
        return Refusal(reason="there is no command to run")
    if len(command) > MOST:
        return Refusal(reason=f"{len(command)} characters are no command: at most {MOST}")
    if any(unicodedata.category(c) in _UNSEEN for c in command if c not in "\n\t"):
        return Refusal(
            reason="the command holds characters that cannot be seen: write it anew by hand"
        )
    request = ground.new_id()
    effect = RunCommand(
        id=f"{request}.run",
        incident_id=action.incident_id,
        command=command,
        runbook=action.runbook,
        timeout_s=float(ground.procedure.command_s),
        written=action.written if action.written.strip() != command else "",
    )
    return (
        CommandRequested(
            id=request,
            incident_id=action.incident_id,
            command=command,
            runbook=action.runbook,
            effects=(effect,),
        ),
    )


def _end(state: State, action: EndCommand) -> Decision:
    parcel = state.parcels.get(action.effect)
    if parcel is None or not isinstance(parcel.effect, RunCommand):
        return Refusal(reason="no such command is known here")
    if parcel.phase is Phase.WAITING:
        return Refusal(reason="it has not begun: x lists it, and gives it up")
    if parcel.phase is not Phase.CLAIMED:
        return Refusal(reason="it does not run any more")
    if parcel.end_asked_by:
        return Refusal(reason=f"{parcel.end_asked_by} is ending it already")
    return (CommandEndAsked(incident_id=action.incident_id, effect=action.effect),)


def _lesson(action: WriteLesson, ground: Ground) -> Decision:
    text = action.text.strip()
    if not text:
        return Refusal(reason="an empty lesson teaches nothing")
    return (
        LessonWritten(
            id=ground.new_id(),
            incident_id=action.incident_id,
            service=action.service.strip(),
            text=text,
        ),
    )
