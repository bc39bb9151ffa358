"""How handovers stand for one person: what they have handed over, and what they have to take; pure.

Until the right person has taken it, whoever goes stays responsible (A14), and both are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.handovers import NO_ANSWER_S, PAST_TAKING_S, Handover
from cockpit.domain.lanes import head
from cockpit.domain.parcels import Phase
from cockpit.domain.persons import is_same
from cockpit.domain.situation import Situation
from cockpit.domain.state import State

FRESH = timedelta(hours=12)
"""For so long a note that was taken is what its reader sees first."""


class Stage(StrEnum):
    """How far a handover has come."""

    SENDING = "on its way"
    HELD = "held up"
    """It waits behind something that was not sent, and goes when a person has seen to that."""
    LOST = "not posted"
    """It will not be sent, unless a person sees to it."""
    WAITING = "pending"
    UNANSWERED = "unanswered"
    """It waits for longer than anybody needs to look at it."""
    TAKEN_BACK = "taken back"
    TAKEN = "taken"
    DELETED = "deleted"
    REPLACED = "replaced"


OPEN = frozenset(stage for stage in Stage if stage not in (Stage.TAKEN, Stage.REPLACED))
"""Stages in which whoever goes is still responsible."""
UNPOSTED = frozenset({Stage.LOST, Stage.HELD})
"""Stages in which it does not leave by itself."""
ASKED = OPEN - UNPOSTED - {Stage.DELETED}
"""Stages in which it waits for somebody, or soon will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverWatch:
    """The handovers of one person that matter now."""

    given: Handover | None = None
    """The newest one that they wrote; one that is not posted stands behind one that is."""
    lost: Handover | None = None
    """A newer one of theirs that is not posted."""
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
            first = head(state, parcel.effect)
            is_held = first is not None and first.phase is Phase.FAILED
            return Stage.HELD if is_held else Stage.SENDING
    if handover.taken_back_at is not None:
        return Stage.TAKEN_BACK
    waits = (now - handover.at).total_seconds() >= NO_ANSWER_S
    return Stage.UNANSWERED if waits else Stage.WAITING


def standing(state: State, found: Iterable[Handover], now: datetime) -> Handover | None:
    """The newest of them; one that is not posted only where there is no other."""

    def order(handover: Handover) -> tuple[bool, datetime]:
        return stage(state, handover, now) not in UNPOSTED, handover.at

    return max((h for h in found if not h.superseded_by), key=order, default=None)


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
    state = situation.state
    every = [h for h in state.handovers.handovers.values() if _matters(h, now)]
    own = [h for h in every if is_same(h.outgoing, me)]
    given = standing(state, own, now)
    lost = [h for h in own if given and h.at > given.at and not h.superseded_by]
    return HandoverWatch(
        given=given,
        lost=max(lost, key=lambda h: h.at, default=None),
        received=standing(state, (h for h in every if is_same(h.incoming, me)), now),
    )


def _matters(handover: Handover, now: datetime) -> bool:
    if handover.accepted_at is not None:
        return now - handover.accepted_at < FRESH
    if handover.is_deleted:
        return now - handover.at < FRESH
    return now - handover.at < timedelta(seconds=PAST_TAKING_S)
