"""What is run on this machine for an incident: commands, whose output is kept as evidence."""

from dataclasses import dataclass

LONGEST_S = 600.0
"""How long a command may run at most, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCommand:
    """Run a command, exactly as the person saw it, through the shell.

    Whether one that was begun did its work cannot be looked up, so an unclear one is asked.
    """

    id: str
    incident_id: str
    """Empty: it belongs to the shift."""
    command: str
    runbook: str = ""
    """Where it is written, by title; empty: the person wrote it."""
    timeout_s: float = 60.0
    """After so many seconds it is ended."""
    written: str = ""
    """As it stands in the runbook, where the person changed it; empty: it was run as written."""

    @property
    def step(self) -> str:
        """The command of the runbook that it was run for."""
        return self.written or self.command
