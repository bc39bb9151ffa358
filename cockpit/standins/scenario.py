"""A scenario as data: who, what and when; `library` reads it from TOML and checks it."""

from dataclasses import dataclass, field

from cockpit.standins.catalogue import Entry
from cockpit.standins.customers import Platform
from cockpit.standins.notion import NotionSite
from cockpit.standins.outward import MailServer, StatusSite
from cockpit.standins.pages import Change, Page
from cockpit.standins.papers import Report, Runbook
from cockpit.standins.probes import Endpoint, Metric, Port, Program
from cockpit.standins.tracker import AppError, TrackerSite
from cockpit.standins.turns import Turn
from cockpit.standins.work import JiraSite


@dataclass(frozen=True)
class Person:
    """Somebody with an account in both PagerDuty and Slack."""

    key: str
    name: str
    email: str
    pagerduty: str
    slack: str
    title: str
    phone: str = ""
    bot: bool = False
    """A program, which Slack shows as one."""


@dataclass(frozen=True)
class Level:
    """A rung of an escalation policy; targets read `schedule:ID` or `person:KEY`."""

    minutes: int
    targets: tuple[str, ...]
    takes_turns: bool = False
    """Round robin: the targets take turns, one per incident; nobody can tell whose it is."""


@dataclass(frozen=True)
class Policy:
    """An escalation policy; `loops` is how often it starts again at its end."""

    id: str
    name: str
    levels: tuple[Level, ...]
    loops: int = 0


@dataclass(frozen=True)
class Schedule:
    """A rotation: the first person is on call when the scenario starts, and then the others."""

    id: str
    name: str
    people: tuple[str, ...]
    """By key; an empty one is a turn of nobody's."""
    zone: str = "UTC"
    """Where the clock hangs that tells when a turn ends."""
    weekday: int = 0
    """When turns begin: 0 is a Monday. A turn of other than whole weeks moves on from there."""
    hour: int = 10
    days: int = 7
    """The length of a turn."""


@dataclass(frozen=True)
class Service:
    """A service; timeouts in seconds, 0 switches one off."""

    id: str
    name: str
    policy: str
    acknowledgement_timeout: int = 0
    auto_resolve_timeout: int = 0


@dataclass(frozen=True)
class Priority:
    """A priority; the scenario lists the highest first."""

    id: str
    name: str
    description: str


@dataclass(frozen=True)
class ApiKey:
    """A PagerDuty key: of a person, or of the whole account when nobody is named."""

    token: str
    person: str = ""
    read_only: bool = False


@dataclass(frozen=True)
class Pagerduty:
    """The PagerDuty account."""

    site: str
    team: str
    keys: tuple[ApiKey, ...]
    schedules: tuple[Schedule, ...]
    policies: tuple[Policy, ...]
    services: tuple[Service, ...]
    priorities: tuple[Priority, ...]
    requests_per_minute: int = 960


@dataclass(frozen=True)
class Token:
    """A Slack token: a bot's, or a person's when one is named."""

    token: str
    scopes: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True)
class Channel:
    """A Slack channel and who is in it; `bot` says whether our application is."""

    id: str
    name: str
    use: str = ""
    """What the demo's configuration has it for, as "alerts"; empty: it is not named there."""
    people: tuple[str, ...] = ()
    bot: bool = True
    private: bool = False
    topic: str = ""


@dataclass(frozen=True)
class Usergroup:
    """A Slack user group."""

    id: str
    handle: str
    name: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Slack:
    """The Slack workspace; `incident_channel` names the channel with the threads."""

    team_id: str
    team: str
    site: str
    bot_user: str
    bot_id: str
    bot_name: str
    app_id: str
    incident_channel: str
    tokens: tuple[Token, ...]
    channels: tuple[Channel, ...]
    usergroups: tuple[Usergroup, ...] = ()
    takes_after: float = 0.0
    """Seconds after which whoever a handover note is for takes it; 0: nobody does by themself."""


@dataclass(frozen=True)
class Said:
    """A message in a channel, `at` seconds after the start.

    `{at:+600}` in the text is the time of day, in UTC, so many seconds after the start.
    """

    at: float
    channel: str
    who: str
    text: str
    key: str = ""
    """By which others answer it."""
    answers: str = ""
    """The key of the message in whose thread it stands."""
    reactions: tuple[str, ...] = ()
    """Such as `eyes:ben`."""
    unless: tuple[str, ...] = ()
    """Turns after which nobody says it any more."""


@dataclass(frozen=True)
class Reply:
    """An answer, `after` seconds after the incident's thread was opened."""

    after: float
    who: str
    text: str
    unless: tuple[str, ...] = ()
    """Turns after which nobody says it any more."""


@dataclass(frozen=True)
class Commit:
    """A commit; `author` is a person's key, or `Name <address>`."""

    at: float
    author: str
    subject: str
    body: str = ""
    path: str = ""
    text: str = ""
    """What the file holds then; empty: a line more."""
    tag: str = ""
    branch: str = "main"
    start: str = "main"
    """The branch that a new branch begins from."""
    merges: str = ""
    """A branch that it brings in; then it writes nothing itself."""
    zone: str = "+0000"
    """Where the author's clock stood."""


@dataclass(frozen=True)
class Ring:
    """How cockpit reads what runs in a ring: by one of tag, branch, file."""

    ring: str = ""
    tag: str = ""
    branch: str = ""
    file: str = ""


@dataclass(frozen=True)
class Repository:
    """A git repository of the demo's world, oldest commit first."""

    name: str
    commits: tuple[Commit, ...]
    time: str = "commit"
    """Which time of a commit counts: "commit" or "merge"."""
    rings: tuple[Ring, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """Everything that happens around an engineer who has been paged."""

    name: str
    title: str
    profile: str
    """The profile that the demo's configuration names."""
    engineer: str
    """Who sits at the keyboard."""
    people: tuple[Person, ...]
    pagerduty: Pagerduty
    slack: Slack
    mail: MailServer = field(default_factory=MailServer)
    statuspage: StatusSite = field(default_factory=StatusSite)
    jira: JiraSite = field(default_factory=JiraSite)
    notion: NotionSite = field(default_factory=NotionSite)
    platform: Platform = field(default_factory=Platform)
    sentry: TrackerSite = field(default_factory=TrackerSite)
    pages: tuple[Page, ...] = ()
    changes: tuple[Change, ...] = ()
    said: tuple[Said, ...] = ()
    replies: tuple[Reply, ...] = ()
    errors: tuple[AppError, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    metrics: tuple[Metric, ...] = ()
    ports: tuple[Port, ...] = ()
    programs: tuple[Program, ...] = ()
    repositories: tuple[Repository, ...] = ()
    catalogue: tuple[Entry, ...] = ()
    """What the organisation runs."""
    reports: tuple[Report, ...] = ()
    runbooks: tuple[Runbook, ...] = ()
    turns: tuple[Turn, ...] = ()
    """What happens because of what is done."""
    truth: str = ""
    """What it was, told when it is over."""
    ends: float = 3600.0
    """When a drill of it ends at the latest, seconds after the start."""

    def person(self, key: str) -> Person:
        """The person with that key."""
        return next(person for person in self.people if person.key == key)
