"""An organisation's on-call procedure as data: what a profile says, in the words of the domain."""

from dataclasses import dataclass, field
from enum import StrEnum

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
class Rung:
    """One rung of the ladder that the profile wants, used where the pager does not say."""

    role: str
    after_s: int
    """Seconds without acknowledgement before the next rung is paged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Chat channels by purpose, as ids (a name works where the workspace allows it)."""

    incident: str = ""
    oncall: str = ""
    noise: str = ""
    names: tuple[tuple[str, str], ...] = ()
    """(id, name) for showing."""

    def name(self, channel: str) -> str:
        """How people call this channel."""
        return dict(self.names).get(channel, channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Everything that a profile decides and the domain computes with."""

    name: str
    title: str = ""
    channels: Channels = field(default_factory=Channels)
    ladder: tuple[Rung, ...] = ()
    steps: tuple[Step, ...] = ()
    cadence_s: int = 900
    """Seconds between outward updates (N8.8)."""
    cadence_nudge_s: int = 120
    """Seconds before the update is due at which the clock begins to warn."""
    engage_s: int = 900
    """Seconds after acknowledging within which one must be engaged (N8.1)."""
    call_secondary_s: int = 1800
    """Seconds without convergence after which the secondary is paged (N9)."""
    suspect_s: int = 7200
    """A deploy this recent is a prime suspect (N8.4)."""
    deploy_window_s: int = 86_400
    warn_at_s: tuple[int, ...] = (300, 120, 60)
    """Seconds left at which the escalation countdown draws the eye."""
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
