"""What the store asks of a journal, as a small Protocol, and how a journal says no; no SQLite.

JournalError
├── JournalTooNew     a newer cockpit wrote it
├── JournalLocked     somebody else holds it for too long
├── JournalFull       no room for one more record
├── JournalReadOnly   this user may not write there
├── JournalExposed    other users can read it, and that cannot be changed
├── JournalMoved      another process has put a new journal in its place: open it again
├── JournalDamaged    it no longer makes sense: opening it again salvages what is readable
└── JournalBroken     the disk, or the file system, does not work
Overtaken             not an error: somebody else was quicker, look again and decide again
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cockpit.domain.facts import Fact, Record
from cockpit.ports.advice import advice


class JournalError(Exception):
    """The journal could not do what was asked, and has done no part of it.

    `reason` says what happened and what it means, `mend` what to do; both are harmless to show.
    """

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend

    @property
    def advice(self) -> str:
        """Both, as one line of prose."""
        return advice(self.reason, self.mend)


class JournalTooNew(JournalError):
    """A newer version wrote it; this one leaves it as it is."""


class JournalLocked(JournalError):
    """Another process holds it, longer than one may wait."""


class JournalFull(JournalError):
    """There is no room left on the disk."""


class JournalReadOnly(JournalError):
    """The file or its folder may not be written."""


class JournalExposed(JournalError):
    """Others could read it, and its permissions cannot be tightened."""


class JournalMoved(JournalError):
    """What is open is no longer what lies at the journal's path."""


class JournalDamaged(JournalError):
    """The file contradicts itself."""


class JournalBroken(JournalError):
    """The disk refused to read or write."""


class Overtaken(Exception):
    """Another record came after the one that the decision was based on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """A fact that is not in the journal yet; as `Record`, without its place."""

    id: str
    at: datetime
    noted_at: datetime
    author: str
    host: str
    fact: Fact

    def placed(self, seq: int) -> Record:
        """The record that it is once the journal has given it its place."""
        return Record(
            seq=seq,
            id=self.id,
            at=self.at,
            noted_at=self.noted_at,
            author=self.author,
            host=self.host,
            fact=self.fact,
        )


class Journal(Protocol):
    """An append-only sequence of records, and the drafts of what is not said yet.

    Synchronous, and used from the one thread that opened it. Every method may raise `JournalError`.
    """

    def append(
        self,
        drafts: Sequence[NewRecord],
        *,
        after: int | None = None,
        said: Sequence[str] = (),
    ) -> tuple[Record, ...]:
        """Write all of them durably, or none; they get consecutive places.

        With `after`, only if that is still the last place in the journal. The drafts under the keys
        `said` are removed together with it: what they held is recorded now.

        Raises:
            Overtaken: it is not.
            ValueError: a time in them is not aware.
        """
        ...

    def since(self, seq: int, limit: int = 1000) -> list[Record]:
        """The records after that place, in order, at most `limit` of them."""
        ...

    def changed(self) -> bool:
        """Whether another process may have written since the last call; cheap."""
        ...

    def keep_drafts(self, bodies: Mapping[str, str], at: datetime) -> None:
        """Keep these texts under their keys, durably; an empty text removes the draft."""
        ...

    def draft(self, key: str) -> str | None:
        """The text kept under this key."""
        ...

    def close(self) -> None:
        """Let go of everything; harmless to repeat."""
        ...
