"""One part of a handover note while it is edited; the screen asks for it."""

from collections.abc import Mapping

from cockpit.documents.chat_text import chat_text
from cockpit.documents.handover_draft import rewritten
from cockpit.documents.paper import Part
from cockpit.screens.asking import Preview, kept_values
from cockpit.screens.handover_note import Note


class PartWriting:
    """One part while it is edited: the note itself is its draft, so that nothing is left behind."""

    def __init__(self, note: Note, place: int, part: Part) -> None:
        self._note = note
        self._place = place
        self._part = part
        self._is_sent = False

    def look(self, values: Mapping[str, str]) -> Preview:
        """How it will read."""
        words = chat_text(f"# .\n\n{self._markdown(values)}").partition("\n")[2]
        return Preview(target="the chat, once the note is posted", text=words)

    async def send(self, values: Mapping[str, str]) -> str:
        """It stands; returns why it is not kept, or ""."""
        self._is_sent = True
        return await self._note.write(self._place, self._markdown(values))

    async def keep(self, _key: str, body: str) -> str:
        """Likewise, of what is typed so far; empty: nothing was changed, or it stands already."""
        if body:
            return await self._note.write(self._place, self._markdown(kept_values(body)))
        if self._is_sent:
            return ""
        return await self._note.write(self._place, "\n".join(self._part.lines))

    def _markdown(self, values: Mapping[str, str]) -> str:
        return rewritten(self._part, values.get("body", ""))
