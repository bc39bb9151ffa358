"""The screen of one deploy: facts and diff, side by side where there is room, suspects in turn."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cockpit.domain.deploy_details import DeployDetails
from cockpit.domain.deploy_list import listed, suspected
from cockpit.domain.evidence import DeployKind
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion
from cockpit.panes.pane import Pane
from cockpit.panes.wrap import wrapped
from cockpit.ports.aside import Aside
from cockpit.ports.outside import PortError
from cockpit.screens.painting import Painting
from cockpit.screens.reader import Sheeted, bar
from cockpit.view import deploy_detail
from cockpit.view.cells import Sheet, Tone, text
from cockpit.view.deploy_detail import Reading
from cockpit.view.footer import Notice

NOTICE_S = 6.0
"""How long a message of the screen itself stands, seconds."""

Read = Callable[[str, str], Awaitable[DeployDetails]]
"""Reads the details of a commit of a repository. Raises `PortError`."""


class DeployScreen(Sheeted):
    """Follows one deploy, by its repository and sha, until another one is asked for."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (160, "-broad")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "leave", "Back", show=False),
        Binding("n,right_square_bracket", "turn(1)", "Next suspect", show=False),
        Binding("p,left_square_bracket", "turn(-1)", "Suspect before", show=False),
        Binding("y", "copy_revert", "Copy the command that takes it back", show=False),
        Binding("o", "copy_link", "Copy the link", show=False),
    ]
    AUTO_FOCUS = "#facts"

    def __init__(self, key: str, read: Read, aside: Aside) -> None:
        """`key` is "repository:sha"; `aside` is where the colours are found."""
        super().__init__(lambda _situation, _now, _space: Sheet(""), wrap=False)
        self.key = key
        self._read = read
        self._aside = aside
        self._readings: dict[str, Reading] = {}
        self._painting = Painting("")
        self._painted = ""
        """Which deploy's it is."""
        self._wanted = 0
        """The width that it is laid for, or is being laid for."""
        self._own: Notice | None = None
        self._seen: tuple[Situation, datetime, Notice | None] | None = None
        self._known: Suspicion | None = None

    def compose(self) -> ComposeResult:
        """What is known, and the diff beside it."""
        with Horizontal(id="detail"):
            yield Pane(id="facts")
            yield Pane(id="story")
        yield Pane(id="back", bare=True, classes="bar")

    # --- drawing -----------------------------------------------------------------------------

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Show what is known now; what was read of the commit does not change any more."""
        self._seen = (situation, now, notice)
        found = next((s for s in listed(situation, now) if s.key == self.key), None)
        self._known = found or self._of_old()
        self._begin_reading()
        if self._known is None:
            self._show("facts", Sheet("Deploy", (text("it is gone: not in the list any more"),)))
        else:
            self._show_both(situation, self._known, now)
        told = self.news(notice)
        own = self._own if self._own is not None and now < self._own.until else None
        self.query_one("#back", Pane).show(bar(self.hints(), own or told, now, self.size.width))

    def _of_old(self) -> Suspicion | None:
        """The same one as it was known before it grew too old for the list."""
        known = self._known
        return known if known is not None and known.key == self.key else None

    def _show_both(self, situation: Situation, known: Suspicion, now: datetime) -> None:
        facts = deploy_detail.facts(situation, known, self._reading, now)
        pane = self.query_one("#facts", Pane)
        if not self.has_class("-narrow"):
            self._show("facts", facts)
            self._show_rows("story", self._diff(self.query_one("#story", Pane).space.width))
        elif self._is_change:
            self._show("facts", facts)
        else:
            above = wrapped(facts, pane.space.width)
            below = self._diff(pane.space.width)
            rows = (*above.rows, text(""), text(below.title, Tone.TITLE), *below.rows)
            self._show_rows("facts", Sheet(above.title, rows))

    @property
    def _is_change(self) -> bool:
        """It is a change event of the pager, of which no repository knows."""
        return self._known is not None and self._known.deploy.kind is DeployKind.CHANGE

    def _show(self, name: str, sheet: Sheet) -> None:
        pane = self.query_one(f"#{name}", Pane)
        pane.show(wrapped(sheet, pane.space.width))

    def _show_rows(self, name: str, sheet: Sheet) -> None:
        self.query_one(f"#{name}", Pane).show(sheet)

    def _diff(self, width: int) -> Sheet:
        """The diff, or why there is none."""
        details = self._reading.details
        if details is None:
            words = "not read" if self._reading.reason else "reading…"
            if self._is_change:
                words = "a change event has no diff"
            return Sheet("Diff", (text(words, Tone.DIM),))
        if not self._painting.fits(width) and width != self._wanted:
            self._wanted = width
            laying = self._painting.paint(width, self._again, self._aside)
            self.run_worker(laying, group="deploy", exclusive=True)
        rows = self._painting.rows()
        if not rows:
            words = "it changes no line of text" if self._painting.is_empty else "reading…"
            return Sheet("Diff", (text(words, Tone.DIM),))
        note = f"{details.added + details.removed:,} lines"
        if details.diff_cut:
            words = "the diff is longer than what is read: git show in a clone has the rest"
            return Sheet("Diff", (*rows, text(""), text(words, Tone.WARN)), note=f"{note}, cut")
        return Sheet("Diff", rows, note=note)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        beside = (("Tab", "diff"),) if not self.has_class("-narrow") else ()
        turn = (("n p", "next, previous suspect"),)
        return (
            *(("Esc", "back"), ("y", "copy revert"), ("o", "link")),
            *(*turn, *beside, ("PgUp PgDn", "scroll")),
        )

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell the person something in the lowest line."""
        if self._seen is not None:
            self._own = Notice(words, tone, self._seen[1] + timedelta(seconds=NOTICE_S))
            self._again()

    def _again(self) -> None:
        if self._seen is not None and self.is_mounted:
            self.draw(*self._seen)

    # --- reading -----------------------------------------------------------------------------

    @property
    def _reading(self) -> Reading:
        return self._readings.get(self.key, Reading())

    def _begin_reading(self) -> None:
        """Once for each deploy that is looked at."""
        known = self._known
        if known is None or self.key in self._readings or self._is_change:
            return
        self._readings[self.key] = Reading()
        self.run_worker(self._fetch(known), group="deploy", exclusive=True)

    async def _fetch(self, known: Suspicion) -> None:
        try:
            details = await self._read(known.deploy.repository, known.deploy.sha)
        except PortError as error:
            self._readings[known.key] = Reading(reason=error.reason, mend=error.mend)
            self._again()
            return
        except asyncio.CancelledError:
            self._readings.pop(known.key, None)
            raise
        self._readings[known.key] = Reading(details=details)
        await self._paint(known.key, details)

    async def _paint(self, key: str, details: DeployDetails) -> None:
        if key != self.key:
            return
        if self._painted != key:
            self._painting, self._painted = Painting(details.diff), key
            self._again()
        name = "facts" if self.has_class("-narrow") else "story"
        self._wanted = self.query_one(f"#{name}", Pane).space.width
        await self._painting.paint(self._wanted, self._again, self._aside)

    # --- keys --------------------------------------------------------------------------------

    def action_turn(self, step: int) -> None:
        """Go to the next suspect, or to the next deploy where nothing is suspected."""
        if self._seen is None:
            return
        situation, now, _ = self._seen
        keys = [s.key for s in suspected(situation, now) or listed(situation, now)]
        if not keys or keys == [self.key]:
            self.say("there is no other suspect")
            return
        place = keys.index(self.key) + step if self.key in keys else 0
        self.key = keys[place % len(keys)]
        self._known, self._painting, self._painted = None, Painting(""), ""
        for pane in self.query(Pane):
            pane.action_far(-1)
        details = self._reading.details
        if details is not None:
            self.run_worker(self._paint(self.key, details), group="deploy", exclusive=True)
        self._again()

    def action_copy_revert(self) -> None:
        """Copy the command that takes it back; it is run by a person, in a clone."""
        known = self._known
        revert = deploy_detail.revert_of(known.deploy, self._reading.details) if known else ""
        self._copy(revert, "there is no command that takes it back")

    def action_copy_link(self) -> None:
        """Copy where it can be read in a browser."""
        known = self._known
        link = deploy_detail.link_of(known.deploy, self._reading.details) if known else ""
        self._copy(link, "there is no link: the repository has no remote that is known")

    def _copy(self, words: str, otherwise: str) -> None:
        if not words:
            self.say(otherwise)
            return
        self.app.copy_to_clipboard(words)
        self.say(f"copied, if the terminal allows: {words}", Tone.ACCENT)
