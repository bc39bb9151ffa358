"""`cockpit config check|schema|show`: says what is wrong, what may be written, what is in force."""

import json
import os
from collections.abc import Collection
from typing import TextIO

from cockpit.settings.checks import KeyCheck, no_clashes
from cockpit.settings.faults import ConfigurationError, NoConfiguration
from cockpit.settings.load import Settings, load
from cockpit.settings.schema import profile_schema
from cockpit.settings.schema import schema as schema_of
from cockpit.settings.secrets import SecretSpec
from cockpit.settings.show import shown_settings

DONE = 0
WRONG = 2
"""Exit code for wrong usage or configuration."""


def check(
    out: TextIO,
    err: TextIO,
    *,
    actions: Collection[str] = (),
    clashes: KeyCheck = no_clashes,
) -> int:
    """Say "ok" and what was found, or every fault; returns the exit code."""
    try:
        settings = load(actions=actions, clashes=clashes)
    except (ConfigurationError, NoConfiguration) as error:
        print(error, file=err)
        return WRONG
    services = (
        ("PagerDuty", settings.pagerduty_token),
        ("Slack", settings.slack_token),
        ("Status page", settings.statuspage_token),
        ("Sentry", settings.sentry_token),
        ("Jira", settings.jira_token),
    )
    tokens = [f"{name}: token from {_found(spec)}" for name, spec in services if spec]
    missing = [f"{name}: left out" for name, spec in services if not spec]
    found = (
        f"ok: {settings.file}",
        f"profile {settings.procedure.name}: {settings.procedure.title}",
        *tokens,
        *missing,
        f"Mail: {_mail(settings)}",
        f"health probes: {len(settings.probes)}",
        *_unseen(settings),
        f"repositories: {len(settings.repositories)}",
        f"report folders: {len(settings.reports)}",
        f"journal: {settings.state_dir}",
    )
    print("\n  ".join(found), file=out)
    for warning in settings.warnings:
        print(f"worth a look: {warning}", file=out)
    return DONE


def _found(spec: SecretSpec) -> str:
    """Where a token comes from; that a variable is not set is seen without asking anybody."""
    if spec.variable and spec.variable not in os.environ:
        return f"{spec.source}, which is not set in this shell"
    return spec.source


def _mail(settings: Settings) -> str:
    table, spec = settings.config.mail, settings.mail_password
    if table is None:
        return "left out"
    return f"{table.host}, password from {_found(spec)}" if spec else f"{table.host}, no login"


def _unseen(settings: Settings) -> list[str]:
    """Criteria of the profile that nobody looks at here: people have to answer them."""
    probes = {probe.name for probe in settings.probes}
    return [
        f"criterion ({criterion.id}): no probe is called {' or '.join(criterion.probes)}, "
        "people answer it"
        for criterion in settings.procedure.criteria
        if criterion.probes and not probes.intersection(criterion.probes)
    ]


def schema(out: TextIO, *, of_profile: bool = False) -> int:
    """Print the JSON Schema of the configuration, or of a profile's file; returns the exit code."""
    print(json.dumps(profile_schema() if of_profile else schema_of(), indent=2), file=out)
    return DONE


def show(
    out: TextIO,
    err: TextIO,
    *,
    actions: Collection[str] = (),
    clashes: KeyCheck = no_clashes,
) -> int:
    """Print what is in force, with the source of every value; returns the exit code."""
    try:
        settings = load(actions=actions, clashes=clashes)
    except (ConfigurationError, NoConfiguration) as error:
        print(error, file=err)
        return WRONG
    out.write(shown_settings(settings))
    return DONE
