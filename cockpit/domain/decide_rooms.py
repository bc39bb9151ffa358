"""Decide on the channel of an incident, and on the user group of those on call; pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cockpit.domain.actions_talk import CloseWarRoom, OpenWarRoom, TakeGroup
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import Effect, Purpose
from cockpit.domain.effects_chat import (
    AddBookmark,
    ArchiveRoom,
    InviteToRoom,
    OpenRoom,
    SetTopic,
    SetUserGroup,
)
from cockpit.domain.facts import ChangeRequested
from cockpit.domain.people import address, holders
from cockpit.domain.state import Case, Parcel, Phase, State
from cockpit.domain.thread_post import in_thread

LONGEST_NAME = 80
LONGEST_TOPIC = 250
"""Characters that a chat takes."""
_MOST_BOOKS = 3
"""Runbooks that are bookmarked."""
_FOREIGN = re.compile(r"[^a-z0-9_-]+")


def room_parcel(state: State, case: Case) -> Parcel | None:
    """How far the incident's own channel has come; None: it has none."""
    parcel = state.parcels.get(case.room) if case.room else None
    return parcel if parcel is not None and parcel.phase is not Phase.DISCARDED else None


def room_name(case: Case, wanted: str, pattern: str) -> str:
    """A name that a chat takes: small letters, digits, hyphens; empty when nothing is left."""
    said = wanted.strip() or pattern.replace("{number}", str(case.incident.number))
    return (
        _FOREIGN.sub("-", said.removeprefix("#").casefold()).strip("-_")[:LONGEST_NAME].rstrip("-")
    )


def free_name(state: State, case: Case, pattern: str) -> str:
    """What its next channel would be called: a name is not free again once one is archived."""
    name, taken, number = room_name(case, "", pattern), names_used(state, case), 2
    free = name
    while free in taken:
        end = f"-{number}"
        free, number = f"{name[: LONGEST_NAME - len(end)]}{end}", number + 1
    return free


def names_used(state: State, case: Case) -> frozenset[str]:
    """The names of all channels that were ever opened for it from here."""
    opened = (
        p.effect.name
        for p in state.parcels.values()
        if isinstance(p.effect, OpenRoom)
        and p.effect.incident_id == case.incident.id
        and p.phase is Phase.DONE
    )
    return frozenset(opened)


def guests_of(state: State, case: Case) -> tuple[str, ...]:
    """Whom its channel is for, by address: who holds a role or the incident, who was called."""
    people = (*(held.person for held in case.roles.values()), *holders(case.incident))
    people = (*people, *(responder.person for responder in case.incident.responders))
    found = (address(state, person) for person in people)
    return tuple(dict.fromkeys(one for one in found if one))


def decide_room(
    state: State, case: Case, action: OpenWarRoom | CloseWarRoom, ground: Ground
) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    match action:
        case OpenWarRoom():
            return _open(state, case, action, ground)
        case CloseWarRoom():
            return _close(state, case, ground)


def _open(state: State, case: Case, action: OpenWarRoom, ground: Ground) -> Decision:
    number, before = case.incident.number, room_parcel(state, case)
    if before is not None and isinstance(before.effect, OpenRoom):
        if before.phase is Phase.FAILED:
            mend = "try it again, or give it up, first"
            return Refusal(reason=f"#{before.effect.name} was not opened: {mend}")
        return Refusal(reason=f"#{number} has a channel already: #{before.effect.name}")
    if not case.incident.is_open:
        return Refusal(reason=f"#{number} is resolved: it needs no channel of its own")
    pattern = ground.procedure.room_name
    is_named = bool(action.name.strip())
    name = room_name(case, action.name, "") if is_named else free_name(state, case, pattern)
    if name in names_used(state, case):
        free = free_name(state, case, pattern)
        return Refusal(reason=f"#{name} was its channel and is archived: call it {free}")
    if not name:
        return Refusal(
            reason="no letters are left of that name: use small letters, digits, hyphens"
        )
    request = ground.new_id()
    room = OpenRoom(
        id=f"{request}.room", incident_id=case.incident.id, name=name, is_private=action.is_private
    )
    text = f"{'A private' if action.is_private else 'A'} channel for this incident: #{name}"
    told = "" if action.is_private else "\nThis thread stays the record: updates are posted here."
    posts = in_thread(state, case, f"{request}.post", text + told, purpose=Purpose.OTHER)
    effects: tuple[Effect, ...] = (room, *_furnishing(state, case, action, request, ground), *posts)
    words = f"open the channel #{name}" + ("" if posts else "; not declared, so nobody is told")
    return (
        ChangeRequested(id=request, incident_id=case.incident.id, words=words, effects=effects),
    )


def _furnishing(
    state: State, case: Case, action: OpenWarRoom, request: str, ground: Ground
) -> tuple[Effect, ...]:
    """Topic, invitations and links, in this order."""
    incident, room = case.incident, f"{request}.room"
    called = dict(zip(action.user_ids, action.names, strict=False))
    people = tuple(dict.fromkeys(action.user_ids))
    effects: list[Effect] = [
        SetTopic(id=f"{request}.topic", incident_id=incident.id, room_of=room, topic=topic(case))
    ]
    if people:
        effects.append(
            InviteToRoom(
                id=f"{request}.invite",
                incident_id=incident.id,
                room_of=room,
                user_ids=people,
                names=tuple(called.get(key, key) for key in people) if called else (),
            )
        )
    return (*effects, *_bookmarks(state, case, request, ground))


def _bookmarks(state: State, case: Case, request: str, ground: Ground) -> Iterator[AddBookmark]:
    """The thread with the record, the incident, the runbooks."""
    incident, thread = case.incident, _thread(state, case)
    plain = AddBookmark(id="", incident_id=incident.id, room_of=f"{request}.room", title="")
    if thread is not None:
        channel, ts = thread
        title = "Thread with the record"
        yield replace(plain, id=f"{request}.thread", title=title, channel=channel, thread=ts)
    books = [b for b in ground.procedure.runbooks if b.url and b.service in ("", incident.service)]
    links = [("Incident", incident.url)] if incident.url else []
    links += [(book.title, book.url) for book in books[:_MOST_BOOKS]]
    for place, (title, url) in enumerate(links, start=1):
        yield replace(plain, id=f"{request}.bookmark{place}", title=title, url=url)


def _thread(state: State, case: Case) -> tuple[str, str] | None:
    """Channel and ts of the message under which the record stands; None: it stands nowhere yet."""
    declared = case.declaration
    parcel = state.parcels.get(declared.effect) if declared is not None else None
    if declared is None or parcel is None or parcel.phase is not Phase.DONE or not parcel.ref:
        return None
    return declared.channel, parcel.ref


def topic(case: Case) -> str:
    """What the room is for, with the incident's link whole, or without it where it is too long."""
    incident = case.incident
    link = f" {incident.url}" if incident.url else ""
    link = link if len(link) <= LONGEST_TOPIC // 2 else ""
    words = " ".join(f"#{incident.number} {incident.title}".split())
    most = LONGEST_TOPIC - len(link)
    return (words if len(words) <= most else f"{words[: most - 1]}…") + link


def _close(state: State, case: Case, ground: Ground) -> Decision:
    parcel = room_parcel(state, case)
    if parcel is None or not isinstance(parcel.effect, OpenRoom):
        return Refusal(reason=f"#{case.incident.number} has no channel of its own")
    name = parcel.effect.name
    if parcel.phase is not Phase.DONE:
        return Refusal(reason=f"#{name} is not open yet: give its opening up instead")
    request = ground.new_id()
    effect = ArchiveRoom(
        id=f"{request}.archive", incident_id=case.incident.id, room_of=parcel.effect.id
    )
    return (
        ChangeRequested(
            id=request,
            incident_id=case.incident.id,
            words=f"archive the channel #{name}",
            effects=(effect,),
        ),
    )


def take_group(action: TakeGroup, ground: Ground) -> Decision:
    """Replace who is in a user group (I10): the whole list, which the person has seen before."""
    people = tuple(dict.fromkeys(user for user in action.user_ids if user))
    name = action.group.removeprefix("@") or action.group_id
    if not action.group_id:
        return Refusal(reason="say which group: its id is not known")
    if not people:
        return Refusal(reason=f"@{name} cannot be left empty: somebody has to hear it")
    if set(people) == set(action.before):
        return Refusal(reason=f"nothing changes: exactly these people are in @{name} already")
    request = ground.new_id()
    effect = SetUserGroup(
        id=f"{request}.group",
        incident_id="",
        group_id=action.group_id,
        group=name,
        user_ids=people,
        before=action.before,
        names=action.names,
        names_before=action.names_before,
    )
    will, was = ", ".join(action.names or people), ", ".join(action.names_before or action.before)
    words = f"@{name} is {will} now, and was {was or 'nobody'}"
    return (ChangeRequested(id=request, incident_id="", words=words, effects=(effect,)),)
