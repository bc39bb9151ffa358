"""Whatever a pager and the people around it do, the countdown says what the pager will do next."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from simple_pager import SimplePager, on_call_of, policy_of
from situations import PAGED, procedure, record

from cockpit.domain.escalation import Basis, Countdown, Stage, countdown
from cockpit.domain.facts import Fact, OnCallSeen, PolicySeen, SourceChanged
from cockpit.domain.fold import fold
from cockpit.domain.model import Person, SourceStatus, Status
from cockpit.domain.state import EMPTY, State
from cockpit.domain.watch import PAGER

NOVA = procedure()
PEOPLE = tuple(Person(id=f"P{n}", name=f"Person{n}") for n in range(12))
RARE = Person(id="PX", name="Somebody")
"""On no level."""

minutes = st.integers(1, 40)


@st.composite
def levels(draw: st.DrawFn, *, distinct: bool) -> tuple[tuple[int, tuple[Person, ...]], ...]:
    """0 to 6 levels of 0 to 2 people; `distinct`: nobody stands on two of them."""
    count = draw(st.integers(0, 6))
    found = []
    for level in range(count):
        pool = PEOPLE[2 * level : 2 * level + 2] if distinct else PEOPLE[:3]
        who = draw(st.lists(st.sampled_from(pool), max_size=2, unique=True))
        found.append((draw(minutes), tuple(who)))
    return tuple(found)


@st.composite
def pagers(draw: st.DrawFn) -> SimplePager:
    """A pager that says what it will do, or lets its log be read, or both."""
    named = draw(st.booleans())
    announces, logs = draw(st.sampled_from(((True, True), (True, False), (False, True))))
    return SimplePager(
        now=PAGED,
        levels=draw(levels(distinct=not named)),
        loops=draw(st.integers(0, 9)),
        ack_timeout_s=draw(st.sampled_from((0, 60, 1800))),
        announces=announces,
        logs=logs,
        names_levels=named,
    )


deeds = st.one_of(
    st.tuples(st.just("acknowledge"), st.sampled_from((*PEOPLE[:3], RARE))),
    st.tuples(st.just("snooze"), st.sampled_from((*PEOPLE[:3], RARE)), st.integers(1, 7200)),
    st.tuples(st.just("escalate"), st.just(RARE), st.integers(1, 6)),
    st.tuples(st.just("assign"), st.just(RARE), st.sampled_from(PEOPLE)),
    st.tuples(st.just("edit"), minutes),
    st.tuples(st.just("resolve"), st.just(RARE)),
    st.just(("wait",)),
)
nights = st.lists(st.tuples(st.integers(0, 2700), deeds), max_size=14)


class Cockpit:
    """The state of a cockpit that reads a pager."""

    def __init__(self, pager: SimplePager) -> None:
        self.pager = pager
        self.seq = 0
        self.state: State = EMPTY
        known = policy_of(pager.levels, pager.loops)
        self.hear(OnCallSeen(entries=on_call_of(pager.levels), policy_ids=(known.id,)))
        self.hear(*pager.told(), PolicySeen(policy=known))

    def hear(self, *facts: Fact) -> None:
        for fact in facts:
            self.seq += 1
            self.state = fold((record(fact, self.pager.now, seq=self.seq),), self.state)

    def count(self, now: datetime | None = None) -> Countdown:
        incident = self.state.cases["Q1"].incident
        return countdown(self.state, incident, NOVA, now)


def _agrees(pager: SimplePager, count: Countdown) -> None:
    """The countdown says what the pager's own timers say."""
    if pager.status is Status.RESOLVED:
        assert count.stage is Stage.RESOLVED
        return
    if pager.status is Status.ACKNOWLEDGED:
        assert count.at == pager.lapses_at
        assert count.is_lapsing == (pager.lapses_at is not None)
        if count.is_lapsing and pager.logs:
            assert (count.stage is Stage.SNOOZED) == pager.is_snoozed
        return
    assert (count.retriggered_at is not None) == pager.is_again
    if pager.direct:
        assert (count.stage, count.at) == (Stage.NOT_ESCALATING, None)
        return
    name, lap = pager.next()
    assert count.is_escalating == bool(name)
    if not name:
        # Whoever stands on two levels stands on either, as long as no log says which.
        assert count.stage is Stage.NOBODY_LEFT or (count.stage is Stage.UNKNOWN and not pager.logs)
        assert count.at is None
        return
    assert count.at == pager.rises_at
    assert count.stage is (Stage.RETRIGGERED if pager.is_again else Stage.ESCALATING)
    assert count.basis is Basis.PAGER or not pager.announces
    if pager.logs:
        assert count.next == (f"{name}, again" if lap > pager.lap else name)
        assert [rung.level for rung in count.chain if rung.now] == [pager.level]
        assert count.laps_left == pager.loops - pager.lap


def _do(pager: SimplePager, deed: tuple, cockpit: Cockpit) -> None:
    match deed:
        case ("wait",):
            return
        case ("edit", delay):
            # The pager edits its policy; what is paged already goes on as it began.
            edited = tuple((delay, people) for _, people in reversed(pager.levels))
            cockpit.hear(PolicySeen(policy=policy_of(edited, pager.loops + 1)))
        case (name, *rest):
            getattr(pager, name)(*rest)


@given(pagers(), nights)
@settings(max_examples=400, deadline=None)
def test_at_every_event_the_countdown_says_what_the_pager_will_do(pager, night):
    cockpit = Cockpit(pager)
    _agrees(pager, cockpit.count())
    for wait_s, deed in night:
        until = pager.now + timedelta(seconds=wait_s)
        while pager.run(until):
            cockpit.hear(*pager.told())
            _agrees(pager, cockpit.count())
        _do(pager, deed, cockpit)
        cockpit.hear(*pager.told())
        _agrees(pager, cockpit.count())


@given(pagers(), nights, st.integers(0, 36_000))
@settings(max_examples=300, deadline=None)
def test_while_nobody_can_ask_the_countdown_goes_on_as_the_pager_does(pager, night, alone_s):
    """The last word is as old as you like: the pager's own rules are followed from there."""
    pager.logs = True
    cockpit = Cockpit(pager)
    for wait_s, deed in night:
        until = pager.now + timedelta(seconds=wait_s)
        while pager.run(until):
            pass
        _do(pager, deed, cockpit)
        cockpit.hear(*pager.told())
    lost = SourceStatus.UNREACHABLE
    cockpit.hear(SourceChanged(source=PAGER, status=lost, since=pager.now, reason="no route"))
    until = pager.now + timedelta(seconds=alone_s)
    while pager.run(until):
        pass
    count = cockpit.count(until)
    before = cockpit.state.cases["Q1"].incident

    assert count.is_carried_on or pager.changed_at == before.changed_at
    _agrees_alone(pager, count)


def _agrees_alone(pager: SimplePager, count: Countdown) -> None:
    if pager.status in (Status.RESOLVED, Status.ACKNOWLEDGED) or pager.direct:
        _agrees(pager, replace(count, basis=Basis.PAGER))
        return
    name, lap = pager.next()
    if not name:
        assert (count.stage, count.at) == (Stage.NOBODY_LEFT, None)
        return
    assert count.at == pager.rises_at
    assert count.next == (f"{name}, again" if lap > pager.lap else name)
    assert [rung.level for rung in count.chain if rung.now] == [pager.level]
