"""Shifts as tests make them: by hand, by rotation in a zone, and at random."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from cockpit.domain.model import OnCall, Person, Place
from cockpit.domain.watched import RotaState

NOW = datetime(2026, 3, 24, 12, 0, tzinfo=UTC)
"""A Tuesday; in Europe the clocks go forward on Sunday."""
ANA = Person(id="PANA", name="Ana Ribeiro", email="ana@example.com")
BEN = Person(id="PBEN", name="Ben Okafor", email="ben@example.com")
CLEO = Person(id="", name="Cleo")
POLICY = "POL"
ZONES = ("UTC", "Europe/Lisbon", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu")


def after(hours: float) -> datetime:
    """So long after now."""
    return NOW + timedelta(hours=hours)


def shift(
    person: Person,
    start: float | None,
    end: float | None,
    *,
    level: int = 1,
    shadow: bool = False,
    policy: str = POLICY,
) -> OnCall:
    """A shift, in hours from now; None is open."""
    return OnCall(
        policy_id=policy,
        policy="Platform",
        level=level,
        person=person,
        start=None if start is None else after(start),
        end=None if end is None else after(end),
        shadow=shadow,
    )


def place(level: int = 1, policy: str = POLICY) -> Place:
    """What somebody should hold."""
    return Place(policy_id=policy, policy="Platform", level=level)


def known(
    *shifts: OnCall, places: tuple[Place, ...] = (place(),), since: float = 0, until: float = 2160
) -> RotaState:
    """What a source has said."""
    return RotaState(
        shifts=shifts, places=places, since=after(since), until=after(until), noted_at=NOW
    )


def rotation(zone: str, people: tuple[Person, ...], first: date, turns: int) -> list[OnCall]:
    """Weekly turns that change at 10:00 by the clock on the wall."""

    def handover(number: int) -> datetime:
        wall = datetime.combine(first + timedelta(weeks=number), time(10), tzinfo=ZoneInfo(zone))
        return wall.astimezone(UTC)

    return [
        OnCall(
            policy_id=POLICY,
            policy="Platform",
            level=1,
            person=people[number % len(people)],
            start=handover(number),
            end=handover(number + 1),
        )
        for number in range(turns)
    ]


_hours = st.integers(-48, 48)
_ends = st.none() | _hours


@st.composite
def any_shifts(draw: st.DrawFn) -> list[OnCall]:
    """A few shifts of a few people that meet, overlap, leave gaps, or make no sense."""
    return draw(
        st.lists(
            st.builds(
                shift,
                st.sampled_from((ANA, BEN, CLEO)),
                _ends,
                _ends,
                level=st.integers(1, 3),
                shadow=st.booleans(),
            ),
            max_size=8,
        )
    )
