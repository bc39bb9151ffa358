"""Roles and texts of an incident: `[[procedure.roles]]`, `[procedure.texts]` and their like."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from cockpit.domain.procedure import DECLARE_BLANKS, UPDATE_BLANKS, Role, Template
from cockpit.domain.templates import BLANKS
from cockpit.settings.blanks import Blanks
from cockpit.settings.kinds import Kind, Name, wrong
from cockpit.settings.spans import Span, StepId
from cockpit.settings.table import Table

Update = Literal[
    "declare", "investigating", "identified", "mitigating", "monitoring", "resolved", "no change"
]
"""The phases of an incident that a template may be for."""
Mirrored = Literal["note", "mitigation"]
"""What may be told in the chat besides."""


def _room_name(pattern: str) -> str:
    rest = pattern.replace("{number}", "", 1)
    if "{number}" not in pattern or not set(rest) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_"):
        mend = 'write small letters, digits, hyphens, and {number} once, as "inc-{number}"'
        raise wrong("is no name for channels", mend)
    return pattern


RoomName = Annotated[str, Kind("text"), AfterValidator(_room_name)]
"""A pattern with one `{number}` in it."""


class RoleTable(Table):
    """`[[procedure.roles]]`: who does what in an incident; the first one commands."""

    id: StepId
    """A short name in small letters, for scripts and for other cockpits."""
    title: Name
    """What people call it."""
    short: str = ""
    """The same in a few letters, for the header: "IC"."""
    nudged: bool = False
    """Whether whoever holds it is the one who is reminded of outward updates."""


class TemplateTable(Table):
    """`[[procedure.templates]]`: what an update says in a phase, when nobody types."""

    phase: Update
    """The phase that it is for."""
    known: Annotated[str, AfterValidator(Blanks(BLANKS))]
    """What is known; blanks: {incident} {title} {service} {severity} {since} {symptoms}
    {hypothesis} {suspect} {mitigation} {kind} {target} {outcome} {relief} {last_known}
    {last_trying} {person}; a line whose blanks are all empty is left out."""
    trying: Annotated[str, AfterValidator(Blanks(BLANKS))] = ""
    """What is being tried; the same blanks."""
    next: Span | None = None
    """Time to the next update; 0: none is due; left out: by the cadence."""


class TextsTable(Table):
    """`[procedure.texts]`: what is said in the incident channel."""

    declare: Annotated[str, AfterValidator(Blanks(DECLARE_BLANKS))] = ""
    """A declaration; blanks: {incident} {title} {started} {paged_by} {hypothesis} {person}; a line
    whose blanks are all empty is left out; empty: the program's own text."""
    update: Annotated[str, AfterValidator(Blanks(UPDATE_BLANKS))] = ""
    """An update; blanks: {incident} {title} {known} {trying} {next} {person}; empty: the program's
    own text."""
    unknown_hypothesis: Name = "unknown"
    """The hypothesis when nobody has one yet."""
    no_change_known: str = "No change."
    """What is known, in an update that has nothing new."""
    no_change_trying: str = "Still investigating."
    """What is being tried, in an update that has nothing new."""


def role_of(table: RoleTable) -> Role:
    """The domain's role."""
    return Role(id=table.id, title=table.title, short=table.short, nudged=table.nudged)


def template_of(table: TemplateTable) -> Template:
    """The domain's template; durations become whole seconds."""
    return Template(
        phase=table.phase,
        known=table.known.strip(),
        trying=table.trying.strip(),
        next_s=None if table.next is None else round(table.next),
    )
