"""What a person reads here besides the panes, all ports of it in one; nothing is decided."""

from collections.abc import Callable
from dataclasses import dataclass

from cockpit.domain.facts import Record
from cockpit.ports.aside import Aside
from cockpit.ports.finding import Finder
from cockpit.ports.reports import Reports
from cockpit.ports.repositories import Repositories
from cockpit.ports.shell import Runbooks


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where there is something to read."""

    reports: Reports
    runbooks: Runbooks
    repositories: Repositories
    finder: Finder
    """Who looks for words in the store."""
    aside: Aside
    """Where what is read is worked on, if that takes long."""
    close: Callable[[], None] = lambda: None
    """Lets go of all of them; harmless to repeat."""
    past: Callable[[], tuple[Record, ...]] = tuple
    """Everything that was ever recorded, in its order; blocks. Raises `JournalError`."""
