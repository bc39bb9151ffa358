"""What else may be done at the chat besides posting; one effect is one thing done once."""

from dataclasses import dataclass

from cockpit.domain.chat import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class EditMessage:
    """Give a message that was posted another text."""

    id: str
    incident_id: str
    channel: str
    message_of: str
    """The effect that posted it."""
    text: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSnippet:
    """Put a long text into the thread as a file."""

    id: str
    incident_id: str
    channel: str
    thread_of: str
    """The effect of the message that opens the thread; empty: the channel itself."""
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoom:
    """Open a channel of its own for an incident; its id is the effect's `ref`."""

    id: str
    incident_id: str
    name: str
    """In small letters, digits and hyphens."""
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTopic:
    """Write the topic of a room."""

    id: str
    incident_id: str
    room_of: str
    """The effect that opened the room."""
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToRoom:
    """Invite people to a room, by the chat's own ids."""

    id: str
    incident_id: str
    room_of: str
    user_ids: tuple[str, ...]
    names: tuple[str, ...] = ()
    """What they are called, for showing, in the same order; empty: nobody has said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBookmark:
    """Keep a link at the top of a room."""

    id: str
    incident_id: str
    room_of: str
    title: str
    url: str = ""
    channel: str = ""
    thread: str = ""
    """Without a url: the message with this ts in that channel; the chat says where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRoom:
    """Close a room for good; what was said in it stays readable."""

    id: str
    incident_id: str
    room_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUserGroup:
    """Replace the whole membership of a user group (I10); never by nobody."""

    id: str
    incident_id: str
    """Empty: it belongs to the shift."""
    group_id: str
    group: str
    """Its handle, for showing."""
    user_ids: tuple[str, ...]
    before: tuple[str, ...] = ()
    """Who was in it when the person looked: what can be put back."""
    names: tuple[str, ...] = ()
    """What those who will be in it are called, for showing, in the same order."""
    names_before: tuple[str, ...] = ()
    """Likewise those who were in it."""


ChatChange = (
    EditMessage
    | ShareSnippet
    | OpenRoom
    | SetTopic
    | InviteToRoom
    | AddBookmark
    | ArchiveRoom
    | SetUserGroup
)
"""What is changed at the chat besides posting."""
