"""What an act gives that is shown once: asked for, waited for, shown, and gone with this screen.

It comes through memory alone, stands on this screen and nowhere else, and is dropped when the
screen is left; left before it came, it is lost, and the act says so.
"""

from contextlib import ExitStack
from typing import ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Discard
from cockpit.domain.actions_customer import Perform
from cockpit.domain.decisions import Refusal
from cockpit.domain.dispatch import asks_a_person, standing
from cockpit.domain.facts import Request
from cockpit.domain.state import Parcel, Phase
from cockpit.screens.asking import Asking, foot
from cockpit.screens.hints import Keys

_GLANCE_S = 1.0
"""How often what is said of the wait is said anew, seconds."""
_LEFT = "its screen was left before it was asked for"
_WAITING = "Esc leaves: what comes later is lost"
_LOOK_THERE = "Look at the service itself; then x, on the main screen, takes what you found."
_COPIED = "copied, if the terminal allows"
_SHOWN = "c copy · Esc close"


@runtime_checkable
class Copying(Protocol):
    """An app that can give a text to the terminal's clipboard and keep nothing of it."""

    def copy_once(self, text: str) -> None:
        """Give it away."""
        ...


class ShownOnce(Asking):
    """Has an act done, and shows what it gives; answers whether it was done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy", show=False),
        Binding("up", "read(-1)", "Read up", show=False),
        Binding("down", "read(1)", "Read down", show=False),
    ]

    def __init__(self, desk: Desk, title: str, wish: Perform) -> None:
        """`wish` was confirmed."""
        super().__init__()
        self._desk = desk
        self._title = title
        self._wish = wish
        self._effect = ""
        self._held = ExitStack()
        """Empty once nothing is waited for, or shown, any more."""
        self._given: list[str] = []

    def __repr__(self) -> str:
        return f"ShownOnce({self._wish.action!r})"

    def compose(self) -> ComposeResult:
        """What is known, and the keys."""
        box = VerticalScroll(id="asking", classes="-whole")
        box.can_focus = False
        box.border_title = Content(self._title)
        with box:
            yield Static(Content("asking…"), markup=False, classes="preview")
            yield foot(_WAITING, answers=False)

    def on_mount(self) -> None:
        """Wait from before it is asked for, so that nothing can come too early."""
        self._held.enter_context(self._desk.hatch.waiting())
        self.run_worker(self._ask(), group="once")

    async def _ask(self) -> None:
        result = await self._desk.act(self._wish)
        if isinstance(result, Refusal):
            self._tell(f"Not done: {result.reason}", "Esc back")
            return
        effects = [e for r in result if isinstance(r.fact, Request) for e in r.fact.effects]
        self._effect = effects[0].id if effects else ""
        while True:
            (parcel,) = await self._desk.settle((self._effect,), _GLANCE_S)
            if parcel.is_over or parcel.phase is Phase.FAILED:
                break
            self._tell(_standing(self._desk, parcel), _WAITING)
        self._show(parcel)

    def _show(self, parcel: Parcel) -> None:
        """What came of it; the secret stands alone on its lines, to be selected and copied."""
        secret = self._desk.hatch.take(self._effect)
        if secret is None:
            words = _standing(self._desk, parcel)
            mend = f"\n{parcel.mend}" if parcel.mend and not asks_a_person(parcel) else ""
            self._tell(f"{words}{mend}", "Esc back")
            return
        self._held.callback(self._desk.hatch.forget, secret)
        self._given.append(secret.reveal())
        kept = "\n".join(f"{name}: {value}" for name, value in parcel.kept)
        said = Content.assemble(
            (self._given[0], "bold"),
            f"\n\n{kept}" if kept else "",
            ("\n\nShown once, here, and stored nowhere: when this closes, it is gone.", "dim"),
        )
        self._said(said, _SHOWN)

    def _tell(self, words: str, keys: str) -> None:
        self._said(Content(words), keys)

    def _said(self, words: Content, keys: str) -> None:
        if self.is_attached:
            self.query_one(".preview", Static).update(words)
            self.query_one(Keys).tell(keys)

    def action_copy(self) -> None:
        """By OSC 52, where the terminal allows it."""
        if self._given and isinstance(self.app, Copying):
            self.app.copy_once(self._given[0])
            self.query_one(Keys).tell(f"{_COPIED} · Esc close")

    async def action_leave(self) -> None:
        """Let go of everything; what was not even asked for yet is not asked for any more."""
        self._drop()
        self.query_one(".preview", Static).update("")
        parcel = self._desk.state.parcels.get(self._effect)
        if parcel is not None and parcel.phase is Phase.WAITING:
            await self._desk.act(Discard(effect=self._effect, reason=_LEFT))
        self.dismiss(result=parcel is not None and parcel.phase is Phase.DONE)

    def on_unmount(self) -> None:
        """However it was left."""
        self._drop()

    def _drop(self) -> None:
        self._given.clear()
        self._held.close()


def _standing(desk: Desk, parcel: Parcel) -> str:
    words = standing(desk.state, parcel, desk.now())
    if asks_a_person(parcel):
        return f"{parcel.reason}.\n{_LOOK_THERE}"
    if parcel.phase is Phase.DONE:
        return f"It is done. {parcel.warning or 'It gave nothing to show.'}"
    return words
