"""From a file to settings: found, laid over its profile, validated, converted; no token is read."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs
from pydantic import ValidationError

from cockpit.domain.http_actions import HttpService
from cockpit.domain.papers import Place as PaperPlace
from cockpit.domain.probes import Probe
from cockpit.domain.procedure import Procedure
from cockpit.domain.watch import (
    CalendarSpec,
    ChannelSpec,
    ReportFolderSpec,
    RepositorySpec,
    TrackerSpec,
)
from cockpit.settings.channels import ChannelsTable, channels_of, followed
from cockpit.settings.checks import KeyCheck, no_clashes, troubles
from cockpit.settings.convert import (
    calendar_secrets_of,
    calendars_of,
    http_secrets_of,
    papers_of,
    password_of,
    probe_secrets_of,
    probes_of,
    reports_of,
    repositories_of,
    secret_of,
    tracker_of,
    within,
)
from cockpit.settings.criteria_checks import unknown_probes
from cockpit.settings.explain import Trouble, explained
from cockpit.settings.faults import ConfigurationError, Fault, NoConfiguration
from cockpit.settings.http_actions import service_of
from cockpit.settings.jira import target_of
from cockpit.settings.layers import Layer, origin
from cockpit.settings.loose_ends import loose_ends
from cockpit.settings.model import Configuration
from cockpit.settings.procedure import procedure_of
from cockpit.settings.profile_ends import profile_ends
from cockpit.settings.read import profile_layer, text_of, unusable, user_layer
from cockpit.settings.secrets import SecretSpec
from cockpit.settings.tree import Place, frozen, laid_together, value_at
from cockpit.settings.words import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A configuration in force."""

    file: Path
    config: Configuration
    procedure: Procedure
    probes: tuple[Probe, ...]
    repositories: tuple[RepositorySpec, ...]
    reports: tuple[ReportFolderSpec, ...]
    calendars: tuple[CalendarSpec, ...]
    channels: tuple[ChannelSpec, ...]
    """What is followed; nothing where `[slack]` was left out."""
    tracker: TrackerSpec | None
    """None: `[sentry]` was left out."""
    read_only: bool
    """Nothing may leave this cockpit."""
    state_dir: Path
    """Where the journal is; not made yet."""
    pagerduty_token: SecretSpec | None
    """None: `[pagerduty]` was left out."""
    slack_token: SecretSpec | None
    """None: `[slack]` was left out."""
    mail_password: SecretSpec | None
    """None: `[mail]` was left out, or nobody has to log in."""
    statuspage_token: SecretSpec | None
    """None: `[statuspage]` was left out."""
    sentry_token: SecretSpec | None
    """None: `[sentry]` was left out."""
    jira_token: SecretSpec | None
    """None: `[jira]` was left out."""
    calendar_tokens: Mapping[str, SecretSpec]
    """By the calendar's name, for those that need one."""
    notion_token: SecretSpec | None
    """None: `[papers.notion]` was left out."""
    papers: tuple[PaperPlace, ...]
    """Where papers stand."""
    http: tuple[HttpService, ...]
    """The organisation's own services."""
    http_tokens: Mapping[str, SecretSpec]
    """By the service's name, for those that want one."""
    probe_tokens: Mapping[str, SecretSpec]
    """By the probe's name, likewise."""
    warnings: tuple[Fault, ...] = ()
    """What is no fault, and worth a look."""
    layers: tuple[Layer, ...] = field(repr=False)
    """The files it came from: the profile, then the user's own."""


def find() -> Path:
    """Where the configuration is, or would be: `$COCKPIT_CONFIG`, else the user's folder for it."""
    named = os.environ.get("COCKPIT_CONFIG")
    if named:
        return within(Path.cwd(), named)
    return platformdirs.user_config_path("cockpit", appauthor=False) / "config.toml"


def load(
    file: Path | None = None,
    *,
    actions: Collection[str] = (),
    clashes: KeyCheck = no_clashes,
) -> Settings:
    """The settings of a file; without one, of the file that `find` names.

    `actions` are the ids that `[keys]` may name, empty: any; `clashes` knows what is wrong with the
    keys that it gives them. Raises `NoConfiguration` when there is
    no file, `ConfigurationError` with every fault when it cannot be used.
    """
    chosen = within(Path.cwd(), str(file)) if file else find()
    try:
        text = text_of(chosen)
    except FileNotFoundError:
        named = file is None and bool(os.environ.get("COCKPIT_CONFIG"))
        raise NoConfiguration(chosen, named=named) from None
    return settings_of(text, chosen, actions=actions, clashes=clashes)


def settings_of(
    text: str, file: Path, *, actions: Collection[str] = (), clashes: KeyCheck = no_clashes
) -> Settings:
    """The settings that a text would give if it stood in `file`; raises `ConfigurationError`."""
    try:
        user = user_layer(text, file)
        layers = (profile_layer(user, file.parent), user)
        data = frozen(laid_together(layers[0].data, user.data))
        found = tuple(troubles(data, actions, clashes))
        found += tuple(unknown_probes(user.data, layers[0].data, data))
        settings = _settings(_validated(data, layers, found), file, layers)
        return replace(
            settings, warnings=_faults((*loose_ends(data), *profile_ends(data)), layers, data)
        )
    except RecursionError:
        raise unusable(file, "nests too deep", "write tables and lists less deep") from None


def _validated(
    data: object, layers: tuple[Layer, ...], found: tuple[Trouble, ...]
) -> Configuration:
    try:
        config = Configuration.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        found += tuple(explained(detail, data) for detail in details)
        raise ConfigurationError(_faults(found, layers, data)) from None
    if found:
        raise ConfigurationError(_faults(found, layers, data))
    return config


def _settings(config: Configuration, file: Path, layers: tuple[Layer, ...]) -> Settings:
    base = file.parent
    ids = config.slack.channels if config.slack else ChannelsTable()
    channels = channels_of(config.procedure.channels, ids)
    procedure = procedure_of(Path(config.profile).stem, config.procedure, channels)
    return Settings(
        file=file,
        config=config,
        procedure=replace(
            procedure,
            tickets=target_of(config.jira),
            http_services=tuple(service.name for service in config.http),
            runbooks=tuple(
                replace(book, file=str(within(base, book.file)) if book.file else "")
                for book in procedure.runbooks
            ),
        ),
        probes=probes_of(config, base),
        repositories=repositories_of(config, base),
        reports=reports_of(config, base),
        calendars=calendars_of(config, base),
        channels=followed(channels, config.slack.follow) if config.slack else (),
        tracker=tracker_of(config),
        read_only=config.screen.read_only or _is_on("COCKPIT_READ_ONLY"),
        state_dir=_state_dir(config, base),
        pagerduty_token=secret_of("PagerDuty", config.pagerduty, base),
        slack_token=secret_of("Slack", config.slack, base),
        mail_password=password_of("the mail", config.mail, base),
        statuspage_token=secret_of("the status page", config.statuspage, base),
        sentry_token=secret_of("Sentry", config.sentry, base),
        jira_token=secret_of("Jira", config.jira, base),
        calendar_tokens=calendar_secrets_of(config, base),
        notion_token=secret_of("Notion", config.papers.notion, base),
        papers=papers_of(config, base),
        http=tuple(service_of(service) for service in config.http),
        http_tokens=http_secrets_of(config, base),
        probe_tokens=probe_secrets_of(config, base),
        layers=layers,
    )


def _is_on(variable: str) -> bool:
    return os.environ.get(variable, "") not in ("", "0")


def _state_dir(config: Configuration, base: Path) -> Path:
    named = os.environ.get("COCKPIT_STATE_DIR")
    if named:
        return within(Path.cwd(), named)
    if config.state.dir:
        return within(base, config.state.dir)
    return platformdirs.user_state_path("cockpit", appauthor=False)


def _faults(
    found: tuple[Trouble, ...], layers: tuple[Layer, ...], data: object
) -> tuple[Fault, ...]:
    """Troubles with file, line and key, in the order of the file, each key once."""
    faults: dict[Place, Fault] = {}
    for place, reason, mend in found:
        layer = origin(layers, place)
        fault = Fault(
            file=layer.file,
            key=_key(place, data),
            line=layer.line(place),
            reason=reason,
            mend=mend,
        )
        faults.setdefault(place, fault)
    return tuple(sorted(faults.values(), key=lambda fault: (fault.file, fault.line or 0)))


def _key(place: Place, data: object) -> str:
    """A place as people write it: `health.probes[0].url (of "api")`."""
    text, name = "", ""
    for depth, part in enumerate(place):
        if isinstance(part, int):
            text += f"[{part}]"
            row = value_at(data, place[: depth + 1])
            called = row.get("name", row.get("id")) if isinstance(row, dict) else None
            name = f' (of "{shown(called)}")' if isinstance(called, str) and called else name
        else:
            text += f".{shown(part)}" if text else shown(part)
    return text + name
