"""What a scenario does in answer to what is done: turns, as data; who plays them is `playing`."""

from dataclasses import dataclass, field

from cockpit.standins.pages import Page
from cockpit.standins.probes import Point


@dataclass(frozen=True)
class Cue:
    """What has to be seen; everything that is given has to fit, and something has to be given."""

    said: tuple[str, ...] = ()
    """Words that one message of ours has, each one; `a|b` is either, whatever its capitals."""
    channel: str = ""
    """Where it was said, by name; empty: anywhere."""
    paged: str = ""
    """Somebody, by key, whom an incident was given to or who was asked to join."""
    acknowledged: str = ""
    """Somebody, by key, who acknowledged an incident."""
    entered: str = ""
    """A customer's org, by id, that was entered."""
    disabled: str = ""
    """A flag that was put out, as "org/flag"."""
    merged: int = 0
    """So many incidents were merged into others."""
    silent: float = 0.0
    """So many seconds from the start without any message of ours."""


@dataclass(frozen=True)
class Word:
    """Something that is said, `at` seconds after the turn came."""

    at: float
    who: str
    text: str
    channel: str = ""
    """Empty: in the incident's thread, if there is one by then."""


@dataclass(frozen=True)
class Course:
    """How an endpoint answers from `at` seconds after the turn onwards."""

    endpoint: str
    """By its name."""
    status: int
    at: float = 0.0
    latency_ms: float = 40.0
    body: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """What a metric is from `at` seconds after the turn onwards."""

    metric: str
    """By its name."""
    value: float
    at: float = 0.0

    def point(self, since: float) -> Point:
        """The same, counted from the start."""
        return Point(since + self.at, self.value)


@dataclass(frozen=True)
class OrgState:
    """A customer's org is in another state from the turn on."""

    id: str
    status: str


@dataclass(frozen=True)
class Turn:
    """What happens because of something, once."""

    id: str
    when: tuple[Cue, ...]
    """Any of these brings it."""
    needs: tuple[str, ...] = ()
    """Turns that have to have come before."""
    unless: tuple[str, ...] = ()
    """Turns that must not have come before."""
    after: float = 0.0
    """Seconds between the cue and the turn: people and machines take a while."""
    said: tuple[Word, ...] = ()
    courses: tuple[Course, ...] = ()
    values: tuple[Value, ...] = ()
    orgs: tuple[OrgState, ...] = ()
    pages: tuple[Page, ...] = ()
    """More incidents; their `at` counts from the turn."""
    calms: bool = False
    """The errors of the last hours stop."""
    good: str = ""
    """What is said afterwards when it came, as praise; or"""
    bad: str = ""
    """as a fault."""
    missed: str = ""
    """What is said afterwards when it never came."""
