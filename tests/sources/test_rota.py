"""The sources of shifts tell differences, ask little, and say what limits their word."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from clocks import ManualClock
from rotas import ANA, BEN, NOW, POLICY, after, shift

from cockpit.domain.facts import Fact, MeIdentified, PolicySeen, Record, RotaRead, ServerClockRead
from cockpit.domain.fold import apply
from cockpit.domain.model import EscalationPolicy, OnCall, Person, PolicyLevel
from cockpit.domain.state import EMPTY
from cockpit.domain.watch import PAGER_ROTA, CalendarSpec
from cockpit.ports.outside import CalendarReading, Refused, ServerTime, Unreachable
from cockpit.sources.rota import AHEAD, CalendarRota, PagerRota, read_now


class Pager:
    """A pager whose answers a test sets, and which keeps its questions."""

    def __init__(self) -> None:
        self.all = [shift(ANA, -5, 5), shift(BEN, 5, 15), shift(ANA, 15, 25, level=2)]
        self.levels = (PolicyLevel(delay_s=900, targets=("a",)),) * 2
        self.refuse: dict[str, Exception] = {}
        self.asked: list[str] = []
        self.server: ServerTime | None = ServerTime(low_s=-0.5, high_s=0.5)
        self.since: datetime | None = None

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.refuse:
            raise self.refuse[what]

    async def me(self) -> Person:
        self._ask("me")
        return ANA

    def heard(self) -> ServerTime | None:
        return self.server

    async def teams(self) -> tuple[str, ...]:
        return ("T1",)

    async def policy(self, policy_id: str) -> EscalationPolicy:
        self._ask(f"policy {policy_id}")
        return EscalationPolicy(id=policy_id, name="Platform", levels=self.levels)

    async def shifts(
        self,
        since: datetime,
        until: datetime,
        *,
        person_id: str = "",
        policy_ids: tuple[str, ...] = (),
    ) -> tuple[OnCall, ...]:
        self._ask(f"shifts {person_id or ' '.join(policy_ids)}")
        assert until - since == AHEAD
        self.since = since
        assert bool(person_id) != bool(policy_ids)
        found = self.all
        if person_id:
            found = [s for s in found if s.person.id == person_id]
        if policy_ids:
            found = [s for s in found if s.policy_id in policy_ids]
        return tuple(found)


class Calendars:
    """A calendar whose reading a test sets."""

    def __init__(self) -> None:
        self.reading = CalendarReading(shifts=(shift(BEN, 0, 5, policy="calendar team"),))
        self.error: Exception | None = None

    async def read(
        self, spec: CalendarSpec, since: datetime, until: datetime, zone: tzinfo
    ) -> CalendarReading:
        assert (spec.name, until - since, zone) == ("team", AHEAD, UTC)
        if self.error is not None:
            raise self.error
        return self.reading


class Scene:
    """Sources, and a state that follows their facts."""

    def __init__(self, **more: object) -> None:
        self.pager, self.calendars = Pager(), Calendars()
        self.clock = ManualClock(NOW)
        self.state = EMPTY
        state: Callable = lambda: self.state  # noqa: E731 - the source wants one
        self.source = PagerRota(self.pager, state, self.clock, **more)
        spec = CalendarSpec(name="team", file="/x", level=2)
        self.calendar = CalendarRota(self.calendars, spec, UTC, state, self.clock)
        shadowed = replace(spec, shadow=True)
        self.shadowed = CalendarRota(self.calendars, shadowed, UTC, state, self.clock)

    async def append(self, *facts: Fact) -> None:
        for fact in facts:
            now = self.clock.now()
            entry = Record(seq=0, id="r", at=now, noted_at=now, author="", host="", fact=fact)
            self.state = apply(self.state, entry)

    async def poll(self, source: PagerRota | CalendarRota | None = None) -> list[Fact]:
        self.pager.asked.clear()
        told: list[Fact] = []
        keep = told.append
        async for fact in (source or self.source).poll():
            keep(fact)
        await self.append(*told)
        return told


async def test_the_first_question_tells_who_policies_and_shifts() -> None:
    scene = Scene()
    told = await scene.poll()

    assert [type(f) for f in told] == [MeIdentified, PolicySeen, RotaRead]
    rota = scene.state.rotas[PAGER_ROTA]
    assert set(rota.shifts) == set(scene.pager.all)
    assert [p.level for p in rota.places] == [1, 2]
    assert scene.state.team_ids == ("T1",)


async def test_when_nothing_changes_nothing_is_told_and_three_questions_are_asked() -> None:
    scene = Scene()
    await scene.poll()
    scene.clock.advance(3600)

    assert await scene.poll() == []
    assert scene.pager.asked == ["shifts PANA", f"shifts {POLICY}", f"policy {POLICY}"]


async def test_shifts_are_asked_for_by_the_servers_clock() -> None:
    scene = Scene()
    await scene.append(MeIdentified(person=ANA))
    scene.pager.server = ServerTime(low_s=10_799, high_s=10_801)

    told = await scene.poll()

    assert told[0] == ServerClockRead(offset_s=10_800)
    assert scene.pager.since == after(3)


async def test_a_pager_that_has_not_been_heard_yet_is_asked_for_its_clock_first() -> None:
    scene = Scene()
    await scene.append(MeIdentified(person=ANA))
    scene.pager.server = None

    await scene.poll()

    assert scene.pager.asked[0] == "me"


async def test_a_shift_that_is_taken_over_is_told() -> None:
    scene = Scene()
    await scene.poll()
    scene.pager.all[0] = shift(BEN, -5, 5)

    (told,) = await scene.poll()

    assert isinstance(told, RotaRead)


async def test_what_is_known_is_renewed_long_before_it_ends() -> None:
    scene = Scene()
    await scene.poll()
    scene.clock.advance(timedelta(days=44).total_seconds())
    assert await scene.poll() == []
    scene.clock.advance(timedelta(days=2).total_seconds())

    (told,) = await scene.poll()

    assert told.until == NOW + timedelta(days=46) + AHEAD


async def test_configured_policies_are_asked_for_even_when_nobody_knows_who_asks() -> None:
    scene = Scene(policy_ids=(POLICY,))
    scene.pager.refuse["me"] = Refused("the token belongs to no person")

    told = await scene.poll()

    assert isinstance(told[-1], RotaRead)
    assert "shifts PANA" not in scene.pager.asked


async def test_without_a_person_and_without_policies_it_says_why() -> None:
    scene = Scene()
    scene.pager.refuse["me"] = Refused("the token belongs to no person")

    with pytest.raises(Refused, match="belongs to no person"):
        await scene.poll()


async def test_a_policy_that_may_not_be_read_hides_no_shift() -> None:
    scene = Scene()
    scene.pager.refuse[f"policy {POLICY}"] = Refused("no", code="403")

    told = await scene.poll()

    assert told[-1].places == ()
    assert told[-1].shifts


@pytest.mark.parametrize("error", [Refused("later", retry_after_s=3), Unreachable("no")])
async def test_a_rate_limit_or_a_broken_line_ends_the_question(error: Exception) -> None:
    scene = Scene()
    scene.pager.refuse[f"policy {POLICY}"] = error

    with pytest.raises(type(error)):
        await scene.poll()
    assert scene.state.rotas == {}


async def test_a_level_of_shadows_alone_need_not_be_held() -> None:
    scene = Scene(shadow_schedules=("S9",))
    level = scene.pager.levels[0]
    scene.pager.levels = (level, replace(level, target_ids=("schedule:S9",)))

    told = await scene.poll()

    assert [p.level for p in told[-1].places] == [1]


async def test_a_calendar_is_one_place_and_a_shadows_calendar_is_none() -> None:
    scene = Scene()
    scene.calendars.reading = replace(scene.calendars.reading, warning="1 event makes no sense")
    (told,) = await scene.poll(scene.calendar)
    (shadowed,) = await scene.poll(scene.shadowed)

    assert scene.calendar.warning == "1 event makes no sense"
    assert [(p.policy_id, p.policy, p.level) for p in told.places] == [("calendar team", "team", 2)]
    assert shadowed.places == ()


async def test_asking_all_at_once_says_who_could_not_be_asked_and_keeps_the_rest() -> None:
    scene = Scene()
    scene.calendars.error = Unreachable("no connection to calendar team", "check the network")

    told = await read_now((scene.source, scene.calendar), scene.append, timedelta(days=60), 5)

    assert told == (("calendar team", "no connection to calendar team; check the network", ""),)
    assert set(scene.state.rotas) == {PAGER_ROTA}


async def test_asking_further_ahead_than_is_known_renews_it() -> None:
    scene = Scene()
    await scene.poll()
    scene.clock.advance(timedelta(days=20).total_seconds())

    await read_now((scene.source,), scene.append, timedelta(days=90), 5)

    assert scene.state.rotas[PAGER_ROTA].until == after(20 * 24) + AHEAD
