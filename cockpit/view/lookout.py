"""Where to look at what fails: metrics, logs, traces for its time; whom to ask (G3, G5)."""

from datetime import datetime

from cockpit.domain.catalogue import Contact, LookKind
from cockpit.domain.lookout import Lookout, Outlook, Spot, lookout
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import day, moment

DIGITS = 9
"""Addresses that a digit reaches."""
_KIND = 8
_LEVEL = 8
_KINDS = {
    LookKind.METRICS: "metrics",
    LookKind.LOGS: "logs",
    LookKind.TRACES: "traces",
    LookKind.OTHER: "else",
}
_EXAMPLE = """\
[[procedure.services]]
name = "{name}"
[[procedure.services.looks]]
kind = "metrics"
title = "dashboard"
url = "https://grafana.example.com/d/x?from={{since_ms}}&to={{until_ms}}"
[[procedure.services.contacts]]
level = "L2"
who = "the team that owns it"
reach = "#their-channel\""""


def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """The failing service with what it needs; without an incident, every service."""
    found = lookout(situation, now)
    case = situation.case
    title = f"Where to look: #{case.incident.number} {case.incident.title}" if case else ""
    rows = [text(_window(situation, found, now), Tone.DIM)]
    numbers = iter(range(1, len(found.addresses) + 1))
    for outlook in found.outlooks:
        rows += [text(""), _head(outlook, is_alone=case is None)]
        rows += _spots(outlook, [next(numbers) for _ in outlook.spots])
        rows += [_contact(c, next(numbers) if c.url else 0) for c in outlook.contacts]
        rows += _gaps(outlook)
    if not found.outlooks:
        rows += _unknown(found)
    return Sheet(title or "Where to look", tuple(rows), note=_note(found))


def address(situation: Situation, number: int, now: datetime) -> str:
    """The address of this number, from 1; empty when there is none."""
    known = lookout(situation, now).addresses
    return known[number - 1] if 0 < number <= len(known) else ""


def _note(found: Lookout) -> str:
    count = len(found.addresses)
    return f"{count} address" if count == 1 else f"{count} addresses"


def _window(situation: Situation, found: Lookout, now: datetime) -> str:
    span, zone = found.window, situation.zone
    other_day = day(span.since, zone) != day(now, zone)
    date = f"{day(span.since, zone)} " if other_day else ""
    until = "now" if span.is_open else moment(span.until, zone, seconds=False)
    return f"{date}{moment(span.since, zone, seconds=False)} until {until}: {span.words}"


def _head(outlook: Outlook, *, is_alone: bool) -> Row:
    if outlook.needed_by:
        return Row(
            (Cell(outlook.name, Tone.TITLE), Cell(f"{outlook.needed_by} needs it", Tone.DIM))
        )
    said = "" if is_alone else "▲ the failing service"
    return Row((Cell(outlook.name, Tone.TITLE), Cell(said, Tone.BAD)))


def _spots(outlook: Outlook, numbers: list[int]) -> list[Row]:
    pairs = zip(numbers, outlook.spots, strict=True)
    return [row for number, spot in pairs for row in _spot(number, spot)]


def _spot(number: int, spot: Spot) -> tuple[Row, Row]:
    row_id = f"look:{number}"
    return (
        Row(
            (
                Cell(_digit(number), Tone.ACCENT, width=1),
                Cell(_KINDS[spot.kind], Tone.DIM, width=_KIND),
                Cell(spot.title, grow=True),
            ),
            id=row_id,
        ),
        Row((Cell("", width=1 + 1 + _KIND), Cell(spot.url, Tone.DIM, grow=True)), id=row_id),
    )


def _contact(contact: Contact, number: int) -> Row:
    """One that has an address can be chosen; the others are read."""
    mark = Cell(_digit(number), Tone.ACCENT, width=1)
    level = Cell(f"ask {contact.level}", Tone.DIM, width=_LEVEL)
    said = Cell(f"{contact.who}: {contact.reach}", grow=True)
    return Row((mark, level, said), id=f"look:{number}" if number else "")


def _digit(number: int) -> str:
    return f"{number}" if 0 < number <= DIGITS else " "


def _gaps(outlook: Outlook) -> list[Row]:
    """What is not known about it: an absence that is said is one that can be mended."""
    if outlook.service is None:
        return [text("  not in the catalogue: add it as [[procedure.services]]", Tone.WARN)]
    missing = (
        (not outlook.spots, "nowhere to look is configured: add [[procedure.services.looks]]"),
        (not outlook.contacts, "nobody to ask is configured: add [[procedure.services.contacts]]"),
    )
    return [text(f"  {words}", Tone.WARN) for lacks, words in missing if lacks]


def _unknown(found: Lookout) -> list[Row]:
    """How to add what is missing."""
    if found.wanted:
        said = f"the catalogue knows no service “{found.wanted}”: nobody has said where to look"
    else:
        said = "the catalogue has no services: nobody has said where to look"
    name = found.wanted or "Cloud API"
    example = _EXAMPLE.format(name=name.replace('"', "'"))
    return [
        text(""),
        text(said, Tone.WARN),
        text("▸ add it to the configuration, or to the profile:"),
        text(""),
        *(text(f"  {line}", Tone.ACCENT) for line in example.splitlines()),
    ]
