"""The countdown within a second of the server's truth, whatever this machine's clock shows.

Through the real adapter, over real HTTP, against the stand-in whose clock is the truth.
"""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from clocks import ManualClock
from drawn import LARGE, draw, lines
from patience import PATIENCE_S
from situations import NOW, procedure, running
from stand import Stand

from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.awaited import asks_pager
from cockpit.domain.escalation import Countdown, countdown
from cockpit.domain.facts import Record
from cockpit.domain.fold import apply
from cockpit.domain.readings import Answered, Readings
from cockpit.domain.situation import Situation
from cockpit.domain.state import EMPTY, Kind
from cockpit.domain.timeline import of_case
from cockpit.domain.watch import PAGER
from cockpit.sources.pager import PagerSource

NOVA = procedure()
STARTS = {
    "an ordinary day": "2026-04-21T08:44:10+00:00",
    "into a leap day": "2028-02-28T23:52:00+00:00",
    "out of a leap day": "2028-02-29T23:52:00+00:00",
    "clocks go forward in Europe": "2026-03-29T00:52:00+00:00",
    "clocks go back in New York": "2026-11-01T05:52:00+00:00",
    "into a new year": "2026-12-31T23:52:00+00:00",
}
HOURS_OFF = (-3.0, 0.0, 3.0)
ZONES = ("UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "America/New_York", "Europe/Lisbon")


class Onlooker:
    """A cockpit on a machine whose clock is so many hours off."""

    def __init__(self, stand: Stand, hours_off: float) -> None:
        self.stand = stand
        self.state = EMPTY
        self.readings = Readings()
        self.incident_id = str(stand.incident()["id"])
        self._clock = ManualClock(stand.now() + timedelta(hours=hours_off))

        async def token() -> str:
            return "standin-key-ana"

        self.pager = PagerDuty(
            api_url=stand.pagerduty,
            token=token,
            email="ana@novavms.example",
            timeout_s=PATIENCE_S,
            clock=self._clock,
        )
        self._source = PagerSource(self.pager, lambda: self.state, lambda: self.incident_id, self)

    def now(self) -> datetime:
        """Corrected, as the store does it."""
        return self._clock.now() + timedelta(seconds=self.state.server_offset_s)

    def monotonic(self) -> float:
        return self._clock.monotonic()

    async def look(self) -> None:
        told = [fact async for fact in self._source.poll()]
        for fact in told:
            at = self.now()
            record = Record(seq=0, id="r", at=at, noted_at=at, author="", host="", fact=fact)
            self.state = apply(self.state, record)
        self.readings.take(Answered(source=PAGER, at=self.now(), good=True))

    def pass_by(self, seconds: float) -> None:
        self._clock.advance(seconds)

    @property
    def count(self) -> Countdown:
        return countdown(self.state, self.state.cases[self.incident_id].incident, NOVA, self.now())

    @property
    def situation(self) -> Situation:
        return Situation(
            state=self.state,
            readings=self.readings,
            procedure=NOVA,
            zone=ZoneInfo("Europe/Lisbon"),
            me=self.state.me,
            incident_id=self.incident_id,
        )

    def agrees(self) -> None:
        """Corrected time, and the time that is left, within a second of the server's."""
        truth = self.stand.now()
        pending = self.stand.incident()["pending_actions"]
        ends = [p["at"] for p in pending if p["type"] in ("escalate", "unacknowledge")]
        left = self.count.left_s(self.now())

        assert abs((self.now() - truth).total_seconds()) <= 1
        assert left is not None
        assert abs(left - (datetime.fromisoformat(ends[0]) - truth).total_seconds()) <= 1


@pytest.fixture(params=STARTS.values(), ids=STARTS.keys())
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path, start=str(request.param)) as made:
        yield made


@asynccontextmanager
async def onlookers(stand: Stand, *hours_off: float) -> AsyncIterator[tuple[Onlooker, ...]]:
    """One for each; their pagers are closed."""
    found = tuple(Onlooker(stand, hours) for hours in hours_off)
    try:
        yield found
    finally:
        for one in found:
            one.pager.close()


async def test_a_machine_whose_clock_is_hours_off_counts_as_the_server_does(stand: Stand) -> None:
    async with onlookers(stand, *HOURS_OFF) as found:
        for step in (0, 400, 379, 30, 900, 600):
            stand.advance(step)
            for one in found:
                one.pass_by(step)
                await one.look()
                one.agrees()
        key = found[0].incident_id
        stand.order("/pagerduty/acknowledge", incident=key, who="ben")
        stand.advance(700)
        for one in found:
            one.pass_by(700)
            await one.look()
            one.agrees()


async def test_the_zone_of_the_machine_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Stand(tmp_path, start=STARTS["clocks go forward in Europe"]) as stand:
        found = set()
        try:
            for zone in ZONES:
                monkeypatch.setenv("TZ", zone)
                time.tzset()
                async with onlookers(stand, 3.0) as (one,):
                    await one.look()
                    one.agrees()
                    found.add((one.count.at, round(one.count.left_s(one.now()) or 0)))
        finally:
            monkeypatch.delenv("TZ")
            time.tzset()

    assert len(found) == 1


async def test_a_clock_that_is_off_is_told_once_it_matters(tmp_path: Path) -> None:
    with Stand(tmp_path) as stand:
        async with onlookers(stand, 3.0, -3.0, 0.0) as (ahead, behind, right):
            for one in (ahead, behind, right):
                await one.look()

            assert "this clock is 2:59:59 ahead: corrected" in _header(ahead)
            assert "this clock is 3:00:00 behind: corrected" in _header(behind)
            assert "this clock" not in _header(right)


def _header(one: Onlooker) -> str:
    return "\n".join(lines(draw("header", one.situation, one.now(), LARGE)))


async def test_an_escalation_while_nobody_looked_is_on_the_timeline_with_its_own_time(
    tmp_path: Path,
) -> None:
    with Stand(tmp_path) as stand:
        async with onlookers(stand, 3.0) as (one,):
            await one.look()
            stand.advance(45 * 60)
            one.pass_by(45 * 60)
            await one.look()
            case = one.state.cases[one.incident_id]
            paged = case.incident.created_at
            moments = [m for m in of_case(one.state, case) if m.kind is Kind.PAGER]
            climbed = [(m.at - paged, m.text) for m in moments if "escalated" in m.text]

    assert climbed == [
        (timedelta(minutes=15), "escalated to Ben Okafor"),
        (timedelta(minutes=30), "escalated to Lea Sandström"),
        (timedelta(minutes=45), "escalated to Kofi Mensah"),
    ]


async def test_at_zero_one_question_tells_what_came_of_it(tmp_path: Path) -> None:
    with Stand(tmp_path) as stand:
        async with onlookers(stand, 3.0) as (one,):
            await one.look()
            wait = 13 * 60 + 1
            stand.advance(wait)
            one.pass_by(wait)

            assert asks_pager(one.situation, one.now())
            await one.look()
            assert not asks_pager(one.situation, one.now())
            assert one.count.next == "Lea Sandström"


@pytest.mark.parametrize("name", sorted(available_timezones())[::7])
def test_in_any_zone_the_time_that_is_left_is_the_same(name: str) -> None:
    situation = running()
    here = lines(draw("escalation", replace(situation, zone=ZoneInfo(name)), NOW))

    assert here[:4] == lines(draw("escalation", situation, NOW))[:4]
