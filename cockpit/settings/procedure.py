"""`[procedure]`: an organisation's practice as tables, and their conversion to the domain's words.

Every key has a default, because a profile and the user's overrides are merged before they are
read; a profile that is shipped sets them all.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from cockpit.domain.procedure import (
    DECLARE_BLANKS,
    UPDATE_BLANKS,
    Channels,
    Evidence,
    Procedure,
    Rung,
    Step,
)
from cockpit.settings.kinds import Name, Seconds, wrong
from cockpit.settings.table import Table
from cockpit.settings.words import listed

Span = Annotated[float, Seconds(0, 2_592_000)]
"""A duration of up to thirty days."""
StepId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
"""A short name in small letters."""


class Blanks:
    """The rule of a text with blanks: braces are for known blanks, and for nothing else."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known
        self._blank = re.compile(rf"\{{(?:{'|'.join(known)})\}}")

    def __call__(self, text: str) -> str:
        """The text itself; raises `PydanticCustomError` when a brace belongs to no known blank."""
        if set("{}") & set(self._blank.sub("", text)):
            blanks = listed(f"{{{name}}}" for name in self._known)
            raise wrong("has a blank that cannot be filled", f"the blanks are {blanks}")
        return text


class ChannelsTable(Table):
    """`[procedure.channels]`: channels as people call them; `[slack.channels]`: their ids."""

    incident: str = ""
    """Where an incident is declared and its thread lives."""
    oncall: str = ""
    """Where hand-overs are posted."""
    noise: str = ""
    """Where alerts go that do not page."""


class RungTable(Table):
    """`[[procedure.ladder]]`: who is paged after whom."""

    role: Name
    """Who is paged: a role, as "primary"."""
    after: Span = 0.0
    """Time without acknowledgement before the next rung is paged; 0 on the last one."""


class StepTable(Table):
    """`[[procedure.steps]]`: one step of the first ten minutes."""

    id: StepId
    """A short name in small letters, for evidence and for scripts."""
    title: Name
    """What is to be done, in a few words."""
    detail: str = ""
    """What to know while doing it."""
    evidence: Annotated[Evidence, Field(strict=False)] = Evidence.PERSON
    """What proves that it was done; `person`: only a person can know."""
    key: str = ""
    """The key that does it, if one does."""
    within: Span = 0.0
    """Time from the page after which it is late; 0: never."""
    condition: str = ""
    """When it applies, in words; empty: always."""


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


class ProcedureTable(Table):
    """`[procedure]`: how this organisation answers a page."""

    title: str = ""
    """What the organisation calls it."""
    cadence: Annotated[float, Seconds(60, 86_400)] = 900.0
    """Time between outward updates."""
    cadence_nudge: Span = 120.0
    """How long before an update is due the clock begins to warn."""
    engage: Span = 900.0
    """Time after acknowledging within which one must be engaged."""
    call_secondary: Span = 1800.0
    """Time without convergence after which the secondary is paged."""
    suspect: Span = 7200.0
    """A deploy this recent is a prime suspect."""
    deploy_window: Annotated[float, Seconds(60, 2_592_000)] = 86_400.0
    """How far back deploys are listed."""
    warn_at: tuple[Span, ...] = (300.0, 120.0, 60.0)
    """Time left at which the escalation countdown draws the eye."""
    reports_path: str = ""
    """The folder of reliability reports inside its repository."""
    channels: ChannelsTable = ChannelsTable()
    """Channels by purpose."""
    ladder: tuple[RungTable, ...] = ()
    """Who is paged after whom, where the pager does not say."""
    steps: tuple[StepTable, ...] = ()
    """The first ten minutes, in order."""
    texts: TextsTable = TextsTable()
    """What is said."""


def channels_of(names: ChannelsTable, ids: ChannelsTable) -> Channels:
    """Channels as the chat knows them: the id where there is one, else the name."""
    called = {purpose: getattr(names, purpose) for purpose in ChannelsTable.model_fields}
    known = {purpose: getattr(ids, purpose) for purpose in called}
    pairs = tuple(
        (known[purpose], name) for purpose, name in called.items() if name and known[purpose]
    )
    chosen = {purpose: known[purpose] or name for purpose, name in called.items()}
    return Channels(**chosen, names=pairs)


def procedure_of(name: str, table: ProcedureTable, channels: Channels) -> Procedure:
    """The domain's procedure; durations become whole seconds."""
    texts = table.texts
    return Procedure(
        name=name,
        title=table.title or name,
        channels=channels,
        ladder=tuple(Rung(role=rung.role, after_s=round(rung.after)) for rung in table.ladder),
        steps=tuple(_step(step) for step in table.steps),
        cadence_s=round(table.cadence),
        cadence_nudge_s=round(table.cadence_nudge),
        engage_s=round(table.engage),
        call_secondary_s=round(table.call_secondary),
        suspect_s=round(table.suspect),
        deploy_window_s=round(table.deploy_window),
        warn_at_s=tuple(sorted((round(left) for left in table.warn_at), reverse=True)),
        unknown_hypothesis=texts.unknown_hypothesis,
        declare_text=texts.declare,
        update_text=texts.update,
        no_change_known=texts.no_change_known,
        no_change_trying=texts.no_change_trying,
    )


def _step(table: StepTable) -> Step:
    return Step(
        id=table.id,
        title=table.title,
        detail=table.detail,
        evidence=table.evidence,
        key=table.key,
        within_s=round(table.within),
        condition=table.condition,
    )
