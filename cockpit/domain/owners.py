"""Whom somebody means as the owner of an action item: also people whom the pager does not know."""

from cockpit.domain.model import Person
from cockpit.domain.naming import meant
from cockpit.domain.people import address, everybody, names
from cockpit.domain.state import State

ME = ("me", "mine")
NOBODY = ("nobody", "none", "-")
_MOST = 80


def owner_of(state: State, me: Person, words: str) -> Person | None:
    """The owner; None: nobody. An address or a name that nobody here has is taken as it is.

    Raises:
        ValueError: it may be several people, or is no name; the message says what to do.
    """
    said = " ".join(words.split())
    if said.casefold() in NOBODY:
        return None
    if said.casefold() in ME:
        return Person(id=me.id, name=me.name, email=me.email or address(state, me))
    found = meant((me, *(p for p in everybody(state) if p.id != me.id)), said)
    if len(found) > 1:
        raise ValueError(f'"{said}" may be {names(found)}: write the address or the whole name')
    if found:
        return Person(id=found[0].id, name=found[0].name, email=address(state, found[0]))
    if not said or len(said) > _MOST:
        raise ValueError("write whose it is: a name, an address, me, or nobody")
    return Person(id="", name=said, email=said if "@" in said else "")
