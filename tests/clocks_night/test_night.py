"""A night of a thousand incidents: the pager's own timers and the countdown, to the second.

The pager is the stand-in's engine. What the cockpit knows of it went through the stand-in's JSON
and the adapter's reader, as it does over the wire.
"""

import random
from datetime import UTC, datetime, timedelta

import pytest
from night_account import POLICIES, Pagers, after
from situations import procedure, record

from cockpit.domain.escalation import Basis, Countdown, Stage, countdown
from cockpit.domain.facts import Fact
from cockpit.domain.fold import fold
from cockpit.domain.state import EMPTY
from cockpit.standins.pagerduty.model import Incident

NOVA = procedure()
INCIDENTS = 1000
ACCOUNTS = 8
"""They share the night: the stand-in looks through all incidents of an account each time."""
HOURS = 14.0
SUNDAY_EVENING = datetime(2026, 3, 29, 20, 0, tzinfo=UTC)
"""The handover of Monday 10:00 is in this night."""


class Reader:
    """A cockpit that looks at an incident whenever something happened to it."""

    def __init__(self, pagers: Pagers, *, announces: bool) -> None:
        self._pagers = pagers
        self._announces = announces
        self._seq = 0
        self.state = EMPTY
        self.hear(pagers.on_call())

    def hear(self, *facts: Fact) -> None:
        for fact in facts:
            self._seq += 1
            self.state = fold((record(fact, self._pagers.now, seq=self._seq),), self.state)

    def look(self, incident: Incident) -> Countdown:
        case = self.state.cases.get(incident.id)
        self.hear(self._pagers.seen(incident, announces=self._announces))
        if not self._announces:
            known = case.log if case else frozenset()
            self.hear(self._pagers.logged(incident, known))
            if self.state.cases[incident.id].policy is None:
                self.hear(self._pagers.policy(incident.policy))
        ends = [e.end for e in self.state.on_call if e.end is not None]
        if min(ends) <= self._pagers.now:
            self.hear(self._pagers.on_call())
        return countdown(self.state, self.state.cases[incident.id].incident, NOVA)


def _expected(pagers: Pagers, incident: Incident, *, announces: bool) -> tuple:
    """Whether it escalates, whether it lapses, and when, by the engine's own timers."""
    if incident.status == "acknowledged":
        return False, incident.unacknowledge_at is not None, incident.unacknowledge_at
    climbs = incident.escalate_at is not None and incident.status == "triggered"
    if not climbs or (not announces and not pagers.whom(incident)):
        return False, False, None
    reaches = incident.level < len(incident.levels) or incident.loop < incident.loops
    return (True, False, incident.escalate_at) if reaches else (False, False, None)


def _check(pagers: Pagers, reader: Reader, incident: Incident, *, announces: bool) -> None:
    count = reader.look(incident)
    if incident.status == "resolved":
        assert count.stage is Stage.RESOLVED
        return
    rises, lapses, at = _expected(pagers, incident, announces=announces)

    assert (count.is_escalating, count.is_lapsing) == (rises, lapses), (incident, count)
    assert count.at == at, (incident, count)
    assert count.resolves_at == (incident.auto_resolve_at if announces else None)
    if rises and not announces:
        assert count.basis in (Basis.POLICY, Basis.BORN)
        assert count.next in (pagers.whom(incident), f"whoever follows {pagers.whom(incident)}")
        assert [r.level for r in count.chain if r.now] == [incident.level]


@pytest.mark.parametrize("announces", [True, False], ids=["announced", "computed"])
def test_a_night_of_a_thousand_incidents_agrees_to_the_second(announces):
    seen = checked = 0
    for number in range(ACCOUNTS):
        chance = random.Random(number)  # noqa: S311 - the same night every time
        incidents, checks = _night(chance, INCIDENTS // ACCOUNTS, announces=announces)
        seen += incidents
        checked += checks

    assert seen == INCIDENTS
    assert checked > 5 * INCIDENTS


def _night(chance: random.Random, count: int, *, announces: bool) -> tuple[int, int]:
    """So many incidents in one account; returns how many there were, and how many looks."""
    pagers = Pagers(SUNDAY_EVENING)
    reader = Reader(pagers, announces=announces)
    services = sorted(pagers.account.services)
    plan: list[tuple[datetime, int]] = []
    for number in range(1, count + 1):
        at = after(SUNDAY_EVENING, chance, HOURS - 2)
        acts = chance.randint(0, 5)
        plan += [(at, number), *((after(at, chance, 2), number) for _ in range(acts))]
    known: dict[int, Incident] = {}
    checked = 0
    for at, number in sorted(plan):
        for incident in pagers.run(at):
            _check(pagers, reader, incident, announces=announces)
            checked += 1
        if number in known:
            pagers.disturb(known[number], chance)
        else:
            low = chance.random() < 0.1
            known[number] = pagers.page(number, chance.choice(services), low=low)
        _check(pagers, reader, known[number], announces=announces)
        checked += 1
        if chance.random() < 0.02:
            pagers.edit(chance.choice(POLICIES).id, chance)
    for incident in pagers.run(SUNDAY_EVENING + timedelta(hours=HOURS + 10)):
        _check(pagers, reader, incident, announces=announces)
        checked += 1
    return len(known), checked
