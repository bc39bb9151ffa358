"""The screen of places to look at: Enter or a digit hands an address over (G3)."""

from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.domain.situation import Situation
from cockpit.panes.pane import Pane
from cockpit.screens.links import Saying, hand_over
from cockpit.screens.reader import Listing
from cockpit.view import lookout
from cockpit.view.footer import Notice


class LookoutScreen(Listing):
    """Follows the incident on screen; what is copied is what is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(f"{n}", f"copy({n})", f"Copy address {n}", show=False) for n in range(1, 10)),
    ]

    def __init__(self, say: Saying) -> None:
        super().__init__(lookout.sheet)
        self._say = say
        self._seen: tuple[Situation, datetime] | None = None

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Remember what was shown: the address of a number is that of this moment."""
        self._seen = (situation, now)
        super().draw(situation, now, notice)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        return (("Esc", "back"), ("Enter 1-9", "copy the address"), ("PgUp PgDn", "scroll"))

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """An address was chosen."""
        message.stop()
        name = message.row_id.rpartition(":")[2]
        if name.isdecimal():
            self.action_copy(int(name))

    def action_copy(self, number: int) -> None:
        """Hand over the address of this number."""
        if self._seen is not None:
            situation, now = self._seen
            url = lookout.address(situation, number, now)
            hand_over(self.app, self._say, url, f"there is no address {number}")
