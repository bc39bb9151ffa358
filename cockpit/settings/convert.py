"""From tables to what the domain is told to watch, with absolute paths; nothing is looked at."""

from collections.abc import Mapping
from pathlib import Path

from cockpit.domain.papers import Place
from cockpit.domain.probes import Probe
from cockpit.domain.watch import CalendarSpec, ReportFolderSpec, RepositorySpec, TrackerSpec
from cockpit.settings.model import Configuration
from cockpit.settings.papers import places_of
from cockpit.settings.probes import probe_of
from cockpit.settings.repositories import repository_of
from cockpit.settings.secrets import SecretSpec
from cockpit.settings.tokens import PasswordTable, TokenTable


def within(base: Path, path: str) -> Path:
    """An absolute path: `~` is the user's home, a relative one begins in `base`."""
    try:
        expanded = Path(path).expanduser()
    except RuntimeError:
        expanded = Path(path)
    return Path(base / expanded).absolute()


def probes_of(config: Configuration, base: Path) -> tuple[Probe, ...]:
    """What is to be looked at."""
    return tuple(probe_of(table, base) for table in config.health.probes)


def probe_secrets_of(config: Configuration, base: Path) -> Mapping[str, SecretSpec]:
    """Where the secrets of probes are, by name, for those that have one."""
    specs = {p.name: secret_of(f'probe "{p.name}"', p, base) for p in config.health.probes}
    return {name: spec for name, spec in specs.items() if spec is not None and spec.is_somewhere}


def repositories_of(config: Configuration, base: Path) -> tuple[RepositorySpec, ...]:
    """The repositories to read deploys from."""
    time = config.procedure.deploy_time
    return tuple(
        repository_of(repository, within(base, repository.path), time)
        for repository in config.repositories
    )


def papers_of(config: Configuration, base: Path) -> tuple[Place, ...]:
    """Where papers stand; a repository may be called by its name."""
    paths = {repository.name: repository.path for repository in config.repositories}
    return places_of(config.papers, lambda path: str(within(base, paths.get(path, path))))


def reports_of(config: Configuration, base: Path) -> tuple[ReportFolderSpec, ...]:
    """The folders of reports; one in a repository keeps a path relative to its root."""
    paths = {repository.name: repository.path for repository in config.repositories}
    return tuple(
        ReportFolderSpec(
            name=folder.name,
            path=(folder.path or config.procedure.reports_path)
            if folder.repository
            else str(within(base, folder.path)),
            repository=str(within(base, paths.get(folder.repository, folder.repository)))
            if folder.repository
            else "",
            branch=folder.branch,
            interval_s=folder.interval,
            timeout_s=folder.timeout,
        )
        for folder in config.reports
    )


def tracker_of(config: Configuration) -> TrackerSpec | None:
    """The error tracker, if there is one."""
    table = config.sentry
    if table is None:
        return None
    return TrackerSpec(organisation=table.organisation, projects=table.projects)


def calendars_of(config: Configuration, base: Path) -> tuple[CalendarSpec, ...]:
    """The calendars to read shifts from."""
    return tuple(
        CalendarSpec(
            name=calendar.name,
            url=calendar.url,
            file=str(within(base, calendar.file)) if calendar.file else "",
            level=calendar.level,
            shadow=calendar.shadow,
            title=calendar.title,
            own_name=calendar.me,
            own_email=config.person.email,
            interval_s=calendar.interval,
            timeout_s=calendar.timeout,
        )
        for calendar in config.calendars
    )


def calendar_secrets_of(config: Configuration, base: Path) -> Mapping[str, SecretSpec]:
    """Where the secrets of calendars are, by name, for those that have one."""
    specs = {c.name: secret_of(f'calendar "{c.name}"', c, base) for c in config.calendars}
    return {name: spec for name, spec in specs.items() if spec is not None and spec.is_somewhere}


def http_secrets_of(config: Configuration, base: Path) -> Mapping[str, SecretSpec]:
    """Where the tokens of the organisation's own services are, likewise."""
    specs = {s.name: secret_of(f'the service "{s.name}"', s, base) for s in config.http}
    return {name: spec for name, spec in specs.items() if spec is not None and spec.is_somewhere}


def secret_of(service: str, table: TokenTable | None, base: Path) -> SecretSpec | None:
    """Where a service's token is; None when the service was left out."""
    if table is None:
        return None
    return SecretSpec(
        service=service,
        variable=table.token_env or "",
        command=table.token_command or (),
        file=str(within(base, table.token_file)) if table.token_file else "",
    )


def password_of(service: str, table: PasswordTable | None, base: Path) -> SecretSpec | None:
    """Where a service's password is; None when it wants none."""
    if table is None:
        return None
    spec = SecretSpec(
        service=service,
        kind="password",
        variable=table.password_env or "",
        command=table.password_command or (),
        file=str(within(base, table.password_file)) if table.password_file else "",
    )
    return spec if spec.is_somewhere else None
