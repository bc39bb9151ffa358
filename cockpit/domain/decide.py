"""Decide: an action on the state as it is now becomes facts, or a refusal in words.

Pure: ids come from the caller. What a fact will send is decided here, once, so that the journal
holds the very text that the person saw.
"""

from dataclasses import replace
from typing import assert_never

from cockpit.domain import texts
from cockpit.domain.actions import (
    Acknowledge,
    Action,
    Declare,
    Discard,
    Insist,
    LookAt,
    OnPager,
    PostUpdate,
    Release,
    TickStep,
    Triage,
    Wish,
    WriteNote,
)
from cockpit.domain.actions_customer import OnCustomer
from cockpit.domain.actions_evidence import OnEvidence
from cockpit.domain.actions_handover import OnHandover
from cockpit.domain.actions_items import OnClosing, OnItems
from cockpit.domain.actions_papers import OnPapers
from cockpit.domain.actions_shift import OnShift
from cockpit.domain.actions_talk import OnTalk, Tell, TellSecurity
from cockpit.domain.checked import checked
from cockpit.domain.decide_closing import decide_closing
from cockpit.domain.decide_customer import decide_customer
from cockpit.domain.decide_evidence import decide_evidence
from cockpit.domain.decide_handover import decide_handover
from cockpit.domain.decide_items import decide_items
from cockpit.domain.decide_pager import decide_pager
from cockpit.domain.decide_papers import decide_papers
from cockpit.domain.decide_shift import decide_shift
from cockpit.domain.decide_talk import decide_talk
from cockpit.domain.decide_triage import decide_triage
from cockpit.domain.decide_updates import decide_update
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import AcknowledgeIncident, AddNote, Effect, PostMessage, Purpose
from cockpit.domain.facts import (
    AcknowledgementRequested,
    DeclarationRequested,
    EffectDiscarded,
    EffectReleased,
    NoteRequested,
    StepLookedAt,
    StepTicked,
)
from cockpit.domain.mirror import mirrored
from cockpit.domain.model import Status
from cockpit.domain.overtaken import siblings
from cockpit.domain.parts import weight
from cockpit.domain.state import Case, Declaration, Phase, State

Beside = OnCustomer | OnEvidence | OnShift | OnPapers | OnItems | OnClosing | OnHandover
"""What is decided elsewhere, and is about more than the incident on screen."""


def decide(state: State, action: Action, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused; () when nothing is to do.

    Whatever would leave with them is looked over for secrets and tone, here and for all actions.
    """
    wish, accepted = (action.wish, action.on) if isinstance(action, Insist) else (action, ())
    if isinstance(wish, Tell | TellSecurity):
        wish = replace(wish, accepted=(*wish.accepted, *accepted))
    return checked(state, _decided(state, wish, ground), (*accepted, *_accepted(wish)), ground)


def _accepted(wish: Wish) -> tuple[str, ...]:
    return () if not hasattr(wish, "accepted") else wish.accepted


def _decided(state: State, action: Wish, ground: Ground) -> Decision:
    if isinstance(action, OnPager):
        return decide_pager(state, action, ground)
    if isinstance(action, Triage):
        return decide_triage(state, action, ground)
    if isinstance(action, OnTalk):
        return decide_talk(state, action, ground)
    if isinstance(action, Beside):
        return _beside(state, action, ground)
    match action:
        case WriteNote():
            return _note(state, action, ground)
        case Release() | Discard():
            return _stuck(state, action)
        case _:
            case_ = state.cases.get(action.incident_id)
            if case_ is None:
                return Refusal(reason="no incident is on screen: i lists the open ones")
            return _on_case(state, case_, action, ground)


def _beside(state: State, action: Beside, ground: Ground) -> Decision:
    if isinstance(action, OnShift):
        return decide_shift(state, action, ground)
    if isinstance(action, OnHandover):
        return decide_handover(state, action, ground)
    if isinstance(action, OnPapers):
        return decide_papers(state, action, ground)
    if isinstance(action, OnEvidence):
        return decide_evidence(state, action, ground)
    if isinstance(action, OnItems):
        return decide_items(state, action, ground)
    if isinstance(action, OnClosing):
        return decide_closing(state, action, ground)
    return decide_customer(state, action, ground)


def _on_case(
    state: State,
    case: Case,
    action: Acknowledge | Declare | PostUpdate | TickStep | LookAt,
    ground: Ground,
) -> Decision:
    match action:
        case Acknowledge():
            return _acknowledge(state, case, action, ground)
        case Declare():
            return _declare(state, case, action, ground)
        case PostUpdate():
            return decide_update(state, case, action, ground)
        case TickStep(step=step):
            return _tick(case, step, ground)
        case LookAt(evidence=evidence, what=what):
            return _look(case, evidence, what, ground)
        case _:
            assert_never(action)


def _acknowledge(state: State, case: Case, action: Acknowledge, ground: Ground) -> Decision:
    incident = case.incident
    if incident.status is Status.RESOLVED:
        return Refusal(
            reason=f"#{incident.number} is resolved; acknowledging it would open it again"
        )
    if incident.acknowledged_by(ground.me.id):
        return Refusal(reason=f"#{incident.number} is yours already")
    if _on_its_way(state, incident.id):
        return Refusal(reason=f"the acknowledgement of #{incident.number} is on its way already")
    holders = [a.person for a in incident.assignments if a.person.id != ground.me.id]
    if holders and not incident.assigned_to(ground.me.id) and not action.sure:
        names = ", ".join(p.name for p in holders)
        return Refusal(
            reason=f"#{incident.number} pages {names}, not you: acknowledging takes it over",
            confirmable=True,
        )
    request = ground.new_id()
    effect = AcknowledgeIncident(id=f"{request}.ack", incident_id=incident.id)
    return (AcknowledgementRequested(id=request, incident_id=incident.id, effects=(effect,)),)


def _on_its_way(state: State, incident_id: str) -> bool:
    return any(
        isinstance(p.effect, AcknowledgeIncident)
        and p.effect.incident_id == incident_id
        and p.phase is not Phase.FAILED
        for p in state.unsent()
    )


def _declare(state: State, case: Case, action: Declare, ground: Ground) -> Decision:
    channel = ground.procedure.channels.incident
    if not channel:
        return Refusal(reason="no incident channel: set [procedure.channels] incident")
    if case.declaration is not None and state.is_declared(case):
        return _declared_before(state, case, case.declaration)
    hypothesis = action.hypothesis.strip() or ground.procedure.unknown_hypothesis
    paged_by = action.paged_by.strip() or texts.draft_paged_by(case)
    text = texts.declaration(case, action, ground.me, ground.procedure, ground.zone)
    if weight(text) > texts.LIMIT:
        return _too_long(text)
    request = ground.new_id()
    effect = PostMessage(
        id=f"{request}.post",
        incident_id=case.incident.id,
        channel=channel,
        text=text,
        purpose=Purpose.DECLARATION,
    )
    return (
        DeclarationRequested(
            id=request,
            incident_id=case.incident.id,
            started_at=action.started_at,
            paged_by=paged_by,
            hypothesis=hypothesis,
            effects=(effect,),
        ),
    )


def _declared_before(state: State, case: Case, declaration: Declaration) -> Refusal:
    number = case.incident.number
    parcel = state.parcels.get(declaration.effect)
    if parcel is None or parcel.phase is Phase.DONE:
        return Refusal(reason=f"#{number} is declared already: u writes an update")
    if parcel.phase is Phase.FAILED:
        return Refusal(
            reason=f"the declaration of #{number} was not sent: try it again, or give it up, first"
        )
    return Refusal(reason=f"the declaration of #{number} is on its way: u writes an update")


def _too_long(text: str) -> Refusal:
    return Refusal(
        reason=f"{weight(text)} characters are too many for one message: at most {texts.LIMIT}"
    )


def _note(state: State, action: WriteNote, ground: Ground) -> Decision:
    text = action.text.strip()
    if not text:
        return Refusal(reason="an empty note says nothing")
    if action.incident_id and action.incident_id not in state.cases:
        return Refusal(reason="that incident is not known here: i lists the open ones")
    if action.to_pager and not action.incident_id:
        return Refusal(reason="no incident is on screen: there is none to put the note on")
    request = ground.new_id()
    effects: tuple[Effect, ...] = mirrored(
        state,
        state.cases.get(action.incident_id),
        ground.procedure,
        (request, ground.me.name, text),
    )
    if action.to_pager:
        note = AddNote(id=f"{request}.note", incident_id=action.incident_id, text=text)
        effects = (note, *effects)
    return (NoteRequested(id=request, incident_id=action.incident_id, text=text, effects=effects),)


def _tick(case: Case, step_id: str, ground: Ground) -> Decision:
    if step_id not in {s.id for s in ground.procedure.steps}:
        return Refusal(reason=f"the procedure has no step {step_id}")
    if step_id in case.ticks:
        return ()
    return (StepTicked(incident_id=case.incident.id, step=step_id),)


def _look(case: Case, evidence: str, what: str, ground: Ground) -> Decision:
    return tuple(
        StepLookedAt(incident_id=case.incident.id, step=step.id, what=what)
        for step in ground.procedure.steps
        if step.evidence == evidence and step.id not in case.looks
    )


def _stuck(state: State, action: Release | Discard) -> Decision:
    parcel = state.parcels.get(action.effect)
    if parcel is None or parcel.is_over:
        return Refusal(reason="nothing is stuck there any more")
    if parcel.phase is Phase.CLAIMED:
        return Refusal(reason="it is being sent at this moment: wait for the outcome")
    whole = [p.effect.id for p in siblings(state, parcel) if p.phase is not Phase.CLAIMED]
    match action:
        case Release():
            return tuple(EffectReleased(effect=effect) for effect in whole)
        case Discard(reason=reason):
            return tuple(EffectDiscarded(effect=effect, reason=reason) for effect in whole)
        case _:
            assert_never(action)
