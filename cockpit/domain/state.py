"""The state: what the fold of all facts amounts to; immutable values and questions about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cockpit.domain.action_items import ActionItem
from cockpit.domain.case import (
    Answer,
    Case,
    Declaration,
    HandOver,
    Judgement,
    Kind,
    Looked,
    Moment,
    Update,
)
from cockpit.domain.handovers import HandoverBook
from cockpit.domain.lessons import Lesson
from cockpit.domain.model import EscalationPolicy, OnCall, Person
from cockpit.domain.papers import PaperCopy
from cockpit.domain.parcels import Parcel, Phase
from cockpit.domain.readiness import Readiness
from cockpit.domain.shift_book import Shifts
from cockpit.domain.tracked_errors import ErrorBook, JudgedError
from cockpit.domain.watched import (
    ChangeListState,
    CriterionState,
    FolderState,
    ProbeState,
    RepositoryState,
    RotaState,
    SourceState,
)

__all__ = [
    "EMPTY",
    "Answer",
    "Case",
    "Declaration",
    "HandOver",
    "Judgement",
    "Kind",
    "Looked",
    "Moment",
    "Parcel",
    "Phase",
    "State",
    "Update",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that is known, as of the record `seq`."""

    seq: int = 0
    server_offset_s: float = 0.0
    """The server's clock minus this machine's."""
    me: Person | None = None
    team_ids: tuple[str, ...] = ()
    """My teams, as the pager names them."""
    cases: Mapping[str, Case] = field(default_factory=dict)
    """By incident id."""
    items: Mapping[str, ActionItem] = field(default_factory=dict)
    """By id: everything that is or was to do, in the order in which it was added."""
    people: Mapping[str, Person] = field(default_factory=dict)
    """Those who were looked up by name, by id."""
    policies: Mapping[str, EscalationPolicy] = field(default_factory=dict)
    on_call: tuple[OnCall, ...] = ()
    on_call_of: tuple[str, ...] = ()
    """The policies whose on-call was read: nobody there means nobody."""
    rotas: Mapping[str, RotaState] = field(default_factory=dict)
    """By source."""
    probes: Mapping[str, ProbeState] = field(default_factory=dict)
    criteria: Mapping[str, CriterionState] = field(default_factory=dict)
    """What evidence says of paging criteria, by id."""
    repositories: Mapping[str, RepositoryState] = field(default_factory=dict)
    changes: ChangeListState | None = None
    """None: the pager's list of changes was never read."""
    folders: Mapping[str, FolderState] = field(default_factory=dict)
    errors: ErrorBook | None = None
    """None: the error tracker was never read."""
    judged_errors: Mapping[str, JudgedError] = field(default_factory=dict)
    """The newest verdict on each, by the error's id."""
    sources: Mapping[str, SourceState] = field(default_factory=dict)
    parcels: Mapping[str, Parcel] = field(default_factory=dict)
    """By effect id, in the order of their requests."""
    papers: Mapping[str, tuple[PaperCopy, ...]] = field(default_factory=dict)
    """What was last generated, by paper and place; see `cockpit.domain.fold_papers`."""
    lessons: tuple[Lesson, ...] = ()
    """What was learnt, in order (A8)."""
    shifts: Shifts = field(default_factory=Shifts)
    """Who began to be on call when, and what was written down in it."""
    handovers: HandoverBook = field(default_factory=HandoverBook)
    """Notes that hand a shift over, and who took them."""
    shift: tuple[Moment, ...] = ()
    """What belongs to no incident."""
    readiness: Readiness | None = None
    """The newest check-up (A3); None: there was none."""

    def thread(self, case: Case) -> str:
        """The ts of the case's thread, empty until its declaration stands in the channel."""
        if case.declaration is None:
            return ""
        parcel = self.parcels.get(case.declaration.effect)
        return parcel.ref if parcel and parcel.phase is Phase.DONE else ""

    def is_declared(self, case: Case) -> bool:
        """Whether the case was declared; a declaration that was given up is none."""
        if case.declaration is None:
            return False
        parcel = self.parcels.get(case.declaration.effect)
        return parcel is None or parcel.phase is not Phase.DISCARDED

    def unsent(self) -> tuple[Parcel, ...]:
        """What has still to leave, oldest first."""
        return tuple(p for p in self.parcels.values() if not p.is_over)


EMPTY = State()
