"""The queues in which effects leave, and what waits for what; whose time has come is not here.

Within a lane, effects leave in the order of their requests: what is posted in a channel, noted on
an incident, decided on who has it, on what it is called. Lanes know nothing of one another, so
that a chat that hangs holds up no acknowledgement, and a note no page.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import assert_never

from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    AddResponders,
    Effect,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PagerChange,
    PostMessage,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.state import Parcel, Phase, State

Lane = tuple[str, ...]


class Side(StrEnum):
    """Where an effect goes."""

    PAGER = "pager"
    CHAT = "chat"


def side(effect: Effect) -> Side:
    """Where it goes."""
    return Side.CHAT if isinstance(effect, PostMessage) else Side.PAGER


def lane(effect: Effect) -> Lane:
    """The queue in which this effect keeps its place."""
    if isinstance(effect, PagerChange):
        return _lane_of_change(effect)
    match effect:
        case AcknowledgeIncident(incident_id=incident):
            return ("acknowledge", incident)
        case AddNote(incident_id=incident):
            return ("note", incident)
        case PostMessage(incident_id=incident, channel=channel):
            return ("post", channel, incident)
        case _:
            assert_never(effect)


def _lane_of_change(change: PagerChange) -> Lane:
    match change:
        case EscalateIncident() | ReassignIncident() | ResolveIncident():
            return ("holder", change.incident_id)
        case SnoozeIncident() | MergeIncidents():
            return ("holder", change.incident_id)
        case RenameIncident() | PrioritiseIncident():
            return ("name", change.incident_id)
        case AddResponders():
            return ("responders", change.incident_id)
        case OverrideSchedule(schedule_id=schedule):
            return ("schedule", schedule)
        case RewritePolicy(policy_id=policy):
            return ("policy", policy)
        case _:
            assert_never(change)


def heads(state: State) -> tuple[Parcel, ...]:
    """The first parcel of each lane that is not over, oldest first.

    A failed message or note stays the head until the person releases or discards it: what follows
    was written to stand after it. Anything else that failed gives way to what is newer.
    """
    first: dict[Lane, Parcel] = {}
    for parcel in _by_age(state.unsent()):
        key = lane(parcel.effect)
        before = first.get(key)
        if before is None or _gives_way(before):
            first[key] = parcel
    return tuple(first.values())


def head(state: State, effect: Effect) -> Parcel | None:
    """The first parcel of this effect's lane, if any is not over."""
    key, found = lane(effect), None
    for parcel in _by_age(p for p in state.unsent() if lane(p.effect) == key):
        if found is None or _gives_way(found):
            found = parcel
    return found


def needed(state: State, parcel: Parcel) -> Parcel | None:
    """What has to be done outside before this one makes sense, if it is not done yet.

    A message in a thread needs its parent; one that tells of an override needs the override; a
    snooze needs the acknowledgement that was asked for with it.
    """
    for before in _needs(state, parcel):
        if before.phase is not Phase.DONE:
            return before
    return None


def _needs(state: State, parcel: Parcel) -> Iterable[Parcel]:
    effect = parcel.effect
    kind: type[Effect] | None = None
    match effect:
        case PostMessage(thread="", thread_of=parent_id) if parent_id:
            parent = state.parcels.get(parent_id)
            return [parent] if parent and parent.phase is not Phase.DISCARDED else []
        case PostMessage():
            kind = OverrideSchedule
        case SnoozeIncident():
            kind = AcknowledgeIncident
        case _:
            return []
    return [
        p
        for p in state.parcels.values()
        if p.request == parcel.request and isinstance(p.effect, kind)
    ]


def under_way(state: State, kind: type[Effect]) -> frozenset[str]:
    """The ids of incidents for which an effect of this kind is on its way, and has not failed."""
    return frozenset(
        p.effect.incident_id
        for p in state.unsent()
        if isinstance(p.effect, kind) and p.phase is not Phase.FAILED
    )


def _by_age(parcels: Iterable[Parcel]) -> list[Parcel]:
    return sorted(parcels, key=lambda p: p.order)


def _gives_way(parcel: Parcel) -> bool:
    keeps_order = isinstance(parcel.effect, PostMessage | AddNote)
    return parcel.phase is Phase.FAILED and not keeps_order
