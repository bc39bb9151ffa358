"""What can be wrong with a configuration, said for tired people: file, line, key, reason, mend."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong. No part of it ever holds a secret."""

    file: str
    key: str
    """Dotted, lists by index from 0, with the entry's name; empty: the file as a whole."""
    line: int | None
    reason: str
    """What is wrong with the key, as the rest of a sentence that begins with it."""
    mend: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        what = f"{self.key} {self.reason}" if self.key else self.reason
        return f"{where}: {what}: {self.mend}"


class ConfigurationError(Exception):
    """The configuration cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class NoConfiguration(Exception):
    """There is no configuration file where one is looked for."""

    def __init__(self, file: Path, *, named: bool) -> None:
        looked = "$COCKPIT_CONFIG names" if named else "it would be"
        self.reason = f"There is no configuration yet: {looked} {file}."
        self.mend = (
            "`cockpit demo` shows everything without one; `cockpit init` writes one for you."
        )
        super().__init__(f"{self.reason} {self.mend}")
        self.file = file
        self.named = named
        """Whether `$COCKPIT_CONFIG` named the file."""
