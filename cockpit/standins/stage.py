"""Everything that stands in, on one clock: what happens when time passes, and the state."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cockpit.standins.clock import Clock
from cockpit.standins.customers import PlatformMemory
from cockpit.standins.dice import jittered
from cockpit.standins.faults import Faults
from cockpit.standins.jira import Api as JiraApi
from cockpit.standins.letters import Letter, Office
from cockpit.standins.meter import Meter
from cockpit.standins.notion import Api as NotionApi
from cockpit.standins.notion import NotionMemory
from cockpit.standins.pagerduty import api as pagerduty_api
from cockpit.standins.pagerduty import lifecycle
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.model import Ledger
from cockpit.standins.pages import Page
from cockpit.standins.platform import Api as PlatformApi
from cockpit.standins.playing import Came, Next, Player
from cockpit.standins.probes import Phase
from cockpit.standins.product import Product
from cockpit.standins.received import Received
from cockpit.standins.scenario import Scenario
from cockpit.standins.sentry import Api as SentryApi
from cockpit.standins.slack import api as slack_api
from cockpit.standins.slack.model import Memory, Message
from cockpit.standins.slack.workspace import Workspace, react
from cockpit.standins.statuspage import Api as PageApi
from cockpit.standins.statuspage import PageMemory
from cockpit.standins.takers import next_taking, take
from cockpit.standins.turns import Turn, Word
from cockpit.standins.work import JiraMemory

CLOCK_TIME = re.compile(r"\{at:([+-]\d+)\}")


@dataclass
class Outage:
    """A phase that somebody gave to an endpoint while the scenario ran."""

    path: str
    phase: Phase


@dataclass
class Saved:
    """The state, as it is kept between two runs.

    `clock_at` is what the stand-ins' clock showed when the machine's clock showed
    `wall_at`.
    """

    scenario: str
    start: datetime
    clock_at: datetime
    wall_at: datetime
    pages_done: int = 0
    said_done: int = 0
    pagerduty: Ledger = field(default_factory=Ledger)
    slack: Memory = field(default_factory=Memory)
    outages: list[Outage] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    page: PageMemory = field(default_factory=PageMemory)
    jira: JiraMemory = field(default_factory=JiraMemory)
    notion: NotionMemory = field(default_factory=NotionMemory)
    platform: PlatformMemory = field(default_factory=PlatformMemory)
    seed: int = 0
    """Of the chance in it; 0: there is none."""
    came: list[Came] = field(default_factory=list)


class Stage:
    """The whole scenario, running."""

    def __init__(self, scenario: Scenario, clock: Clock, saved: Saved, folder: str = "") -> None:
        self.scenario = scenario
        self.clock = clock
        self.saved = saved
        self.folder = folder
        """The folder that is served, so that a second process can tell."""
        self.faults = Faults()
        self.received = Received()
        self.account = Account(scenario, saved.pagerduty, saved.start)
        self.workspace = Workspace(scenario, saved.slack, saved.start)
        self.product = Product(scenario, saved.start, saved.seed)
        for outage in saved.outages:
            self.product.set(outage.path, outage.phase)
        limit = Meter(scenario.pagerduty.requests_per_minute, clock.meter)
        self.pagerduty_api = pagerduty_api.Api(self.account, limit)
        self.slack_api = slack_api.Api(self.workspace, clock.meter)
        self.office = Office(scenario.mail, saved.letters, clock.now)
        self.page_api = PageApi(scenario.statuspage, saved.page, clock.meter)
        self.jira_api = JiraApi(scenario.jira, saved.jira, clock.meter)
        self.notion_api = NotionApi(scenario.notion, saved.notion, clock.meter)
        self.platform_api = PlatformApi(scenario.platform, saved.platform)
        self.sentry_api = SentryApi(scenario.sentry, scenario.errors, saved.start, clock.meter)
        self._pages = sorted(scenario.pages, key=lambda page: page.at)
        spread = [
            replace(said, at=jittered(saved.seed, said.at, "said", n))
            for n, said in enumerate(scenario.said)
        ]
        self._said = sorted(spread, key=lambda said: said.at)
        self.player = Player(
            scenario.turns,
            saved.came,
            (self.account, self.workspace, saved.platform),
            start=saved.start,
            seed=saved.seed,
        )
        for came in saved.came:
            if came.done:
                self._turn(self._turn_named(came.turn), came.at)

    def settle(self) -> bool:
        """Let everything happen that is due by now, each at its own time, in order.

        Returns whether anything did.
        """
        now = self.clock.now()
        happened = False
        while True:
            happened = self.player.look(now) or happened
            moments = [
                *(self._next_life(), self._next_page(), self._next_said(), self._next_reply()),
                *(self._next_turn(), self._next_taking()),
            ]
            due = [moment for moment in moments if moment and moment[0] <= now]
            if not due:
                return happened
            at, n = min((moment[0], moment[1]) for moment in due)
            acts = (self._live, self._page, self._say, self._reply, self._follow, self._take)
            acts[n](at)
            happened = True

    def _at(self, seconds: float) -> datetime:
        return self.saved.start + timedelta(seconds=seconds)

    def _next_life(self) -> tuple[datetime, int] | None:
        due = lifecycle.next_due(self.account)
        return (due.at, 0) if due else None

    def _next_page(self) -> tuple[datetime, int] | None:
        left = self._pages[self.saved.pages_done :]
        return (self._at(left[0].at), 1) if left else None

    def _next_said(self) -> tuple[datetime, int] | None:
        left = self._said[self.saved.said_done :]
        return (self._at(left[0].at), 2) if left else None

    def _next_reply(self) -> tuple[datetime, int] | None:
        memory = self.workspace.memory
        left = self.scenario.replies[memory.replies_said :]
        if memory.replies_from is None or not left:
            return None
        after = jittered(self.saved.seed, left[0].after, "reply")
        return memory.replies_from + timedelta(seconds=after), 3

    def _next_turn(self) -> tuple[datetime, int] | None:
        following = self.player.next()
        return (following.at, 4) if following else None

    def _next_taking(self) -> tuple[datetime, int] | None:
        taking = next_taking(self.workspace)
        return (taking[0], 5) if taking else None

    def _take(self, _at: datetime) -> None:
        take(self.workspace)

    def _live(self, at: datetime) -> None:
        due = lifecycle.next_due(self.account)
        if due is not None:
            due.act(self.account, due.incident, at)

    def _page(self, at: datetime) -> None:
        page = self._pages[self.saved.pages_done]
        self.saved.pages_done += 1
        if not self.account.in_maintenance(page.service, at):
            lifecycle.trigger(self.account, at, page)

    def _say(self, at: datetime) -> None:
        said = self._said[self.saved.said_done]
        self.saved.said_done += 1
        if self.player.has_come(said.unless):
            return
        text = CLOCK_TIME.sub(lambda found: f"{self._at(float(found[1])):%H:%M}", said.text)
        thread = self.workspace.memory.said.get(said.answers, "")
        message = self.say(at, said.channel, said.who, text, thread=thread)
        if said.key:
            self.workspace.memory.said[said.key] = message.ts
        for name, _, who in (reaction.partition(":") for reaction in said.reactions):
            react(message, name, self.scenario.person(who).slack)

    def _reply(self, at: datetime) -> None:
        memory = self.workspace.memory
        reply = self.scenario.replies[memory.replies_said]
        memory.replies_said += 1
        if self.player.has_come(reply.unless):
            return
        self.say(
            at, self.scenario.slack.incident_channel, reply.who, reply.text, thread=memory.thread
        )

    # --- what follows of what was done -------------------------------------------------------

    def _follow(self, at: datetime) -> None:
        """The next thing that a turn brings."""
        following = self.player.next()
        if following is None:
            return
        following.came.done += 1
        match following.what:
            case Turn():
                self._turn(following.what, at)
            case Word():
                self._speak(following, following.what)
            case Page():
                lifecycle.trigger(self.account, at, following.what)

    def _turn(self, turn: Turn, at: datetime) -> None:
        """From a turn on, the product and the tracker are otherwise."""
        since = (at - self.saved.start).total_seconds()
        paths = {endpoint.name: endpoint.path for endpoint in self.scenario.endpoints}
        for course in turn.courses:
            phase = Phase(since + course.at, course.status, course.latency_ms, course.body)
            self.product.set(paths[course.endpoint], phase)
        for value in turn.values:
            self.product.measure(value.metric, value.point(since))
        for org in turn.orgs:
            self.platform_api.restate(org.id, org.status)
        if turn.calms:
            self.sentry_api.calm(since)

    def _speak(self, following: Next, word: Word) -> None:
        """In a channel, or in the incident's thread; without a thread, to nobody."""
        thread = "" if word.channel else self.workspace.memory.thread
        channel = word.channel or self.scenario.slack.incident_channel
        if word.channel or thread:
            self.say(following.at, channel, word.who, word.text, thread=thread)

    def _turn_named(self, name: str) -> Turn:
        return next(turn for turn in self.scenario.turns if turn.id == name)

    def say(self, at: datetime, channel: str, who: str, text: str, *, thread: str = "") -> Message:
        """A colleague writes in a channel, or in a thread of it.

        Raises:
            KeyError: there is no such channel or no such person.
        """
        room = self.workspace.room_named(channel)
        person = self.workspace.person_named(who)
        if room is None or person is None:
            raise KeyError(channel if room is None else who)
        bot = f"B{person.slack[1:]}" if person.bot else ""
        message = Message(ts="", user=person.slack, text=text, thread_ts=thread, bot_id=bot)
        return self.workspace.say(room, at, message)

    def break_product(self, path: str, phase: Phase) -> None:
        """From the phase's time on, an endpoint answers as the phase says."""
        self.product.set(path, phase)
        self.saved.outages.append(Outage(path, phase))
