"""How a handover stands, in words, for whoever goes and for whoever comes (N4, A14); pure."""

from datetime import datetime

from cockpit.domain import lanes, rota_words
from cockpit.domain.handover_watch import OPEN, Stage, stage, waits_since
from cockpit.domain.handovers import Handover
from cockpit.domain.own_shift import Own
from cockpit.domain.parcels import Phase
from cockpit.domain.situation import Situation


def for_outgoing(situation: Situation, handover: Handover, now: datetime) -> str:
    """In a line, for whoever goes."""
    name = handover.incoming.name
    match stage(situation.state, handover, now):
        case Stage.TAKEN:
            return f"{name} took your handover {_when(situation, handover.accepted_at, now)}"
        case Stage.SENDING:
            return f"your handover note for {name} is on its way: you stay responsible"
        case Stage.HELD:
            return (
                f"your handover note for {name} waits behind a message that was not sent "
                f"({_OUTBOX}): you stay responsible"
            )
        case Stage.LOST:
            return f"your handover note for {name} was not posted ({_OUTBOX})"
        case Stage.DELETED:
            return f"your handover note for {name} was deleted: you stay responsible, post it again"
        case Stage.TAKEN_BACK:
            at = _when(situation, handover.taken_back_at, now)
            return f"{name} took the thumbs-up back {at}: you stay responsible"
        case Stage.REPLACED:
            return f"a newer note stands in place of the one for {name}"
        case found:
            since = _when(situation, waits_since(handover), now)
            nobody = "nobody has taken it yet, " if found is Stage.UNANSWERED else ""
            return f"handover waits for {name} since {since}: {nobody}you stay responsible"


_OUTBOX = "x or `cockpit outbox` says why"


def for_incoming(situation: Situation, handover: Handover, now: datetime) -> str:
    """In a line, for whoever comes."""
    name, role = handover.outgoing.name, handover.role
    as_role = f" as {role}" if role else ""
    match stage(situation.state, handover, now):
        case Stage.TAKEN:
            at = _when(situation, handover.accepted_at, now)
            return f"you took the handover of {name} {at}{as_role}"
        case Stage.DELETED:
            return f"{name} deleted the handover note for you: it cannot be taken, ask for it"
        case Stage.TAKEN_BACK:
            at = _when(situation, handover.taken_back_at, now)
            return f"you took your thumbs-up back {at}: {name} stays responsible"
        case Stage.REPLACED:
            return f"{name} has written a newer note"
        case _:
            since = _when(situation, waits_since(handover), now)
            return f"{name} hands over to you{as_role}, since {since}: it waits for your thumbs-up"


def is_due(situation: Situation, own: Own, now: datetime) -> str:
    """That a shift ends, and its note is still to be written, for whoever goes."""
    ends = "ended" if own.until is not None and own.until <= now else "ends"
    at = _when(situation, own.until, now)
    return f"your shift as {own.role} {ends} {at}: write its handover note"


def how_to_take(situation: Situation, handover: Handover) -> str:
    """What whoever comes does to take it."""
    return f"put a thumbs-up on it in {channel(situation, handover)}"


def channel(situation: Situation, handover: Handover) -> str:
    """Where it stands, as people call it."""
    return situation.procedure.channels.name(handover.channel)


def others(handover: Handover) -> str:
    """Who else has reacted; empty: nobody. It completes nothing."""
    names = ", ".join(thumb.name or thumb.email for thumb in handover.others)
    return f"{names} reacted: only {handover.incoming.name}'s thumbs-up counts" if names else ""


def advice(situation: Situation, handover: Handover, now: datetime) -> tuple[str, ...]:
    """What whoever goes has to know, and does, while it is not taken."""
    found, name = stage(situation.state, handover, now), handover.incoming.name
    lines = [said for said in (others(handover), _cut_short(situation, handover)) if said]
    if found in OPEN and not handover.incoming.email:
        lines.append(
            f"the address of {name} is not known here: the thumbs-up is told by the name in the "
            "chat; named otherwise there? post it again, to that name"
        )
    if found in (Stage.UNANSWERED, Stage.TAKEN_BACK):
        lines += [
            f"call {name} by phone; no answer? page them: e escalates",
            "you stay responsible until somebody has agreed to take over",
            "somebody else takes over? post the note to them: it replaces this one",
        ]
    return tuple(lines)


def beside(situation: Situation, handover: Handover, lost: Handover, now: datetime) -> str:
    """What became of a newer note, while this one stands."""
    name, other = lost.incoming.name, handover.incoming.name
    is_taken = stage(situation.state, handover, now) is Stage.TAKEN
    stays = "took the one before" if is_taken else "can still take the one before"
    return f"your newer note, for {name}, was not posted ({_OUTBOX}): {other} {stays}"


def _cut_short(situation: Situation, handover: Handover) -> str:
    """Of a note in several messages, that not all of them are there."""
    left = [
        parcel
        for parcel in situation.state.parcels.values()
        if lanes.parent_of(parcel.effect) == handover.id and parcel.phase in _NEVER
    ]
    if not left or not handover.ts:
        return ""
    return f"its further parts were not posted ({_OUTBOX}): {handover.incoming.name} reads half"


_NEVER = (Phase.FAILED, Phase.DISCARDED)


def _when(situation: Situation, at: datetime | None, now: datetime) -> str:
    return rota_words.when(at, situation.zone, now) if at is not None else "at a time not known"
