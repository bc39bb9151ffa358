"""A log that was pasted into the composer: shared as a snippet, or kept as text; never lost."""

import asyncio

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.actions_talk import SECRET, ShareLog
from cockpit.domain.compose import attached, line_count
from cockpit.domain.decisions import Refusal
from cockpit.ports.plain import plain
from cockpit.screens.composer_area import WritingArea
from cockpit.screens.composer_asking import KEEP, SEND, SHARE, long_paste, secret
from cockpit.view.words import moment

MOST = 2_000_000
"""Code points of a paste that are looked at; more cannot be shared either."""


class Logs:
    """Asks what a long text is to be, and does it."""

    def __init__(self, app: App[object], desk: Desk, incident_id: str) -> None:
        self._app = app
        self._desk = desk
        self._incident_id = incident_id

    async def take(self, area: WritingArea, pasted: str, target: str) -> None:
        """Ask, and again where it was refused; left alone, the text is not pasted at all."""
        # A log of megabytes takes its time; the keys do not wait for it.
        text = await asyncio.to_thread(plain, pasted, MOST, lines=True)
        problem = f"only its first {MOST:,} characters are here" if len(pasted) > MOST else ""
        early = ""
        while True:
            question = long_paste(text, target, problem)
            answer = await self._app.push_screen_wait(question)
            early += question.early
            if answer == SHARE:
                problem = await self._share(text)
                if not problem:
                    area.insert_here(attached(text) + early)
            elif answer == KEEP:
                area.insert_here(text + early)
            elif early:
                area.insert_here(early)
            if answer != SHARE or not problem:
                area.focus()
                return

    async def _share(self, text: str) -> str:
        """Put it into the thread; returns why not, or ""."""
        at = moment(self._desk.now(), self._desk.zone, seconds=False)
        count = line_count(text)
        title = f"Log of {at}, {count:,} line{'' if count == 1 else 's'}"
        action = ShareLog(incident_id=self._incident_id, title=title, text=text)
        result = await self._desk.act(action)
        if isinstance(result, Refusal) and result.finding == SECRET:
            if await self._app.push_screen_wait(secret(result.reason)) != SEND:
                return result.reason
            sure = ShareLog(
                incident_id=self._incident_id, title=title, text=text, accepted=(SECRET,)
            )
            result = await self._desk.act(sure)
        return result.reason if isinstance(result, Refusal) else ""
