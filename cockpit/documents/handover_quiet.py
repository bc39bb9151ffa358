"""What is silent now and will not stay so, in a handover note: notes, windows, snoozes (N3)."""

from datetime import datetime

from cockpit.documents.handover_ground import Ground
from cockpit.documents.markdown import inert
from cockpit.documents.paper import Section, bullets
from cockpit.domain import rota_words
from cockpit.domain.escalation import Stage, countdown
from cockpit.domain.handover_looks import Window
from cockpit.domain.shift_book import NoteKind, ShiftNote
from cockpit.domain.shift_watch import WEEK
from cockpit.domain.watch import PAGER

TITLE = "Silences that lift within a week"
_FEW = 3
"""Windows of a later time that are named."""
MOST = 20
"""Silences that are told of one by one."""


def silences(it: Ground) -> Section:
    """Everything that is silent and comes back within a week; what nobody said an end of, too."""
    until = it.now + WEEK
    book = it.state.shifts
    found: list[tuple[datetime, str]] = [
        (note.until or until, _noted(it, note)) for note in book.lifting(it.now, until)
    ]
    found += _snoozed(it)
    windows = it.looks.windows or ()
    found += [(w.end, _window(it, w)) for w in windows if it.now < w.end < until]
    lines = [line for _, line in sorted(found, key=lambda pair: pair[0])]
    open_ended = [n for n in book.standing(NoteKind.SILENCE) if n.until is None]
    lines += [f"{inert(note.text)}: nobody said until when" for note in open_ended]
    later = [w for w in windows if w.end >= until]
    parts = [bullets(lines[:MOST])] if lines else []
    if len(lines) > MOST:
        parts.append(f"And {len(lines) - MOST} more.")
    if later:
        names = "; ".join(_window(it, w) for w in later[:_FEW])
        more = f", and {len(later) - _FEW} more" if len(later) > _FEW else ""
        parts.append(f"Later than that: {names}{more}.")
    unlooked = _unlooked(it)
    parts += unlooked
    if not lines and not unlooked:
        parts.insert(0, "None.")
    return Section(id="silences", title=TITLE, body="\n\n".join(parts))


def _unlooked(it: Ground) -> list[str]:
    """What nobody could look at."""
    looks, found = it.looks, []
    if looks.windows is None:
        found.append(f"Could not look at maintenance windows: {inert(looks.windows_why)}.")
    elif looks.windows_more:
        found.append("There are more maintenance windows than were read: look in PagerDuty.")
    if why := it.unread(PAGER):
        found.append(f"Could not look at snoozes: {inert(why)}.")
    return found


def _noted(it: Ground, note: ShiftNote) -> str:
    return f"{inert(note.text)}, lifts {_when(it, note.until)}"


def _window(it: Ground, window: Window) -> str:
    services = ", ".join(window.services) or "no service named"
    start = f" from {_when(it, window.start)}" if window.start > it.now else ""
    by = f" ({window.by})" if window.by else ""
    what = f": {window.description}" if window.description else ""
    words = f"maintenance window of {services}{what}{by}"
    return f"{inert(words)},{start} until {_when(it, window.end)}"


def _snoozed(it: Ground) -> list[tuple[datetime, str]]:
    found = []
    for case in it.state.cases.values():
        if not case.incident.is_open:
            continue
        state = countdown(it.state, case.incident, it.situation.procedure, it.now)
        if state.stage is Stage.SNOOZED and state.at is not None:
            words = f"#{case.incident.number} {case.incident.title}"
            found.append((state.at, f"{inert(words)} is snoozed until {_when(it, state.at)}"))
    return found


def _when(it: Ground, at: datetime | None) -> str:
    return inert(rota_words.when(at, it.situation.zone, it.now)) if at else ""
