"""What cockpit needs to tell others: the chat, its workspace, the mail, the status page.

Every method may raise the three errors of `cockpit.ports.outside`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.chat import Heard, Mention
from cockpit.domain.effects import PostMessage
from cockpit.domain.effects_chat import ChatChange
from cockpit.domain.effects_outward import PublishStatus, SendMail
from cockpit.domain.model import Reply
from cockpit.ports.outside import Changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that stands in a channel."""

    ts: str
    at: datetime
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Messages of a thread that follow one another."""

    replies: tuple[Reply, ...]
    """Oldest first, bounded."""
    goes_on_after: str = ""
    """There is more than one look reads: it goes on after this ts. Empty: that was all."""
    first: Reply | None = None
    """The thread's own first message as it stands now; None: it was not read, or it is gone."""
    is_gone: bool = False
    """The first message was deleted, and what was answered to it stands."""


class Chat(Protocol):
    """The chat."""

    async def check(self) -> None:
        """Whether the chat can be reached and takes the token: raises what is in the way."""
        ...

    async def post(self, message: PostMessage, thread: str) -> Posted:
        """Post, once; `thread` is the parent's ts or empty. The effect's id is its marker.

        The adapter escapes the text: nobody is notified but its `mentions`.
        """
        ...

    async def find(self, channel: str, thread: str, marker: str, since: datetime) -> Posted | None:
        """The message that carries this marker, or None when there certainly is none."""
        ...

    async def replies(self, channel: str, thread: str, after: str) -> Stretch:
        """Messages of a thread later than the ts `after`, oldest first; at most two questions.

        The parent is left out, unless somebody has reacted to it: then it is always the first, and
        its ts is the thread's.
        """
        ...

    async def alter(self, change: ChatChange, ref: str, thread: str) -> Changed:
        """Change something at the chat, once.

        `ref` is the ts of the message or the id of the room that it is about, where it is about
        one; `thread` the ts of the thread that a snippet goes to.
        """
        ...

    async def find_alteration(
        self, change: ChatChange, ref: str, thread: str, since: datetime
    ) -> Changed | None:
        """Whether this change stands; None when it certainly does not.

        `Refused`, and no matter of time: looking will never tell, so a person has to.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What was said in a channel since a ts."""

    messages: tuple[Heard, ...]
    """Oldest first, bounded."""
    is_cut: bool = False
    """There was more than one look reads; what is missing is the oldest."""


class Workspace(Protocol):
    """Whom and what the chat knows: for mentions, invitations, groups, and for following."""

    async def people(self, words: str) -> tuple[Mention, ...]:
        """Those whose name these words fit, bounded."""
        ...

    async def groups(self) -> tuple[Mention, ...]:
        """Every user group, with how many people are in it."""
        ...

    async def members(self, channel: str) -> int:
        """How many people are in a channel."""
        ...

    async def group_members(self, group_id: str) -> tuple[Mention, ...]:
        """Who is in a user group now."""
        ...

    async def person(self, email: str) -> Mention | None:
        """Whoever has this address; None: nobody."""
        ...

    async def link(self, channel: str, ts: str) -> str:
        """Where a message is read in a browser."""
        ...

    async def history(self, channel: str, after: str) -> Backlog:
        """What was said in a channel after this ts; empty: lately. At most two questions."""
        ...


class Mail(Protocol):
    """The mail."""

    async def send(self, mail: SendMail) -> Changed:
        """Hand it to the mail server, once; `ref` is its Message-ID."""
        ...


class StatusPage(Protocol):
    """The page on which customers read how things stand."""

    async def publish(self, update: PublishStatus, ref: str) -> Changed:
        """Publish, once; `ref` is the page's id of the incident, empty: open one. Returns it."""
        ...

    async def find(self, update: PublishStatus, ref: str, since: datetime) -> Changed | None:
        """Whether this update stands there; None when it certainly does not."""
        ...
