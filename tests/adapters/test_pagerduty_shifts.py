"""The shifts of weeks to come, over real HTTP: every page, both bounds, each shift once."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from clocks import ManualClock
from oncall_world import world
from patience import PATIENCE_S
from stand import Stand

from cockpit.adapters.pagerduty import PagerDuty
from cockpit.adapters.pagerduty_shifts import MOST_PAGES, on_call_of, shifts_of
from cockpit.ports.outside import Garbled, Refused

SINCE = datetime(2026, 3, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with world(Path(tmp_path_factory.mktemp("rota"))) as stand:
        yield stand


async def _token() -> str:
    return "standin-key-ana"


@pytest.fixture
async def ana(stand: Stand) -> AsyncIterator[PagerDuty]:
    port = PagerDuty(
        api_url=stand.pagerduty,
        token=_token,
        email="ana@novavms.example",
        timeout_s=PATIENCE_S,
        clock=ManualClock(),
        shadow_schedules=("PSCHED3",),
    )
    yield port
    stand.clear_faults()
    port.close()


async def test_a_rotation_over_weeks_follows_the_wall_clock(ana: PagerDuty) -> None:
    found = await ana.shifts(SINCE, SINCE + timedelta(days=19), policy_ids=("PPOLICY",))
    first = sorted((s for s in found if s.level == 1 and not s.shadow), key=lambda s: s.start)

    assert [(s.person.name, f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}") for s in first] == [
        ("Ana Ribeiro", "03-23 09:00", "03-30 08:00"),
        ("Ben Okafor", "03-30 08:00", "04-06 08:00"),
        ("Ana Ribeiro", "04-06 08:00", "04-13 08:00"),
    ]
    assert {(s.policy, s.schedule_id, s.schedule) for s in first} == {
        ("Platform on-call", "PSCHED1", "Platform primary")
    }


async def test_a_week_of_nobodys_has_no_shift(ana: PagerDuty) -> None:
    found = await ana.shifts(SINCE, SINCE + timedelta(days=26), policy_ids=("PPOLICY",))

    second = sorted((s.start, s.person.name) for s in found if s.level == 2)
    assert [name for _, name in second] == ["Ben Okafor", "Ana Ribeiro", "Ben Okafor"]
    assert second[2][0] - second[1][0] == timedelta(days=14)


async def test_a_schedule_of_shadows_is_marked(ana: PagerDuty) -> None:
    on_call = await ana.on_call(("PPOLICY",))

    assert {(o.level, o.person.name): o.shadow for o in on_call if o.level == 1} == {
        (1, "Ana Ribeiro"): False,
        (1, "Mia Chen"): True,
    }


async def test_who_holds_a_level_for_ever_is_there_once(ana: PagerDuty) -> None:
    found = await ana.shifts(SINCE, SINCE + timedelta(days=90), policy_ids=("PPOLICY", "PPOLICY"))

    lea = [s for s in found if s.person.name == "Lea Sandström"]
    assert [(s.level, s.start, s.end) for s in lea] == [(3, None, None)]
    assert len(found) == len(set(found))


async def test_one_persons_shifts_are_theirs_alone(ana: PagerDuty) -> None:
    found = await ana.shifts(SINCE, SINCE + timedelta(days=60), person_id="PBEN002")

    assert {s.person.name for s in found} == {"Ben Okafor"}
    assert {s.level for s in found} == {1, 2}


async def test_more_than_ninety_days_are_refused_and_nothing_is_made_up(ana: PagerDuty) -> None:
    with pytest.raises(Refused):
        await ana.shifts(SINCE, SINCE + timedelta(days=91), policy_ids=("PPOLICY",))


async def test_a_page_instead_of_shifts_is_garbled(stand: Stand, ana: PagerDuty) -> None:
    stand.fault("pagerduty", "garbage", path="/oncalls")

    with pytest.raises(Garbled):
        await ana.shifts(SINCE, SINCE + timedelta(days=9), policy_ids=("PPOLICY",))


class Endless:
    """A wire at whose other end there is always one page more."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.asked: list[dict[str, object]] = []

    async def get(self, path: str, params: dict[str, object]) -> object:
        from cockpit.adapters.loose_json import Node

        assert path == "oncalls"
        self.asked.append(params)
        user = {"id": f"P{len(self.asked)}", "name": "x"}
        entry = {"escalation_policy": {"id": "POL"}, "escalation_level": 1, "user": user}
        return Node({"oncalls": [entry], "more": len(self.asked) < self.pages})


async def test_every_page_is_read_with_both_bounds_in_utc() -> None:
    """Trap 10, rules 37, 39, 40: /oncalls alone covers both kinds of schedules; all its pages."""
    wire = Endless(3)
    berlin = SINCE.astimezone(tz=UTC) + timedelta(microseconds=7)
    found = await shifts_of(wire, (berlin, SINCE + timedelta(days=1)), "P1", ("POL",), ())

    assert [s.person.id for s in found] == ["P1", "P2", "P3"]
    assert [p["offset"] for p in wire.asked] == ["0", "100", "200"]
    assert {(p["since"], p["until"]) for p in wire.asked} == {
        ("2026-03-24T12:00:00Z", "2026-03-25T12:00:00Z")
    }


async def test_a_list_without_end_is_refused_and_not_cut() -> None:
    with pytest.raises(Refused, match="more than 2000 shifts"):
        await shifts_of(Endless(MOST_PAGES + 1), (SINCE, SINCE), "", ("POL",), ())


async def test_many_policies_are_asked_for_in_several_questions() -> None:
    """Rule 38: an address has a length."""
    wire = Endless(1)
    await on_call_of(wire, tuple(f"P{n}" for n in range(120)), ())

    assert [len(p["escalation_policy_ids[]"]) for p in wire.asked] == [50, 50, 20]
    assert await on_call_of(wire, (), ()) == ()
    assert len(wire.asked) == 3
