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
from cockpit.domain.effects_chat import (
    AddBookmark,
    ArchiveRoom,
    ChatChange,
    EditMessage,
    InviteToRoom,
    OpenRoom,
    SetTopic,
    SetUserGroup,
    ShareSnippet,
)
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.effects_outward import FileTicket, OutwardMessage, PublishStatus, SendMail
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.overtaken import overtaken
from cockpit.domain.state import Parcel, Phase, State

Lane = tuple[str, ...]


class Side(StrEnum):
    """Where an effect goes."""

    PAGER = "pager"
    CHAT = "chat"
    MAIL = "mail"
    STATUS = "status page"
    HTTP = "own services"
    HERE = "this machine"
    TRACKER = "work tracker"
    PAPERS = "papers"


def side(effect: Effect) -> Side:
    """Where it goes."""
    match effect:
        case SendMail():
            return Side.MAIL
        case PublishStatus():
            return Side.STATUS
        case CallHttp():
            return Side.HTTP
        case RunCommand():
            return Side.HERE
        case FileTicket():
            return Side.TRACKER
        case FilePaper():
            return Side.PAPERS
        case _ if isinstance(effect, PostMessage | ChatChange):
            return Side.CHAT
        case _:
            return Side.PAGER


def lane(effect: Effect) -> Lane:
    """The queue in which this effect keeps its place."""
    if isinstance(effect, PagerChange):
        return _lane_of_change(effect)
    if isinstance(effect, ChatChange):
        return _lane_at_chat(effect)
    if isinstance(effect, OutwardMessage | RunCommand):
        alone = isinstance(effect, RunCommand | FileTicket)
        keeps = effect.id if alone else effect.incident_id
        return (side(effect).value, keeps)
    if isinstance(effect, CallHttp | FilePaper):
        return _lane_elsewhere(effect)
    match effect:
        case AcknowledgeIncident(incident_id=incident):
            return ("acknowledge", incident)
        case AddNote(incident_id=incident):
            return ("note", incident)
        case PostMessage(incident_id=incident, channel=channel):
            return ("post", channel, incident)
        case _:
            assert_never(effect)


def _lane_elsewhere(effect: CallHttp | FilePaper) -> Lane:
    match effect:
        case FilePaper(place=place):
            return ("paper", place.key)
        case CallHttp(incident_id=incident, action=action, org_id=org):
            return ("http", incident, action, org)
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


def _lane_at_chat(change: ChatChange) -> Lane:
    match change:
        case EditMessage(incident_id=incident, channel=channel):
            return ("post", channel, incident)
        case ShareSnippet(incident_id=incident, channel=channel):
            return ("post", channel, incident)
        case OpenRoom() | SetTopic() | InviteToRoom() | AddBookmark() | ArchiveRoom():
            return ("room", change.incident_id)
        case SetUserGroup(group_id=group):
            return ("group", group)
        case _:
            assert_never(change)


def parent_of(effect: Effect) -> str:
    """The effect whose outcome this one builds on: a thread, a message, a room; empty: none."""
    match effect:
        case PostMessage(thread="", thread_of=parent) | ShareSnippet(thread_of=parent):
            return parent
        case EditMessage(message_of=parent) | PublishStatus(incident_of=parent):
            return parent
        case SetTopic() | InviteToRoom() | AddBookmark() | ArchiveRoom():
            return effect.room_of
        case _:
            return ""


def heads(state: State) -> tuple[Parcel, ...]:
    """The first parcel of each lane that is not over, oldest first.

    A failed message or note stays the head until the person releases or discards it: what follows
    was written to stand after it. Anything else that failed gives way to what is newer; so does an
    update that a newer one has overtaken, and what is nothing without something given up.
    """
    first: dict[Lane, Parcel] = {}
    stale = overtaken(state) | _without_room(state)
    for parcel in _by_age(state.unsent()):
        key = lane(parcel.effect)
        before = first.get(key)
        if before is None or _gives_way(state, before, stale):
            first[key] = parcel
    return tuple(first.values())


def head(state: State, effect: Effect) -> Parcel | None:
    """The first parcel of this effect's lane, if any is not over."""
    key, found = lane(effect), None
    stale = overtaken(state) | _without_room(state)
    for parcel in _by_age(p for p in state.unsent() if lane(p.effect) == key):
        if found is None or _gives_way(state, found, stale):
            found = parcel
    return found


def needed(state: State, parcel: Parcel) -> Parcel | None:
    """What has to be done outside before this one makes sense, if it is not done yet.

    A message in a thread needs its parent; one that tells of an override or of a channel of its own
    needs that; a snooze needs the acknowledgement that was asked for with it.
    """
    for before in _needs(state, parcel):
        if before.phase is not Phase.DONE:
            return before
    return None


def _needs(state: State, parcel: Parcel) -> Iterable[Parcel]:
    effect = parcel.effect
    kinds: tuple[type[Effect], ...]
    found: list[Parcel] = []
    if parent_id := parent_of(effect):
        parent = state.parcels.get(parent_id)
        if parent and (parent.phase is not Phase.DISCARDED or _needs_it(effect)):
            found = [parent]
    match effect:
        case PostMessage():
            kinds = (OverrideSchedule, OpenRoom)
        case SnoozeIncident():
            kinds = (AcknowledgeIncident,)
        case _:
            return found
    return found + [
        p
        for p in state.parcels.values()
        if p.request == parcel.request and isinstance(p.effect, kinds)
    ]


def _without_room(state: State) -> frozenset[str]:
    """Messages that tell of a channel which is not open: they hold up no other word meanwhile."""
    shut = {
        p.request
        for p in state.parcels.values()
        if isinstance(p.effect, OpenRoom) and p.phase is not Phase.DONE
    }
    if not shut:
        return frozenset()
    return frozenset(
        p.effect.id
        for p in state.unsent()
        if p.request in shut and p.phase is Phase.WAITING and isinstance(p.effect, PostMessage)
    )


def _needs_it(effect: Effect) -> bool:
    """Whether it is nothing without what it builds on: a message that loses its thread goes to
    the channel, and a word on the status page opens an incident there."""
    return isinstance(effect, ChatChange) and not isinstance(effect, ShareSnippet)


def under_way(state: State, kind: type[Effect]) -> frozenset[str]:
    """The ids of incidents for which an effect of this kind is on its way, and has not failed."""
    return frozenset(
        p.effect.incident_id
        for p in state.unsent()
        if isinstance(p.effect, kind) and p.phase is not Phase.FAILED
    )


def _by_age(parcels: Iterable[Parcel]) -> list[Parcel]:
    return sorted(parcels, key=lambda p: p.order)


def _gives_way(state: State, parcel: Parcel, stale: frozenset[str]) -> bool:
    if parcel.effect.id in stale:
        return True
    if parcel.phase is Phase.WAITING and _needs_it(parcel.effect):
        parent = state.parcels.get(parent_of(parcel.effect))
        return parent is not None and parent.phase is Phase.DISCARDED
    keeps_order = isinstance(parcel.effect, PostMessage | AddNote | PublishStatus)
    return parcel.phase is Phase.FAILED and not keeps_order
