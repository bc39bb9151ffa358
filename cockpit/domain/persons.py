"""Whether two mentions are of one person: names and ids differ from service to service."""

from cockpit.domain.model import Person


def is_same(one: Person, other: Person) -> bool:
    """Whether they are one person: by id where both are known, else by address, else by name."""
    if one.id and other.id:
        return one.id == other.id
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    return _folded(one.name) != "" and _folded(one.name) == _folded(other.name)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
