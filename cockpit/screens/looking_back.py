"""Opens the replay of an incident over the live screen, which goes on underneath."""

import asyncio

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.film import Film
from cockpit.domain.reel import begun
from cockpit.ports.journal import JournalError
from cockpit.screens.house import House
from cockpit.screens.replay import ReplayScreen
from cockpit.view.cells import Tone


class LookingBack:
    """Reads the journal on a thread of its own, and shows what it says."""

    def __init__(self, app: App[None], desk: Desk, house: House) -> None:
        self._app = app
        self._desk = desk
        self._house = house

    def here(self) -> None:
        """The incident on screen."""
        self.at(self._desk.incident_id)

    def at(self, incident_id: str) -> None:
        """This incident."""
        self._app.run_worker(self._open(incident_id), group="replay", exclusive=True)

    async def _open(self, incident_id: str) -> None:
        self._house.say("reading the journal…", Tone.DIM)
        try:
            records = await self._desk.library.past()
            film = await asyncio.to_thread(Film, records, incident_id)
        except JournalError as error:
            self._house.say(f"{error.reason} {error.mend}", Tone.BAD)
            return
        except KeyError:
            self._house.say("nothing of it is in the journal yet")
            return
        seconds = asyncio.get_running_loop().time
        await self._app.push_screen(ReplayScreen(begun(film, 1.0), self._desk.situation(), seconds))
