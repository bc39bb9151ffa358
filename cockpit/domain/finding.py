"""What a search for words has found, and how far it could look; values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A line of a report that has the words that were looked for."""

    folder: str
    path: str
    title: str
    """Of the report."""
    number: int
    """Of the line, from 1, as the reader shows it."""
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a search found, and how far it could look."""

    hits: tuple[Hit, ...] = ()
    """By report, the newest name first, in the order of lines; bounded."""
    searched: int = 0
    """Reports that were looked through."""
    unread: tuple[str, ...] = ()
    """What is there and could not be looked through: names, with the reason."""
    more: bool = False
    """There are more hits than these."""
