"""Whom a word on the command line means: somebody known here, else one whom the pager knows."""

from cockpit.cli.outcome import Failed
from cockpit.desk.desk import Desk
from cockpit.domain.model import Person
from cockpit.domain.naming import meant
from cockpit.domain.people import everybody, names
from cockpit.ports.outside import PortError

_LISTED = 8
"""Candidates that an error names."""


async def person(desk: Desk, word: str) -> Person:
    """The one whom this name, address or id means; known by name from here on.

    Raises:
        Failed: it means nobody, or several; the words list who it could be.
    """
    found = meant(everybody(desk.state), word)
    if len(found) != 1:
        found = await _looked_up(desk, word) or found
    if len(found) == 1:
        await desk.book.meet(found[0])
        return found[0]
    if found:
        some = ", ".join(f"{p.name} ({p.email or p.id})" for p in found[:_LISTED])
        raise Failed(f'"{word}" may be {some}: say the address or the id')
    raise Failed(f'nobody is called "{word}"; known here: {names(everybody(desk.state))}')


async def people(desk: Desk, words: list[str]) -> tuple[str, ...]:
    """The ids of these, in their order. Raises as `person`."""
    return tuple([(await person(desk, word)).id for word in words])


async def _looked_up(desk: Desk, word: str) -> tuple[Person, ...]:
    try:
        return meant(await desk.book.people(word), word)
    except PortError as error:
        raise Failed(f"{word}: {error.advice}") from None
