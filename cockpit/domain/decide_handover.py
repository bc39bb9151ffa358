"""Decide on the handover note: to whom, where, in how many messages (N3, N4); pure."""

from cockpit.domain import parts
from cockpit.domain.actions_handover import PostHandover
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.facts_handover import HandoverRequested
from cockpit.domain.handovers import Handover
from cockpit.domain.model import Person
from cockpit.domain.persons import is_same
from cockpit.domain.state import State
from cockpit.domain.thread_post import BY

TO, TO_EMAIL, FROM_EMAIL, ROLE = "to", "to_email", "by_email", "role"
"""Under these names the message tells other cockpits who hands over to whom."""
_MOST_PARTS = 6


def decide_handover(state: State, action: PostHandover, ground: Ground) -> Decision:
    """The request that posts the note, or why it is refused."""
    channel = ground.procedure.shift.channel
    if not channel:
        words = "the profile names no channel for handovers"
        return Refusal(reason=f"{words}: set `channel` in [procedure.shift]")
    if not action.incoming.name.strip():
        return Refusal(reason="nobody is known to come next: say who takes over")
    if is_same(action.incoming, ground.me):
        return Refusal(reason="a shift is handed over to somebody else: say who takes over")
    waiting = _waiting(state, ground.me)
    if waiting is not None and not action.sure:
        name = waiting.incoming.name
        return Refusal(
            reason=f"your note for {name} waits for the thumbs-up already: a new one replaces it",
            confirmable=True,
        )
    messages = parts.split(action.text.strip())
    if not messages:
        return Refusal(reason="the note is empty: write what whoever comes next has to know")
    if len(messages) > _MOST_PARTS:
        return Refusal(reason=f"the note is too long for the chat: at most {_MOST_PARTS} messages")
    request = ground.new_id()
    shift = state.shifts.of(ground.me)
    return (
        HandoverRequested(
            id=request,
            incident_id="",
            shift=shift.id if shift else "",
            role=action.role,
            outgoing=ground.me,
            incoming=action.incoming,
            paper=action.made.paper,
            title=action.made.title,
            sections=action.made.sections,
            effects=_posts(request, channel, [text for text, _ in messages], action, ground),
        ),
    )


def _waiting(state: State, me: Person) -> Handover | None:
    last = state.handovers.by(me)
    return last if last is not None and last.is_pending else None


def _posts(
    request: str, channel: str, texts: list[str], action: PostHandover, ground: Ground
) -> tuple[PostMessage, ...]:
    """The first message is what is reacted to; the others stand in its thread."""
    about = (
        (BY, ground.me.name),
        (FROM_EMAIL, ground.me.email),
        (TO, action.incoming.name),
        (TO_EMAIL, action.incoming.email),
        (ROLE, action.role),
    )
    first = f"{request}.note"
    return tuple(
        PostMessage(
            id=first if place == 0 else f"{first}{place + 1}",
            incident_id="",
            channel=channel,
            text=text,
            thread_of="" if place == 0 else first,
            purpose=Purpose.HANDOVER,
            about=tuple((name, value) for name, value in about if value) if place == 0 else (),
        )
        for place, text in enumerate(texts)
    )
