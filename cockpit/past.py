"""What a replay is made of: the journal's records, and everything else that panes look at."""

from dataclasses import replace

from cockpit.adapters.clock import SystemClock
from cockpit.domain.facts import Record
from cockpit.domain.readings import Readings
from cockpit.domain.situation import Situation
from cockpit.journal.reading import everything
from cockpit.settings.load import Settings
from cockpit.wiring import JOURNAL, build


def records(settings: Settings) -> tuple[Record, ...]:
    """Everything that the journal holds. Raises `JournalError`."""
    return everything(settings.state_dir / JOURNAL, SystemClock())


def stage(settings: Settings) -> Situation:
    """Procedure, probes, repositories and zone as the settings have them, and nothing known yet."""
    return replace(build(settings).situation(), readings=Readings(), is_past=True)
