"""What looks for words in everything that the store holds; no SQLite."""

from typing import Protocol

from cockpit.domain.questions import Findings, Question


class Finder(Protocol):
    """Looks through the store. Every method may raise `PortError`."""

    async def find(self, question: Question, most: int) -> Findings:
        """At most `most` that answer, newest first; all that is recorded by now is searched."""
        ...

    def close(self) -> None:
        """Let go of everything; harmless to repeat."""
        ...
