"""What is written in the composer: the fields' words, whom they name, and which update it is."""

from collections.abc import Callable, Mapping

from cockpit.desk.desk import Desk
from cockpit.domain import compose, templates
from cockpit.domain.actions import PostUpdate
from cockpit.domain.actions_talk import EditUpdate
from cockpit.domain.chat import Mention
from cockpit.domain.compose import Draft
from cockpit.domain.state import Case, Update
from cockpit.screens.composer_area import Fills, WritingArea

FIELDS = ("known", "trying", "next")


def key_of(incident_id: str, target: Update | None = None) -> str:
    """The key of the draft for this incident, or for the correction of one of its updates."""
    return f"edit:{target.effect}" if target else f"update:{incident_id}"


class Writing:
    """An update that is being written; or the correction of one, the new one put by meanwhile.

    Args:
        desk: where it is written.
        incident_id: what it is about, for good.
        kept: the draft that was kept, where there is one.
        about: told when its phase changes.
    """

    def __init__(
        self, desk: Desk, incident_id: str, kept: Mapping[str, str], about: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._incident_id = incident_id
        self._tell = about
        self.target: Update | None = None
        """The update that is corrected; None: a new one is written."""
        self._unchanged = ""
        self._put_by: dict[str, Draft] = {}
        start = compose.restored(kept, self.proposed())
        self._mentions, self._phase = start.mentions, start.phase
        self.areas = tuple(
            WritingArea(getattr(start, name), name, is_line=name == "next") for name in FIELDS
        )
        self._fills = Fills(self.areas, self._about)

    @property
    def case(self) -> Case:
        """The incident, as it is now."""
        return self._desk.state.cases[self._incident_id]

    @property
    def key(self) -> str:
        """The key of its draft."""
        return key_of(self._incident_id, self.target)

    @property
    def size(self) -> int:
        """How long it is, characters."""
        return sum(len(area.text) for area in self.areas)

    @property
    def draft(self) -> Draft:
        """What is written and chosen now; "no change" is said of changed words no more."""
        known, trying, next_at = (area.text for area in self.areas)
        phase = self._phase
        if phase == templates.NO_CHANGE and known.strip() != self._unchanged:
            phase = ""
        return Draft(known=known, trying=trying, next=next_at, phase=phase, mentions=self._mentions)

    def proposed(self) -> Draft:
        """What would stand there if nobody had written anything."""
        if self.target is not None:
            return compose.as_it_stands(self._desk.state, self.target, self._desk.zone)
        return self.template("")

    def template(self, phase: str) -> Draft:
        """What is said in this phase; empty: in the one that fits now."""
        draft = compose.proposed(self._desk.state, self.case, self._desk.procedure, phase)
        if draft.phase == templates.NO_CHANGE:
            self._unchanged = draft.known.strip()
        return draft

    def action(self, draft: Draft, accepted: tuple[str, ...] = ()) -> PostUpdate | EditUpdate:
        """What these words ask for. Raises ValueError, with words for people."""
        when = (self._desk.now(), self._desk.zone)
        if self.target is None:
            return compose.posting(draft, self.case, when, accepted)
        return compose.correction(draft, self.case, self.target, when, accepted)

    # --- what changes it -----------------------------------------------------------------------

    def fill(self, phase: str) -> None:
        """Let a template stand there, in one step."""
        self._stand(self.template(phase))

    def turn_to(self, target: Update | None, kept: Mapping[str, str]) -> None:
        """Write at this update instead, or at the new one; what was written so far is put by.

        `kept` is the draft that was kept of it another time.
        """
        self._put_by[self.key] = self.draft
        self.target = target
        draft = self._put_by.get(self.key) or compose.restored(kept, self.proposed())
        self._mentions = draft.mentions
        self._stand(draft)

    def _stand(self, draft: Draft) -> None:
        self._fills.fill((draft.known, draft.trying, draft.next), self._phase, draft.phase)

    def _about(self, phase: str) -> None:
        self._phase = phase
        self._tell()

    def name(self, area: WritingArea, mention: Mention, typed: str) -> None:
        """Mention this one in place of the "@" and the letters before the cursor."""
        row, column = area.cursor_location
        self._mentions = (*(m for m in self._mentions if m != mention), mention)
        area.put(f"@{mention.name} ", (row, max(column - len(typed) - 1, 0)), (row, column))

    def unname(self) -> None:
        """Whoever was chosen last is not notified; the words stay."""
        self._mentions = compose.without_last(self.draft).mentions
