"""Everything that a journal holds, read once, for what looks back; nothing is written."""

from pathlib import Path

from cockpit.domain.facts import Record
from cockpit.journal.opening import open_journal
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import Clock


def everything(path: Path, clock: Clock) -> tuple[Record, ...]:
    """All records in their order; on a thread of the caller's.

    Raises:
        JournalError: it cannot be read, or is not there: a journal is not made for being read.
    """
    if not path.exists():
        raise JournalError(
            f"There is no journal at {path}: nothing was recorded here.",
            "Name another configuration, or have an incident first.",
        )
    journal = open_journal(path, clock)
    found: list[Record] = []
    try:
        while batch := journal.since(found[-1].seq if found else 0):
            found += batch
    finally:
        journal.close()
    return tuple(found)
