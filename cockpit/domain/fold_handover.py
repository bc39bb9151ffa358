"""How handovers of shifts change the state."""

from typing import assert_never

from cockpit.domain.effects import PostMessage
from cockpit.domain.facts import Record
from cockpit.domain.facts_handover import HandoverReacted, HandoverRequested, HandoverSeen
from cockpit.domain.handovers import Handover, HandoverBook, Thumb, reacted
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import remembered


def handed(
    state: State, record: Record, fact: HandoverRequested | HandoverSeen | HandoverReacted
) -> State:
    """The state after something about a handover."""
    match fact:
        case HandoverRequested():
            return _requested(state, record, fact)
        case HandoverSeen():
            return _seen(state, record, fact)
        case HandoverReacted():
            return _reacted(state, record, fact)
        case _:
            assert_never(fact)


def _requested(state: State, record: Record, fact: HandoverRequested) -> State:
    """The note is on its way; the request itself stands on the timeline like any other."""
    posts = [effect for effect in fact.effects if isinstance(effect, PostMessage)]
    if not posts:
        return state
    handover = Handover(
        id=posts[0].id,
        channel=posts[0].channel,
        role=fact.role,
        outgoing=fact.outgoing,
        incoming=fact.incoming,
        at=record.at,
        text="\n".join(post.text for post in posts),
        paper=fact.paper,
        shift=fact.shift,
    )
    return _with(state, handover)


def _seen(state: State, record: Record, fact: HandoverSeen) -> State:
    before = state.handovers.handovers.get(fact.handover)
    if before is None:
        handover = Handover(
            id=fact.handover,
            channel=fact.channel,
            role=fact.role,
            outgoing=fact.outgoing,
            incoming=fact.incoming,
            at=fact.at,
            ts=fact.ts,
            text=fact.text,
            is_deleted=fact.is_deleted,
        )
        words = f"handover note of {fact.outgoing.name} for {fact.incoming.name}"
        return _told(_with(state, handover), record, words, fact.outgoing.name)
    own = bool(before.paper)
    after = replace(
        before,
        ts=fact.ts,
        at=fact.at,
        text=before.text if own else fact.text,
        is_deleted=fact.is_deleted,
    )
    state = _with(state, after)
    if fact.is_deleted and not before.is_deleted:
        words = f"the handover note for {before.incoming.name} was deleted: nobody can take it"
        return _told(state, record, words, "")
    return state


def _reacted(state: State, record: Record, fact: HandoverReacted) -> State:
    before = state.handovers.handovers.get(fact.handover)
    if before is None or before.thumbs == fact.thumbs:
        return state
    after = reacted(before, record.at, fact.thumbs)
    state = _put(state, after)
    words, author = _words(before, after)
    return _told(state, record, words, author) if words else state


def _words(before: Handover, after: Handover) -> tuple[str, str]:
    """What the timeline says, and who did it."""
    name = after.incoming.name
    if after.is_taken and not before.is_taken:
        return f"took the handover of {after.outgoing.name}: {after.role} from now on", name
    if before.is_taken and not after.is_taken:
        return (
            f"took the thumbs-up back: {after.outgoing.name} stays responsible as {after.role}",
            name,
        )
    fresh = [t for t in after.others if t not in before.thumbs]
    if fresh and not after.is_taken:
        who = ", ".join(_name(thumb) for thumb in fresh)
        return f"{who} reacted to the handover note, which waits for {name}", ""
    return "", ""


def _name(thumb: Thumb) -> str:
    return thumb.name or thumb.email


def _with(state: State, handover: Handover) -> State:
    """The state with it; once it stands in the channel, older notes of the same role wait for
    nobody any more. One that is still to be posted takes the place of none: it may never be.
    """
    book = state.handovers.handovers
    for other in tuple(book.values()):
        is_older = other.at <= handover.at and other.id != handover.id
        same = (other.channel, other.role) == (handover.channel, handover.role)
        if same and is_older and other.is_pending and handover.ts and not handover.is_deleted:
            book = put(book, other.id, replace(other, superseded_by=handover.id))
    return _put(replace(state, handovers=HandoverBook(handovers=book)), handover)


def _put(state: State, handover: Handover) -> State:
    book = put(state.handovers.handovers, handover.id, handover)
    return replace(state, handovers=HandoverBook(handovers=book))


def _told(state: State, record: Record, words: str, author: str) -> State:
    moment = Moment(at=record.at, kind=Kind.CHAT, text=words, author=author, id=record.id)
    return replace(state, shift=remembered(state.shift, moment))
