"""Whom somebody means by a name, an address or an id, and who fits what was typed so far."""

from collections.abc import Iterable

from cockpit.domain.model import Incident, Person
from cockpit.domain.people import SECONDARY_LEVEL, everybody, holders
from cockpit.domain.state import State


def meant(people: Iterable[Person], word: str) -> tuple[Person, ...]:
    """Who is called exactly so (id, address, name); else all whom the word fits. One is an answer,
    several are a question, none is nobody."""
    said = word.strip().removeprefix("@").casefold()
    if not said:
        return ()
    some = tuple(people)
    exact = tuple(
        p for p in some if said in {p.id.casefold(), p.email.casefold(), p.name.casefold()}
    )
    return exact or tuple(p for p in some if fits(p, word))


def one(people: Iterable[Person], word: str) -> Person | None:
    """The one who is meant; None: nobody is.

    Raises:
        ValueError: several are; the words are for people.
    """
    found = meant(people, word)
    if len(found) > 1:
        names = ", ".join(person.name for person in found)
        raise ValueError(f"several are called so: {names}; write the whole name, or the address")
    return next(iter(found), None)


def fits(person: Person, words: str) -> bool:
    """Whether each of these words begins a part of the name, or occurs in the address."""
    parts = person.name.casefold().split()
    return all(
        any(part.startswith(word) for part in parts) or word in person.email.casefold()
        for word in words.casefold().split()
    )


def nearest(state: State, incident: Incident) -> tuple[Person, ...]:
    """All who are known: first the secondary of this incident's policy, then who else is on call
    for it, the lower levels first, then everybody else by name."""
    level: dict[str, int] = {}
    for entry in state.on_call:
        if entry.policy_id == incident.policy_id and not entry.shadow:
            level[entry.person.id] = min(entry.level, level.get(entry.person.id, entry.level))
    held = {person.id for person in holders(incident)}

    def distance(person: Person) -> tuple[bool, bool, bool, int]:
        place = level.get(person.id, 0)
        return person.id in held, place != SECONDARY_LEVEL, not place, place

    return tuple(sorted(everybody(state), key=distance))


def place(state: State, incident: Incident, person: Person) -> str:
    """What somebody is to an incident, in a few words; empty: nothing that is known."""
    if any(person.id == holder.id for holder in holders(incident)):
        return "has it now"
    held = [entry for entry in state.on_call if entry.person.id == person.id]
    on_call = [entry for entry in held if not entry.shadow]
    levels = [entry.level for entry in on_call if entry.policy_id == incident.policy_id]
    if levels:
        return f"on call, level {min(levels)}"
    if on_call:
        return "on call elsewhere"
    return "shadow" if held else ""
