"""Which incident is on screen: chosen once, then kept; nothing that happens elsewhere moves it."""

from cockpit.domain.facts import Record, SourceChanged
from cockpit.domain.focus import needs_me
from cockpit.domain.model import Person, SourceStatus
from cockpit.domain.state import State


class Pin:
    """The incident on screen.

    Until the source of incidents has answered for the first time, the one that needs the person
    most, as far as the journal knows. From then on it stays, also once it is resolved, until the
    person chooses another.
    """

    def __init__(self, source: str) -> None:
        """`source` is the name of the source of incidents."""
        self._source = source
        self._heard = False
        self._kept = False
        self.incident_id = ""
        """Empty when no incident is known to be open."""

    def choose(self, incident_id: str) -> None:
        """The person wants to see this one."""
        self.incident_id = incident_id
        self._kept = True

    def keep(self) -> None:
        """The person did something about the one on screen: it stays."""
        self._kept = self._kept or self.incident_id != ""

    def follow(self, state: State, me: Person, records: tuple[Record, ...] = ()) -> None:
        """What these records change about it; `state` holds them already."""
        self._heard = self._heard or any(self._is_answer(record) for record in records)
        if self._kept:
            return
        most = needs_me(state, me)
        if most:
            self.incident_id = most
            self._kept = self._heard

    def _is_answer(self, record: Record) -> bool:
        fact = record.fact
        return (
            isinstance(fact, SourceChanged)
            and fact.source == self._source
            and fact.status is SourceStatus.OK
        )
