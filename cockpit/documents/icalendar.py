"""A person's shifts as an iCalendar text (RFC 5545) that calendar programs accept; all in UTC."""

import hashlib
import re
from datetime import UTC, datetime

from cockpit.documents.oncall import Roster
from cockpit.domain import rota, rota_words
from cockpit.domain.model import OnCall

_OCTETS = 75
"""Octets of a line, its break left out (RFC 5545, 3.1)."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def shifts(roster: Roster) -> str:
    """The shifts that are not over and begin before the end of what was asked for.

    A shift keeps its UID as long as it begins at the same time, so that a calendar that reads the
    text again moves it and does not double it. What has no beginning or end is cut to what was
    asked for.
    """
    events = [line for shift in roster.mine() for line in _event(roster, shift)]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cockpit//on call//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(f'On call: {roster.me.name}')}",
        *events,
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(roster: Roster, shift: OnCall) -> list[str]:
    start, end = shift.start or roster.now, shift.end or roster.until
    if start >= end:
        return []
    place = rota_words.place(rota.place_of(shift), roster.procedure)
    title = f"Shadow: {place}" if shift.shadow else f"On call: {place}"
    about = f"Schedule: {shift.schedule}. " if shift.schedule else ""
    about += "It has no end. " if shift.end is None else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(roster, shift)}",
        f"DTSTAMP:{_utc(roster.now)}",
        f"DTSTART:{_utc(start)}",
        f"DTEND:{_utc(end)}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(f'{about}As read at {roster.now:%Y-%m-%d %H:%M} UTC')}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _uid(roster: Roster, shift: OnCall) -> str:
    begins = "ever" if shift.start is None else _utc(shift.start)
    who = roster.me.id or roster.me.email or roster.me.name
    parts = (shift.policy_id, str(shift.level), str(shift.shadow), begins, who)
    return f"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}@cockpit"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    text = _UNSEEN.sub("", text.replace("\r\n", "\n"))
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Broken where it is too long, never inside a character."""
    lines, current, room = [], "", _OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            lines.append(current)
            current, room = " ", _OCTETS - 1
        current += char
        room -= size
    return "\r\n".join((*lines, current))
