"""Decide on the handover note: to whom, where, in how many messages (N3, N4); pure."""

from collections.abc import Iterator

from cockpit.domain import parts
from cockpit.domain.actions_handover import PostHandover
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.facts_handover import HandoverRequested
from cockpit.domain.facts_told import EffectDiscarded
from cockpit.domain.handover_watch import ASKED, stage, standing
from cockpit.domain.handovers import Handover
from cockpit.domain.lanes import parent_of
from cockpit.domain.model import Person
from cockpit.domain.parcels import Phase
from cockpit.domain.persons import is_same
from cockpit.domain.shift_book import SHADOW
from cockpit.domain.state import State
from cockpit.domain.thread_post import BY

TO, TO_EMAIL, FROM_EMAIL, ROLE = "to", "to_email", "by_email", "role"
"""Under these names the message tells other cockpits who hands over to whom."""
_MOST_PARTS = 6


def decide_handover(state: State, action: PostHandover, ground: Ground) -> Decision:
    """The request that posts the note, or why it is refused."""
    if reason := _amiss(action, ground):
        return Refusal(reason=reason)
    channel = ground.procedure.shift.channel
    earlier = _earlier(state, action, ground)
    waiting = standing(state, earlier, ground.now)
    is_asked = waiting is not None and stage(state, waiting, ground.now) in ASKED
    if waiting is not None and is_asked and not action.sure:
        name = waiting.incoming.name
        return Refusal(
            reason=f"your note for {name} waits for the thumbs-up already: a new one replaces it",
            confirmable=True,
        )
    messages = parts.split(action.text.strip())
    if not messages:
        return Refusal(reason="the note is empty: write what whoever comes next has to know")
    if len(messages) > _MOST_PARTS:
        words = f"the note needs {len(messages)} messages, and at most {_MOST_PARTS} are posted"
        return Refusal(reason=f"{words}: shorten it, or file it and post where it is")
    request = ground.new_id()
    return (
        *_given_up(state, earlier, action.incoming),
        HandoverRequested(
            id=request,
            incident_id="",
            shift=action.shift,
            role=action.role,
            outgoing=ground.me,
            incoming=action.incoming,
            paper=action.made.paper,
            title=action.made.title,
            sections=action.made.sections,
            effects=_posts(request, channel, [text for text, _ in messages], action, ground),
        ),
    )


def _amiss(action: PostHandover, ground: Ground) -> str:
    """Why it is for nobody, or nowhere; empty: it is not."""
    if not ground.procedure.shift.channel:
        words = "the profile names no channel for handovers"
        return f"{words}: set `channel` in [procedure.shift]"
    if not action.incoming.name.strip():
        return "nobody is known to come next: say who takes over"
    if is_same(action.incoming, ground.me):
        return "a shift is handed over to somebody else: say who takes over"
    if action.role == SHADOW:
        return "you only look on in this shift: whoever is responsible hands it over"
    return ""


def _earlier(state: State, action: PostHandover, ground: Ground) -> tuple[Handover, ...]:
    """Notes of one's own for the same role that nobody has taken yet."""
    return tuple(
        h
        for h in state.handovers.handovers.values()
        if h.is_pending and h.role == action.role and is_same(h.outgoing, ground.me)
    )


def _given_up(state: State, earlier: tuple[Handover, ...], to: Person) -> Iterator[EffectDiscarded]:
    """What of them has not left, and certainly stands nowhere: the new note is in its place, and
    would have to wait behind it.
    """
    ids = {h.id for h in earlier}
    for parcel in state.parcels.values():
        is_of_one = parcel.effect.id in ids or parent_of(parcel.effect) in ids
        if is_of_one and parcel.phase in (Phase.FAILED, Phase.WAITING):
            reason = f"a newer handover note, for {to.name}, takes its place"
            yield EffectDiscarded(effect=parcel.effect.id, reason=reason)


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
