"""`[procedure]`: an organisation's practice as tables, and their conversion to the domain's words.

Every key has a default, because a profile and the user's overrides are merged before they are
read; a profile that is shipped sets them all. Channels, severity, roles and texts are next door.
"""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from cockpit.domain.channels import Channels
from cockpit.domain.effects_local import LONGEST_S
from cockpit.domain.procedure import Procedure
from cockpit.settings.catalogue import (
    PlaybookTable,
    RunbookTable,
    ServiceTable,
    playbook_of,
    runbook_of,
    service_of,
)
from cockpit.settings.channels import ChannelsTable
from cockpit.settings.closing import ClosingTable, closing_of
from cockpit.settings.criteria import CriterionTable, criterion_of
from cockpit.settings.http_actions import HttpActionTable, action_of
from cockpit.settings.kinds import Email, Name, Seconds
from cockpit.settings.ladder import (
    EscalationTable,
    PolicyTable,
    RungTable,
    paging_up_of,
    rung_of,
    wanted_of,
)
from cockpit.settings.order import (
    Mirrored,
    RoleTable,
    RoomName,
    TemplateTable,
    TextsTable,
    role_of,
    template_of,
)
from cockpit.settings.papers import PaperTables, plans_of
from cockpit.settings.readiness import ReadinessTable, readiness_of
from cockpit.settings.repositories import Time
from cockpit.settings.severity import LevelTable, level_of
from cockpit.settings.shift import ShiftTable, shift_of
from cockpit.settings.spans import Span
from cockpit.settings.steps import StepTable, step_of
from cockpit.settings.table import Table
from cockpit.settings.working_hours import (
    PageBudgetTable,
    WorkingHoursTable,
    page_budget_of,
    working_hours_of,
)


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
    soak_recent: Span = 1_209_600.0
    """A soak that failed this recently is pointed out among the reports."""
    deploy_time: Time = "commit"
    """When a commit counts as deployed: `commit` when it was made, `merge` when it came in."""
    warn_at: tuple[Span, ...] = (300.0, 120.0, 60.0)
    """Time left at which the escalation countdown draws the eye."""
    reports_path: str = ""
    """The folder of reliability reports inside its repository."""
    channels: ChannelsTable = ChannelsTable.model_construct()
    """Channels by purpose."""
    ladder: tuple[RungTable, ...] = ()
    """Who is paged after whom, where the pager does not say."""
    escalation: EscalationTable = EscalationTable.model_construct()
    """What is asked of whoever pages further up."""
    steps: tuple[StepTable, ...] = ()
    """The first ten minutes, in order."""
    levels: tuple[LevelTable, ...] = ()
    """Severity levels, the worst first."""
    criteria: tuple[CriterionTable, ...] = ()
    """What decides whether something is worth a page."""
    policy: tuple[PolicyTable, ...] = ()
    """The escalation policy as it should be at the pager; empty: as the ladder says."""
    playbooks: tuple[PlaybookTable, ...] = ()
    """What is written down for everybody, read beside the runbooks; they are the profile's, and
    runbooks of your own leave them in place."""
    runbooks: tuple[RunbookTable, ...] = ()
    """Where it is written what to do, by service."""
    command: Annotated[float, Seconds(1, LONGEST_S)] = 60.0
    """Time after which a command that was run from a runbook is ended."""
    services: tuple[ServiceTable, ...] = ()
    """What you run: what watches it, where its code is, where to look, whom to ask."""
    http_actions: tuple[HttpActionTable, ...] = ()
    """What can be asked of your own services, or done there: look-ups of customers, and acts."""
    working_hours: WorkingHoursTable = WorkingHoursTable.model_construct()
    """When people work."""
    page_budget: PageBudgetTable = PageBudgetTable.model_construct()
    """How many pages a week may have; more is a fault of its own."""
    closing: ClosingTable = ClosingTable.model_construct()
    """What has to be there before an incident is closed."""
    readiness: ReadinessTable = ReadinessTable.model_construct()
    """How ready one has to be before a shift."""
    shift: ShiftTable = ShiftTable.model_construct()
    """When shifts change hands, and who follows whom."""
    quiet: Span = 300.0
    """Updates with nothing new that come faster than this are remarked on; 0: never."""
    unanswered: Span = 300.0
    """An alert in a followed channel without reply or reaction for so long stands out; 0: never."""
    mitigations: tuple[Name, ...] = ("rollback", "restart", "redeploy", "scale", "flag", "shift")
    """Kinds of mitigation, as words that a target follows."""
    mirror: tuple[Mirrored, ...] = ()
    """What is told in the incident's thread, else in the log channel, without being asked."""
    security_groups: tuple[Name, ...] = ()
    """User groups that are tagged in the security channel, by handle."""
    oncall_group: str = ""
    """The user group of whoever is on call, by handle; empty: there is none."""
    addresses: dict[str, tuple[Email, ...]] = Field(default={}, repr=False)
    """E-mail addresses by name, for `to` of an `email`: `company = ["everyone@example.com"]`."""
    room_name: RoomName = "inc-{number}"
    """What an incident's own channel is called, with {number}."""
    roles: tuple[RoleTable, ...] = ()
    """Who does what; none: commander, communications, investigators, scribe."""
    templates: tuple[TemplateTable, ...] = ()
    """What an update says by phase; phases that are left out: the program's own words."""
    papers: PaperTables = PaperTables.model_construct()
    """Postmortems, handovers, reports: what they say, and where they are filed."""
    texts: TextsTable = TextsTable.model_construct()
    """What is said."""


def procedure_of(name: str, table: ProcedureTable, channels: Channels) -> Procedure:
    """The domain's procedure; durations become whole seconds."""
    bare = Procedure(
        name=name,
        title=table.title or name,
        channels=channels,
        ladder=tuple(rung_of(rung) for rung in table.ladder),
        paging_up=paging_up_of(table.escalation),
        steps=tuple(step_of(step) for step in table.steps),
        working_hours=working_hours_of(table.working_hours),
        page_budget=page_budget_of(table.page_budget),
        closing=closing_of(table.closing),
        readiness=readiness_of(table.readiness),
        shift=shift_of(table.shift, channels),
        levels=tuple(level_of(level) for level in table.levels),
        criteria=tuple(criterion_of(criterion) for criterion in table.criteria),
        policy=tuple(wanted_of(level) for level in table.policy),
        runbooks=(
            *(runbook_of(book) for book in table.runbooks),
            *(playbook_of(book) for book in table.playbooks),
        ),
        http_actions=tuple(action_of(action) for action in table.http_actions),
        services=tuple(service_of(service) for service in table.services),
        command_s=round(table.command),
        cadence_s=round(table.cadence),
        cadence_nudge_s=round(table.cadence_nudge),
        engage_s=round(table.engage),
        online_s=round(table.online),
        call_secondary_s=round(table.call_secondary),
        suspect_s=round(table.suspect),
        deploy_window_s=round(table.deploy_window),
        soak_recent_s=round(table.soak_recent),
        warn_at_s=tuple(sorted((round(left) for left in table.warn_at), reverse=True)),
    )
    return _talking(bare, table)


def _talking(bare: Procedure, table: ProcedureTable) -> Procedure:
    """The same with who does what, and what is said."""
    texts = table.texts
    return replace(
        bare,
        roles=tuple(role_of(role) for role in table.roles),
        templates=tuple(template_of(template) for template in table.templates),
        papers=plans_of(table.papers),
        mitigations=table.mitigations,
        mirror=table.mirror,
        security_groups=tuple(group.removeprefix("@") for group in table.security_groups),
        oncall_group=table.oncall_group.removeprefix("@"),
        addresses=tuple(table.addresses.items()),
        room_name=table.room_name,
        quiet_s=round(table.quiet),
        unanswered_s=round(table.unanswered),
        unknown_hypothesis=texts.unknown_hypothesis,
        declare_text=texts.declare,
        update_text=texts.update,
        no_change_known=texts.no_change_known,
        no_change_trying=texts.no_change_trying,
    )
