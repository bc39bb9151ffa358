"""What keys do about order in an incident: roles, mitigation, nudges, who is told, the outbox."""

from collections.abc import Callable, Mapping

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain import compose, templates
from cockpit.domain.actions import Action
from cockpit.domain.state import Case
from cockpit.screens import ordering, places, telling
from cockpit.screens.confirming import Confirming
from cockpit.screens.dialogs import Dialogs, Say
from cockpit.screens.mitigating import Mitigating
from cockpit.screens.outbox import Unsent
from cockpit.screens.places import OnCallGroup
from cockpit.screens.telling import Acts, Tellings
from cockpit.screens.wish import Wish


class OrderHands:
    """Acts on the incident on screen; every dialog shows exactly what will leave."""

    def __init__(self, app: App[None], desk: Desk, say: Say, dialogs: Dialogs, acts: Acts) -> None:
        self._desk = desk
        self._dialogs = dialogs
        self._confirming = Confirming(app, say)
        self._tellings = Tellings(app, desk, acts)
        self.does: Mapping[str, Callable[[], None]] = {
            "roles": self._about(self._roles),
            "mitigate": self._about(self._mitigate),
            "no-change": self._about(self._no_change),
            "cadence": self._about(lambda case: dialogs.change(ordering.cadence(desk, case))),
            "tell": self._about(self._tellings.open),
            "security": self._about(lambda case: dialogs.change(telling.security(desk, case))),
            "room": self._about(self._room),
            "outbox": Unsent(app, desk, acts.act).open,
            "take-group": OnCallGroup(app, desk, say).take,
        }
        """By the key's id."""

    def _about(self, act: Callable[[Case], None]) -> Callable[[], None]:
        def on_screen() -> None:
            case = self._desk.situation().case
            if case is not None:
                act(case)

        return on_screen

    def _roles(self, case: Case) -> None:
        roles = ordering.Roles(self._desk, case, self._confirming, self._dialogs.change)
        self._dialogs.change(roles.dialog())

    def _mitigate(self, case: Case) -> None:
        self._dialogs.change(Mitigating(self._desk, case, self._dialogs.change).dialog())

    def _room(self, case: Case) -> None:
        if places.is_open(self._desk, case):
            places.close_room(self._desk, case, self._confirming)
        else:
            self._dialogs.change(places.open_room(self._desk, case))

    def _no_change(self, case: Case) -> None:
        """Say that nothing has changed (N8.8), with the promise of the next word."""
        desk, incident_id = self._desk, case.incident.id
        asked = (desk.now(), desk.zone)
        draft = compose.proposed(desk.state, case, desk.procedure, templates.NO_CHANGE)

        def make(_choice: object) -> tuple[Action, ...]:
            return (compose.posting(draft, desk.state.cases[incident_id], asked),)

        title = f"No change in #{case.incident.number}"
        self._confirming.ask(title, Wish(desk, make), "post it", "recorded")
