"""What a check-up asks beyond daily work: accounts and their rights, working copies, this machine.

Every method may raise the three errors of `cockpit.ports.outside`. Nothing is changed or sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.model import Person
from cockpit.domain.reachability import Reached
from cockpit.domain.readiness import Group, Result, Topic
from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.domain.watch import RepositorySpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PagerStanding:
    """Whose token it is at the pager, and what they may do there."""

    person: Person | None
    """None: it is the account's, and nobody there has the configured address."""
    is_personal: bool
    """The token is a person's own, and not the whole account's."""
    role: str = ""
    """The pager's word for what the person may do; empty: it does not say."""
    may_act: bool = True
    """Whether that role may acknowledge and change incidents."""
    email: str = ""
    """The token's owner, as the pager has them."""


class PagerAccount(Protocol):
    """The pager, asked about the person instead of incidents."""

    async def standing(self) -> PagerStanding:
        """Whose token it is."""
        ...

    async def reached(self, person_id: str) -> Reached:
        """How this person is notified, rules for low urgency included."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatStanding:
    """Whose token it is at the chat."""

    name: str
    """As whom we post."""
    team: str
    """The workspace."""
    scopes: frozenset[str] | None
    """What the token may do; None: the chat does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A channel as the app sees it."""

    name: str
    is_member: bool
    is_archived: bool
    missing: str = ""
    """The scope without which it cannot be read; empty: none is missing, as far as is known."""


class ChatAccount(Protocol):
    """The chat, asked about ourselves."""

    async def standing(self) -> ChatStanding:
        """Whose token it is, and what it may do."""
        ...

    async def membership(self, channel: str) -> Membership:
        """Whether we are in a channel; `Refused`: there is none that we can see."""
        ...


class MailEntrance(Protocol):
    """The mail server, as far as its door."""

    async def enter(self) -> str:
        """Connect, secure the connection, log in, and leave; returns as whom, in words."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCondition:
    """The state of a working copy."""

    branch: str
    """What is checked out; empty: a commit ("detached")."""
    doing: str = ""
    """What was begun there and not ended: "a rebase"; empty: nothing."""
    changed: int | None = 0
    """Files that differ from the last commit, untracked ones not counted; None: not known, for to
    count them took too long."""
    has_remote: bool = True
    fetched_at: datetime | None = None
    """When it last heard from its remote; None: nothing tells."""


class WorkingCopies(Protocol):
    """Local repositories, asked about their state."""

    async def condition(self, spec: RepositorySpec) -> CopyCondition:
        """How this one stands; nothing in it is touched."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file or folder and who may look into it."""

    path: str
    exists: bool
    is_mine: bool = True
    open_to_others: bool = False
    """Others may read or write it."""
    mode: int = 0
    may_write: bool = True
    """Of a folder: something can be made in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFolder:
    """The folder of the journal."""

    folder: Place
    files: tuple[Place, ...]
    free_bytes: int
    """On its disk, for this user."""


class Machine(Protocol):
    """This machine."""

    async def state_folder(self) -> StateFolder:
        """The folder of the journal, or where it will be made."""
        ...

    async def journal(self) -> str:
        """What is wrong with the journal, in words; empty: a quick look found nothing.

        `Refused`, code "none": there is no journal yet.
        """
        ...

    async def zone_trouble(self) -> str:
        """Why this machine's time zone is not known; empty: it is."""
        ...

    async def setting(self, program: str, name: str) -> str:
        """A setting of a terminal multiplexer ("tmux") that runs around us; empty: not set."""
        ...


Groups = frozenset[Group]
"""Which groups of checks are wanted."""


class Checkup(Protocol):
    """One check-up: made, run once, closed."""

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All that is going to be checked."""
        ...

    async def run(self, told: Callable[[Result], None]) -> tuple[Result, ...]:
        """Check everything at the same time; `told` hears each result as it comes.

        Returns them in the order of the topics. Raises nothing.
        """
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


MakesCheckups = Callable[[TerminalFacts, datetime, Groups], Checkup]
"""Makes one, for a terminal, an instant by the corrected clock, and what is wanted of it."""
