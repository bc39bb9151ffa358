"""Makes the clients of outside services, and the sources of shifts, from settings; asks nobody."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from cockpit.adapters.calendar import FeedCalendars
from cockpit.adapters.finder import ThreadFinder
from cockpit.adapters.git import GitRepositories
from cockpit.adapters.jira import Jira, Site
from cockpit.adapters.mail import SmtpMail
from cockpit.adapters.mail_letter import Sender
from cockpit.adapters.mail_server import Server
from cockpit.adapters.pagerduty import PagerDuty
from cockpit.adapters.reports import FileReports
from cockpit.adapters.runbooks import FileRunbooks
from cockpit.adapters.sentry import Sentry
from cockpit.adapters.services import HttpServices
from cockpit.adapters.shell import LocalShell
from cockpit.adapters.slack import Slack
from cockpit.adapters.statuspage import Statuspage
from cockpit.adapters.threads import Threads
from cockpit.adapters.zone import zone
from cockpit.domain.facts import Record
from cockpit.domain.questions import Findings, Question
from cockpit.domain.situation import Situation
from cockpit.domain.state import State
from cockpit.ports.outside import Clock
from cockpit.ports.reports import Reports
from cockpit.ports.repositories import Repositories
from cockpit.ports.shelves import Shelves
from cockpit.settings.load import Settings
from cockpit.settings.secrets import learner, reader
from cockpit.sources import deploys, fetching, turns
from cockpit.sources.changes import ChangeSource
from cockpit.sources.criteria import CriteriaWatch
from cockpit.sources.errors import ErrorSource
from cockpit.sources.keeper import Append, Note, Sleep, Source
from cockpit.sources.reports import ReportSource
from cockpit.sources.rota import CalendarRota, PagerRota, Rota
from cockpit.sources.tickets import TicketSource


def pager(
    settings: Settings, clock: Clock, tokens: list[str], *, readers: int = 2
) -> PagerDuty | None:
    """The pager; None: `[pagerduty]` was left out. A token that is read is added to `tokens`.

    `readers`: questions that may be on their way at the same time.
    """
    table, spec = settings.config.pagerduty, settings.pagerduty_token
    if table is None or spec is None:
        return None
    return PagerDuty(
        api_url=table.api_url,
        token=reader(spec, tokens),
        email=settings.config.person.email,
        timeout_s=table.timeout,
        clock=clock,
        team_ids=table.team_ids,
        shadow_schedules=table.shadow_schedule_ids,
        readers=readers,
    )


def chat(settings: Settings, tokens: list[str], *, readers: int = 2) -> Slack | None:
    """The chat, likewise."""
    table, spec = settings.config.slack, settings.slack_token
    if table is None or spec is None:
        return None
    return Slack(
        api_url=table.api_url,
        token=reader(spec, tokens),
        timeout_s=table.timeout,
        readers=readers,
    )


_PORTS = {"tls": 465, "starttls": 587, "none": 25}
"""Where a mail server listens that says nothing else."""


def mail(settings: Settings, clock: Clock, tokens: list[str]) -> SmtpMail | None:
    """The mail, likewise; a password counts as a token."""
    table, spec, person = settings.config.mail, settings.mail_password, settings.config.person
    if table is None:
        return None
    server = Server(
        host=table.host,
        port=table.port or _PORTS[table.security],
        security=table.security,
        user=table.user,
        timeout_s=table.timeout,
    )
    sender = Sender(name=person.name, address=table.sender or person.email, reply_to=person.email)
    return SmtpMail(server, sender, reader(spec, tokens) if spec else None, clock)


def page(settings: Settings, tokens: list[str]) -> Statuspage | None:
    """The status page, likewise."""
    table, spec = settings.config.statuspage, settings.statuspage_token
    if table is None or spec is None:
        return None
    return Statuspage(
        api_url=table.api_url,
        page_id=table.page_id,
        token=reader(spec, tokens),
        timeout_s=table.timeout,
        notify=table.notify,
    )


def tracker(settings: Settings, clock: Clock, tokens: list[str]) -> Sentry | None:
    """The error tracker, likewise."""
    table, spec = settings.config.sentry, settings.sentry_token
    if table is None or spec is None:
        return None
    return Sentry(
        api_url=table.api_url,
        organisation=table.organisation,
        projects=table.projects,
        environments=table.environments,
        token=reader(spec, tokens),
        timeout_s=table.timeout,
        clock=clock,
    )


def jira(settings: Settings, clock: Clock, tokens: list[str]) -> Jira | None:
    """The work tracker, likewise."""
    table, spec = settings.config.jira, settings.jira_token
    if table is None or spec is None:
        return None
    site = Site(
        url=table.url,
        is_cloud=table.edition == "cloud",
        user=table.user,
        due_field=table.due_field,
        timeout_s=table.timeout,
    )
    return Jira(site, reader(spec, tokens), clock)


def own(settings: Settings, tokens: list[str]) -> HttpServices | None:
    """The organisation's own services, likewise; None: none is configured."""
    if not settings.http:
        return None
    found = {name: reader(spec, tokens) for name, spec in settings.http_tokens.items()}
    return HttpServices(settings.http, found, settings.procedure.http_actions)


def shell(settings: Settings, tokens: list[str]) -> LocalShell:
    """This machine's shell; it does not get the variables in which our own tokens are."""
    named = (
        settings.pagerduty_token,
        settings.slack_token,
        settings.mail_password,
        settings.statuspage_token,
        settings.sentry_token,
        settings.notion_token,
        settings.jira_token,
        *settings.calendar_tokens.values(),
        *settings.http_tokens.values(),
        *settings.probe_tokens.values(),
    )
    given = [spec for spec in named if spec is not None]
    return LocalShell(
        tokens,
        tuple(spec.variable for spec in given),
        str(settings.file.parent),
        learner(given, tokens),
    )


def calendars(settings: Settings, tokens: list[str]) -> FeedCalendars:
    """All calendars, likewise."""
    specs = settings.calendar_tokens
    return FeedCalendars({name: reader(spec, tokens) for name, spec in specs.items()})


def probe_tokens(
    settings: Settings, tokens: list[str]
) -> Mapping[str, Callable[[], Awaitable[str]]]:
    """How the secret of each probe is read that has one, by the probe's name."""
    return {name: reader(spec, tokens) for name, spec in settings.probe_tokens.items()}


def rotas(
    settings: Settings,
    ports: tuple[PagerDuty | None, FeedCalendars],
    state: Callable[[], State],
    clock: Clock,
) -> list[Rota]:
    """Everybody who says who is on call in the time to come: the pager, then each calendar."""
    found: list[Rota] = []
    port, table = ports[0], settings.config.pagerduty
    if port is not None and table is not None:
        shadows = table.shadow_schedule_ids
        found.append(
            PagerRota(port, state, clock, policy_ids=table.policy_ids, shadow_schedules=shadows)
        )
    here = zone(settings.config.screen.time_zone)
    found += [CalendarRota(ports[1], spec, here, state, clock) for spec in settings.calendars]
    return found


def error_watch(
    settings: Settings, port: Sentry | None, state: Callable[[], State], note: Note, clock: Clock
) -> list[Source]:
    """Whoever watches the error tracker; nobody where there is none."""
    table = settings.config.sentry
    if port is None or table is None:
        return []
    return [ErrorSource(port, state, note, clock, interval_s=table.poll)]


def ticket_watch(settings: Settings, port: Jira | None, state: Callable[[], State]) -> list[Source]:
    """Whoever watches the tickets of action items; nobody where there is no work tracker."""
    table = settings.config.jira
    if port is None or table is None:
        return []
    return [TicketSource(port, state, interval_s=table.poll, timeout_s=table.timeout)]


def repositories(
    settings: Settings, port: Repositories, state: Callable[[], State], clock: Clock
) -> list[Source]:
    """Whoever watches a repository for deploys, and whoever fetches one."""
    reading, fetched = asyncio.Semaphore(deploys.AT_ONCE), asyncio.Semaphore(fetching.AT_ONCE)
    window_s, through = settings.procedure.deploy_window_s, turns.Turns()
    watched = [
        deploys.RepositorySource(
            port, spec, state, clock, reading, turns=through, window_s=window_s
        )
        for spec in settings.repositories
    ]
    allowed = [(spec, spec.fetch) for spec in settings.repositories if spec.fetch is not None]
    return [*watched, *(fetching.FetchSource(port, *both, fetched) for both in allowed)]


def shelves(
    settings: Settings,
    find: Callable[[Question, int], Findings],
    past: Callable[[], tuple[Record, ...]],
) -> Shelves:
    """Where there is something to read; `find` and `past` read the store, and block."""
    reports, runbooks, finder = FileReports(), FileRunbooks(), ThreadFinder(find)
    paths = [spec.path for spec in settings.repositories]
    repositories, aside = GitRepositories(deploys.AT_ONCE, paths), Threads("aside", size=1)

    def close() -> None:
        for shelf in (reports, runbooks, repositories, finder, aside):
            shelf.close()

    return Shelves(reports, runbooks, repositories, finder, aside, close, past)


def deployments(
    settings: Settings,
    ports: tuple[Repositories, PagerDuty | None],
    state: Callable[[], State],
    clock: Clock,
) -> list[Source]:
    """Whoever watches for deploys: in repositories, and in the list of changes that a pager has."""
    sources = repositories(settings, ports[0], state, clock)
    if ports[1] is not None:
        window_s = settings.procedure.deploy_window_s
        sources.append(ChangeSource(ports[1].change_log, state, clock, window_s=window_s))
    return sources


def folders(settings: Settings, port: Reports, state: Callable[[], State]) -> list[ReportSource]:
    """Whoever watches a folder of reports."""
    return [ReportSource(port, spec, state) for spec in settings.reports]


def criteria(
    settings: Settings,
    situation: Callable[[], Situation],
    append: Append,
    time: tuple[Clock, Sleep],
) -> CriteriaWatch:
    """Whoever weighs the paging criteria by what the probes find."""
    clock, sleep = time
    criteria_ = settings.procedure.criteria
    return CriteriaWatch(criteria_, situation, append=append, clock=clock, sleep=sleep)
