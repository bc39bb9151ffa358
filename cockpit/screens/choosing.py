"""What the list of incidents and the detail of one have in common: keys that act on incidents."""

from datetime import datetime, timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cockpit.domain.situation import Situation
from cockpit.keys import table as keys
from cockpit.keys.key import Reach
from cockpit.screens.held import Holding
from cockpit.screens.reader import Sheeted, bar
from cockpit.view.cells import Sheet, Tone
from cockpit.view.footer import Notice

NOTICE_S = 6.0
"""How long a message of the screen itself stands, seconds."""


class Chosen(Message):
    """A key of the table was pressed for these incidents, at that moment; never for none."""

    def __init__(self, kind: str, incident_ids: tuple[str, ...]) -> None:
        """`kind` is the key's id."""
        super().__init__()
        self.kind = kind
        self.incident_ids = incident_ids


class Choosing(Sheeted):
    """Posts `Chosen` for every key of the table that works on listed incidents."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(key.keys), f"choose({key.id!r})", key.words, show=False, id=key.id)
        for key in keys.TABLE
        if key.reach is not Reach.NOTHING
    ]

    def __init__(self) -> None:
        super().__init__(lambda _situation, _now, _space: Sheet(""), wrap=False)
        self._own: Notice | None = None
        self._seen: tuple[Situation, datetime, Notice | None] | None = None

    def picked(self) -> tuple[str, ...]:
        """The incidents that a key pressed now is about."""
        return ()

    def why_none(self) -> str:
        """Why there are none, in words."""
        return "nothing is selected: nothing was done"

    def released(self) -> None:
        """What was picked is on its way."""

    def action_choose(self, key_id: str) -> None:
        """Tell the app what is to be done, and to which; to nothing, nothing is done."""
        incident_ids = self.picked()
        if not incident_ids:
            self._refuse(key_id, self.why_none())
            return
        if len(incident_ids) > 1 and _BY_ID[key_id].reach is not Reach.MANY:
            words = f"{key_id} is for one incident; {len(incident_ids)} are selected"
            self._refuse(key_id, words)
            return
        self.released()
        self.post_message(Chosen(key_id, incident_ids))

    def _refuse(self, key_id: str, words: str) -> None:
        self.say(words)
        if key_id in keys.ASKING and isinstance(self.app, Holding):
            self.app.held.refused()

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Tell the person something in the lowest line."""
        if self._seen is not None:
            now = self._seen[1]
            self._own = Notice(words, tone, now + timedelta(seconds=NOTICE_S))
            self.again()

    def again(self) -> None:
        """Draw the same situation once more: something about the screen itself has changed."""
        if self._seen is not None:
            self.draw(*self._seen)

    def bar(self, now: datetime, notice: Notice | None) -> Sheet:
        """The lowest line."""
        return bar(self.hints(), self._told(self.news(notice), now), now, self.size.width)

    def _told(self, notice: Notice | None, now: datetime) -> Notice | None:
        """The notice to show: the newer of the screen's own and the app's."""
        own = self._own if self._own is not None and now < self._own.until else None
        if own is None or (notice is not None and notice.until > own.until):
            return notice
        return own

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the table that work here, those with words for a footer."""
        return tuple(
            (key.shown, key.words)
            for key in keys.TABLE
            if key.words and key.reach is not Reach.NOTHING
        )


_BY_ID = {key.id: key for key in keys.TABLE}
