"""What is known at the desk: state, readings and what is on screen, and who hears of changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, tzinfo

from cockpit.desk.pin import Pin
from cockpit.desk.room import Post
from cockpit.domain.business_days import due_day
from cockpit.domain.model import Person
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Readings
from cockpit.domain.situation import Situation
from cockpit.domain.state import State
from cockpit.ports.journal import JournalError
from cockpit.store import Store

Listener = Callable[[], None]


class Knowledge:
    """The side of a desk that one looks at; nothing happens by looking."""

    def __init__(self, post: Post, store: Store) -> None:
        self._post = post
        self._store = store
        self._readings = Readings()
        self._pin = Pin(post.pager_source)
        self._listeners: dict[object, Listener] = {}
        self._samplers: dict[object, Listener] = {}
        self._unwritten: JournalError | None = None

    @property
    def state(self) -> State:
        """Everything that is known."""
        return self._store.state

    @property
    def readings(self) -> Readings:
        """The high-rate readings beside the state."""
        return self._readings

    @property
    def procedure(self) -> Procedure:
        """The organisation's procedure that is in force."""
        return self._post.procedure

    @property
    def zone(self) -> tzinfo:
        """The zone that times are shown in."""
        return self._post.zone

    @property
    def trouble(self) -> str:
        """Why the journal can be neither followed nor written now, and the mend; empty: it can."""
        error = self._store.trouble or self._unwritten
        return "" if error is None else error.advice

    @property
    def me(self) -> Person:
        """Who sits here; `id` is empty until the pager has said who that is."""
        configured, known = self._post.person, self.state.me
        if known is None:
            return configured
        return replace(
            known, name=configured.name or known.name, email=known.email or configured.email
        )

    @property
    def incident_id(self) -> str:
        """The incident on screen, see `Pin`; empty when none is known to be open."""
        return self._pin.incident_id

    def now(self) -> datetime:
        """The time by the server's clock, as far as it is known (aware, UTC)."""
        return self._store.now()

    def today(self) -> date:
        """The day that it is now where times are shown."""
        return self.now().astimezone(self.zone).date()

    def due_day(self, words: str) -> date | None:
        """The day that somebody means on which a thing is due; None: on none. Raises `ValueError`.

        Business days are those of the procedure.
        """
        return due_day(words, self.today(), self.procedure.working_hours.days)

    def situation(self) -> Situation:
        """All that a view looks at."""
        return Situation(
            state=self.state,
            readings=self._readings,
            procedure=self._post.procedure,
            zone=self._post.zone,
            me=self.me,
            incident_id=self.incident_id,
            probes=self._post.probes,
            repositories=self._post.repositories,
            folders=self._post.folders,
            channels=self._post.channels,
            tracker=self._post.tracker,
            has_pager=bool(self._post.pager_source),
            read_only=bool(self._post.refusal),
        )

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call it on the loop whenever the state or the readings changed; returns the way out.

        Called for every change: it is the listener's business to draw only once for many.
        """
        return _subscribed(self._listeners, callback)

    def listen_to_samples(self, callback: Listener) -> Callable[[], None]:
        """Likewise, whenever a probe has looked and nothing else has changed."""
        return _subscribed(self._samplers, callback)

    def _tell(self, *, sampled: bool = False) -> None:
        listeners = self._samplers if sampled else self._listeners
        for ticket in tuple(listeners):
            if callback := listeners.get(ticket):
                callback()


def _subscribed(listeners: dict[object, Listener], callback: Listener) -> Callable[[], None]:
    ticket = object()
    listeners[ticket] = callback

    def unsubscribe() -> None:
        listeners.pop(ticket, None)

    return unsubscribe
