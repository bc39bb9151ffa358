"""What watching the pager costs over real HTTP, however many incidents are open, and what it sees.

The stand-in counts the questions. Nothing is asked more than three times a poll while nothing
changes, and whatever changes is known soon.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from clocks import ManualClock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stand import Stand

from cockpit.adapters import pagerduty_json
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.facts import Fact, IncidentLogRead, Record, ServerClockRead, SourceChanged
from cockpit.domain.fold import apply
from cockpit.domain.model import Incident, SourceStatus
from cockpit.domain.state import EMPTY
from cockpit.domain.watch import PAGER_FEED
from cockpit.ports.outside import PortError
from cockpit.sources.pager import PagerSource

ANA = "ana@novavms.example"
NO_FEED = {"path": "/log_entries", "status": 403, "times": 0, "body": '{"error": {}}'}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Stand:
    shared.reset()
    return shared


class Desk:
    """A source that polls the stand-in, a clock that goes with the stand-in's, and a state."""

    def __init__(self, stand: Stand) -> None:
        async def token() -> str:
            return "standin-key-ana"

        self.stand = stand
        self.clock = ManualClock(stand.now())
        self.port = PagerDuty(
            api_url=stand.pagerduty, token=token, email=ANA, timeout_s=10, clock=self.clock
        )
        self.state = EMPTY
        self.focus = ""
        self.source = PagerSource(self.port, lambda: self.state, lambda: self.focus, self.clock)
        self.cost = 0
        """Questions of the last poll."""

    async def poll(self, after: float = 5.0) -> list[Fact]:
        """Let time pass, poll, and fold what it told."""
        self.stand.advance(after)
        self.clock.advance(after)
        before = self._arrived()
        told: list[Fact] = []
        try:
            keep = told.append
            async for fact in self.source.poll():
                keep(fact)
        finally:
            now = self.clock.now()
            for fact in told:
                record = Record(seq=0, id="r", at=now, noted_at=now, author="", host="", fact=fact)
                self.state = apply(self.state, record)
            self.cost = self._arrived() - before
        return told

    def _arrived(self) -> int:
        counts = self.stand.received()["counts"]
        return sum(n for what, n in counts.items() if what.startswith("pagerduty "))

    def open(self) -> dict[str, Incident]:
        """What is known as open."""
        cases = self.state.cases.values()
        return {c.incident.id: c.incident for c in cases if c.incident.is_open}

    def truth(self) -> dict[str, Incident]:
        """What the stand-in has open."""
        asked = {"statuses[]": ["triggered", "acknowledged"], "date_range": "all", "limit": 100}
        found: list[dict] = []
        with self.stand.pd() as client:
            more = True
            while more:
                page = client.get("/incidents", params={**asked, "offset": len(found)}).json()
                found += page["incidents"]
                more = page["more"]
        made = (pagerduty_json.incident(Node(item)) for item in found)
        return {i.id: i for i in made if i is not None}


@pytest.fixture
async def desk(stand: Stand) -> AsyncIterator[Desk]:
    desk = Desk(stand)
    yield desk
    desk.port.close()


def storm(stand: Stand, count: int, **more: object) -> list[str]:
    return list(stand.order("/pagerduty/storm", count=count, **more)["ids"])


def news(told: list[Fact]) -> list[Fact]:
    return [fact for fact in told if not isinstance(fact, ServerClockRead)]


@pytest.mark.parametrize("count", [1, 300, 1000])
@pytest.mark.parametrize("feed", [True, False], ids=["log of all", "log of one"])
async def test_while_nothing_changes_a_poll_costs_three_questions_at_most(
    stand: Stand, desk: Desk, count: int, *, feed: bool
) -> None:
    """Rule 43: whatever the number of open incidents."""
    keys = [*storm(stand, count - 1), "4217"]
    desk.focus = str(stand.incident(keys[0])["id"])
    if not feed:
        stand.fault("pagerduty", "status", **NO_FEED)

    await desk.poll()
    assert desk.open() == desk.truth()
    assert desk.cost <= 6 + count // 100
    assert len(desk.open()) == count
    await desk.poll()
    costs = []
    for _ in range(70):
        assert news(await desk.poll()) == []
        costs.append(desk.cost)

    assert max(costs) <= 3
    assert desk.open() == desk.truth()


async def test_what_happens_to_an_old_incident_is_known_at_the_next_poll(
    stand: Stand, desk: Desk
) -> None:
    keys = storm(stand, 300)
    desk.focus = keys[0]
    await desk.poll()
    await desk.poll()

    stand.order("/pagerduty/resolve", incident=keys[0], who="ben")
    stand.order("/pagerduty/acknowledge", incident=keys[40], who="ben")
    stand.order("/pagerduty/note", incident=keys[299], who="ben", text="looking")
    new = stand.order("/pagerduty/trigger", title="one more")["id"]
    told = await desk.poll()

    assert desk.open() == desk.truth()
    assert new in desk.open()
    assert not desk.state.cases[keys[0]].incident.is_open
    assert [f.incident_id for f in told if isinstance(f, IncidentLogRead)] == [keys[0]]
    assert desk.cost <= 6


async def test_the_end_of_a_storm_is_known_at_once_and_by_few_questions(
    stand: Stand, desk: Desk
) -> None:
    keys = storm(stand, 400)
    await desk.poll()
    await desk.poll()
    for key in keys[:300]:
        stand.order("/pagerduty/resolve", incident=key, who="ben")

    await desk.poll()

    assert desk.open() == desk.truth()
    assert len(desk.open()) == 101
    assert {desk.state.cases[key].incident.status.value for key in keys[:300]} == {"resolved"}
    assert desk.cost <= 20


async def test_a_storm_that_begins_is_known_at_once(stand: Stand, desk: Desk) -> None:
    await desk.poll()
    await desk.poll()
    storm(stand, 500)

    await desk.poll()

    assert desk.open() == desk.truth()
    assert desk.cost <= 20
    await desk.poll()
    assert desk.cost <= 15
    await desk.poll()
    assert desk.cost <= 3


async def test_the_log_on_screen_is_whole_whichever_incident_one_turns_to(
    stand: Stand, desk: Desk
) -> None:
    keys = storm(stand, 150)
    desk.focus = keys[0]
    await desk.poll()
    stand.order("/pagerduty/note", incident=keys[1], who="ben", text="unseen")
    await desk.poll()
    desk.focus = keys[1]
    await desk.poll()
    stand.order("/pagerduty/note", incident=keys[1], who="ben", text="seen")
    await desk.poll()

    wanted = {entry.id for entry in await desk.port.log(keys[1])}
    assert desk.state.cases[keys[1]].log == wanted
    assert desk.cost <= 4


async def test_without_the_log_of_all_what_happens_is_known_after_a_round(
    stand: Stand, desk: Desk
) -> None:
    keys = storm(stand, 300)
    stand.fault("pagerduty", "status", **NO_FEED)
    told = await desk.poll()
    (word,) = [f for f in told if isinstance(f, SourceChanged)]
    stand.order("/pagerduty/resolve", incident=keys[0], who="ben")
    stand.order("/pagerduty/acknowledge", incident=keys[40], who="ben")

    for _ in range(5):
        await desk.poll()

    assert (word.source, word.status) == (PAGER_FEED, SourceStatus.CREDENTIALS)
    assert word.reason.endswith("what happens to older incidents shows within 15 s")
    assert desk.open() == desk.truth()
    assert not desk.state.cases[keys[0]].incident.is_open


async def test_a_log_of_all_that_comes_back_is_believed_after_all_was_read_again(
    stand: Stand, desk: Desk
) -> None:
    keys = storm(stand, 300)
    stand.fault("pagerduty", "status", **NO_FEED)
    await desk.poll()
    stand.clear_faults()
    await desk.poll(300)
    stand.order("/pagerduty/resolve", incident=keys[0], who="ben")

    await desk.poll()

    assert desk.open() == desk.truth()
    assert desk.state.sources[PAGER_FEED].reason == ""


async def test_after_a_night_asleep_everything_is_read_again(stand: Stand, desk: Desk) -> None:
    keys = storm(stand, 150)
    await desk.poll()
    await desk.poll()
    stand.order("/pagerduty/resolve", incident=keys[0], who="ben")

    await desk.poll(8 * 3600)

    assert desk.open() == desk.truth()


Step = Callable[[Desk, str, int], Awaitable[None]]
CHANGE = {"type": "incident_reference"}


async def _trigger(desk: Desk, _key: str, _number: int) -> None:
    desk.stand.order("/pagerduty/trigger", title="one more")


async def _storm(desk: Desk, _key: str, number: int) -> None:
    storm(desk.stand, 30 + number % 90)


async def _acknowledge(desk: Desk, key: str, _number: int) -> None:
    desk.stand.order("/pagerduty/acknowledge", incident=key, who="ben")


async def _resolve(desk: Desk, key: str, _number: int) -> None:
    desk.stand.order("/pagerduty/resolve", incident=key, who="ben")


async def _resolve_many(desk: Desk, _key: str, number: int) -> None:
    for key in list(desk.state.cases)[number % 7 :: 2]:
        await _resolve(desk, key, number)


async def _note(desk: Desk, key: str, _number: int) -> None:
    desk.stand.order("/pagerduty/note", incident=key, who="ben", text="looking")


async def _rename(desk: Desk, key: str, number: int) -> None:
    with desk.stand.pd(sender=ANA) as client:
        client.put(f"/incidents/{key}", json={"incident": {**CHANGE, "title": f"{number}"}})


async def _reopen(desk: Desk, key: str, _number: int) -> None:
    with desk.stand.pd(sender=ANA) as client:
        client.put(f"/incidents/{key}", json={"incident": {**CHANGE, "status": "triggered"}})


async def _turn_to(desk: Desk, key: str, _number: int) -> None:
    desk.focus = key


async def _poll(desk: Desk, _key: str, number: int) -> None:
    await polled(desk, 900 if number % 5 == 0 else 5)


async def _no_list(desk: Desk, _key: str, _number: int) -> None:
    desk.stand.fault("pagerduty", "status", status=500, body="{}", path="/incidents", times=2)


async def _no_log(desk: Desk, _key: str, _number: int) -> None:
    desk.stand.fault("pagerduty", "status", status=500, body="{}", path="/log_entries", times=2)


STEPS: tuple[Step, ...] = (
    *(_trigger, _storm, _acknowledge, _resolve, _resolve_many, _note, _rename, _reopen),
    *(_turn_to, _poll, _poll, _no_list, _no_log),
)


async def polled(desk: Desk, after: float) -> None:
    try:
        await desk.poll(after)
    except PortError:
        return


HISTORY = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 999)), max_size=14)


@given(
    size=st.sampled_from([0, 90, 230]),
    steps=HISTORY,
    feed=st.booleans(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_after_the_changes_stop_the_state_is_the_pagers_own(
    shared: Stand, size: int, steps: list[tuple[Step, int]], *, feed: bool
) -> None:
    shared.reset()
    storm(shared, size)
    desk = Desk(shared)
    if not feed:
        shared.fault("pagerduty", "status", **NO_FEED)
    await desk.poll()
    for step, number in steps:
        keys = list(desk.state.cases)
        await step(desk, keys[number % len(keys)], number)
    shared.clear_faults()
    if not feed:
        shared.fault("pagerduty", "status", **NO_FEED)

    pages = 1 + len(desk.truth()) // 100
    for _ in range(3 if feed else 2 * pages + 2):
        await desk.poll()

    desk.port.close()
    assert desk.open() == desk.truth()
    shared.clear_faults()
