"""The demo's world on disk: repositories with reports, secrets, and a configuration."""

import json
import os
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cockpit.standins import catalogue, probes
from cockpit.standins.probes import SECRETS
from cockpit.standins.repositories import REPORTS_IN, REPORTS_PATH, make_repositories
from cockpit.standins.scenario import Repository, Scenario

CONFIGURATION = "config.toml"
REPOSITORIES = "repos"
RUNBOOKS = "runbooks"

Addresses = dict[str, str | int]


def make_world(folder: Path, scenario: Scenario, start: datetime, addresses: Addresses) -> None:
    """Make what is missing in a folder; what is there already stays as it is.

    Only a configuration that names other addresses is written anew.

    Raises:
        DataError: git is missing, or refuses.
    """
    make_repositories(folder / REPOSITORIES, scenario, start)
    secrets = folder / SECRETS
    secrets.mkdir(mode=0o700, exist_ok=True)
    key = next(k.token for k in scenario.pagerduty.keys if k.person == scenario.engineer)
    _keep(secrets / "pagerduty", f"{key}\n")
    _keep(secrets / "slack", f"{scenario.slack.tokens[0].token}\n")
    _keep(secrets / "statuspage", f"{scenario.statuspage.token}\n")
    _keep(secrets / "jira", f"{scenario.jira.token}\n")
    _keep(secrets / "notion", f"{scenario.notion.token}\n")
    _keep(secrets / "sentry", f"{scenario.sentry.tokens[0].token}\n")
    _keep(secrets / "platform", f"{scenario.platform.token}\n")
    if scenario.mail.user:
        _keep(secrets / "mail", f"{scenario.mail.password}\n")
    for endpoint in scenario.endpoints:
        if endpoint.token:
            _keep(folder / probes.secret_file(endpoint), f"{endpoint.token}\n")
    for program in scenario.programs:
        probes.make_program(folder, program)
    books = folder / RUNBOOKS
    books.mkdir(exist_ok=True)
    for book in scenario.runbooks:
        _keep(books / book.name, book.text.lstrip("\n"))
    _configure(folder / CONFIGURATION, configuration(scenario, addresses), addresses)


def configuration(scenario: Scenario, addresses: Addresses) -> str:
    """The configuration of a cockpit that looks at these addresses."""
    person = scenario.person(scenario.engineer)
    lines = [
        "# Written by the stand-ins: it points a cockpit at this folder's world.",
        f"profile = {_text(scenario.profile)}",
        "",
        "[person]",
        f"name = {_text(person.name)}",
        f"email = {_text(person.email)}",
        f"slack_id = {_text(person.slack)}",
        *_services(scenario, addresses),
        *_outward(scenario, addresses),
        *_sentry(scenario, addresses),
        *_platform(scenario, str(addresses["product"])),
        *_probes(scenario, addresses),
        *_repositories(scenario),
        *_runbooks(scenario),
        *catalogue.lines(scenario.catalogue),
        "",
        "[state]",
        'dir = "state"',
        "",
    ]
    return "\n".join(lines)


def _services(scenario: Scenario, addresses: Addresses) -> list[str]:
    used = [channel for channel in scenario.slack.channels if channel.use]
    return [
        "",
        "[pagerduty]",
        f"api_url = {_text(addresses['pagerduty'])}",
        f"token_file = {_text(f'{SECRETS}/pagerduty')}",
        f"policy_ids = [{', '.join(_text(p.id) for p in scenario.pagerduty.policies)}]",
        'poll = "2s"',
        "",
        "[slack]",
        f"api_url = {_text(addresses['slack'])}",
        f"token_file = {_text(f'{SECRETS}/slack')}",
        'poll = "3s"',
        "",
        "[slack.channels]",
        *(f"{channel.use} = {_text(channel.id)}" for channel in used),
        "",
        "[procedure.channels]",
        *(f"{channel.use} = {_text(f'#{channel.name}')}" for channel in used),
    ]


def _outward(scenario: Scenario, addresses: Addresses) -> list[str]:
    """The mail server and the status page; both are on this machine, so nothing is encrypted."""
    mail = urlsplit(str(addresses["mail"]))
    login = [f"user = {_text(scenario.mail.user)}", f"password_file = {_text(f'{SECRETS}/mail')}"]
    return [
        "",
        "[mail]",
        f"host = {_text(mail.hostname)}",
        f"port = {mail.port}",
        'security = "none"',
        *(login if scenario.mail.user else []),
        "",
        "[statuspage]",
        f"page_id = {_text(scenario.statuspage.id)}",
        f"api_url = {_text(addresses['statuspage'])}",
        f"token_file = {_text(f'{SECRETS}/statuspage')}",
        *_jira(scenario, addresses),
        *_papers(scenario, addresses),
        *_addresses(scenario),
    ]


def _jira(scenario: Scenario, addresses: Addresses) -> list[str]:
    """The work tracker, where the scenario has one."""
    site = scenario.jira
    if not site.project:
        return []
    return [
        "",
        "[jira]",
        f"url = {_text(addresses['jira'])}",
        f"project = {_text(site.project)}",
        f"edition = {_text('cloud' if site.user else 'server')}",
        *([f"user = {_text(site.user)}"] if site.user else []),
        f"token_file = {_text(f'{SECRETS}/jira')}",
    ]


def _papers(scenario: Scenario, addresses: Addresses) -> list[str]:
    """Where papers stand: in the world's own folder, on a branch, and in the database."""
    first = scenario.repositories[0].name if scenario.repositories else ""
    site = scenario.notion
    return [
        "",
        "[papers.folder]",
        'path = "papers"',
        *(["", "[papers.git]", f"repository = {_text(first)}"] if first else []),
        *(_notion(site.database, addresses["notion"]) if site.database else []),
    ]


def _notion(database: str, address: object) -> list[str]:
    return [
        "",
        "[papers.notion]",
        f"database_id = {_text(database)}",
        f"api_url = {_text(address)}",
        f"token_file = {_text(f'{SECRETS}/notion')}",
    ]


def _addresses(scenario: Scenario) -> list[str]:
    """Whom the profile's e-mails mean."""
    lists = scenario.mail.lists
    named = (f"{x.name} = [{', '.join(_text(who) for who in x.addresses)}]" for x in lists)
    return ["", "[procedure.addresses]", *named] if lists else []


def _sentry(scenario: Scenario, addresses: Addresses) -> list[str]:
    """The error tracker, where the scenario has one."""
    if not scenario.sentry.projects:
        return []
    return [
        "",
        "[sentry]",
        f"organisation = {_text(scenario.sentry.organisation)}",
        f"projects = [{', '.join(_text(name) for name in scenario.sentry.projects)}]",
        'environments = ["production"]',
        f"api_url = {_text(addresses['sentry'])}",
        f"token_file = {_text(f'{SECRETS}/sentry')}",
        'poll = "10s"',
    ]


def _platform(scenario: Scenario, product: str) -> list[str]:
    """The platform that customers are looked up at, where the scenario has any."""
    if not scenario.platform.orgs:
        return []
    return [
        "",
        "[[http]]",
        'name = "platform"',
        f"url = {_text(product)}",
        f"token_file = {_text(f'{SECRETS}/platform')}",
        "",
        *scenario.platform.actions.strip().splitlines(),
    ]


def _probes(scenario: Scenario, addresses: Addresses) -> list[str]:
    product = str(addresses["product"])
    looked_at = (
        *(probes.of_endpoint(endpoint, product) for endpoint in scenario.endpoints),
        *(probes.of_metric(metric, product) for metric in scenario.metrics),
        *(probes.of_port(port, str(addresses[port.service])) for port in scenario.ports),
        *(probes.of_program(program) for program in scenario.programs),
    )
    return [line for lines in looked_at for line in lines]


def _runbooks(scenario: Scenario) -> list[str]:
    lines: list[str] = []
    for book in scenario.runbooks:
        lines += [
            "",
            "[[procedure.runbooks]]",
            f"title = {_text(book.title)}",
            f"file = {_text(f'{RUNBOOKS}/{book.name}')}",
        ]
        lines += [f"service = {_text(book.service)}"] if book.service else []
        lines += [f"criterion = {_text(book.criterion)}"] if book.criterion else []
    return lines


def _repositories(scenario: Scenario) -> list[str]:
    lines: list[str] = []
    for repository in scenario.repositories:
        lines += [
            "",
            "[[repositories]]",
            f"name = {_text(repository.name)}",
            f"path = {_text(f'{REPOSITORIES}/{repository.name}')}",
            'interval = "5s"',
            *([f"time = {_text(repository.time)}"] if repository.time != "commit" else []),
            *_rings(repository),
        ]
        if repository.name == REPORTS_IN:
            path = f"{REPOSITORIES}/{REPORTS_IN}/{REPORTS_PATH}"
            lines += ["", "[[reports]]", f"path = {_text(path)}", 'interval = "10s"']
    return lines


def _rings(repository: Repository) -> list[str]:
    if not repository.rings:
        return []
    lines = []
    for ring in repository.rings:
        said = {"ring": ring.ring, "tag": ring.tag, "branch": ring.branch, "file": ring.file}
        inside = ", ".join(f"{key} = {_text(value)}" for key, value in said.items() if value)
        lines.append(f"  {{ {inside} }},")
    return ["rings = [", *lines, "]"]


def _text(value: object) -> str:
    """A TOML basic string; JSON escapes the same characters."""
    return json.dumps(str(value), ensure_ascii=False)


def _configure(path: Path, text: str, addresses: Addresses) -> None:
    if path.exists():
        present = path.read_text(encoding="utf-8")
        port = f"port = {urlsplit(str(addresses['mail'])).port}"
        names = ["pagerduty", "slack", "product", "statuspage", "sentry"]
        names += ["jira"] if "[jira]" in present else []
        names += ["notion"] if "[papers.notion]" in present else []
        words = [port, *(str(addresses[name]) for name in names)]
        if probes.UPLINK_FILE in present:
            words.append(urlsplit(str(addresses["uplink"])).netloc)
        if all(word in present for word in words):
            return
        path.unlink()
    _keep(path, text)


def _keep(path: Path, text: str) -> None:
    """Write a file that only its owner can read, unless it is there."""
    if path.exists():
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
