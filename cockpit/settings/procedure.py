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
    Criterion,
    CriterionKind,
    Evidence,
    Level,
    Procedure,
    Runbook,
    Rung,
    Step,
    Telling,
    WantedLevel,
)
from cockpit.settings.kinds import Name, ProbeUrl, Seconds, wrong
from cockpit.settings.table import Table
from cockpit.settings.words import listed
from cockpit.settings.working_hours import WorkingHoursTable, working_hours_of

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


class TellingTable(Table):
    """`[[procedure.levels.tells]]`: who has to hear of an incident of this level."""

    who: Name
    """Whom to tell: a role, a group, a channel."""
    within: Span = 0.0
    """Time from the page by which they have heard; 0: none is set."""
    how: str = ""
    """The way to tell them, in words."""


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
    tells: tuple[TellingTable, ...] = ()
    """Who has to hear of it."""


class CriterionTable(Table):
    """`[[procedure.criteria]]`: what decides whether something is worth a page."""

    id: StepId
    """A short name in small letters: "a"."""
    words: Name
    """What must be so, in a few words."""
    level: str = ""
    """The level that it proves, by its name."""
    kind: Annotated[CriterionKind, Field(strict=False)] = CriterionKind.PERSON
    """What it rests on: probes, or a person's answer."""
    probes: tuple[Name, ...] = ()
    """Names of probes; any of them proves it by being bad."""
    bad_for: Span = 0.0
    """Time for which a probe must have been bad."""


class PolicyTable(Table):
    """`[[procedure.policy]]`: a level of the escalation policy as it should be at the pager."""

    role: Name
    """Who stands there: a role, as "primary"."""
    after: Span = 0.0
    """Time without acknowledgement before the next level is paged."""
    target: str = ""
    """A person or schedule that always stands there, by name or id; empty: whoever is on shift."""


class RunbookTable(Table):
    """`[[procedure.runbooks]]`: where it is written what to do."""

    title: Name
    """What it is called."""
    url: ProbeUrl
    """Its address."""
    service: str = ""
    """The pager's service that it is for, by name; empty: any."""


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
    """Time of silence after acknowledging until cockpit asks whether one is on it; 0: never."""
    online: Span = 600.0
    """Time from the page within which one must be on line; 0: none is set."""
    call_secondary: Span = 1800.0
    """Time without convergence after which the secondary is paged; 0: never."""
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
    levels: tuple[LevelTable, ...] = ()
    """Severity levels, the worst first."""
    criteria: tuple[CriterionTable, ...] = ()
    """What decides whether something is worth a page."""
    policy: tuple[PolicyTable, ...] = ()
    """The escalation policy as it should be at the pager; empty: as the ladder says."""
    runbooks: tuple[RunbookTable, ...] = ()
    """Where it is written what to do, by service."""
    working_hours: WorkingHoursTable = WorkingHoursTable()
    """When people work."""
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
        working_hours=working_hours_of(table.working_hours),
        levels=tuple(_level(level) for level in table.levels),
        criteria=tuple(_criterion(criterion) for criterion in table.criteria),
        policy=tuple(
            WantedLevel(role=level.role, after_s=round(level.after), target=level.target)
            for level in table.policy
        ),
        runbooks=tuple(
            Runbook(title=book.title, url=book.url, service=book.service) for book in table.runbooks
        ),
        cadence_s=round(table.cadence),
        cadence_nudge_s=round(table.cadence_nudge),
        engage_s=round(table.engage),
        online_s=round(table.online),
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


def _level(table: LevelTable) -> Level:
    return Level(
        name=table.name,
        title=table.title,
        response_s=round(table.response),
        pages=table.pages,
        brings=table.brings,
        tells=tuple(
            Telling(who=telling.who, within_s=round(telling.within), how=telling.how)
            for telling in table.tells
        ),
    )


def _criterion(table: CriterionTable) -> Criterion:
    return Criterion(
        id=table.id,
        words=table.words,
        level=table.level,
        kind=table.kind,
        probes=table.probes,
        for_s=round(table.bad_for),
    )
