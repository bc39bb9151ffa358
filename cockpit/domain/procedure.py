"""An organisation's on-call procedure as data: what a profile says, in the words of the domain."""

from dataclasses import dataclass, field
from enum import StrEnum

from cockpit.domain.catalogue import Runbook, Service
from cockpit.domain.channels import Channels
from cockpit.domain.closing_points import ClosingRules, TicketTarget
from cockpit.domain.criterion import Criterion
from cockpit.domain.demands import Level
from cockpit.domain.http_actions import HttpAction
from cockpit.domain.papers import PaperPlan
from cockpit.domain.readiness_wanted import ReadinessWanted
from cockpit.domain.rungs import PagingUp, Rung, WantedLevel
from cockpit.domain.shift_rules import ShiftRules
from cockpit.domain.working_hours import PageBudget, WorkingHours

DECLARE_BLANKS = ("incident", "title", "started", "paged_by", "hypothesis", "person")
"""Blanks that `Procedure.declare_text` may have, as `{started}`; each is filled with plain text."""
UPDATE_BLANKS = ("incident", "title", "known", "trying", "next", "person")
"""Blanks that `Procedure.update_text` may have."""


class Evidence(StrEnum):
    """What can prove that a step of the checklist was done."""

    ACKNOWLEDGED = "acknowledged"
    DECLARED = "declared"
    HEALTH = "health"
    """The engineer looked at the probes, and what they said is on record."""
    DEPLOYS = "deploys"
    """The engineer looked at the list; what could not be read is on record with it."""
    REPORTS = "reports"
    """The engineer looked at the list, likewise."""
    UPDATE = "update"
    """An outward update was confirmed; when the next is due is a clock's business."""
    CUSTOMER = "customer"
    """An org was looked up, and is the only one that fits (N8.6)."""
    IMPERSONATED = "impersonated"
    """An act that lets one into a customer's org was confirmed (N8.7)."""
    SEVERITY = "severity"
    """Somebody set a level, or judged whether it is worth a page."""
    ROLES = "roles"
    """Somebody holds a role (G1)."""
    TOLD = "told"
    """Those were told who are to hear under the step's own id, else anybody who is to hear (I4)."""
    MITIGATION = "mitigation"
    """A mitigation was announced, or users are no longer hurt (G2)."""
    CALLER = "caller"
    """A caller was verified (A15)."""
    CALLED = "called"
    """Somebody else was paged, or asked to come (A2, P4)."""
    MERGED = "merged"
    """Others were merged into it, or it has another title (A12)."""
    ERRORS = "errors"
    """The engineer looked at the errors, and what the tracker said is on record (I7)."""
    ANNOUNCED = "announced"
    """The engineer looked at what was announced in the followed channels (A5)."""
    LOOK = "look"
    """The engineer opened the list of where to look: metrics, logs, traces (G3)."""
    PERSON = "person"
    """Only a person can know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the first ten minutes (procedure N8)."""

    id: str
    title: str
    detail: str = ""
    evidence: Evidence = Evidence.PERSON
    key: str = ""
    """The key that does it, if one does."""
    within_s: int = 0
    """Seconds from the page after which it is late; 0: never late."""
    condition: str = ""
    """When it applies, in words ("if a customer reported it"); empty: always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who does what in an incident (G1)."""

    id: str
    title: str
    short: str = ""
    """For the header: "IC"."""
    nudged: bool = False
    """Whether whoever holds it is the one who is nudged for updates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What an update says in a phase, when nobody types (G4)."""

    phase: str
    """declare, investigating, identified, mitigating, monitoring, resolved, no change."""
    known: str
    trying: str = ""
    next_s: int | None = None
    """Seconds to the next word; 0: there is none due; None: by the cadence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Everything that a profile decides and the domain computes with."""

    name: str
    title: str = ""
    channels: Channels = field(default_factory=Channels)
    ladder: tuple[Rung, ...] = ()
    paging_up: PagingUp = field(default_factory=PagingUp)
    steps: tuple[Step, ...] = ()
    levels: tuple[Level, ...] = ()
    """Severity levels, the worst first."""
    criteria: tuple[Criterion, ...] = ()
    """What decides whether something is worth a page (N6, N7)."""
    policy: tuple[WantedLevel, ...] = ()
    """The escalation policy as it should be at the pager; empty: as the ladder says (P6)."""
    runbooks: tuple[Runbook, ...] = ()
    papers: tuple[PaperPlan, ...] = ()
    """How papers are laid out and filed, by kind."""
    command_s: int = 60
    """Seconds after which a command of a runbook is ended."""
    services: tuple[Service, ...] = ()
    """What the organisation runs."""
    http_actions: tuple[HttpAction, ...] = ()
    """What can be asked of its services, or done there."""
    http_services: tuple[str, ...] = ()
    """The services whose address is configured here, by name."""
    working_hours: WorkingHours = field(default_factory=WorkingHours)
    page_budget: PageBudget = field(default_factory=PageBudget)
    readiness: ReadinessWanted = field(default_factory=ReadinessWanted)
    """How ready one has to be before a shift (A3)."""
    shift: ShiftRules = field(default_factory=ShiftRules)
    """When shifts change hands, and who follows whom (N1, P3)."""
    closing: ClosingRules = field(default_factory=ClosingRules)
    """What has to be there before an incident is closed (G8)."""
    tickets: TicketTarget | None = None
    """Where tickets are opened; None: no work tracker is configured here."""
    cadence_s: int = 900
    """Seconds between outward updates (N8.8)."""
    cadence_nudge_s: int = 120
    """Seconds before the update is due at which the clock begins to warn."""
    engage_s: int = 900
    """Seconds of silence after acknowledging until one is asked: still on it? (N8.1); 0: never."""
    online_s: int = 600
    """Seconds after the page within which one must be on line (N2); 0: none are set."""
    call_secondary_s: int = 1800
    """Seconds without convergence after which the secondary is paged (N9); 0: never."""
    suspect_s: int = 7200
    """A deploy this recent is a prime suspect (N8.4)."""
    deploy_window_s: int = 86_400
    soak_recent_s: int = 1_209_600
    """A soak that failed this recently is pointed out (N8.5)."""
    warn_at_s: tuple[int, ...] = (300, 120, 60)
    """Seconds left at which the escalation countdown draws the eye."""
    roles: tuple[Role, ...] = ()
    templates: tuple[Template, ...] = ()
    """What is said by phase, in the order in which an incident goes through them."""
    mitigations: tuple[str, ...] = ("rollback", "restart", "redeploy", "scale", "flag", "shift")
    """Kinds of mitigation, as verbs or nouns that a target follows (G2)."""
    mirror: tuple[str, ...] = ()
    """What is told in the thread besides: "note", "mitigation" (A6)."""
    security_groups: tuple[str, ...] = ()
    """User groups that are tagged in the security channel, by handle (I6)."""
    oncall_group: str = ""
    """The user group of whoever is on call, by handle (I10)."""
    addresses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """E-mail addresses by the name that stands for them, as "company" (I4)."""
    room_name: str = "inc-{number}"
    """What an incident's own channel is called, with {number}."""
    quiet_s: int = 300
    """Updates that follow one another faster than this are remarked on, seconds; 0: never."""
    unanswered_s: int = 300
    """An alert without reply or reaction for so long is unanswered (I9); 0: none ever is."""
    unknown_hypothesis: str = "unknown"
    """The hypothesis of a declaration when nobody has one yet (N8.2)."""
    declare_text: str = ""
    """What a declaration says, with `DECLARE_BLANKS`."""
    update_text: str = ""
    """What an update says, with `UPDATE_BLANKS`."""
    no_change_known: str = ""
    """What is known, in an update that has nothing new (N8.8)."""
    no_change_trying: str = ""
    """What is being tried, in an update that has nothing new."""

    def mailed(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The addresses that a profile means: each itself, or by a name; an empty one has none."""
        named = dict(self.addresses)
        return tuple(dict.fromkeys(one for word in words for one in named.get(word, (word,))))

    def paper(self, kind: str) -> PaperPlan:
        """How a kind of paper is laid out; the program's own way where the profile has none."""
        found = (plan for plan in self.papers if plan.kind == kind)
        return next(found, PaperPlan(kind=kind))

    def level(self, name: str) -> Level | None:
        """The severity level of this name, however it is capitalised."""
        return next((x for x in self.levels if x.name.casefold() == name.casefold()), None)
