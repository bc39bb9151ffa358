"""What a replay is made of: the journal's records, and everything else that panes look at.

It is read and never written; a journal that is not there is not made.
"""

from dataclasses import replace

from cockpit.adapters.clock import SystemClock
from cockpit.domain.facts import Record
from cockpit.domain.readings import Readings
from cockpit.domain.situation import Situation
from cockpit.journal.opening import open_journal
from cockpit.ports.journal import JournalError
from cockpit.settings.load import Settings
from cockpit.wiring import JOURNAL, build


def records(settings: Settings) -> tuple[Record, ...]:
    """Everything that the journal holds. Raises `JournalError`."""
    path = settings.state_dir / JOURNAL
    if not path.exists():
        raise JournalError(
            f"There is no journal at {path}: nothing was recorded here.",
            "Name another configuration, or have an incident first.",
        )
    journal = open_journal(path, SystemClock())
    found: list[Record] = []
    try:
        while batch := journal.since(found[-1].seq if found else 0):
            found += batch
    finally:
        journal.close()
    return tuple(found)


def stage(settings: Settings) -> Situation:
    """Procedure, probes, repositories and zone as the settings have them, and nothing known yet."""
    return replace(build(settings).situation(), readings=Readings(), is_past=True)
