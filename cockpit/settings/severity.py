"""`[[procedure.levels]]`: how severe it is, and who has to hear."""

from typing import Annotated

from pydantic import AfterValidator, Field

from cockpit.domain.demands import TELLING_BLANKS, Level, Outcome, Telling, Way
from cockpit.settings.blanks import Blanks
from cockpit.settings.kinds import Name
from cockpit.settings.spans import Span, StepId
from cockpit.settings.table import Table


class TellingTable(Table):
    """`[[procedure.levels.tells]]`: who has to hear of an incident of this level."""

    id: StepId | None = None
    """A short name in small letters, for scripts; left out: made of `who`."""
    who: Name
    """Whom to tell: a role, a group, a channel."""
    way: Annotated[Way, Field(strict=False)] = Way.PERSON
    """How they are told; what the program can see or send ticks itself. `copy`, `person`: you say
    when it was done."""
    within: Span = 0.0
    """Time from the page by which they have heard; 0: none is set."""
    how: str = ""
    """The way to tell them, in words."""
    to: tuple[Name, ...] = ()
    """Addresses of an `email`, or their names in `procedure.addresses`; the channel of a `post`, by
    purpose ("noise") or id, none: the incident's thread; components of the `status` page by id."""
    groups: tuple[Name, ...] = ()
    """User groups that a `post` tags, by handle."""
    every: Span = 0.0
    """Time after which they have to hear again while it is open; 0: once is enough."""
    subject: Annotated[str, AfterValidator(Blanks(TELLING_BLANKS))] = ""
    """What is drafted as the subject; blanks as in `text`; empty: the program's own."""
    text: Annotated[str, AfterValidator(Blanks(TELLING_BLANKS))] = ""
    """What is drafted; blanks: {incident} {title} {service} {severity} {since} {known} {trying}
    {next} {person}; empty: the program's own text."""


class LevelTable(Table):
    """`[[procedure.levels]]`: a severity level and what it demands, the worst first."""

    name: Name
    """How people call it, as "P1"; a priority of the same name at the pager belongs to it."""
    title: str = ""
    """What it means, in a few words."""
    response: Span = 0.0
    """Time from the page within which somebody is at work on it; 0: none is set."""
    pages: bool = False
    """Whether it is worth a page; else it waits for working hours."""
    brings: tuple[Name, ...] = ()
    """Whom to bring in, as roles."""
    cadence: Span = 0.0
    """Time between outward updates; 0: as the procedure says."""
    tells: tuple[TellingTable, ...] = ()
    """Who has to hear of it."""
    then: tuple[Annotated[Outcome, Field(strict=False)], ...] = ()
    """What triage offers next, in this order; none: what does not page is snoozed, gets a ticket,
    or a line in the noise channel. `handover`: a note for the next shift."""


def level_of(table: LevelTable) -> Level:
    """The domain's level; durations become whole seconds."""
    return Level(
        name=table.name,
        title=table.title,
        response_s=round(table.response),
        pages=table.pages,
        brings=table.brings,
        cadence_s=round(table.cadence),
        tells=tuple(_telling(telling) for telling in table.tells),
        then=table.then,
    )


def _telling(table: TellingTable) -> Telling:
    return Telling(
        id=table.id or "",
        who=table.who,
        way=table.way,
        within_s=round(table.within),
        how=table.how,
        to=table.to,
        groups=tuple(group.removeprefix("@") for group in table.groups),
        every_s=round(table.every),
        subject=table.subject,
        text=table.text,
    )
