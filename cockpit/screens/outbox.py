"""The outbox on screen: read what has not left, send it, give it up, say whether it arrived."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action, Discard, Release
from cockpit.domain.actions_talk import SayArrived
from cockpit.domain.changes import Scene, sending
from cockpit.domain.decide_unclear import AskedAnew
from cockpit.domain.dispatch import asks_a_person
from cockpit.domain.effect_words import title
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.overtaken import is_overtaken
from cockpit.domain.situation import Situation
from cockpit.domain.state import Parcel
from cockpit.panes.pane import Pane
from cockpit.screens.question import Question, if_yes
from cockpit.screens.reader import Content, Listing, Reader
from cockpit.view import details
from cockpit.view import outbox as view
from cockpit.view.cells import Sheet, Space, text

AGAIN, LEAVE, ARRIVED, LOST = "again", "leave", "arrived", "lost"
_KEYS: list[BindingType] = [
    Binding("t", f"answer('{AGAIN}')", "Send it", show=False),
    Binding("x", f"answer('{LEAVE}')", "Give it up", show=False),
    Binding("y", f"answer('{ARRIVED}')", "It arrived", show=False),
    Binding("n", f"answer('{LOST}')", "It did not", show=False),
]
_HINTS = (("t", "try again"), ("x", "give it up"))
_ASKED = (("y", "it arrived"), ("n", "it did not: send it again"))
_ASKED_OF_ACT = (("y", "it happened"), ("n", "it did not"))

Act = Callable[[Action, str], None]


class OutboxScreen(Listing):
    """Everything unsent; Enter reads one in full, which the app opens like any row."""

    BINDINGS: ClassVar[list[BindingType]] = _KEYS

    def __init__(self, answered: Callable[[str, str], None]) -> None:
        """`answered` hears of the effect under the cursor, and of what is to be done with it."""
        super().__init__(view.sheet)
        self._answered = answered

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here; with nothing listed, leave."""
        if not any(row.id for row in self.query_one("#sheet", Pane).sheet.rows):
            return (("Esc", "back"),)
        return (("Esc", "back"), ("Enter", "read it"), *_HINTS, ("y n", "did it arrive?"))

    def action_answer(self, answer: str) -> None:
        """To what is under the cursor; elsewhere the keys mean nothing."""
        kind, name = self.under_cursor()
        if kind == "effect":
            self._answered(name, answer)


class Stuck(Reader):
    """An effect that has not left, in full."""

    BINDINGS: ClassVar[list[BindingType]] = _KEYS

    def __init__(self, content: Content, asked: tuple[tuple[str, str], ...]) -> None:
        """`asked`: the answers, where only the person can tell whether it arrived."""
        super().__init__(content)
        self._asked = asked

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done about it."""
        return (("Esc", "back"), *self._asked, *_HINTS)

    def action_answer(self, answer: str) -> None:
        """The person has decided."""
        self.dismiss(answer)


class Unsent:
    """Does what is decided about effects that have not left; giving one up asks first."""

    def __init__(self, app: App[None], desk: Desk, act: Act) -> None:
        self._app = app
        self._desk = desk
        self._act = act

    def open(self) -> None:
        """List everything."""
        self._app.push_screen(OutboxScreen(self.answer))

    def read(self, effect: str) -> None:
        """Show one in full."""
        parcel = self._desk.state.parcels.get(effect)
        row_id = f"effect:{effect}"

        def content(situation: Situation, now: datetime, _space: Space) -> Sheet:
            return details.sheet(situation, row_id, now) or Sheet("Gone", (text("it is gone"),))

        def answered(answer: str | None) -> None:
            if answer:
                self.answer(effect, answer)

        asked = _asked(parcel) if parcel is not None and asks_a_person(parcel) else ()
        self._app.push_screen(Stuck(content, asked), answered)

    def answer(self, effect: str, answer: str) -> None:
        """Do it, or say why not."""
        parcel = self._desk.state.parcels.get(effect)
        if answer == AGAIN:
            self._act(Release(effect=effect), "trying again")
        elif answer == LEAVE and parcel is not None and not parcel.is_over:
            self._leave(parcel)
        elif answer == ARRIVED:
            self._act(SayArrived(effect=effect, arrived=True), "on record: it arrived")
        elif answer == LOST:
            said = f"on record: it did not arrive; {_what_next(parcel)}"
            self._act(SayArrived(effect=effect, arrived=False), said)

    def _leave(self, parcel: Parcel) -> None:
        desk, effect = self._desk, parcel.effect
        scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
        told = sending(effect, scene)
        stale = is_overtaken(desk.state, parcel)
        why = "overtaken by a newer update" if stale else "given up by the engineer"

        def give_up() -> None:
            action = Discard(effect=effect.id, reason=why)
            self._act(action, "given up: it will not be sent")

        words = (
            f"It will not be sent any more; it stays on record.\n\nTo {told.target}\n{told.text}"
        )
        question = Question(f"Give up {title(effect)}?", words, "give it up")
        self._app.push_screen(question, if_yes(give_up))


def _asked(parcel: Parcel) -> tuple[tuple[str, str], ...]:
    """How it is answered: what did not happen is asked for anew, and not sent by itself."""
    return _ASKED_OF_ACT if isinstance(parcel.effect, AskedAnew) else _ASKED


def _what_next(parcel: Parcel | None) -> str:
    match parcel.effect if parcel is not None else None:
        case CallHttp():
            return "k asks for it again"
        case RunCommand():
            return "b runs it again, after a look"
        case _:
            return "it is sent again"
