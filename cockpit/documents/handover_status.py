"""How the handovers of a person stand, as text and as JSON, for commands."""

from datetime import datetime

from cockpit.documents.spans import stamp
from cockpit.domain.handover_watch import OPEN, handovers, stage, ts_of
from cockpit.domain.handover_words import (
    advice,
    beside,
    for_incoming,
    for_outgoing,
    how_to_take,
    is_due,
)
from cockpit.domain.handovers import Handover
from cockpit.domain.model import Person
from cockpit.domain.own_shift import to_hand_over
from cockpit.domain.situation import Situation


def text(situation: Situation, now: datetime, unread: str = "") -> str:
    """For people; says so where there is none, or `unread` says why nobody could look."""
    none = "no handover is known, given or received"
    if unread:
        none += ", as of before: the channel could not be read"
    found = lines(situation, now)
    return "\n".join(found or (none,)) + "\n"


def lines(situation: Situation, now: datetime) -> tuple[str, ...]:
    """What matters now, a line each; none: no handover does."""
    found, due = handovers(situation, now), to_hand_over(situation, now)
    said = [f"{is_due(situation, due, now)}: cockpit handover"] if due is not None else []
    if (given := found.given) is not None:
        said.append(for_outgoing(situation, given, now))
        if _is_open(situation, given, now):
            said += [f"  {words}" for words in advice(situation, given, now)]
        if found.lost is not None:
            said.append(f"  {beside(situation, given, found.lost, now)}")
    if (received := found.received) is not None:
        said.append(for_incoming(situation, received, now))
        if received.is_pending:
            said.append(f"  {how_to_take(situation, received)}")
    return tuple(said)


def is_pending(situation: Situation, now: datetime) -> bool:
    """Whether somebody still waits: this person for a reaction, or another for theirs."""
    found = handovers(situation, now)
    return any(h is not None and _is_open(situation, h, now) for h in (found.given, found.received))


def _is_open(situation: Situation, handover: Handover, now: datetime) -> bool:
    return stage(situation.state, handover, now) in OPEN


def is_known(situation: Situation, now: datetime) -> bool:
    """Whether any matters now."""
    found = handovers(situation, now)
    return found.given is not None or found.received is not None


def jsonable(situation: Situation, now: datetime, unread: str = "") -> dict[str, object]:
    """For scripts; instants are RFC 3339 in UTC, null where there is none."""
    found = handovers(situation, now)
    return {
        "given": _one(situation, found.given, now),
        "lost": _one(situation, found.lost, now),
        "received": _one(situation, found.received, now),
        "pending": is_pending(situation, now),
        "unread": unread or None,
    }


def _one(
    situation: Situation, handover: Handover | None, now: datetime
) -> dict[str, object] | None:
    if handover is None:
        return None
    return {
        "id": handover.id,
        "stage": stage(situation.state, handover, now).value,
        "role": handover.role,
        "channel": handover.channel,
        "ts": ts_of(situation.state, handover) or None,
        "posted_at": stamp(handover.at) if ts_of(situation.state, handover) else None,
        "outgoing": _person(handover.outgoing),
        "incoming": _person(handover.incoming),
        "taken_at": stamp(handover.accepted_at),
        "taken_back_at": stamp(handover.taken_back_at),
        "others": [{"name": t.name, "email": t.email} for t in handover.others],
        "text": handover.text,
    }


def _person(person: Person) -> dict[str, str]:
    return {"id": person.id, "name": person.name, "email": person.email}
