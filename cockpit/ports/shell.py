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


class Runbooks(Protocol):
    """Runbooks in files."""

    async def read(self, file: str) -> str:
        """The text of one, harmless and bounded. `Refused`: it cannot be read, in words."""
        ...
