"""Whatever leaves besides declarations, updates and notes, as the outbox's tests ask for it."""

from outbox_rig import Word, update

from cockpit.domain.actions import PostUpdate
from cockpit.domain.actions_talk import ShareLog
from cockpit.domain.effects import Effect
from cockpit.domain.effects_chat import (
    AddBookmark,
    ArchiveRoom,
    EditMessage,
    InviteToRoom,
    OpenRoom,
    SetTopic,
    SetUserGroup,
)
from cockpit.domain.effects_outward import PublishStatus, SendMail

LONG = "\n\n".join(f"{word} " + "and more " * 190 for word in ("first", "second", "third"))


def long_update(words: str, incident_id: str = "Q1") -> PostUpdate:
    """An update that is too long for one message."""
    plain = update("", incident_id)
    return PostUpdate(
        incident_id=incident_id,
        known=f"{words}\n\n{LONG}",
        trying=plain.trying,
        next_at=plain.next_at,
    )


def snippet(words: str, incident_id: str = "Q1") -> ShareLog:
    """A log for the thread."""
    return ShareLog(incident_id=incident_id, title="log", text=words)


def war_room(incident_id: str = "Q1") -> Word:
    """A channel of its own, with all that belongs to it, archived at the end."""

    def effects(request: str, _thread: str) -> tuple[Effect, ...]:
        room = f"{request}.room"
        about = {"incident_id": incident_id, "room_of": room}
        return (
            OpenRoom(id=room, incident_id=incident_id, name="inc-1"),
            SetTopic(id=f"{request}.topic", topic="5xx", **about),
            InviteToRoom(id=f"{request}.invite", user_ids=("U1",), **about),
            AddBookmark(id=f"{request}.mark", title="incident", url="https://x.example/1", **about),
            ArchiveRoom(id=f"{request}.archive", **about),
        )

    return Word(effects, incident_id)


def group(words: str, incident_id: str = "Q1") -> Word:
    """The whole of a user group."""

    def effects(request: str, _thread: str) -> tuple[Effect, ...]:
        return (
            SetUserGroup(
                id=f"{request}.group",
                incident_id=incident_id,
                group_id="S1",
                group=words,
                user_ids=("U1", "U2"),
            ),
        )

    return Word(effects, incident_id)


def customers(words: str, incident_id: str = "Q1") -> Word:
    """Two words on the status page; the second belongs to the incident that the first opened."""

    def effects(request: str, _thread: str) -> tuple[Effect, ...]:
        return tuple(
            PublishStatus(
                id=f"{request}.{place}",
                incident_id=incident_id,
                incident_of=of,
                title="API",
                status="investigating",
                text=f"{words} {place}",
            )
            for place, of in (("one", ""), ("two", f"{request}.one"))
        )

    return Word(effects, incident_id)


def mail(words: str, incident_id: str = "Q1") -> Word:
    """A word to the company."""

    def effects(request: str, _thread: str) -> tuple[Effect, ...]:
        to = ("all@example.com",)
        name = f"{request}.mail"
        return (SendMail(id=name, incident_id=incident_id, to=to, subject=words, text=words),)

    return Word(effects, incident_id)


def edit(words: str, incident_id: str = "Q1") -> Word:
    """A correction of the declaration, which stands at the head of the lane."""

    def effects(request: str, thread: str) -> tuple[Effect, ...]:
        name = f"{request}.edit"
        return (
            EditMessage(
                id=name, incident_id=incident_id, channel="C1", message_of=thread, text=words
            ),
        )

    return Word(effects, incident_id)
