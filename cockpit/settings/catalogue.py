"""`[[procedure.services]]`, `[[procedure.runbooks]]`: what is run, and what is written about it."""

from typing import Annotated

from pydantic import AfterValidator, Field

from cockpit.domain.catalogue import LOOK_BLANKS, Contact, Home, Look, LookKind, Runbook, Service
from cockpit.settings.blanks import Blanks
from cockpit.settings.kinds import Name, ProbeUrl
from cockpit.settings.table import Table


class HomeTable(Table):
    """`[[procedure.services.homes]]`: where the code of a service is."""

    repository: Name
    """A repository, by its name in `[[repositories]]`."""
    paths: tuple[Name, ...] = ()
    """Folders or files in it that make up the service; empty: all of it."""


class LookTable(Table):
    """`[[procedure.services.looks]]`: where a service can be looked at."""

    kind: Annotated[LookKind, Field(strict=False)] = LookKind.OTHER
    """Metrics are looked at first, then logs, then traces."""
    title: Name
    """What it is called."""
    url: Annotated[ProbeUrl, AfterValidator(Blanks(LOOK_BLANKS))]
    """Its address; blanks: {service} {incident}, and the incident's time as {since} {until} (ISO),
    {since_s} {until_s} (Unix seconds) or {since_ms} {until_ms} (milliseconds)."""


class ContactTable(Table):
    """`[[procedure.services.contacts]]`: who can help, and how they are reached."""

    level: Name = "L2"
    """L2: an expert, or the owner of a dependency; L3: a vendor, or infrastructure."""
    who: Name
    """Who it is: a person, a team, a vendor."""
    reach: Name
    """How to reach them: a channel, a tool, a telephone tree."""
    url: ProbeUrl | None = None
    """Where to write to them, if there is an address."""


class ServiceTable(Table):
    """`[[procedure.services]]`: a service with everything that belongs to it."""

    name: Name
    """What people call it; the pager's service of the same name is meant."""
    aliases: tuple[Name, ...] = ()
    """What the pager calls it, where that differs."""
    probes: tuple[Name, ...] = ()
    """Probes that look at it, by name."""
    homes: tuple[HomeTable, ...] = ()
    """Where its code is: changes there are suspected first."""
    ring: str = ""
    """The ring whose users are hurt when it is down, as "production"; empty: any."""
    words: tuple[Name, ...] = ()
    """Words by which reports and errors speak of it."""
    depends_on: tuple[Name, ...] = ()
    """Services that it needs, by name."""
    looks: tuple[LookTable, ...] = ()
    """Where to look at it."""
    contacts: tuple[ContactTable, ...] = ()
    """Whom to ask."""
    objective: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """The availability that it promises, as 0.999; 0: none."""


class RunbookTable(Table):
    """`[[procedure.runbooks]]`: where it is written what to do."""

    title: Name
    """What it is called."""
    url: ProbeUrl | None = None
    """Its address."""
    file: str = ""
    """A Markdown file instead of an address, which is read beside the incident; relative to this
    file."""
    service: str = ""
    """The service that it is for, by its name in `[[procedure.services]]` or at the pager; empty:
    any."""
    criterion: str = ""
    """The criterion that it is for, by its id; empty: any."""


class PlaybookTable(Table):
    """`[[procedure.playbooks]]`: what the organisation has written down for everybody."""

    title: Name
    """What it is called; no runbook has the same title."""
    text: Annotated[str, Field(min_length=1)]
    """What it says, in Markdown."""


def service_of(table: ServiceTable) -> Service:
    """The domain's service."""
    return Service(
        name=table.name,
        aliases=table.aliases,
        probes=table.probes,
        homes=tuple(Home(repository=h.repository, paths=h.paths) for h in table.homes),
        ring=table.ring,
        words=table.words,
        depends_on=table.depends_on,
        looks=tuple(Look(kind=x.kind, title=x.title, url=x.url) for x in table.looks),
        contacts=tuple(
            Contact(level=c.level, who=c.who, reach=c.reach, url=c.url or "")
            for c in table.contacts
        ),
        objective=table.objective,
    )


def runbook_of(table: RunbookTable) -> Runbook:
    """The domain's runbook."""
    return Runbook(
        title=table.title,
        url=table.url or "",
        file=table.file,
        service=table.service,
        criterion=table.criterion,
    )


def playbook_of(table: PlaybookTable) -> Runbook:
    """A runbook that brings its words along."""
    return Runbook(title=table.title, text=table.text.strip())
