"""Who and what can be named at the desk, as the pager knows it; whom one has met stays known."""

from collections.abc import Awaitable, Callable

from cockpit.domain import naming
from cockpit.domain.facts import PersonFound
from cockpit.domain.model import Person
from cockpit.domain.people import known
from cockpit.domain.state import State
from cockpit.ports.outside import Directory, PortError


class AddressBook:
    """Looks people and priorities up.

    Args:
        directory: where; None: no pager is configured, and nothing is found.
        state: what is known by now.
        record: has a fact recorded; may raise `JournalError`.
    """

    def __init__(
        self,
        directory: Directory | None,
        state: Callable[[], State],
        record: Callable[[PersonFound], Awaitable[object]],
    ) -> None:
        self._directory = directory
        self._state = state
        self._record = record
        self.ranked: tuple[str, ...] = ()
        """The pager's priorities, the highest first, as it last named them; empty: not asked."""

    async def people(self, words: str) -> tuple[Person, ...]:
        """Those of whom the pager says that these words fit. Raises `PortError`."""
        return () if self._directory is None else await self._directory.people(words)

    async def completed(self, person: Person) -> tuple[Person, str]:
        """Somebody of whom no more than a name is known, as the pager knows them; and why they are
        as they were before. Raises `ValueError` for a name that several have.
        """
        if person.id or person.email:
            return person, ""
        try:
            found = naming.one(await self.people(person.name), person.name)
        except PortError as error:
            return person, f"{person.name} could not be looked up: {error.reason}"
        if found is not None:
            return found, ""
        return person, f"nobody is known by the name {person.name}: their thumbs-up is told by it"

    async def priorities(self) -> tuple[str, ...]:
        """The pager's priorities, the highest first. Raises `PortError`."""
        if self._directory is not None:
            self.ranked = await self._directory.priorities()
        return self.ranked

    async def meet(self, person: Person) -> None:
        """Have somebody known by name who was looked up. Raises `JournalError`."""
        if known(self._state(), person.id) is None:
            await self._record(PersonFound(person=person))
