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
            self._house.say(error.advice, Tone.BAD)
            return
        except KeyError:
            self._house.say("nothing of it is in the journal yet")
            return
        seconds, stage = asyncio.get_running_loop().time, self._desk.situation()
        known = frozenset(self._desk.state.cases)
        reel = begun(film, 1.0)
        await self._app.push_screen(
            ReplayScreen(reel, stage, seconds, lambda: self._present(known))
        )

    def _present(self, known: frozenset[str]) -> str:
        """What has begun since one looks back."""
        cases = self._desk.state.cases
        new = [cases[key].incident for key in cases.keys() - known if cases[key].incident.is_open]
        if not new:
            return ""
        last = max(new, key=lambda incident: incident.created_at)
        rest = f" and {len(new) - 1} more" if len(new) > 1 else ""
        return f"\u25b2 NOW: #{last.number} {last.title}{rest}; Esc goes back to it"
