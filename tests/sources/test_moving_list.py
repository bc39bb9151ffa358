# ruff: noqa: ARG002 - the signatures are the ports'
"""A list that moves between any two questions: none is lost, none is shown as open for ever."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from clocks import ManualClock
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.facts import Fact, Record, SourceChanged
from cockpit.domain.fold import apply
from cockpit.domain.incident_details import Change
from cockpit.domain.model import (
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    Person,
    SourceStatus,
    Status,
    Urgency,
)
from cockpit.domain.state import EMPTY
from cockpit.domain.watch import PAGER_LIST
from cockpit.ports.outside import (
    Garbled,
    Happened,
    OpenPage,
    PortError,
    Refused,
    ServerTime,
    Unreachable,
)
from cockpit.sources.pager import PagerSource

PAGE, LINES = 5, 60
Move = tuple[str, int]


class MovingPager:
    """Incidents that come, change and go, each move before one question."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.all: dict[str, Incident] = {}
        self.lines: list[LogEntry] = []
        self.moves: list[Move] = []
        self.asked: list[str] = []
        self.page = PAGE
        self.no_log: PortError | None = None

    def move(self, what: str, number: int) -> None:
        """Something happens, to a new incident or to one that there is."""
        now = self.clock.now()
        if what == "trigger" or not self.all:
            key = f"P{len(self.all)}"
            self.all[key] = Incident(
                id=key,
                number=len(self.all),
                title="down",
                status=Status.TRIGGERED,
                urgency=Urgency.HIGH,
                created_at=now - timedelta(seconds=number % 3),
                changed_at=now,
            )
        else:
            key = list(self.all)[number % len(self.all)]
            status = {"resolve": Status.RESOLVED, "acknowledge": Status.ACKNOWLEDGED}.get(what)
            known = self.all[key]
            changed = {"title": f"{number}"} if status is None else {"status": status}
            self.all[key] = replace(known, changed_at=now, **changed)
        entry = f"L{len(self.lines)}"
        self.lines.append(LogEntry(id=entry, incident_id=key, at=now, kind=what, text=what))

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.moves:
            self.move(*self.moves.pop(0))

    async def open_incidents(self, start: int = 0) -> OpenPage:
        self._ask(f"open {start}")
        some = [i for i in self.all.values() if i.is_open]
        some.sort(key=lambda i: (i.created_at, i.number), reverse=True)
        after = start + self.page
        more = after < len(some)
        next_start = after if more else None
        page = tuple(some[start:after])
        return OpenPage(incidents=page, next_start=next_start, total=len(some) if start else None)

    async def ended(self, most: int) -> tuple[Incident, ...]:
        self._ask("ended")
        some = [i for i in self.all.values() if not i.is_open]
        return tuple(sorted(some, key=lambda i: i.changed_at, reverse=True)[:most])

    async def happened(self, since: datetime | None = None) -> Happened:
        self._ask("happened")
        if self.no_log is not None:
            raise self.no_log
        now = self.clock.now()
        some = [e for e in self.lines if (since or now).replace(microsecond=0) <= e.at]
        return Happened(entries=tuple(some[-LINES:]), up_to=now, whole=len(some) <= LINES)

    async def incident(self, incident_id: str) -> Incident:
        self._ask(f"incident {incident_id}")
        return self.all[incident_id]

    async def log(self, incident_id: str, since: datetime | None = None) -> tuple[LogEntry, ...]:
        self._ask("log")
        some = [e for e in self.lines if e.incident_id == incident_id]
        return tuple(e for e in some if since is None or e.at >= since)

    async def me(self) -> Person:
        return Person(id="PANA", name="Ana")

    async def teams(self) -> tuple[str, ...]:
        return ()

    async def changes(self, incident_id: str) -> tuple[Change, ...]:
        return ()

    async def policy(self, policy_id: str) -> EscalationPolicy:
        raise Refused("no policy", code="404")

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        return ()

    def heard(self) -> ServerTime | None:
        return None


class Scene:
    """The source, and a state that follows its facts."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.pager = MovingPager(self.clock)
        self.state = EMPTY
        self.focus = ""
        self.source = PagerSource(self.pager, lambda: self.state, lambda: self.focus, self.clock)

    async def poll(self, after: float = 5.0) -> list[Fact]:
        """One poll, and what it told."""
        self.clock.advance(after)
        self.pager.asked.clear()
        told = [fact async for fact in self.source.poll()]
        for fact in told:
            now = self.clock.now()
            record = Record(seq=0, id="r", at=now, noted_at=now, author="", host="", fact=fact)
            self.state = apply(self.state, record)
        return told

    def fill(self, count: int) -> None:
        """So many incidents, one a second."""
        for _ in range(count):
            self.clock.advance(1)
            self.pager.move("trigger", 0)

    def settled(self) -> bool:
        """Whether exactly those are known as open that are, and as they are."""
        known = {key: case.incident for key, case in self.state.cases.items()}
        is_open = {key: i for key, i in known.items() if i.is_open}
        return is_open == {key: i for key, i in self.pager.all.items() if i.is_open}


MOVES = st.tuples(
    st.sampled_from(["trigger", "resolve", "acknowledge", "rename"]), st.integers(0, 999)
)


@given(
    count=st.integers(0, 32),
    moves=st.lists(MOVES, max_size=60),
    no_log=st.sampled_from([None, Refused("no"), Garbled("no"), Unreachable("no")]),
)
@settings(max_examples=250, deadline=None)
async def test_after_any_moves_between_any_questions_the_state_is_the_truth(
    count: int, moves: list[Move], no_log: PortError | None
) -> None:
    scene = Scene()
    scene.fill(count)
    scene.pager.no_log = no_log
    scene.pager.moves = list(moves)
    for _ in range(len(moves) + 1):
        await scene.poll()
        if not scene.pager.moves:
            break
    assert not scene.pager.moves

    parts = 1 + len(scene.pager.all) // PAGE
    for _ in range(4 if no_log is None else 2 * parts + 8):
        await scene.poll()

    assert scene.settled()
    for _ in range(2 * parts):
        await scene.poll()
    assert scene.settled()
    assert len(scene.pager.asked) <= 3


@given(count=st.integers(6, 40), moves=st.lists(MOVES, min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
async def test_who_is_said_to_have_ended_has_ended(count: int, moves: list[Move]) -> None:
    """However the list shifts: to be in no part of it is not to have ended."""
    scene = Scene()
    scene.fill(count)
    scene.pager.moves = list(moves)
    while scene.pager.moves:
        await scene.poll()

    over = {key for key, case in scene.state.cases.items() if not case.incident.is_open}
    assert over <= {e.incident_id for e in scene.pager.lines if e.kind == "resolve"}


async def test_of_more_than_two_thousand_the_newest_are_known_and_it_is_said() -> None:
    scene = Scene()
    scene.pager.page = 100
    scene.fill(2345)
    scene.clock.advance(3600)

    told = await scene.poll()

    (word,) = [f for f in told if isinstance(f, SourceChanged)]
    assert (word.source, word.status) == (PAGER_LIST, SourceStatus.OK)
    assert word.reason == "only the newest 2000 of 2345 are read"
    assert len(scene.state.cases) == 2000
    await scene.poll()
    for _ in range(30):
        assert await scene.poll() == []
        assert len(scene.pager.asked) <= 3


async def test_what_is_too_old_to_be_listed_is_looked_at_all_the_same() -> None:
    scene = Scene()
    scene.pager.page = 100
    scene.fill(1990)
    await scene.poll()
    scene.fill(20)
    await scene.poll()
    oldest = list(scene.pager.all)[:10]
    scene.pager.no_log = Refused("no")
    for key in oldest:
        scene.pager.all[key] = replace(scene.pager.all[key], status=Status.RESOLVED)

    for _ in range(100):
        await scene.poll()

    assert scene.settled()


async def test_a_list_that_takes_long_is_read_on_at_the_next_poll_and_says_so() -> None:
    scene = Scene()
    scene.fill(50)
    slow: Callable[[str], None] = scene.pager._ask

    def ask(what: str) -> None:
        slow(what)
        scene.clock.advance(4)

    scene.pager._ask = ask  # type: ignore[method-assign]
    await scene.poll()

    assert scene.state.sources[PAGER_LIST].reason.endswith("of 50 are read so far")
    assert len(scene.state.cases) < 50
    for _ in range(4):
        await scene.poll()
    assert scene.settled()
    assert scene.state.sources[PAGER_LIST].reason == ""


@pytest.mark.parametrize("error", [Refused("later", retry_after_s=9), Unreachable("no answer")])
async def test_a_round_that_breaks_off_goes_on_where_it_was(error: PortError) -> None:
    scene = Scene()
    scene.fill(30)
    usual = scene.pager.open_incidents
    failures = [error]

    async def open_incidents(start: int = 0) -> OpenPage:
        if start == 10 and failures:
            raise failures.pop()
        return await usual(start)

    scene.pager.open_incidents = open_incidents  # type: ignore[method-assign]
    with pytest.raises(type(error)):
        await scene.poll()
    await scene.poll()

    assert scene.settled()
    assert scene.pager.asked[:4] == ["open 0", "happened", "open 10", "open 15"]


async def test_a_log_that_says_later_holds_up_the_poll() -> None:
    scene = Scene()
    scene.fill(3)
    scene.pager.no_log = Refused("later", retry_after_s=9)

    with pytest.raises(Refused, match="later"):
        await scene.poll()


async def test_when_too_much_was_logged_to_read_it_all_the_whole_list_is_read() -> None:
    scene = Scene()
    scene.fill(30)
    await scene.poll()
    await scene.poll()
    scene.pager.move("rename", 0)
    for _ in range(LINES):
        scene.pager.move("acknowledge", 29)

    await scene.poll()

    assert scene.settled()
    assert not any(question.startswith("incident") for question in scene.pager.asked)
