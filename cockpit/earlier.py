"""What the demo's journal holds from before it begins: a shift with notes, an earlier incident.

The world of the demo is new each time, and a shift is days old: this is the one place where facts
get times that nobody has lived through. A journal in which anything stands is left as it is.
"""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from operator import itemgetter

from cockpit import earlier_incident
from cockpit.adapters.clock import SystemClock
from cockpit.adapters.zone import zone
from cockpit.domain.facts import Fact, ShiftBegan, ShiftNoted
from cockpit.domain.model import Person
from cockpit.domain.shift_book import NoteKind
from cockpit.domain.shift_rules import ShiftRules
from cockpit.domain.shifts import Period, period
from cockpit.journal.opening import open_journal
from cockpit.ports.journal import NewRecord
from cockpit.settings.load import Settings
from cockpit.wiring import JOURNAL

_SHIFT = "demo-shift"
_DAY = timedelta(days=1)
_LATE = timedelta(minutes=4)
"""How long after the handover it was begun."""
_WRITTEN = (
    (0.3, NoteKind.NOISY, "Disk of ingest-3: pages at night, and is below 80 % again by itself"),
    (0.5, NoteKind.IMPROVEMENT, "Live wall asks for its tiles once, not nine times"),
    (0.8, NoteKind.NOTE, "Search tries its new index on one org: ask Lea before rolling it back"),
)
"""How much of the time since then had passed, what it is about, what it says."""


def remember(settings: Settings) -> None:
    """Write it into a journal that is empty.

    Raises:
        JournalError: the journal cannot be opened or written.
    """
    clock, host = SystemClock(), socket.gethostname()
    person = settings.config.person
    me = Person(id="", name=person.name, email=person.email)
    path = settings.state_dir / JOURNAL
    journal = open_journal(path, clock, author=me.name, host=host)
    try:
        if not journal.since(0, 1):
            now, here = clock.now(), zone(settings.config.screen.time_zone)
            levels = settings.procedure.levels
            before = earlier_incident.facts(me, levels[0].name if levels else "", now)
            shift = _told(settings.procedure.shift, here, me, now)
            told = sorted((*before, *shift), key=itemgetter(0))
            journal.append(
                [
                    NewRecord(
                        id=f"demo-{n}", at=at, noted_at=at, author=me.name, host=host, fact=fact
                    )
                    for n, (at, fact) in enumerate(told, start=1)
                ]
            )
    finally:
        journal.close()


def _told(
    rules: ShiftRules, here: tzinfo, me: Person, now: datetime
) -> Iterator[tuple[datetime, Fact]]:
    """The facts with their times, in order; nothing in the time to come."""
    running = period(rules, now, here)
    begun = min(running.start + _LATE, now)
    began = ShiftBegan(
        id=_SHIFT, person=me, role=rules.roles[0], due_at=running.start, until=running.end
    )
    yield begun, began
    for n, (part, kind, text) in enumerate(_WRITTEN, start=1):
        note = ShiftNoted(id=f"demo-note-{n}", kind=kind, text=text, shift=_SHIFT)
        yield begun + part * (now - begun), note
    yield from ((begun + 0.9 * (now - begun), note) for note in _ahead(running, now))


def _ahead(running: Period, now: datetime) -> Iterator[ShiftNoted]:
    """A silence that lifts soon, and an absence in the shift after this one."""
    yield ShiftNoted(
        id="demo-silence",
        kind=NoteKind.SILENCE,
        text="Disk of ingest-3, while it moves to larger disks",
        shift=_SHIFT,
        until=now + 2 * _DAY,
    )
    yield ShiftNoted(
        id="demo-absence",
        kind=NoteKind.ABSENCE,
        text="a wedding",
        shift=_SHIFT,
        since=running.end + 3 * _DAY,
        until=running.end + 5 * _DAY,
        person=Person(id="", name="Ben Okafor"),
    )
