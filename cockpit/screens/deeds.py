"""What keys open and do, as the app knows it before it is loaded; how it is loaded, piece by piece.

Dialogs, decisions and readers are half of the program, and the first frame needs none of them.
"""

import asyncio
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Protocol

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.screens.house import House
from cockpit.screens.palette import Performing
from cockpit.view.cells import Tone

PIECES = (
    "cockpit.domain.decide",
    "cockpit.screens.asking",
    "cockpit.screens.forms",
    "cockpit.screens.hands",
    "cockpit.screens.customer",
    "cockpit.screens.opening",
    "cockpit.screens.doing",
)
"""Each brings what it needs; the last one brings all that is left."""


class Deeds(Protocol):
    """What can be opened and done."""

    @property
    def does(self) -> Mapping[str, Callable[[], None]]:
        """By the key's id."""
        ...

    @property
    def customers(self) -> Performing:
        """What the profile adds."""
        ...

    @property
    def is_taking(self) -> bool:
        """Whether many acknowledgements are on their way."""
        ...

    def progress(self) -> tuple[str, Tone] | None:
        """How far they have come; None: there is nothing new to tell."""
        ...

    def chosen(self, kind: str, incident_ids: tuple[str, ...]) -> None:
        """Do what this key does to the incidents that were picked."""
        ...

    def open(self, row_id: str) -> None:
        """Open what this row stands for."""
        ...

    def quit(self) -> None:
        """End, after asking where something is not over."""
        ...


async def load() -> None:
    """Load it while nobody has asked for it yet, a piece in a turn of the loop."""
    for piece in PIECES:
        import_module(piece)
        await asyncio.sleep(0)


def made(app: App[None], house: House, desk: Desk) -> Deeds:
    """What keys open and do at this desk."""
    from cockpit.screens.doing import Doing  # noqa: PLC0415 - not before the first frame

    return Doing(app, house, desk)
