"""The error tracker's source: appearing, coming back and going are facts; counts never are."""

from datetime import timedelta

import pytest
from clocks import START, ManualClock
from tracked import tracked

from cockpit.domain.facts import ErrorsFound, Fact, Record
from cockpit.domain.fold import apply
from cockpit.domain.readings import Readings
from cockpit.domain.state import EMPTY, State
from cockpit.domain.tracked_errors import ErrorCount, ErrorStatus, ErrorTurn, TrackedError
from cockpit.ports.errors import ErrorReading
from cockpit.ports.outside import Refused
from cockpit.sources.errors import AGAIN_S, LOOK_UPS, MOST_OLD, ErrorSource


class Fake:
    """The tracker, in memory."""

    def __init__(self, *errors: TrackedError) -> None:
        self.errors = list(errors)
        self.whole: dict[str, TrackedError | None] = {}
        """What is found when one is read in full."""
        self.is_whole = True
        self.events = 1
        self.looked: list[str] = []
        self.refusal: Refused | None = None

    async def unresolved(self) -> ErrorReading:
        counts = {e.id: ErrorCount(events=self.events) for e in self.errors}
        return ErrorReading(errors=tuple(self.errors), counts=counts, whole=self.is_whole)

    async def error(self, error_id: str) -> TrackedError | None:
        self.looked.append(error_id)
        if self.refusal is not None:
            raise self.refusal
        known = {e.id: e for e in self.errors} | self.whole
        return known.get(error_id)


class Bench:
    """A source on a state that follows what it says."""

    def __init__(self, tracker: Fake) -> None:
        self.tracker = tracker
        self.clock = ManualClock()
        self.state: State = EMPTY
        self.readings = Readings()
        self.source = ErrorSource(tracker, lambda: self.state, self.readings.take, self.clock)

    async def poll(self) -> list[Fact]:
        """One poll; its facts are folded after it, as the keeper does."""
        facts: list[Fact] = [fact async for fact in self.source.poll()]
        for fact in facts:
            seq = self.state.seq + 1
            at = self.clock.now()
            record = Record(
                seq=seq, id=f"r{seq}", at=at, noted_at=at, author="a", host="h", fact=fact
            )
            self.state = apply(self.state, record)
        return facts

    def known(self, key: str = "1") -> TrackedError | None:
        """The error as the state has it."""
        book = self.state.errors
        return book.errors[key].error if book and key in book.errors else None

    def said(self) -> list[str]:
        """The lines on the timeline."""
        return [m.text for m in self.state.shift]


async def test_an_empty_list_is_told_once_so_that_none_means_none() -> None:
    bench = Bench(Fake())

    assert await bench.poll() == [ErrorsFound()]
    assert await bench.poll() == []


async def test_a_new_error_is_on_the_timeline_since_it_began_and_once() -> None:
    bench = Bench(Fake(tracked()))
    await bench.poll()
    await bench.poll()

    (moment,) = bench.state.shift
    assert moment.text == "new error CLOUD-1 in cloud: error 1"
    assert moment.at == START - timedelta(seconds=300)


async def test_an_old_error_is_listed_and_no_news() -> None:
    bench = Bench(Fake(tracked(age_s=90_000, turn=ErrorTurn.ONGOING)))
    await bench.poll()

    assert bench.known() is not None
    assert bench.said() == []
    assert bench.tracker.looked == []


async def test_counts_are_readings_and_no_facts() -> None:
    bench = Bench(Fake(tracked()))
    await bench.poll()
    bench.tracker.events = 900
    facts = await bench.poll()

    count = bench.readings.error_count("1")
    assert facts == []
    assert count is not None
    assert count.events == 900


async def test_the_releases_of_a_new_error_are_read_and_kept() -> None:
    bench = Bench(Fake(tracked()))
    bench.tracker.whole["1"] = tracked(first_release="v2", last_release="v2")
    await bench.poll()
    await bench.poll()

    known = bench.known()
    assert known is not None
    assert known.first_release == "v2"
    assert bench.tracker.looked == ["1"]


async def test_a_turn_for_the_worse_is_a_fact_and_worth_another_look() -> None:
    bench = Bench(Fake(tracked()))
    await bench.poll()
    bench.tracker.errors = [tracked(turn=ErrorTurn.ESCALATING)]
    await bench.poll()

    known = bench.known()
    assert known is not None
    assert known.turn is ErrorTurn.ESCALATING
    assert bench.tracker.looked == ["1", "1"]


async def test_releases_are_read_again_after_a_while_since_it_may_go_on_in_the_next_one() -> None:
    bench = Bench(Fake(tracked()))
    bench.tracker.whole["1"] = tracked(first_release="v2", last_release="v2")
    await bench.poll()
    bench.tracker.whole["1"] = tracked(first_release="v2", last_release="v3")
    bench.clock.advance(AGAIN_S)
    await bench.poll()

    known = bench.known()
    assert known is not None
    assert known.last_release == "v3"


async def test_one_that_leaves_the_list_resolved_is_known_as_resolved_and_coming_back_is_news() -> (
    None
):
    bench = Bench(Fake(tracked()))
    await bench.poll()
    bench.tracker.errors = []
    bench.tracker.whole["1"] = tracked(status=ErrorStatus.RESOLVED)
    await bench.poll()
    resolved = bench.known()
    bench.tracker.errors = [tracked(turn=ErrorTurn.REGRESSED)]
    await bench.poll()

    assert resolved is not None
    assert resolved.status is ErrorStatus.RESOLVED
    assert bench.said()[-1] == "error is back, CLOUD-1 in cloud: error 1"


@pytest.mark.parametrize("whole", [None, tracked()])
async def test_one_that_is_deleted_or_has_gone_quiet_is_gone(whole: TrackedError | None) -> None:
    bench = Bench(Fake(tracked()))
    await bench.poll()
    bench.tracker.errors = []
    bench.tracker.whole["1"] = whole

    assert await bench.poll() == [ErrorsFound(gone=("1",))]
    assert await bench.poll() == []


async def test_one_that_the_list_did_not_reach_stays() -> None:
    bench = Bench(Fake(tracked()))
    await bench.poll()
    bench.tracker.errors, bench.tracker.is_whole = [tracked("2")], False
    bench.tracker.whole["1"] = tracked()
    await bench.poll()
    await bench.poll()

    assert bench.known() is not None
    assert bench.tracker.looked == ["1", "2", "1"]
    assert bench.state.errors is not None
    assert bench.state.errors.more


async def test_a_list_without_end_that_is_another_one_each_time_does_not_fill_the_journal() -> None:
    everything = [tracked(str(n), age_s=90_000 + n, turn=ErrorTurn.ONGOING) for n in range(1, 1001)]
    bench = Bench(Fake(*everything[:300]))
    bench.tracker.is_whole = False
    await bench.poll()
    facts = []
    for place in range(5):
        bench.tracker.errors = everything[place * 150 : place * 150 + 300]
        bench.clock.advance(30)
        facts += await bench.poll()
    bench.tracker.errors = [*everything[300:599], tracked("new")]
    await bench.poll()

    assert facts == []
    assert bench.known("new") is not None
    assert bench.state.errors is not None
    assert len(bench.state.errors.errors) == MOST_OLD + 1


async def test_a_resolved_one_is_forgotten_after_a_day() -> None:
    bench = Bench(Fake(tracked()))
    await bench.poll()
    bench.tracker.errors = []
    bench.tracker.whole["1"] = tracked(status=ErrorStatus.RESOLVED)
    await bench.poll()
    bench.clock.advance(86_401)

    assert await bench.poll() == [ErrorsFound(gone=("1",))]


async def test_a_storm_is_listed_whole_looked_into_bit_by_bit_and_does_not_bury_the_timeline() -> (
    None
):
    bench = Bench(Fake(*(tracked(str(n)) for n in range(1, 101))))
    await bench.poll()
    await bench.poll()

    assert bench.state.errors is not None
    assert len(bench.state.errors.errors) == 100
    assert len(bench.tracker.looked) == 2 * LOOK_UPS
    assert len(bench.said()) == 6
    assert bench.said()[-1] == "and 95 more errors began"


async def test_a_rate_limit_in_the_middle_loses_nothing_and_is_said() -> None:
    bench = Bench(Fake(tracked()))
    bench.tracker.refusal = Refused("later", retry_after_s=7)
    facts = await bench.poll()
    said = bench.source.warning
    bench.tracker.refusal = None
    bench.tracker.whole["1"] = tracked(first_release="v2")
    await bench.poll()

    known = bench.known()
    assert facts == [ErrorsFound(found=(tracked(),))]
    assert "the rate limit is reached" in said
    assert known is not None
    assert known.first_release == "v2"
    assert bench.source.warning == ""


async def test_a_refusal_that_is_no_matter_of_time_is_told_after_the_list() -> None:
    bench = Bench(Fake(tracked()))
    bench.tracker.refusal = Refused("not yours", credentials=True)
    asking = bench.source.poll()
    facts = [await anext(asking)]
    with pytest.raises(Refused):
        await anext(asking)

    assert facts == [ErrorsFound(found=(tracked(),))]


async def test_the_newest_errors_are_looked_into_first() -> None:
    bench = Bench(Fake(*(tracked(str(n), age_s=1000 - n) for n in range(1, 21))))
    await bench.poll()

    assert bench.tracker.looked == ["20", "19", "18", "17"]
