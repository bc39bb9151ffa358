"""What the workspace remembers, as plain records; no rule lives here."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Reaction:
    """An emoji under a message, and who put it there (Slack user ids)."""

    name: str
    users: list[str]


@dataclass
class File:
    """A file: `ticket` is the end of the address that it is uploaded to; shared once."""

    id: str
    name: str
    ticket: str
    length: int
    title: str = ""
    text: str = ""
    uploaded: bool = False
    shared: bool = False


@dataclass
class Message:
    """A message. `ts` is its name within the channel; `thread_ts` names its parent."""

    ts: str
    user: str
    text: str
    bot_id: str = ""
    thread_ts: str = ""
    subtype: str = ""
    client_msg_id: str = ""
    username: str = ""
    edited_ts: str = ""
    broadcast: bool = False
    blocks: list[object] = field(default_factory=list)
    attachments: list[object] = field(default_factory=list)
    metadata: dict[str, object] | None = None
    mrkdwn: bool = True
    """Marks are read: without that, nobody is promised to be notified."""
    files: list[str] = field(default_factory=list)
    """By id."""
    reactions: list[Reaction] = field(default_factory=list)


@dataclass
class Bookmark:
    """A link at the top of a channel."""

    id: str
    title: str
    link: str


@dataclass
class Room:
    """A channel with its members (Slack user ids) and its messages, oldest first."""

    id: str
    name: str
    created: datetime
    creator: str
    members: list[str]
    private: bool = False
    archived: bool = False
    topic: str = ""
    last_ts: str = ""
    messages: list[Message] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    previous_names: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    """The ts of messages that are gone without a trace."""


@dataclass
class Group:
    """A user group and its members (Slack user ids)."""

    id: str
    handle: str
    name: str
    users: list[str]
    disabled: bool = False


@dataclass
class Memory:
    """All that the workspace remembers.

    `names` holds what people call themselves by now, `left` whose account is switched off, and
    `said` the ts of the scenario's messages that have a key. `thread` is the first thread that was
    opened in the incident channel, and `replies_from` when; both are empty until then. `taken`
    holds the ts of the handover notes that somebody took by themself.
    """

    rooms: list[Room] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    revoked: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    serial: int = 0
    thread: str = ""
    replies_from: datetime | None = None
    replies_said: int = 0
    taken: list[str] = field(default_factory=list)
