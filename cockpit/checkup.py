"""The composition root of a check-up: clients of its own, so that nobody else waits for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from time import monotonic
from urllib.parse import urlsplit

from cockpit import services
from cockpit.adapters.clock import SystemClock
from cockpit.adapters.git import GitRepositories
from cockpit.adapters.machine import LocalMachine
from cockpit.adapters.probers import Probers
from cockpit.adapters.reports import FileReports
from cockpit.adapters.zone import zone
from cockpit.domain.http_actions import HttpService
from cockpit.domain.probes import ConnectProbe
from cockpit.domain.readiness import EVERYTHING, Result, Topic
from cockpit.domain.readiness_wanted import Need
from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.journal.checking import trouble
from cockpit.paper_places import papers
from cockpit.ports.readiness import Groups
from cockpit.readiness import absent, chat, check, evidence, machine, pager, terminal
from cockpit.readiness import services as outside
from cockpit.readiness.check import Check
from cockpit.readiness.turns import by_calendars
from cockpit.settings.load import Settings
from cockpit.settings.secrets import SecretSpec, resolve

JOURNAL = "journal.sqlite3"
_READERS = 12
"""Questions to one service that may be on their way at once: no check waits for another."""
_MASK = "***"
_PORTS = {"https": 443, "http": 80}


class SettingsCheckup:
    """Everything that the settings say is there, checked once; close it afterwards.

    Args:
        settings: a configuration in force.
        facts: what is known of the terminal.
        now: by the corrected clock.
        groups: what is wanted of it.
    """

    def __init__(
        self,
        settings: Settings,
        facts: TerminalFacts,
        now: datetime,
        groups: Groups = EVERYTHING,
    ) -> None:
        self._settings = settings
        self._now = now
        self._zone = zone(settings.config.screen.time_zone)
        self._wanted = settings.procedure.readiness
        clock, tokens = SystemClock(), list[str]()
        self._tokens = tokens
        self._machine = LocalMachine(settings.state_dir / JOURNAL, trouble)
        self._pager = services.pager(settings, clock, tokens, readers=_READERS)
        self._chat = services.chat(settings, tokens, readers=_READERS)
        self._page = services.page(settings, tokens)
        self._tracker = services.tracker(settings, clock, tokens)
        self._work = services.jira(settings, clock, tokens)
        self._papers = papers(settings, tokens, settings.state_dir / JOURNAL)
        self._mail = services.mail(settings, clock, tokens)
        self._calendars = services.calendars(settings, tokens)
        self._prober = Probers(clock, services.probe_tokens(settings, tokens))
        self._repositories = GitRepositories(max(len(settings.repositories), 1))
        self._reports = FileReports()
        checks = (*self._here(facts), *self._there(), *self._evidence())
        self._checks = tuple(one for one in checks if one.topic.group in groups)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All that is going to be checked."""
        return tuple(one.topic for one in self._checks)

    async def run(self, told: Callable[[Result], None]) -> tuple[Result, ...]:
        """Check everything at the same time."""
        results = await check.run(
            self._checks,
            lambda result: told(self._masked(result)),
            sleep=asyncio.sleep,
            monotonic=monotonic,
        )
        return tuple(self._masked(result) for result in results)

    async def close(self) -> None:
        """Hang up."""
        for service in (
            self._machine,
            self._pager,
            self._chat,
            self._calendars,
            self._repositories,
            self._reports,
        ):
            if service is not None:
                service.close()
        for other in (self._page, self._tracker, self._work, self._papers):
            if other is not None:
                await other.close()
        await self._prober.close()

    def _masked(self, result: Result) -> Result:
        """Whatever a service or a program has said: no token of ours is in it."""
        said = f"{result.words} {result.meaning} {result.mend}"
        for token in (token for token in self._tokens if token and token in said):
            result = replace(
                result,
                words=result.words.replace(token, _MASK),
                meaning=result.meaning.replace(token, _MASK),
                mend=result.mend.replace(token, _MASK),
            )
        return result

    def _here(self, facts: TerminalFacts) -> list[Check]:
        settings = self._settings
        odd = tuple((f"{w.key}: {w.reason}", w.mend) for w in settings.warnings)
        return [
            machine.settings(odd, read_only=settings.read_only),
            *machine.checks(self._machine, self._wanted, self._pager, self._zone, self._now),
            *terminal.checks(facts, self._machine),
        ]

    def _there(self) -> list[Check]:
        settings, made = self._settings, list[Check]()
        table = settings.config.pagerduty
        if self._pager is None or table is None:
            made.append(self._absent(Need.PAGER))
        else:
            wanted = pager.Wanted(
                procedure=settings.procedure,
                policy_ids=table.policy_ids,
                email=settings.config.person.email,
                now=self._now,
                zone=self._zone,
                turns=by_calendars(self._calendars, settings.calendars, self._zone, self._now),
            )
            made += pager.PagerChecks(self._pager, self._pager.account, wanted).checks()
        if self._chat is None:
            made.append(self._absent(Need.CHAT))
        else:
            ports = (self._chat.account, self._chat.workspace)
            made += chat.checks(*ports, settings.procedure, settings.channels)
        made.append(outside.mail(self._mail) if self._mail else self._absent(Need.MAIL))
        page, tracker = self._page, self._tracker
        made.append(outside.status_page(page.check) if page else self._absent(Need.STATUS))
        made.append(outside.errors(tracker) if tracker else self._absent(Need.ERRORS))
        if self._work is not None and settings.config.jira is not None:
            made.append(outside.work(settings.config.jira.project, self._work.may_file))
        made += [outside.papers(place, self._papers) for place in settings.papers]
        made += [self._service(one) for one in settings.http] or [self._absent(Need.SERVICES)]
        made += outside.calendars(self._calendars, settings.calendars, self._zone, self._now)
        return made

    def _evidence(self) -> list[Check]:
        settings, wanted = self._settings, self._wanted
        repositories = evidence.repositories(
            self._repositories, settings.repositories, wanted.fetched_s, self._now
        )
        reports = evidence.reports(self._reports, settings.reports)
        probes = evidence.probes(self._prober, settings.probes)
        machines = (*wanted.ssh, *evidence.reached_by(settings.probes))
        return [
            *(repositories or [self._absent(Need.REPOSITORIES)]),
            *(reports or [self._absent(Need.REPORTS)]),
            *(probes or [self._absent(Need.PROBES)]),
            *evidence.machines(self._prober, machines),
        ]

    def _absent(self, need: Need) -> Check:
        return absent.check(need, is_wanted=need in self._wanted.needs)

    def _service(self, service: HttpService) -> Check:
        parts = urlsplit(service.url)
        at = ConnectProbe(
            name=service.name,
            host=parts.hostname or "",
            port=parts.port or _PORTS.get(parts.scheme, 443),
            tls=parts.scheme == "https",
            timeout_s=service.timeout_s,
        )
        spec = self._settings.http_tokens.get(service.name)
        find = _finding(spec) if spec is not None else None
        return outside.service(service.name, at, self._prober, find)


def _finding(spec: SecretSpec) -> Callable[[], Awaitable[None]]:
    """Reads a token, and forgets it."""

    async def find() -> None:
        await resolve(spec)

    return find
