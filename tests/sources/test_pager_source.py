"""The pager source tells differences, and asks no more than it must."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from clocks import START, ManualClock

from cockpit.domain.facts import (
    Fact,
    IncidentLogRead,
    IncidentSeen,
    MeIdentified,
    OnCallSeen,
    PolicySeen,
    Record,
    ServerClockRead,
    SourceChanged,
)
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
from cockpit.ports.outside import Happened, OpenPage, Refused, ServerTime, Unreachable
from cockpit.sources.pager import PagerSource

ANA = Person(id="PANA", name="Ana", email="ana@example.com")
POLICY = EscalationPolicy(id="POL", name="Platform", levels=())


def incident(key: str = "P1", **more: object) -> Incident:
    made = Incident(
        id=key,
        number=1,
        title="down",
        status=Status.TRIGGERED,
        urgency=Urgency.HIGH,
        created_at=START,
        changed_at=START,
        policy_id="POL",
    )
    return replace(made, **more)


def line(key: str, incident_id: str = "P1", at: datetime = START) -> LogEntry:
    return LogEntry(id=key, incident_id=incident_id, at=at, kind="assign", text="assigned")


class FakePager:
    """A pager whose answers a test sets, and which counts its questions."""

    def __init__(self) -> None:
        self.all: dict[str, Incident] = {"P1": incident()}
        self.entries = [line("L1")]
        self.shift_ends = START + timedelta(hours=8)
        self.server: ServerTime | None = None
        self.refuse: dict[str, Exception] = {}
        self.team_ids: tuple[str, ...] = ("T1",)
        self.asked: list[str] = []
        self.page = 100

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.refuse:
            raise self.refuse[what]

    async def me(self) -> Person:
        self._ask("me")
        return ANA

    async def teams(self) -> tuple[str, ...]:
        return self.team_ids

    async def open_incidents(self, start: int = 0) -> OpenPage:
        self._ask(f"open {start}" if start else "open")
        some = [i for i in self.all.values() if i.is_open]
        some.sort(key=lambda i: i.created_at, reverse=True)
        after = start + self.page
        is_last = after >= len(some)
        return OpenPage(
            incidents=tuple(some[start:after]),
            next_start=None if is_last else after,
            total=len(some) if start else None,
        )

    async def ended(self, most: int) -> tuple[Incident, ...]:
        self._ask("ended")
        return tuple(i for i in self.all.values() if not i.is_open)[: max(most, 5)]

    async def happened(self, since: datetime | None = None) -> Happened:
        self._ask("happened")
        up_to = max((e.at for e in self.entries), default=START)
        return Happened(
            entries=tuple(e for e in self.entries if since is None or e.at >= since), up_to=up_to
        )

    async def incident(self, incident_id: str) -> Incident:
        self._ask(f"incident {incident_id}")
        if incident_id not in self.all:
            raise Refused("no such thing", code="404")
        return self.all[incident_id]

    async def log(self, incident_id: str, since: datetime | None = None) -> tuple[LogEntry, ...]:
        self._ask("log")
        some = [e for e in self.entries if e.incident_id == incident_id]
        return tuple(e for e in some if since is None or e.at >= since)

    async def changes(self, incident_id: str) -> tuple[Change, ...]:
        del incident_id
        self._ask("changes")
        return ()

    async def policy(self, policy_id: str) -> EscalationPolicy:
        assert policy_id == "POL"
        self._ask("policy")
        return POLICY

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        assert policy_ids == ("POL",)
        self._ask("on call")
        return (OnCall(policy_id="POL", level=1, person=ANA, end=self.shift_ends),)

    def heard(self) -> ServerTime | None:
        return self.server


class Scene:
    """The source, and a state that follows its facts."""

    def __init__(self) -> None:
        self.pager = FakePager()
        self.clock = ManualClock()
        self.state = EMPTY
        self.focus = "P1"
        self.source = PagerSource(self.pager, lambda: self.state, lambda: self.focus, self.clock)

    async def poll(self, after: float = 5.0) -> list[Fact]:
        """One question, and what it told; the questions that it cost are in `pager.asked`."""
        self.clock.advance(after)
        self.pager.asked.clear()
        told: list[Fact] = []
        try:
            keep = told.append
            async for fact in self.source.poll():
                keep(fact)
        finally:
            for fact in told:
                now = self.clock.now()
                record = Record(seq=0, id="r", at=now, noted_at=now, author="", host="", fact=fact)
                self.state = apply(self.state, record)
        return told


async def test_the_first_question_tells_everything() -> None:
    scene = Scene()

    told = await scene.poll()

    assert {type(f) for f in told} == {
        IncidentSeen,
        MeIdentified,
        IncidentLogRead,
        PolicySeen,
        OnCallSeen,
    }
    assert type(told[0]) is IncidentSeen


async def test_when_nothing_changes_it_costs_two_questions_and_tells_nothing() -> None:
    scene = Scene()
    await scene.poll()

    assert await scene.poll() == []
    assert scene.pager.asked == ["open", "happened", "changes"]
    assert await scene.poll() == []
    assert scene.pager.asked == ["open", "happened"]


async def test_who_one_is_comes_with_ones_teams_and_a_new_team_is_told() -> None:
    scene = Scene()
    (told,) = [f for f in await scene.poll() if isinstance(f, MeIdentified)]
    assert (told.person, told.team_ids) == (ANA, ("T1",))

    again = Scene()
    again.state = replace(scene.state, team_ids=())
    (told,) = [f for f in await again.poll() if isinstance(f, MeIdentified)]
    assert again.state.team_ids == ("T1",)


async def test_only_new_lines_of_the_log_are_told() -> None:
    scene = Scene()
    await scene.poll()
    fresh = line("L2", at=scene.clock.now())
    scene.pager.entries += [fresh, line("M1", "P2", scene.clock.now())]

    (told,) = await scene.poll()

    assert told == IncidentLogRead(incident_id="P1", entries=(fresh,))
    assert "log" not in scene.pager.asked


async def test_an_incident_that_was_resolved_elsewhere_is_seen() -> None:
    scene = Scene()
    await scene.poll()
    scene.pager.all["P1"] = incident(status=Status.RESOLVED)

    assert IncidentSeen(incident=incident(status=Status.RESOLVED)) in await scene.poll()
    assert not scene.state.cases["P1"].incident.is_open
    await scene.poll()
    assert "incident P1" not in scene.pager.asked


async def test_an_incident_out_of_sight_is_said_to_be_so_and_looked_for_now_and_then() -> None:
    scene = Scene()
    await scene.poll()
    del scene.pager.all["P1"]

    await scene.poll()
    assert scene.state.cases["P1"].incident.status is Status.OTHER
    await scene.poll()
    assert "incident P1" not in scene.pager.asked
    await scene.poll(30)
    assert "incident P1" in scene.pager.asked


async def test_the_policy_and_on_call_are_kept_for_minutes() -> None:
    scene = Scene()
    await scene.poll()

    await scene.poll(179)
    assert not {"policy", "on call"} & set(scene.pager.asked)
    await scene.poll(2)
    assert "policy" in scene.pager.asked
    await scene.poll(120)
    assert "on call" in scene.pager.asked


async def test_on_call_is_asked_again_when_a_shift_ends() -> None:
    scene = Scene()
    scene.pager.shift_ends = START + timedelta(seconds=25)
    await scene.poll()

    await scene.poll(10)
    assert "on call" not in scene.pager.asked
    await scene.poll(11)
    assert "on call" in scene.pager.asked


async def test_what_the_token_may_not_see_does_not_hide_the_incidents() -> None:
    scene = Scene()
    scene.pager.refuse["on call"] = Refused("not allowed", "ask", credentials=True)

    told = await scene.poll()

    assert IncidentSeen(incident=incident()) in told
    (change,) = [f for f in told if isinstance(f, SourceChanged)]
    assert (change.source, change.status) == ("PagerDuty: on call", SourceStatus.CREDENTIALS)
    assert await scene.poll(10) == []
    scene.pager.refuse.clear()
    words = [f.status for f in await scene.poll(300) if isinstance(f, SourceChanged)]
    assert words == [SourceStatus.OK]


@pytest.mark.parametrize("error", [Unreachable("no answer"), Refused("later", retry_after_s=9)])
async def test_a_network_that_fails_halfway_keeps_what_came_before(error: Exception) -> None:
    scene = Scene()
    scene.pager.refuse["log"] = error

    with pytest.raises(type(error)):
        await scene.poll()

    assert "P1" in scene.state.cases


async def test_the_servers_clock_is_told_when_it_is_known_better() -> None:
    scene = Scene()
    scene.pager.server = ServerTime(low_s=-0.4, high_s=0.7)
    assert not [f for f in await scene.poll() if isinstance(f, ServerClockRead)]

    scene.pager.server = ServerTime(low_s=41.0, high_s=42.0)

    assert await scene.poll() == [ServerClockRead(offset_s=41.5)]
    assert await scene.poll() == []


async def test_nothing_on_screen_costs_two_questions() -> None:
    scene = Scene()
    scene.focus = ""
    await scene.poll()

    await scene.poll()

    assert scene.pager.asked == ["open", "happened"]


async def test_the_policy_is_told_once_more_for_each_new_incident_and_then_rests() -> None:
    """So that each keeps the one that was there when it was paged."""
    scene = Scene()
    await scene.poll()
    assert scene.state.cases["P1"].policy == POLICY
    scene.pager.all["P2"] = incident("P2")
    scene.pager.all["P1"] = incident(status=Status.RESOLVED)
    scene.focus = "P2"

    told = await scene.poll()

    assert PolicySeen(policy=POLICY) in told
    assert scene.state.cases["P2"].policy == POLICY
    assert PolicySeen(policy=POLICY) not in await scene.poll()
    assert "policy" not in scene.pager.asked


async def test_who_is_on_call_is_told_with_the_policies_that_were_asked_about() -> None:
    scene = Scene()

    told = [f for f in await scene.poll() if isinstance(f, OnCallSeen)]

    assert [fact.policy_ids for fact in told] == [("POL",)]
    assert scene.state.on_call_of == ("POL",)
