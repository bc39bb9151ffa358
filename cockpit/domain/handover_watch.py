"""How handovers stand for one person: what they have handed over, and what they have to take; pure.

Until the right person has taken it, whoever goes stays responsible (A14), and both are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.handovers import NO_ANSWER_S, PAST_TAKING_S, Handover
from cockpit.domain.parcels import Phase
from cockpit.domain.persons import is_same
from cockpit.domain.situation import Situation
from cockpit.domain.state import State

FRESH = timedelta(hours=12)
"""For so long a note that was taken is what its reader sees first."""


class Stage(StrEnum):
    """How far a handover has come."""

    SENDING = "on its way"
    LOST = "not posted"
    """It will not be sent, unless a person sees to it."""
    WAITING = "pending"
    UNANSWERED = "unanswered"
    """It waits for longer than anybody needs to look at it."""
    TAKEN_BACK = "taken back"
    TAKEN = "taken"
    DELETED = "deleted"
    REPLACED = "replaced"


OPEN = frozenset(
    {Stage.SENDING, Stage.LOST, Stage.WAITING, Stage.UNANSWERED, Stage.TAKEN_BACK, Stage.DELETED}
)
"""Stages in which whoever goes is still responsible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverWatch:
    """The handovers of one person that matter now."""

    given: Handover | None = None
    """The newest one that they wrote."""
    received: Handover | None = None
    """The newest one that is meant for them."""


def stage(state: State, handover: Handover, now: datetime) -> Stage:
    """How far it has come."""
    if handover.superseded_by:
        return Stage.REPLACED
    if handover.is_deleted:
        return Stage.DELETED
    if handover.is_taken:
        return Stage.TAKEN
    if not handover.ts and (parcel := state.parcels.get(handover.id)) is not None:
        if parcel.phase in (Phase.FAILED, Phase.DISCARDED):
            return Stage.LOST
        if parcel.phase is not Phase.DONE:
            return Stage.SENDING
    if handover.taken_back_at is not None:
        return Stage.TAKEN_BACK
    waits = (now - handover.at).total_seconds() >= NO_ANSWER_S
    return Stage.UNANSWERED if waits else Stage.WAITING


def ts_of(state: State, handover: Handover) -> str:
    """The message's own id; empty: as far as is known, it does not stand in the chat."""
    parcel = state.parcels.get(handover.id)
    sent = parcel.ref if parcel is not None and parcel.phase is Phase.DONE else ""
    return handover.ts or sent


def waits_since(handover: Handover) -> datetime:
    """Since when it waits for the reaction."""
    return handover.taken_back_at or handover.at


def handovers(situation: Situation, now: datetime) -> HandoverWatch:
    """What matters to this person; worked out once for all views of one instant."""
    return situation.once(_handovers, now)


def _handovers(situation: Situation, now: datetime) -> HandoverWatch:
    me = situation.me
    if me is None:
        return HandoverWatch()
    every = situation.state.handovers.handovers.values()
    return HandoverWatch(
        given=_newest((h for h in every if is_same(h.outgoing, me)), now),
        received=_newest((h for h in every if is_same(h.incoming, me)), now),
    )


def _newest(found: Iterable[Handover], now: datetime) -> Handover | None:
    newest = max((h for h in found if not h.superseded_by), key=lambda h: h.at, default=None)
    return newest if newest is not None and _matters(newest, now) else None


def _matters(handover: Handover, now: datetime) -> bool:
    if handover.accepted_at is not None:
        return now - handover.accepted_at < FRESH
    if handover.is_deleted:
        return now - handover.at < FRESH
    return now - handover.at < timedelta(seconds=PAST_TAKING_S)
