"""Chat channels by what they are for, and how people call them; data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Chat channels by purpose, as ids (a name works where the workspace allows it)."""

    incident: str = ""
    oncall: str = ""
    noise: str = ""
    log: str = ""
    """Where traces of what was done are left (A6)."""
    alerts: str = ""
    """Where alerts arrive and are answered (I9)."""
    operations: str = ""
    """Where work is announced, and help offered (A5, A13)."""
    security: str = ""
    """Where security issues go (I6)."""
    names: tuple[tuple[str, str], ...] = ()
    """(id, name) for showing."""

    def name(self, channel: str) -> str:
        """How people call this channel."""
        return dict(self.names).get(channel, channel)

    def of(self, word: str) -> str:
        """The channel that a profile means: by its purpose ("noise"), its name, or its id."""
        purposes = ("incident", "oncall", "noise", "log", "alerts", "operations", "security")
        if word in purposes:
            return str(getattr(self, word))
        return next((key for key, name in self.names if name == word), word)
