"""Papers at the desk: where they stand, what stands there, and what the state has forgotten."""

from datetime import datetime
from math import ceil

from cockpit.domain.looking_back import has_forgotten
from cockpit.domain.papers import PaperPlan, Place, Stood
from cockpit.domain.state import Case, Moment, State
from cockpit.domain.timeline import since_of
from cockpit.ports.outside import Refused
from cockpit.ports.papers import Papers, Stands


class PaperBook:
    """Reads and writes papers on behalf of a person; filing them is the outbox's business.

    Args:
        port: where they stand; None: nowhere can be reached from here.
        places: where papers may be filed, as configured.
    """

    def __init__(self, port: Papers | None, places: tuple[Place, ...]) -> None:
        self._port = port
        self._places = places

    def places(self, plan: PaperPlan) -> tuple[Place, ...]:
        """Where a kind of paper is filed.

        Raises:
            Refused: the profile names a kind of place that the configuration does not have.
        """
        known = {place.shelf: place for place in self._places}
        missing = [shelf.value for shelf in plan.file if shelf not in known]
        if missing:
            words = f"the profile files it in: {', '.join(missing)}, and nothing says where that is"
            raise Refused(words, f"add [papers.{missing[0]}] to the configuration")
        return tuple(known[shelf] for shelf in plan.file)

    async def stands(self, plan: PaperPlan, paper: str, name: str) -> tuple[Stood, ...]:
        """What stands wherever a kind of paper is filed, under a name. Raises `PortError`."""
        found = []
        for place in self.places(plan):
            there = await self.read(place, paper, name)
            found.append(Stood(place=place, text=there.text, version=there.version))
        return tuple(found)

    async def read(self, place: Place, paper: str, name: str) -> Stands:
        """What stands at a place. Raises `PortError`."""
        try:
            return await self._the_port.read(place, paper, name)
        except Refused as error:
            if error.retry_after_s is None:
                raise
            # Nobody asks again by itself here, as whoever sends does.
            words = f"{place.words} is asked too often, so nothing was filed"
            raise Refused(words, f"file it again in {ceil(error.retry_after_s)} s") from error

    async def read_file(self, path: str) -> Stands:
        """What stands in a file of this machine. Raises `PortError`."""
        return await self._the_port.read_file(path)

    async def write_file(self, path: str, text: str, version: str) -> None:
        """Write a file of this machine, if what stands there has that version.

        Raises `PortError`.
        """
        await self._the_port.write_file(path, text, version)

    async def forgotten(self, state: State, case: Case, now: datetime) -> tuple[Moment, ...]:
        """What probes found while an incident ran, where the state may have forgotten it.

        Read from the journal. Raises `PortError`.
        """
        if not has_forgotten(state):
            return ()
        return await self._the_port.past(since_of(case), now)

    @property
    def _the_port(self) -> Papers:
        if self._port is None:
            raise Refused("papers cannot be reached from here", "start cockpit in a terminal")
        return self._port
