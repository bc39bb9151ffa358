"""What is said in the footer, for a while; good news give way to what came of them."""

from datetime import datetime, timedelta

from cockpit.desk.desk import Desk
from cockpit.domain.effect_words import title
from cockpit.domain.state import Phase
from cockpit.view.cells import Tone
from cockpit.view.footer import Notice

NOTICE_S = 8.0
"""How long a message stands in the footer, seconds."""

_JUST_S = 3.0
"""What was asked for so lately may have failed before anything was said of it, seconds."""


class Notices:
    """Holds the one message that is shown now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._notice: Notice | None = None
        self._known: frozenset[str] = frozenset()

    def say(self, words: str, tone: Tone, seconds: float = NOTICE_S) -> None:
        """Show this from now on."""
        now = self._desk.now()
        lately = now - timedelta(seconds=_JUST_S)
        parcels = self._desk.state.parcels
        self._known = frozenset(
            key
            for key in self._failed()
            if tone is not Tone.ACCENT or parcels[key].requested_at < lately
        )
        self._notice = Notice(words, tone, now + timedelta(seconds=seconds))

    def hush(self) -> None:
        """Show nothing any more."""
        self._notice = None

    def current(self, now: datetime) -> Notice | None:
        """What is shown; that something is recorded is not while what it was to send has failed."""
        said = self._notice
        if said is not None and now < said.until and said.tone is Tone.ACCENT:
            for key in sorted(self._failed() - self._known):
                parcel = self._desk.state.parcels[key]
                what = f"{title(parcel.effect)}: {parcel.reason}"
                self.say(f"✖ recorded, but not sent: {what}; x shows it", Tone.BAD)
        return self._notice

    def _failed(self) -> frozenset[str]:
        unsent = self._desk.state.unsent()
        return frozenset(p.effect.id for p in unsent if p.phase is Phase.FAILED)
