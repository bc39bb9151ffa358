"""What stands on the composer's screen, at any size: fields, what leaves, what was said before."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Label, Static

from cockpit.desk.desk import Desk
from cockpit.domain.actions_talk import SECRET, TONE
from cockpit.domain.decisions import Refusal
from cockpit.domain.state import Case
from cockpit.panes.pane import Pane
from cockpit.panes.wrap import lines_of
from cockpit.screens.asking import Drafting
from cockpit.screens.composer_naming import Naming
from cockpit.screens.composer_sheets import Sheets
from cockpit.screens.composer_writing import Writing
from cockpit.screens.hints import BETWEEN, Keys
from cockpit.view import composer as view

QUICK = 2500
"""Characters that are looked over at every key; longer words wait for a pause."""
PAUSE_S = 0.2
_SHOWN = ("preview", "said")
"""What Ctrl+O brings in turn where there is no room for all."""


class ComposerShown(Drafting):
    """Known, trying, next; what leaves and to whom; what was said before."""

    HORIZONTAL_BREAKPOINTS = [(0, "-thin"), (60, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (14, "-low"), (20, "-short"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "turn", "Preview, history", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, case: Case, kept: Mapping[str, str]) -> None:
        """`kept` holds the draft, where there is one."""
        super().__init__(kept)
        self._desk = desk
        self._incident_id = case.incident.id
        self._writing = Writing(desk, self._incident_id, kept, self._draw)
        self._sheets = Sheets(desk, lambda: self._writing.case)
        self._pause: Timer | None = None
        self._well = True

    # --- what is on it -----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The fields, what leaves, and what was said before; beside or under one another."""
        known, trying, next_at = self._writing.areas
        with Container(id="composer"):
            with Vertical(id="writing"):
                yield Label("Known", markup=False, classes="of")
                yield known
                yield Label("Trying", markup=False, classes="of")
                yield trying
                with Horizontal(id="when"):
                    yield Label("Next update: minutes, or 09:30 ", markup=False)
                    yield next_at
                yield Static(markup=False, id="named")
                yield Static(markup=False, classes="answer")
                yield Naming(self._sheets.find)
                yield Pane(id="preview")
            yield Pane(id="said")
            yield Keys()

    def on_mount(self) -> None:
        """The first field takes the keys; how many people read it is asked meanwhile."""
        known, trying, _ = self._writing.areas
        known.takes_key = trying.takes_key = self.query_one(Naming).takes
        known.focus()
        self.kept(well=True)
        self._unlisten = self._desk.listen(lambda: self._sheets.soon(self, self._draw))
        self.run_worker(self._count(), group="members")
        self._draw()
        self.preview()

    def _keep_foot(self, _screen: Screen[object]) -> None:
        """The keys have a place of their own here."""

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self._unlisten()

    async def _count(self) -> None:
        await self._sheets.count()
        self.show_preview()

    def kept(self, *, well: bool) -> None:
        """Esc is promised no more than it does."""
        self._well = well
        is_new = self._writing.target is None
        post = "post" if is_new else "REPLACE it"
        back = "Esc back, the draft is kept" if well else "Esc back, the draft is NOT kept"
        more = (
            "Ctrl+T templates",
            f"Ctrl+E {'edit the last' if is_new else 'back to the new'}",
            "Ctrl+O history",
            "Ctrl+Z undo",
            "@ names",
        )
        keys: tuple[str, ...] = (f"Ctrl+Enter or Ctrl+S {post}", *more, back)
        if self.has_class("-flat") or self.has_class("-thin"):
            keys = (f"Ctrl+S {post}", back, "Ctrl+O preview", *more[:2])
        self.query_one(Keys).tell(BETWEEN.join(keys))

    # --- what leaves, and what was said ----------------------------------------------------------

    def preview(self) -> None:
        """Look the words over, long ones when there is a pause."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if self._writing.size > QUICK:
            self._pause = self.set_timer(PAUSE_S, self._look_over)
        else:
            self._look_over()

    def _look_over(self) -> None:
        self.tell(self.show_preview())

    def show_preview(self) -> str:
        """Show the very messages; returns why they cannot be sent, or ""."""
        draft, target = self._writing.draft, self._writing.target
        try:
            decision = self._desk.consider(self._writing.action(draft, (TONE, SECRET)))
        except ValueError as error:
            decision = Refusal(reason=str(error))
        outgoing = self._sheets.outgoing(draft, decision, target)
        pane = self.query_one("#preview", Pane)
        width = max(pane.space.width, 1)
        pane.show(view.preview(outgoing, lambda line: lines_of(line, width)))
        self.query_one("#named", Static).update(Content(view.chosen(draft.named)))
        self._say_phase(draft.phase)
        return decision.reason if isinstance(decision, Refusal) else ""

    def _draw(self) -> None:
        """What was said before, and what it is about."""
        if not self.is_mounted:
            return
        box = self.query_one("#composer")
        box.border_title = Content(self._sheets.title(self._writing.target))
        self._say_phase(self._writing.draft.phase)
        pane = self.query_one("#said", Pane)
        pane.show(self._sheets.said(pane.space.width))

    def _say_phase(self, phase: str) -> None:
        box, words = self.query_one("#composer"), f"phase: {phase}" if phase else ""
        if str(box.border_subtitle or "") != words:
            box.border_subtitle = Content(words)

    @on(Pane.Resized)
    def _fitted(self) -> None:
        self.kept(well=self._well)
        self._draw()
        self.show_preview()

    def action_turn(self) -> None:
        """Go to what was said before, and back; where there is no room, bring it into sight."""
        shown = _SHOWN if self.has_class("-flat") else _SHOWN[1:]
        here = self.focused.id if self.focused else ""
        place = shown.index(here) + 1 if here in shown else 0
        self._bring(shown[place] if place < len(shown) else "")

    def _bring(self, name: str) -> None:
        for one in _SHOWN:
            self.set_class(one == name, f"-{one}")
        self.query_one(f"#{name or 'known'}").focus()
