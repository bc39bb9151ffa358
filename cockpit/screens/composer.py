"""The composer: an update written, read as others will read it, and posted; or one corrected.

It is bound to one incident when it opens. What is decided about the words is the domain's.
"""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from cockpit.desk.desk import Desk
from cockpit.domain import compose, templates
from cockpit.domain.actions_talk import SECRET, TONE
from cockpit.domain.compose import Draft
from cockpit.domain.decisions import Refusal
from cockpit.domain.state import Case
from cockpit.ports.journal import JournalError
from cockpit.screens import composer_asking
from cockpit.screens.asking import kept_values
from cockpit.screens.composer_area import WritingArea
from cockpit.screens.composer_logs import Logs
from cockpit.screens.composer_naming import Naming
from cockpit.screens.composer_shown import ComposerShown
from cockpit.screens.composer_writing import key_of
from cockpit.screens.forms import keep_draft
from cockpit.view.choices import Entry, digit


class ComposerScreen(ComposerShown):
    """What the keys of the composer do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "templates", "Templates", show=False, priority=True),
        Binding("ctrl+e", "correct", "Correct the last", show=False, priority=True),
        Binding("ctrl+r", "unname", "Not that one", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, case: Case, kept: Mapping[str, str]) -> None:
        """`kept` holds the draft, where there is one."""
        super().__init__(desk, case, kept)
        self._accepted: tuple[str, ...] = ()
        self._accepted_for: Draft | None = None

    # --- templates, and the last update --------------------------------------------------------

    def action_templates(self) -> None:
        """What is said in each phase, by one key."""
        every = templates.templates(self._desk.procedure)
        entries = tuple(
            Entry(id=t.phase, key=digit(n), words=t.phase) for n, t in enumerate(every, start=1)
        )
        fits = templates.fitting(self._desk.state, self._writing.case)
        asked = composer_asking.Asked("What is said now", "", (), entries, start=fits)
        self.app.push_screen(asked, self._fill)

    def _fill(self, phase: str | None) -> None:
        if phase:
            self._writing.fill(phase)

    async def action_correct(self) -> None:
        """Correct what was said last, or go back to what is new."""
        target = None
        if self._writing.target is None:
            target = compose.last_said(self._desk.state, self._writing.case)
            if target is None:
                self.tell("no update was posted yet: there is none to correct")
                return
        await self._save()
        self._writing.turn_to(target, await self._kept_under(key_of(self._incident_id, target)))
        self.kept(well=True)
        self.preview()

    async def _kept_under(self, key: str) -> dict[str, str]:
        try:
            return kept_values(await self._desk.draft(key))
        except JournalError:
            return {}

    # --- names, lines and logs -----------------------------------------------------------------

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def _typed(self, event: TextArea.Changed | TextArea.SelectionChanged) -> None:
        if isinstance(event.text_area, WritingArea) and event.text_area.id != "next":
            self.query_one(Naming).follow(event.text_area)

    @on(Naming.Chosen)
    def _named(self, event: Naming.Chosen) -> None:
        self._writing.name(event.area, event.mention, event.typed)

    def action_unname(self) -> None:
        """Whoever was chosen last is not notified."""
        self._writing.unname()
        self.changed()

    @on(WritingArea.Left)
    def _next_field(self) -> None:
        self.focus_next()

    @on(WritingArea.LongPaste)
    def _pasted(self, event: WritingArea.LongPaste) -> None:
        logs = Logs(self.app, self._desk, self._incident_id)
        self.run_worker(logs.take(event.area, event.text, self._sheets.target), group="logs")

    # --- the draft, and the end ----------------------------------------------------------------

    def drafted(self) -> Mapping[str, str]:
        """What is written and chosen."""
        return compose.kept(self._writing.draft)

    def untouched(self) -> Mapping[str, str]:
        """What the state speaks for."""
        return compose.kept(self._writing.proposed())

    async def keep(self, body: str) -> str:
        """Keep it under the incident's key, or the corrected update's."""
        return await keep_draft(self._desk, self._writing.key, body)

    async def record(self) -> str:
        """Have it recorded; what was found in the words is told first, and may be insisted on."""
        draft = self._writing.draft
        if draft != self._accepted_for:
            self._accepted, self._accepted_for = (), draft
        try:
            action = self._writing.action(draft, self._accepted)
        except ValueError as error:
            return str(error)
        result = await self._desk.act(action, self._writing.key)
        if not isinstance(result, Refusal):
            return ""
        if result.finding == TONE:
            self._accepted = (*self._accepted, TONE)
            return f"▲ {result.reason}.\nCtrl+Enter or Ctrl+S again posts it all the same."
        if result.finding == SECRET:
            self.app.push_screen(composer_asking.secret(result.reason), self._insist)
        return f"▲ {result.reason}"

    async def _insist(self, answer: str | None) -> None:
        """The person said by another step that it is no secret."""
        if answer == composer_asking.SEND:
            self._accepted = (*self._accepted, SECRET)
            await self.action_send()
