"""What is told of paging criteria: turns, once each, however they flap, and whoever else looks."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from clocks import START, ManualClock
from hypothesis import given
from hypothesis import strategies as st
from situations import record

from cockpit.domain.criterion import Criterion, CriterionKind
from cockpit.domain.evidence import Health, Sample, Standing
from cockpit.domain.facts import CriterionTurned, Fact
from cockpit.domain.fold import fold
from cockpit.domain.probes import HttpProbe
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Readings, Sampled
from cockpit.domain.situation import Situation
from cockpit.domain.state import EMPTY, State
from cockpit.domain.timeline import of_shift
from cockpit.ports.journal import JournalError
from cockpit.sources.criteria import CriteriaWatch

MET, NOT_MET, UNKNOWN = Standing.MET, Standing.NOT_MET, Standing.UNKNOWN
GOOD, BAD, BLIND = 200, 503, None


class Journal:
    """A journal in memory that several cockpits share."""

    def __init__(self) -> None:
        self.state: State = EMPTY
        self.facts: list[CriterionTurned] = []
        self.broken = False

    async def append(self, at: datetime, *facts: Fact) -> None:
        if self.broken:
            raise JournalError("the disk is full", "make room")
        for fact in facts:
            assert isinstance(fact, CriterionTurned)
            self.facts.append(fact)
            self.state = fold((record(fact, at, seq=self.state.seq + 1),), self.state)

    @property
    def told(self) -> list[Standing]:
        return [fact.standing for fact in self.facts]

    @property
    def turned(self) -> list[Standing]:
        """What was told, without what was only told again."""
        return self.told[:1] + [b for a, b in pairwise(self.told) if a is not b]

    @property
    def moments(self) -> list[str]:
        return [moment.text for moment in of_shift(self.state)]


class Cockpit:
    """One that looks every second at one probe."""

    def __init__(self, journal: Journal, criterion: Criterion, start: datetime = START) -> None:
        self.clock = ManualClock(start)
        self._readings = Readings()
        self._journal = journal
        self._procedure = Procedure(name="ours", criteria=(criterion,))
        self._watch = CriteriaWatch(
            (criterion,),
            self._situation,
            append=lambda *facts: journal.append(self.clock.now(), *facts),
            clock=self.clock,
        )

    def _situation(self) -> Situation:
        return Situation(
            state=self._journal.state,
            readings=self._readings,
            procedure=self._procedure,
            zone=UTC,
            probes=(HttpProbe(name="api", url="http://x/", interval_s=1),),
        )

    def look(self, status: int | None) -> None:
        """A second passes, the probe finds this, and the criteria are judged."""
        self.clock.advance(1)
        health = {GOOD: Health.GOOD, BAD: Health.BAD, BLIND: Health.UNKNOWN}[status]
        detail = str(status or "no route")
        found = Sample(
            at=self.clock.now(), health=health, status=status, latency_s=None, detail=detail
        )
        self._readings.take(Sampled(probe="api", sample=found))
        asyncio.run(self._watch.weigh_all())


def lasting(seconds: int) -> Criterion:
    return Criterion(id="a", words="5xx", kind=CriterionKind.STATUS, probes=("api",), for_s=seconds)


def after(journal: Journal, looks: list[int | None], seconds: int = 10) -> Journal:
    cockpit = Cockpit(journal, lasting(seconds))
    for status in looks:
        cockpit.look(status)
    return journal


def test_what_turns_is_told_with_the_first_look_that_counts() -> None:
    journal = after(Journal(), [GOOD] * 5 + [BAD] * 30 + [GOOD] * 5)
    met = journal.facts[journal.told.index(MET)]

    assert journal.told == [NOT_MET, UNKNOWN, MET, NOT_MET]
    assert met.since == START + timedelta(seconds=6)
    assert met.words == "api: 503 for 10 s"
    assert journal.moments == ["(a) met: api: 503 for 10 s", "(a) no longer met: api: 200"]


def test_when_it_was_met_is_remembered_after_it_is_over() -> None:
    journal = after(Journal(), [BAD] * 30 + [GOOD] * 5)
    (span,) = journal.state.criteria["a"].met

    assert (span.since, span.until) == (
        START + timedelta(seconds=1),
        START + timedelta(seconds=31),
    )


def test_not_to_see_it_any_more_is_told_after_it_was_met_and_is_no_end_of_it() -> None:
    journal = after(Journal(), [BAD] * 20 + [BLIND] * 40)

    assert journal.turned == [MET, UNKNOWN]
    assert journal.state.criteria["a"].met[-1].until is None
    assert journal.moments[-1] == (
        "(a) was met, not seen any more: api: could not look for 31 s, no route"
    )


def test_steadiness_is_told_again_only_while_it_is_met_and_without_a_moment() -> None:
    quiet = after(Journal(), [GOOD] * 1000)
    loud = after(Journal(), [BAD] * 1000)

    assert quiet.told == [NOT_MET]
    assert loud.told == [MET] * 4
    assert len(loud.moments) == 1
    assert len(loud.state.criteria["a"].met) == 1


def test_flapping_is_told_every_few_minutes_at_most_and_ends_with_the_truth() -> None:
    journal = after(Journal(), [GOOD, BAD] * 1_500 + [GOOD] * 700, seconds=0)

    assert len(journal.facts) < 3_700 / 150 + 10
    assert journal.told[-1] is NOT_MET


def test_two_cockpits_that_see_different_things_do_not_contradict_each_other_for_ever() -> None:
    journal = Journal()
    here, there = Cockpit(journal, lasting(10)), Cockpit(journal, lasting(10))
    for _ in range(1000):
        here.look(GOOD)
        there.look(BAD)

    assert len(journal.turned) <= 4


def test_one_that_cannot_look_is_set_right_by_one_that_can() -> None:
    journal = Journal()
    here, there = Cockpit(journal, lasting(0)), Cockpit(journal, lasting(0))
    for _ in range(5):
        here.look(BAD)
        there.look(BAD)
    for _ in range(200):
        here.look(BAD)
        there.look(BLIND)

    assert journal.turned == [MET, UNKNOWN, MET]


def test_a_cockpit_that_has_just_begun_says_nothing_of_what_another_knows() -> None:
    journal = after(Journal(), [BAD] * 200, seconds=120)
    second = Cockpit(journal, lasting(120), START + timedelta(seconds=210))
    for _ in range(60):
        second.look(BAD)

    assert journal.turned == [MET]
    assert len(journal.moments) == 1


def test_what_another_knew_hours_ago_is_not_known_any_more() -> None:
    journal = after(Journal(), [BAD] * 200, seconds=120)
    second = Cockpit(journal, lasting(120), START + timedelta(hours=6))
    for _ in range(200):
        second.look(BAD)

    assert journal.turned[-2:] == [UNKNOWN, MET]
    first, again = journal.state.criteria["a"].met
    assert again.since == START + timedelta(hours=6, seconds=1)
    assert first.until is None


def test_what_the_journal_did_not_take_is_told_later() -> None:
    journal = Journal()
    cockpit = Cockpit(journal, lasting(0))
    journal.broken = True
    for _ in range(3):
        try:
            cockpit.look(BAD)
        except JournalError:
            continue
    journal.broken = False
    cockpit.look(BAD)

    assert journal.told == [MET]


@given(st.lists(st.sampled_from([GOOD, BAD, BAD, BLIND]), max_size=300), st.sampled_from([0, 3]))
def test_times_at_which_it_was_met_never_overlap_and_always_end_after_they_began(
    looks: list[int | None], seconds: int
) -> None:
    journal = after(Journal(), looks, seconds)
    known = journal.state.criteria.get("a")
    spans = known.met if known else ()

    assert all(span.until is None or span.since <= span.until for span in spans)
    assert all(a.since <= b.since for a, b in pairwise(spans))
    assert all((a.until or a.seen_until) <= b.seen_until for a, b in pairwise(spans))
