"""Everything that keys open and do, joined; what each of them is lives beside this file."""

from collections.abc import Callable, Mapping
from functools import partial

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.procedure import Evidence
from cockpit.screens.closing import Closing
from cockpit.screens.customer import Customers
from cockpit.screens.dialog import Dialog
from cockpit.screens.handover import Handing
from cockpit.screens.hands import Hands
from cockpit.screens.house import House
from cockpit.screens.items import Items
from cockpit.screens.looking_back import LookingBack
from cockpit.screens.looking_hands import LookingHands
from cockpit.screens.lookout import LookoutScreen
from cockpit.screens.opening import Opening
from cockpit.screens.papers import Papers
from cockpit.screens.policy import Rotating
from cockpit.screens.question import Question
from cockpit.screens.shift import Shifting
from cockpit.screens.triage import Triaging
from cockpit.view.cells import Tone


class Doing:
    """Does it on the incident that is on screen, and opens what a row stands for."""

    def __init__(self, app: App[None], house: House, desk: Desk) -> None:
        self._app = app
        self._house = house
        self._desk = desk
        self.hands = Hands(app, desk, house.say, house.held)
        self.customers = Customers(app, desk, self.hands)
        self._back = LookingBack(app, desk, house)
        self._handing = Handing(app, desk, self)
        self._opening = Opening(app, self, desk)
        items = Items(app, desk, self)
        self.does: Mapping[str, Callable[[], None]] = {
            **self.hands.does,
            "severity": Triaging(app, desk, self).open,
            "customer": self.customers.open,
            "shift": Shifting(app, desk, self.hands, house).open,
            "handover": self._handing.open,
            "policy": Rotating(app, desk, self.hands).open,
            **LookingHands(app, desk, self.hands.change, house.table).does,
            "items": items.open,
            "papers": Papers(app, desk, self).open,
            "close": Closing(app, desk, self, items.open).open,
            "errors": partial(house.show_pane, "errors"),
            "look": self._look,
            "replay": self._back.here,
            "quit": self.quit,
        }

    @property
    def is_taking(self) -> bool:
        """Whether many acknowledgements are on their way."""
        return self.hands.is_taking

    def progress(self) -> tuple[str, Tone] | None:
        """How far they have come; None: there is nothing new to tell."""
        return self.hands.progress()

    def chosen(self, kind: str, incident_ids: tuple[str, ...]) -> None:
        """Do what this key does to the incidents that were picked."""
        if kind == "replay":
            self._back.at(incident_ids[0])
        else:
            self.hands.chosen(kind, incident_ids)

    def open(self, row_id: str) -> None:
        """Open what this row stands for."""
        if row_id.startswith("handover:"):
            self._handing.read()
        else:
            self._opening.open(row_id)

    def press(self, key_id: str) -> None:
        """Do what this key does, or say why not."""
        self._house.press(key_id)

    def act(self, action: Action, done: str) -> None:
        """Have it recorded; `done` is said once it is, a refusal is said instead."""
        self.hands.act(action, done)

    def change(self, dialog: Dialog) -> None:
        """Open a dialog that changes something."""
        self.hands.change(dialog)

    def show_pane(self, name: str) -> None:
        """Put the keys on this pane."""
        self._house.show_pane(name)

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell the person something."""
        self._house.say(words, tone)

    def _look(self) -> None:
        self._app.push_screen(LookoutScreen(self.say))
        self._opening.look(Evidence.LOOK)

    def quit(self) -> None:
        """End, after asking where something is not over."""
        state = self._desk.state
        reasons = []
        running = [c.incident for c in state.cases.values() if c.incident.is_open]
        if running:
            reasons.append(f"#{running[0].number} is still open.")
        unsent = len(state.unsent())
        if unsent:
            reasons.append(f"{unsent} still to be sent: it stays recorded, and goes out next time.")
        if not reasons:
            self._app.exit()
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual's callback
            if yes:
                self._app.exit()

        self._app.push_screen(Question("Quit?", "\n".join(reasons), "quit"), answered)
