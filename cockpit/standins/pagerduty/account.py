"""The PagerDuty account: its people, policies and schedules, and who is on call."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cockpit.standins.pagerduty import rotation
from cockpit.standins.pagerduty.model import Incident, Ledger, Notifying
from cockpit.standins.scenario import (
    Level,
    Person,
    Policy,
    Priority,
    Scenario,
    Schedule,
    Service,
)


@dataclass(frozen=True)
class Shift:
    """A person (by id) on call from `start` to `end`."""

    person: str
    start: datetime
    end: datetime


class Account:
    """What the scenario says about the account, and the ledger of what happened."""

    def __init__(self, scenario: Scenario, ledger: Ledger, start: datetime) -> None:
        self.scenario = scenario
        self.ledger = ledger
        self.start = start
        self.base = ""
        """Where the API answers, without a slash at its end; set when it listens."""
        self.site = scenario.pagerduty.site
        self.people = {person.pagerduty: person for person in scenario.people}
        self.services = {item.id: item for item in scenario.pagerduty.services}
        self.policies = {item.id: item for item in scenario.pagerduty.policies}
        self.schedules = {item.id: item for item in scenario.pagerduty.schedules}
        self.priorities = {item.id: item for item in scenario.pagerduty.priorities}

    def new_id(self, prefix: str, length: int = 14) -> str:
        """An identifier in the vendor's manner; the same ones in every run."""
        self.ledger.serial += 1
        seed = f"{self.scenario.name}:{prefix}:{self.ledger.serial}".encode()
        digits = int.from_bytes(hashlib.sha256(seed).digest(), "big")
        alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        text = ""
        while len(prefix) + len(text) < length:
            digits, digit = divmod(digits, len(alphabet))
            text += alphabet[digit]
        return prefix + text

    def notifying(self, person: str) -> Notifying:
        """How somebody is notified, by id."""
        return self.ledger.notifying.get(person) or Notifying()

    def person_by_email(self, email: str) -> Person | None:
        """The user with that address, whatever its case."""
        wanted = email.strip().lower()
        return next((p for p in self.people.values() if p.email.lower() == wanted), None)

    def incident(self, name: str) -> Incident | None:
        """An incident by its id or its number."""
        return next(
            (item for item in self.ledger.incidents if item.id == name or str(item.number) == name),
            None,
        )

    def priority_named(self, name: str) -> Priority | None:
        """The highest priority of that name."""
        return next((p for p in self.priorities.values() if p.name == name), None)

    def in_maintenance(self, service: str, at: datetime) -> bool:
        """Whether a service makes no new incidents at an instant."""
        return any(
            service in window.services and window.start <= at < window.end
            for window in self.ledger.maintenance
        )

    def on_call(self, schedule: Schedule, at: datetime) -> Shift | None:
        """Whose turn it is on a schedule at an instant, and from when to when.

        Overrides cut the rotation's turns. None when it is nobody's.
        """
        shift = self._turn(schedule, at)
        return shift if shift.person else None

    def _turn(self, schedule: Schedule, at: datetime) -> Shift:
        """The same; a turn of nobody's has no person."""
        overrides = [o for o in self.ledger.overrides if o.schedule == schedule.id]
        for override in reversed(overrides):
            if override.start <= at < override.end:
                return Shift(override.person, override.start, override.end)
        number = rotation.number(schedule, self.start, at)
        begin = rotation.begin(schedule, self.start, number)
        end = rotation.begin(schedule, self.start, number + 1)
        begin = max([begin, *(o.end for o in overrides if begin < o.end <= at)])
        end = min([end, *(o.start for o in overrides if at < o.start < end)])
        key = schedule.people[number % len(schedule.people)] if schedule.people else ""
        return Shift(self.scenario.person(key).pagerduty if key else "", begin, end)

    def shifts(self, schedule: Schedule, since: datetime, until: datetime) -> list[Shift]:
        """The turns on a schedule between two instants, in order, in full; gaps are left out."""
        found: list[Shift] = []
        at = since
        while at < until:
            shift = self._turn(schedule, at)
            found += [shift] if shift.person else []
            at = shift.end
        return found

    def on_call_at(self, levels: tuple[Level, ...], n: int, at: datetime) -> list[str]:
        """The ids of the people whom level `n` (from 1) reaches at an instant."""
        found = (self._reached(target, at) for target in levels[n - 1].targets)
        return list(dict.fromkeys(person for person in found if person))

    def assign_turn(
        self, policy: str, levels: tuple[Level, ...], n: int, at: datetime
    ) -> list[str]:
        """The ids of the people whom an incident that reaches level `n` is assigned to now.

        Everybody on call there; where the targets take turns, the one whose turn it is, and the
        turn passes on. A target with nobody on call is passed over.
        """
        everybody = self.on_call_at(levels, n, at)
        if not levels[n - 1].takes_turns or not everybody:
            return everybody
        targets = levels[n - 1].targets
        begin = self.ledger.turns.get((policy, n), 0)
        for turn in range(begin, begin + len(targets)):
            person = self._reached(targets[turn % len(targets)], at)
            if person:
                self.ledger.turns[policy, n] = turn + 1
                return [person]
        return []

    def _reached(self, target: str, at: datetime) -> str:
        """Whom a target of a level reaches at an instant, by id; empty: nobody."""
        kind, _, name = target.partition(":")
        if kind == "person":
            return self.scenario.person(name).pagerduty
        shift = self.on_call(self.schedules[name], at)
        return shift.person if shift else ""

    def policy_of(self, service: Service) -> Policy:
        """The escalation policy of a service."""
        return self.policies[service.policy]
