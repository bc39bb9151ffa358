"""The stand-in's PagerDuty in this process, asked by its own API and read as the adapter reads."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.domain.facts import Fact, IncidentLogRead, IncidentSeen, OnCallSeen, PolicySeen
from cockpit.standins.http import Request
from cockpit.standins.library import read_scenario
from cockpit.standins.meter import Meter
from cockpit.standins.pagerduty import lifecycle
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.api import MEDIA_TYPE, Api
from cockpit.standins.pagerduty.model import Incident, Ledger
from cockpit.standins.scenario import Level, Page, Policy, Scenario, Schedule, Service

POLICIES = (
    Policy(
        "PLAIN",
        "Plain",
        (
            Level(15, ("schedule:FIRST",)),
            Level(10, ("schedule:SECOND",)),
            Level(20, ("person:lea",)),
        ),
    ),
    Policy(
        "LOOPS",
        "Loops",
        (Level(5, ("schedule:FIRST",)), Level(7, ("schedule:NOBODY",)), Level(9, ("person:kofi",))),
        loops=3,
    ),
    Policy("SAME", "The same twice", (Level(6, ("person:ana",)), Level(11, ("person:ben",)),
                                      Level(13, ("person:ana",)), Level(4, ("person:lea",)))),
    Policy("ALONE", "Alone", (Level(30, ("schedule:FIRST", "person:mia")),), loops=9),
    Policy("TURNS", "In turn",
           (Level(6, ("person:ana", "schedule:NOBODY", "person:ben"), takes_turns=True),
            Level(9, ("person:lea", "person:kofi"), takes_turns=True)), loops=1),
    Policy("EMPTY", "Nobody above", (Level(8, ("person:mia",)), Level(8, ("schedule:NOBODY",)))),
)  # fmt: skip


DEEDS = ("take", "take", "take", "snooze", "rise", "give", "end", "urge", "move")


def scenario() -> Scenario:
    """Policies of every kind; an hour's turn, so that a night sees many handovers."""
    plain = read_scenario("bad-deploy")
    schedules = (
        Schedule("FIRST", "Primary", ("ana", "ben")),
        Schedule("SECOND", "Secondary", ("ben", "ana")),
        Schedule("NOBODY", "Nobody", ()),
    )
    services = tuple(
        Service(f"S{policy.id}{timeout}{ends}", policy.name, policy.id, timeout, ends)
        for policy in POLICIES
        for timeout in (0, 600, 1800)
        for ends in (0, 14_400)
    )
    account = replace(
        plain.pagerduty,
        schedules=schedules,
        policies=POLICIES,
        services=services,
        requests_per_minute=10**9,
    )
    return replace(plain, pagerduty=account, pages=())


class Pagers:
    """The account, its clock, and what people do to its incidents."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self.account = Account(scenario(), Ledger(), start)
        self._api = Api(self.account, Meter(10**9, lambda: 0.0))

    def run(self, until: datetime) -> Iterator[Incident]:
        """Let time pass, and give every incident at the moment at which something happens to it."""
        while (due := lifecycle.next_due(self.account)) is not None and due.at <= until:
            self.now = due.at
            due.act(self.account, due.incident, due.at)
            yield due.incident
        self.now = until

    def page(self, number: int, service: str, *, low: bool) -> Incident:
        """A monitor pages."""
        urgency = "low" if low else "high"
        page = Page(0, f"incident {number}", service, number, urgency)
        return lifecycle.trigger(self.account, self.now, page)

    def disturb(self, incident: Incident, chance: random.Random) -> None:
        """Somebody does something to it, if it can be done at all."""
        person = chance.choice(("PANA001", "PBEN002", "PLEA003", "PMIA005"))
        if incident.status != "resolved":
            self._do(chance.choice(DEEDS), incident, person, chance)
        elif chance.random() < 0.3:
            lifecycle.reopen(self.account, incident, self.now, person)

    def _do(self, deed: str, incident: Incident, person: str, chance: random.Random) -> None:
        where = (self.account, incident, self.now)
        match deed:
            case "take":
                lifecycle.acknowledge(*where, person)
            case "snooze" if incident.status == "acknowledged":
                lifecycle.snooze(*where, person, chance.choice((300, 3600, 7200)))
            case "rise" if incident.urgency == "high":
                level = chance.choice(self._unmistakable(incident))
                lifecycle.to_level(*where, level, by=person)
            case "give":
                lifecycle.assign(*where, [person], "PLEA003")
            case "end":
                lifecycle.resolve(*where, f"user:{person}")
            case "urge":
                lifecycle.set_urgency(*where, "low" if incident.urgency == "high" else "high")
            case "move":
                lifecycle.delegate(*where, chance.choice(POLICIES).id, person)

    def _unmistakable(self, incident: Incident) -> list[int]:
        """Levels whose people are on no other: the log tells of people, and not of levels."""
        people = [
            self.account.on_call_at(incident.levels, level, self.now)
            for level in range(1, len(incident.levels) + 1)
        ]
        return [n for n, found in enumerate(people, start=1) if found and people.count(found) == 1]

    def edit(self, policy_id: str, chance: random.Random) -> None:
        """Somebody edits a policy: what is paged already keeps the one that it was born with."""
        old = self.account.policies[policy_id]
        levels = [replace(x, minutes=chance.randint(1, 40)) for x in old.levels]
        self.account.policies[policy_id] = replace(old, levels=tuple(levels))

    # --- what it answers ---

    def seen(self, incident: Incident, *, announces: bool = True) -> IncidentSeen:
        """The incident as the adapter reads it."""
        found = self._get(f"/incidents/{incident.id}")["incident"]
        if not announces:
            del found["pending_actions"]
        described = read.incident(Node(found))
        assert described is not None
        return IncidentSeen(incident=described)

    def logged(self, incident: Incident, known: frozenset[str]) -> IncidentLogRead:
        """The new lines of its log, oldest first."""
        nodes: list[dict] = []
        more = True
        while more:
            query = (("limit", "12"), ("offset", str(len(nodes))))
            answer = self._get(f"/incidents/{incident.id}/log_entries", query)
            nodes += answer["log_entries"]
            more = answer["more"] and not known & {node["id"] for node in nodes}
        entries = [read.log_entry(Node(node), incident.id) for node in reversed(nodes)]
        fresh = [e for e in entries if e is not None and e.id not in known]
        return IncidentLogRead(
            incident_id=incident.id, entries=tuple(sorted(fresh, key=lambda e: e.at))
        )

    def policy(self, policy_id: str) -> Fact:
        """A policy as it stands now."""
        asked = (("include[]", "escalation_rule_assignment_strategies"),)
        answer = self._get(f"/escalation_policies/{policy_id}", asked)
        return PolicySeen(policy=read.policy(Node(answer["escalation_policy"])))

    def on_call(self) -> OnCallSeen:
        """Who is on call now."""
        answer = self._get("/oncalls", (("limit", "100"), ("include[]", "users")))
        entries = [e for n in answer["oncalls"] if (e := read.on_call(Node(n))) is not None]
        return OnCallSeen(entries=tuple(entries), policy_ids=tuple(self.account.policies))

    def whom(self, incident: Incident) -> str:
        """Whom its policy would page next, and "" when nobody is left."""
        for lap in (False, True):
            if lap and incident.loop >= incident.loops:
                break
            for level in range(1 if lap else incident.level + 1, len(incident.levels) + 1):
                found = self.account.on_call_at(incident.levels, level, self.now)
                if found:
                    names = "/".join(self.account.people[key].name for key in found)
                    turns = incident.levels[level - 1].takes_turns and len(found) > 1
                    names = f"one of {names}" if turns else names
                    return f"{names}, again" if lap else names
        return ""

    def _get(self, path: str, query: tuple[tuple[str, str], ...] = ()) -> dict:
        headers = {"authorization": "Token token=standin-key-ana", "accept": MEDIA_TYPE}
        answer = self._api.answer(Request("GET", path, query, headers, b""), self.now)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)


def after(start: datetime, chance: random.Random, hours: float) -> datetime:
    """Some whole second of the hours after `start`."""
    return start + timedelta(seconds=chance.randrange(int(hours * 3600)))
