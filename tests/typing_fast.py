"""Keys that come faster than anything is drawn, and a model of the text that they must leave."""

import asyncio
import random
from dataclasses import dataclass

from composing import Composing
from patience import PATIENCE_S
from textual import events

PASTE = "paste:"
"""What begins like this is pasted, not typed."""
WORDS = ("api", "5xx since 02:10", "ça", "a & <b>", "ein langes Wort " * 6)


def at_once(composer: Composing, *keys: str) -> None:
    """As one read from a slow line brings it: nothing is drawn between the keys."""
    begun = events.Key("a", "a").time
    for place, key in enumerate(keys):
        character = key if len(key) == 1 else " " if key == "space" else None
        pasted = key.removeprefix(PASTE)
        event = events.Key(key, character) if pasted == key else events.Paste(pasted)
        event.time = begun + place / 100_000
        composer.seat.app.post_message(event)


async def in_turn(composer: Composing, *keys: str) -> None:
    """The same, by somebody who looks at the screen after each."""
    for key in keys:
        at_once(composer, key)
        await all_taken(composer)


async def all_taken(composer: Composing) -> None:
    """Until every key has done what it does."""
    app = composer.seat.app
    async with asyncio.timeout(PATIENCE_S):
        while True:
            await composer.watch.pilot.pause()
            if not (app.held._reasons or app.held._typed):
                return


@dataclass
class Sheet:
    """What a person believes to write on: text, a cursor, and lines that Enter ends."""

    text: str
    at: int

    def press_all(self, keys: list[str]) -> None:
        """All of these, in turn."""
        for key in keys:
            self.press(key)

    def press(self, key: str) -> None:
        """What this key does at a shell prompt of several lines."""
        at, text = self.at, self.text
        start = text.rfind("\n", 0, at) + 1
        end = len(text) if (found := text.find("\n", at)) < 0 else found
        goes = {"ctrl+a": start, "left": max(at - 1, 0), "right": min(at + 1, len(text))}
        cuts = {
            "ctrl+k": (at, min(end + (end == at), len(text))),
            "ctrl+u": (start, at),
            "backspace": (max(at - 1, 0), at),
            "delete": (at, min(at + 1, len(text))),
        }
        if key in goes:
            self.at = goes[key]
        elif key in cuts:
            self._cut(*cuts[key])
        else:
            written = {"enter": "\n", "space": " "}
            self._write(written.get(key, key.removeprefix(PASTE)))

    def _cut(self, start: int, end: int) -> None:
        self.text, self.at = self.text[:start] + self.text[end:], start

    def _write(self, words: str) -> None:
        self.text = self.text[: self.at] + words + self.text[self.at :]
        self.at += len(words)


MODELLED = ("ctrl+a", "ctrl+k", "ctrl+u", "backspace", "delete", "left", "right", "enter")
OTHERS = ("up", "down", "home", "end", "ctrl+w", "ctrl+z", "ctrl+y", "ctrl+left", "ctrl+right")


def sequence(chance: random.Random, count: int, *more: str) -> list[str]:
    """Keys of somebody who writes, corrects, and changes their mind."""
    keys: list[str] = []
    for _ in range(count):
        words = chance.choice(WORDS)
        match chance.randrange(4):
            case 0 if len(words) < 20:
                keys += ["space" if letter == " " else letter for letter in words]
            case 0 | 1:
                keys.append(PASTE + words)
            case _:
                keys += [chance.choice((*MODELLED, *more))] * chance.randrange(1, 4)
    return keys
