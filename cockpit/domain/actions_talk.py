"""What the engineer may ask for so that others hear of it; decided in `decide_talk`."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.chat import Mention
from cockpit.domain.model import Person

TONE = "tone"
"""In `accepted`: said with this tone all the same."""
SECRET = "secret"  # noqa: S105 - the name of a finding
"""In `accepted`: it holds what looks like a secret, and the person said twice that it is none."""

UNTAGGED = "untagged"
"""In `accepted`: said although a group that ought to be tagged is not notified by it."""


LONGEST_LOG = 1_000_000
"""Characters of a snippet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditUpdate:
    """Correct an update that was posted; empty `update`: the last one."""

    incident_id: str
    known: str
    trying: str
    next_at: datetime | None
    update: str = ""
    phase: str = ""
    mentions: tuple[Mention, ...] = ()
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLog:
    """Put a long text into the thread as a snippet."""

    incident_id: str
    title: str
    text: str
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRole:
    """Take a role, give it, or (a person without a name) leave it (G1)."""

    incident_id: str
    role: str
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceMitigation:
    """Say what is about to be done (G4); `sure` in spite of a colleague's announcement."""

    incident_id: str
    kind: str
    target: str
    words: str = ""
    sure: bool = False
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMitigation:
    """Start it, or say what came of it; `stage` is one of `cockpit.domain.talk.Stage`."""

    incident_id: str
    mitigation: str
    stage: str
    words: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRelief:
    """Say that users are no longer hurt, since when, and by what sign (G2)."""

    incident_id: str
    since: datetime
    words: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseCadence:
    """Change the nudges: another interval, off (0), or a snooze until; a reason is due (N8.8)."""

    incident_id: str
    every_s: int | None = None
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Meet an obligation to tell somebody, with this very text (I4, P7)."""

    incident_id: str
    telling: str
    subject: str
    text: str
    mentions: tuple[Mention, ...] = ()
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SayTold:
    """Say that an obligation was met in another way, and how."""

    incident_id: str
    telling: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellSecurity:
    """Say it in the security channel, its group tagged (I6)."""

    incident_id: str
    text: str
    mentions: tuple[Mention, ...] = ()
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWarRoom:
    """Open a channel for the incident: topic, invitations, links (G2)."""

    incident_id: str
    name: str = ""
    """Empty: as the profile says."""
    user_ids: tuple[str, ...] = ()
    """The chat's ids of people to invite."""
    names: tuple[str, ...] = ()
    """What these are called, in the same order."""
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseWarRoom:
    """Archive the incident's own channel."""

    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeGroup:
    """Make these people the whole of a user group (I10); `before` is what the person saw."""

    group_id: str
    group: str
    user_ids: tuple[str, ...]
    before: tuple[str, ...]
    names: tuple[str, ...] = ()
    names_before: tuple[str, ...] = ()
    """What these and those are called, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMessage:
    """Answer a message of a followed channel, in its thread (I9)."""

    channel: str
    ts: str
    """Of the message."""
    text: str
    author: str = ""
    """Who wrote the message."""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SayArrived:
    """Say of something that may have left, and that nobody can look up, whether it arrived."""

    effect: str
    arrived: bool


OnTalk = (
    EditUpdate
    | ShareLog
    | AssignRole
    | AnnounceMitigation
    | MoveMitigation
    | NoteRelief
    | ChooseCadence
    | Tell
    | SayTold
    | TellSecurity
    | OpenWarRoom
    | CloseWarRoom
    | TakeGroup
    | AnswerMessage
    | SayArrived
)
"""What makes others hear of it."""
