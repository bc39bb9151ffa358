"""Whose shift is handed over to whom, by the plan, and whom somebody means by a name; pure."""

from dataclasses import replace
from datetime import datetime

from cockpit.domain import naming
from cockpit.domain.model import Person
from cockpit.domain.own_shift import own
from cockpit.domain.people import address, everybody
from cockpit.domain.persons import is_same
from cockpit.domain.shift_plan import Turn
from cockpit.domain.shift_watch import Watch, watch
from cockpit.domain.situation import Situation


def taker(situation: Situation, now: datetime, chosen: Person | None) -> Person | None:
    """Who takes over: whoever was chosen, else whoever is next by the plan; None: nobody is known.

    With their address, where anything that is known here has it.
    """
    found = chosen or comes_next(situation, now, own(situation, now).role)
    return replace(found, email=address(situation.state, found)) if found is not None else None


def comes_next(situation: Situation, now: datetime, role: str) -> Person | None:
    """Who takes this role over by the plan: whoever holds it now, if that is not this person any
    more, else whoever comes next; None: no plan says it."""
    seat = next((s for s in watch(situation, now).seats if s.role == role), None)
    if seat is None:
        return None
    turns: tuple[Turn, ...] = (*seat.now, *seat.next)
    me = situation.me
    return next((t.person for t in turns if me is None or not is_same(t.person, me)), None)


def listed(situation: Situation, now: datetime) -> tuple[Person, ...]:
    """All who may be meant, those of the coming turns first, each once; oneself is none of them."""
    found: list[Person] = []
    turns = _coming(watch(situation, now))
    for person in (*turns, *everybody(situation.state)):
        is_me = situation.me is not None and is_same(person, situation.me)
        if not is_me and not any(is_same(person, other) for other in found):
            found.append(person)
    return tuple(found)


def _coming(found: Watch) -> tuple[Person, ...]:
    return tuple(t.person for seat in found.seats for t in (*seat.now, *seat.next, *seat.shadows))


def meant(situation: Situation, now: datetime, words: str) -> Person:
    """Whom somebody means; a name that nobody has here is taken as it is written.

    Raises:
        ValueError: several are meant, or oneself is; the words are for people.
    """
    said = " ".join(words.split()).removeprefix("@")
    found = naming.one(listed(situation, now), said)
    if found is not None:
        return found
    if situation.me is not None and naming.meant((situation.me,), said):
        raise ValueError("that is yourself: a shift is handed over to somebody else")
    return Person(id="", name=said, email=said if "@" in said else "")
