"""What is said in a chat, and to whom: mentions, reactions, messages of channels; values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reach(StrEnum):
    """Whom a mention notifies."""

    PERSON = "person"
    GROUP = "group"
    HERE = "here"
    """Everybody in the channel who is at a screen."""
    CHANNEL = "channel"
    """Everybody in the channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody whom a message notifies; only what was chosen becomes one, never a typed "@here"."""

    reach: Reach
    name: str
    """As it stands in the text after an "@"."""
    id: str = ""
    """The chat's own id of the person or the group."""
    people: int = 0
    """How many people that is; 0: nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A reaction to a message; `people` are names, as far as the chat lists them."""

    name: str
    people: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    """Their addresses in the same order, "" where the chat does not tell one; none: not asked."""
    unnamed: int = 0
    """How many of them could not be looked up yet: `people` has the chat's own id of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message in a channel that is followed; `ts` is the chat's own id and clock."""

    channel: str
    ts: str
    at: datetime
    author: str
    text: str
    thread: str = ""
    """The parent's ts when it is a reply that was shown in the channel too."""
    author_email: str = ""
    is_bot: bool = False
    ours: str = ""
    """The effect id when a cockpit sent it."""
    purpose: str = ""
    """What that cockpit sent it for: one of `cockpit.domain.effects.Purpose`, or newer."""
    about: tuple[tuple[str, str], ...] = ()
    """What that cockpit tells other cockpits with it, as names and values."""
    replies: int = 0
    reactions: tuple[Reaction, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Somebody replied or reacted."""
        return bool(self.replies or self.reactions)
