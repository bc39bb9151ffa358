"""The configuration file as frozen tables: every key, its kind, its default, its meaning.

No file is read here. A field's docstring is its entry in the reference, the JSON Schema and
`cockpit config show`; the rules of values are in `kinds`, what a profile says in `procedure`.
"""

from typing import Annotated, Literal

from pydantic import Field

from cockpit.settings.channels import ChannelsTable, FollowedChannels
from cockpit.settings.http_actions import HttpTable
from cockpit.settings.jira import JiraTable
from cockpit.settings.kinds import (
    BaseUrl,
    Email,
    FeedUrl,
    Name,
    Seconds,
    TimeZone,
    Title,
)
from cockpit.settings.outward import MailTable, StatuspageTable
from cockpit.settings.papers import PapersTable
from cockpit.settings.probes import ProbeTable
from cockpit.settings.procedure import ProcedureTable
from cockpit.settings.profiles import DEFAULT
from cockpit.settings.repositories import RepositoryTable
from cockpit.settings.sentry import SentryTable
from cockpit.settings.table import Table
from cockpit.settings.tokens import TokenTable

Theme = Literal["cockpit-dark", "cockpit-light", "cockpit-contrast", "cockpit-ansi"]
"""The themes that the program registers."""

Ring = Literal["page", "escalation", "update", "silence", "criterion", "shift"]
"""What the bell may ring for."""


class PersonTable(Table):
    """`[person]`: who sits at this keyboard."""

    name: str = ""
    """How you are called on the timeline; empty: the name that PagerDuty has for you."""
    email: Email = ""
    """Your e-mail address in PagerDuty; actions are done in its name, so it must be your own."""
    slack_id: str = ""
    """Your member id in Slack ("U012ABCDEF"), so that your own replies are known as yours."""


class PagerDutyTable(TokenTable):
    """`[pagerduty]`: where pages come from; left out: no incidents are read."""

    api_url: BaseUrl = "https://api.pagerduty.com"
    """Where the REST API begins; `https://api.eu.pagerduty.com` for the European region."""
    team_ids: tuple[str, ...] = ()
    """Only incidents and change events of these teams, by id; empty: all that you may see."""
    policy_ids: tuple[str, ...] = ()
    """Escalation policies whose on-call is shown when no incident is open, by id."""
    shadow_schedule_ids: tuple[str, ...] = ()
    """Schedules of people who look on to learn, by id; they are shown, and never as responsible."""
    poll: Annotated[float, Seconds(1, 300)] = 5.0
    """How often PagerDuty is asked."""
    timeout: Annotated[float, Seconds(0.5, 60)] = 10.0
    """How long an answer may take."""


class SlackTable(TokenTable):
    """`[slack]`: where people are told; left out: nothing is posted."""

    api_url: BaseUrl = "https://slack.com/api/"
    """Where the Web API begins."""
    channels: ChannelsTable = ChannelsTable.model_construct()
    """Slack's ids ("C012ABCDEF") of the profile's channels; names work only in some workspaces."""
    follow: FollowedChannels = ()
    """More channels to follow besides those for alerts and operations, by id."""
    poll: Annotated[float, Seconds(1, 300)] = 10.0
    """How often the incident's thread is read, and, where they are few, each followed channel."""
    timeout: Annotated[float, Seconds(0.5, 60)] = 10.0
    """How long an answer may take."""


class HealthTable(Table):
    """`[health]`: is the product up?"""

    probes: tuple[ProbeTable, ...] = ()
    """What is looked at; a list here replaces the profile's list."""


class ReportsTable(Table):
    """`[[reports]]`: a folder of reliability reports in Markdown."""

    name: Name = "reports"
    """What the reports pane calls it."""
    path: str = ""
    """The folder; relative to this file or, with `repository`, to the repository's root; empty: the
    profile's `procedure.reports_path`."""
    repository: str = ""
    """A repository to read from without a checkout: a name of `[[repositories]]`, or a path."""
    branch: str = ""
    """The branch to read, with `repository`; empty: whatever is checked out."""
    interval: Annotated[float, Seconds(1, 86_400)] = 60.0
    """Time from one look to the next."""
    timeout: Annotated[float, Seconds(0.5, 300)] = 20.0
    """How long a look may take."""


class CalendarTable(TokenTable):
    """`[[calendars]]`: an iCalendar feed or file that says who is on call."""

    name: Name
    """What the shifts are called that it holds."""
    url: FeedUrl = ""
    """Its address, `https://` or `webcal://`; the secret of a private one is not written here but
    as `{token}`, and the keys for tokens say where it is."""
    file: str = ""
    """A file instead of an address; relative to this file."""
    level: Annotated[int, Field(ge=1, le=20)] = 1
    """Whom it names: 1 the primary, 2 the secondary, and so on."""
    shadow: bool = False
    """Whether it names who looks on to learn, and is not responsible."""
    title: Title = ""
    """How its events are titled: `"{person} on call*"`, with `*` for anything, other events being
    passed over; empty: the event's one attendee, else the whole title, is the person."""
    me: str = ""
    """How it calls you, if neither by your name nor by your e-mail address."""
    interval: Annotated[float, Seconds(60, 86_400)] = 3600.0
    """Time from one look to the next."""
    timeout: Annotated[float, Seconds(1, 120)] = 20.0
    """How long it may take to arrive."""


class ScreenTable(Table):
    """`[screen]`: how it looks and sounds."""

    theme: Theme = "cockpit-dark"
    """The colours; `cockpit-ansi` keeps to the terminal's own sixteen."""
    mouse: Literal["auto", "on", "off"] = "auto"
    """Whether the mouse is used; `auto`: on at this machine, off over SSH, so that text can be
    selected."""
    bell: bool = True
    """Ring the terminal's bell when a page arrives and when a deadline is near."""
    bell_for: tuple[Ring, ...] = ("page", "escalation", "update", "silence", "criterion", "shift")
    """What the bell rings for: your pages, marks of the countdown, updates that are due,
    nothing heard from you since you acknowledged, a criterion that is met and pages nobody, and
    shifts of yours that are to be begun or ended."""
    read_only: bool = False
    """Let nothing leave this cockpit: no acknowledgement, no message, no page; for a screen on the
    wall. `--read-only` and `$COCKPIT_READ_ONLY` do the same."""
    time_zone: TimeZone = "UTC"
    """The zone that times are shown in: "UTC", "local", or a name such as "Europe/Lisbon"."""


class StateTable(Table):
    """`[state]`: where the journal is kept."""

    dir: str = ""
    """The folder; relative to this file; empty: this user's state folder. `$COCKPIT_STATE_DIR`
    wins over it."""


class Configuration(Table):
    """A whole configuration: the user's own keys over those of the profile."""

    profile: Name = DEFAULT
    """The organisation's procedure: a shipped profile's name, or the path of one of your own."""
    person: PersonTable = PersonTable.model_construct()
    """Who you are."""
    pagerduty: PagerDutyTable | None = None
    """The pager."""
    slack: SlackTable | None = None
    """The chat."""
    mail: MailTable | None = None
    """The mail."""
    statuspage: StatuspageTable | None = None
    """The status page."""
    sentry: SentryTable | None = None
    """The error tracker."""
    jira: JiraTable | None = None
    """The work tracker."""
    http: tuple[HttpTable, ...] = ()
    """Your organisation's own services, for the profile's HTTP actions."""
    health: HealthTable = HealthTable.model_construct()
    """What is looked at."""
    repositories: tuple[RepositoryTable, ...] = ()
    """Where deploys come from."""
    reports: tuple[ReportsTable, ...] = ()
    """Where reliability reports are."""
    papers: PapersTable = PapersTable.model_construct()
    """Where papers stand."""
    calendars: tuple[CalendarTable, ...] = ()
    """Who is on call, where PagerDuty does not say it."""
    screen: ScreenTable = ScreenTable.model_construct()
    """The screen."""
    keys: dict[str, tuple[Name, ...]] = Field(default={}, repr=False)
    """Other keys for actions: `acknowledge = ["a", "f2"]`; the list replaces the action's keys."""
    state: StateTable = StateTable.model_construct()
    """The journal."""
    procedure: ProcedureTable = ProcedureTable.model_construct()
    """Any key of the profile's procedure that is different for you."""
