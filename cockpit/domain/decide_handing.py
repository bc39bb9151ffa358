"""Decide on who holds the pager or an incident, and on what is said of it (A10, A13, A14); pure."""

from datetime import timedelta
from typing import assert_never

from cockpit.domain import people, texts
from cockpit.domain.actions import ConcludeHandOver, OfferHandOver, OfferHelp, TakePager
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import Effect, OverrideSchedule, PostMessage, ReassignIncident
from cockpit.domain.facts import ChangeRequested, HandOverOffered
from cockpit.domain.lanes import under_way
from cockpit.domain.model import Person
from cockpit.domain.schedules import named
from cockpit.domain.state import Case, Phase, State

LONGEST = timedelta(days=14)
"""For which one may take the pager in one go."""
_NO_CHANNEL = "no on-call channel: set [procedure.channels] oncall"


def decide(
    state: State,
    case: Case,
    action: OfferHelp | OfferHandOver | ConcludeHandOver,
    ground: Ground,
) -> Decision:
    """The facts that this action on an incident amounts to, or why it is refused."""
    if not case.incident.is_open:
        return Refusal(reason=f"#{case.incident.number} is resolved: nobody has to take it")
    match action:
        case OfferHelp():
            return _offer_help(case, ground)
        case OfferHandOver(person_id=person_id):
            return _offer(state, case, person_id, ground)
        case ConcludeHandOver():
            return _conclude(state, case, ground)
        case _:
            assert_never(action)


def take_pager(state: State, action: TakePager, ground: Ground) -> Decision:
    """An override for this person, and then a word in the on-call channel (A10)."""
    if not ground.me.id:
        return Refusal(reason="the pager has not said yet who you are: wait for its first answer")
    start, end = max(action.start, ground.now), action.end
    if end <= start:
        return Refusal(reason="that is over before it begins: say until when you take the pager")
    if end - start > LONGEST:
        return Refusal(reason=f"take the pager for {LONGEST.days} days at most, then again")
    schedule = named(state, action.schedule_id)
    if not schedule:
        return Refusal(reason="say in which schedule you take the pager")
    request, reason = ground.new_id(), action.reason.strip()
    override = OverrideSchedule(
        id=f"{request}.override",
        incident_id="",
        schedule_id=action.schedule_id,
        person_id=ground.me.id,
        start=start,
        end=end,
    )
    effects: tuple[Effect, ...] = (override,)
    words = f"take the pager ({schedule}) until {texts.day_time(end, ground.now, ground.zone)}"
    channel = ground.procedure.channels.oncall
    if channel:
        text = texts.takes_pager(
            ground.me, schedule, (start, end), reason, (ground.now, ground.zone)
        )
        post = PostMessage(id=f"{request}.post", incident_id="", channel=channel, text=text)
        effects = (override, post)
    else:
        words += "; nobody is told, for no on-call channel is set"
    return (
        ChangeRequested(id=request, incident_id="", words=words, reason=reason, effects=effects),
    )


def _offer_help(case: Case, ground: Ground) -> Decision:
    incident, channel = case.incident, ground.procedure.channels.oncall
    held_by = people.holders(incident)
    if not channel:
        return Refusal(reason=_NO_CHANNEL)
    if any(p.id == ground.me.id for p in held_by):
        return Refusal(reason=f"#{incident.number} is with you: + calls others to it")
    if not held_by:
        return Refusal(reason=f"#{incident.number} is {people.UNASSIGNED}: a takes it")
    holder = people.names(held_by)
    request = ground.new_id()
    post = PostMessage(
        id=f"{request}.post",
        incident_id=incident.id,
        channel=channel,
        text=texts.offers_help(case, ground.me, holder),
    )
    words = f"offer {holder} help with #{incident.number}"
    return (ChangeRequested(id=request, incident_id=incident.id, words=words, effects=(post,)),)


def _offer(state: State, case: Case, person_id: str, ground: Ground) -> Decision:
    incident = case.incident
    whom = people.known(state, person_id)
    if whom is None:
        return Refusal(reason="the pager has not named that person here: choose another one")
    refused = _cannot_offer(state, case, whom, ground)
    if refused:
        return Refusal(reason=refused)
    request = ground.new_id()
    thread_of, channel = _where(state, case, ground)
    if not channel:
        return Refusal(reason=_NO_CHANNEL)
    post = PostMessage(
        id=f"{request}.post",
        incident_id=incident.id,
        channel=channel,
        text=texts.asks_to_take(case, ground.me, whom, in_thread=bool(thread_of)),
        thread_of=thread_of,
    )
    return (HandOverOffered(id=request, incident_id=incident.id, person=whom, effects=(post,)),)


def _cannot_offer(state: State, case: Case, whom: Person, ground: Ground) -> str:
    number = f"#{case.incident.number}"
    held_by = people.holders(case.incident)
    if whom.id == ground.me.id:
        return f"you cannot hand {number} to yourself"
    if any(p.id == whom.id for p in held_by):
        return f"{number} is with {whom.name} already"
    if not any(p.id == ground.me.id for p in held_by):
        rests = f"with {people.names(held_by)}, not with you" if held_by else people.UNASSIGNED
        instead = "h says that you can help" if held_by else "a takes it"
        return f"{number} is {rests}: {instead}"
    offer = case.hand_over
    if offer is None or offer.accepted_at or offer.person.id != whom.id:
        return ""
    parcel = state.parcels.get(offer.effect)
    if parcel is not None and parcel.phase in (Phase.FAILED, Phase.DISCARDED):
        return ""
    asked = texts.clock_time(offer.at, ground.zone)
    return f"{whom.name} was asked at {asked} and has not agreed yet: {number} stays with you"


def _where(state: State, case: Case, ground: Ground) -> tuple[str, str]:
    """The declaration whose thread it belongs to, and the channel."""
    declaration = case.declaration
    parcel = state.parcels.get(declaration.effect) if declaration else None
    if declaration is None or parcel is None:
        return "", ground.procedure.channels.oncall
    if parcel.phase in (Phase.FAILED, Phase.DISCARDED):
        return "", ground.procedure.channels.oncall
    return declaration.effect, declaration.channel


def _conclude(state: State, case: Case, ground: Ground) -> Decision:
    incident, offer = case.incident, case.hand_over
    number = f"#{incident.number}"
    if offer is None:
        return Refusal(reason=f"nobody was asked to take {number}: H asks somebody")
    if offer.accepted_at is None:
        return Refusal(
            reason=f"{offer.person.name} has not agreed yet: {number} stays with you until then"
        )
    if [a.person.id for a in incident.assignments] == [offer.person.id]:
        return ()
    if incident.id in under_way(state, ReassignIncident):
        return Refusal(reason=f"the re-assignment of {number} is on its way already")
    request = ground.new_id()
    effect = ReassignIncident(
        id=f"{request}.assign", incident_id=incident.id, person_ids=(offer.person.id,)
    )
    words = f"hand {number} over to {offer.person.name}"
    return (
        ChangeRequested(
            id=request, incident_id=incident.id, words=words, reason=offer.how, effects=(effect,)
        ),
    )
