"""A scenario played headless, on a clock that stands still: steps of ten seconds, and what is seen
of the world at each."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from cockpit.standins.clock import Clock
from cockpit.standins.codec import dump, load
from cockpit.standins.customers import Minted
from cockpit.standins.http import Request, Response
from cockpit.standins.library import read_scenario
from cockpit.standins.pagerduty import lifecycle
from cockpit.standins.pagerduty.model import ResponderRequest
from cockpit.standins.prometheus import PREFIX
from cockpit.standins.slack.model import Message
from cockpit.standins.stage import Saved, Stage

START = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)
STEP_S = 10.0

Act = Callable[["Play"], None]


class Play:
    """One run of a scenario; the engineer acts by what cockpit would send."""

    def __init__(self, name: str, seed: int = 0, *, keeps: bool = False) -> None:
        self.keeps = keeps
        self.scenario = read_scenario(name)
        self.clock = Clock(START, frozen=True)
        self.saved = Saved(self.scenario.name, START, START, START, seed=seed)
        self.stage = Stage(self.scenario, self.clock, self.saved)
        self.facts: list[object] = []
        self.stage.settle()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def run(self, until_s: float, acts: Mapping[float, Act] | None = None) -> "Play":
        """On to so many seconds after the start, doing these things at their time."""
        left = dict(acts or {})
        while (self.now - START).total_seconds() < until_s:
            self.clock.advance(STEP_S)
            self.stage.settle()
            gone = (self.now - START).total_seconds()
            for at in sorted(at for at in left if at <= gone):
                left.pop(at)(self)
                self.stage.settle()
            if self.keeps:
                self.facts.append(self.look())
        return self

    def look(self) -> dict[str, object]:
        """Everything that a cockpit could see now."""
        stage = self.stage
        return {
            "at": self.now.isoformat(),
            "endpoints": {e.name: self.endpoint(e.name) for e in self.scenario.endpoints},
            "metrics": {m.name: self.metric(m.name) for m in self.scenario.metrics},
            "pager": [dump(i) for i in stage.account.ledger.incidents],
            "said": [dump(m) for room in stage.workspace.memory.rooms for m in room.messages],
            "errors": stage.sentry_api.seen_at(self.now),
            "came": [dump(came) for came in stage.saved.came],
        }

    def endpoint(self, name: str) -> tuple[int, object]:
        """Status and body that an endpoint answers with."""
        path = next(e.path for e in self.scenario.endpoints if e.name == name)
        phase = self.stage.product.phase(path, self.now)
        assert phase is not None
        return phase.status, self.stage.product.body(phase, self.now)

    def metric(self, name: str, at: datetime | None = None) -> float:
        """What Prometheus gives for it."""
        query = next(m.query for m in self.scenario.metrics if m.name == name)
        when = (at or self.now).timestamp()
        asked = (("query", query), ("time", str(when)))
        request = Request("GET", f"{PREFIX}query", asked, {}, b"")
        answer = self.stage.product.prometheus.answer(request, self.now)
        assert isinstance(answer, Response)
        return float(json.loads(answer.body)["data"]["result"][0]["value"][1])

    def interrupted(self) -> "Play":
        """The same, after its process was ended and started again."""
        other = Play.__new__(Play)
        other.scenario, other.facts, other.keeps = self.scenario, [], False
        other.saved = load(Saved, json.loads(json.dumps(dump(self.saved))), "saved")
        other.clock = Clock(self.now, frozen=True)
        other.stage = Stage(self.scenario, other.clock, other.saved)
        other.stage.settle()
        return other

    def came(self) -> set[str]:
        """The turns that have come."""
        return {came.turn for came in self.saved.came if came.done}

    # --- what the engineer does --------------------------------------------------------------

    def post(self, text: str, channel: str = "") -> None:
        """As cockpit does: in the incident's thread, which the first message opens."""
        workspace = self.stage.workspace
        room = workspace.room_named(channel or self.scenario.slack.incident_channel)
        assert room is not None
        slack = workspace.slack
        thread = "" if channel else workspace.memory.thread
        message = Message("", slack.bot_user, text, bot_id=slack.bot_id, thread_ts=thread)
        workspace.say(room, self.now, message)

    def page(self, key: str) -> None:
        """Ask somebody to join."""
        incident = self.stage.account.ledger.incidents[0]
        person = self.scenario.person(key).pagerduty
        request = ResponderRequest("P1", person, self.now, "help", [f"user:{person}"], [person])
        incident.requests.append(request)

    def acknowledge(self) -> None:
        """The engineer takes the first incident."""
        incident = self.stage.account.ledger.incidents[0]
        me = self.scenario.person(self.scenario.engineer).pagerduty
        lifecycle.acknowledge(self.stage.account, incident, self.now, me)

    def merge(self) -> None:
        """All incidents into the first one."""
        first, *others = self.stage.account.ledger.incidents
        for one in others:
            one.merged_into, one.resolve_reason = first.id, "merge"
            lifecycle.resolve(self.stage.account, one, self.now, "user:PANA001")

    def enter(self, org: str) -> None:
        """Mint an impersonation token."""
        self.saved.platform.minted.append(Minted("imp_1", org, "P1", "Q1", self.now))


def after(seconds: float) -> datetime:
    """So long after the start."""
    return START + timedelta(seconds=seconds)
