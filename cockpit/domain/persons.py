"""Whether two mentions are of one person: names and ids differ from service to service."""

from cockpit.domain.model import Person


def is_same(one: Person, other: Person) -> bool:
    """Whether they are one person: by id where both are known, else by address, else by name."""
    if one.id and other.id:
        return one.id == other.id
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    return folded(one.name) != "" and folded(one.name) == folded(other.name)


def folded(name: str) -> str:
    """A name as it is compared: capitals and spaces do not count."""
    return " ".join(name.split()).casefold()
