"""What is needed of this machine: that a command is run, that a runbook in a file is read."""

from typing import Protocol

from cockpit.domain.effects_local import RunCommand
from cockpit.ports.outside import Changed


class Shell(Protocol):
    """Runs commands. Every method may raise the three errors."""

    async def run(self, command: RunCommand) -> Changed:
        """Run it to its end, or until its time is up; that it failed is a warning, not an error.

        `Refused`: it could not be begun.
        """
        ...

    def end(self, effect: str, by: str) -> None:
        """End the command of this effect, if it runs here, with all that it began.

        What it printed so far is kept, and that this person ended it is the warning.
        """
        ...


class Runbooks(Protocol):
    """Runbooks in files."""

    async def read(self, file: str) -> str:
        """The text of one, harmless and bounded. `Refused`: it cannot be read, in words."""
        ...
