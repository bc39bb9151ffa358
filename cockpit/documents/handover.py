"""The handover note of a shift, from the store and from what was looked at (N3, A9); pure."""

from cockpit.documents.chat_text import chat_text
from cockpit.documents.filing import made
from cockpit.documents.handover_ground import Ground
from cockpit.documents.handover_sections import SECTIONS
from cockpit.documents.laying_out import laid_out, shift_name
from cockpit.documents.markdown import inert
from cockpit.documents.paper import HANDOVER, Paper
from cockpit.domain.actions_handover import PostHandover
from cockpit.domain.papers import SectionPlan

_OWN = (
    "incidents", "deploys", "noisy", "silences", "forbidding", "learnt", "items", "absences",
    "errors", "improvements",
)  # fmt: skip
"""The sections where the profile names none."""
_TITLE = "Handover"


def handover(it: Ground) -> Paper:
    """What whoever comes next has to know."""
    plan = it.situation.procedure.paper(HANDOVER)
    wanted = plan.sections or tuple(SectionPlan(id=name) for name in _OWN if _is_told(it, name))
    role = f", {inert(it.role)}" if it.role else ""
    day = f"{it.now.astimezone(it.situation.zone):%a %Y-%m-%d %H:%M %Z}"
    return Paper(
        id=paper_id(it),
        kind=HANDOVER,
        title=f"{inert(plan.title) or _TITLE}{role}, {day}",
        at=it.now,
        lead=_lead(it),
        sections=tuple(
            laid_out(section, tell(it) if (tell := SECTIONS.get(section.id)) else None)
            for section in wanted
        ),
        facts=(
            ("role", it.role or None),
            ("outgoing", it.situation.me.name if it.situation.me else None),
            ("incoming", it.incoming.name if it.incoming else None),
            ("since", it.interval.start.isoformat()),
        ),
    )


def wish(it: Ground, paper: Paper, words: str, *, sure: bool = False) -> PostHandover:
    """What posting it asks for, with these words of it. Raises ValueError, for people."""
    if it.incoming is None:
        raise ValueError("nobody is known to come next: say who takes over")
    return PostHandover(
        made=made(paper),
        text=chat_text(words),
        incoming=it.incoming,
        role=it.role,
        shift=it.own.shift.id if it.own.shift is not None else "",
        sure=sure,
    )


def paper_id(it: Ground) -> str:
    """What stays the same however often this note is written."""
    zone = it.situation.procedure.shift.zone or it.situation.zone
    return f"{HANDOVER}-{shift_name(it.own.since, it.own.until, it.role, zone)}"


def _is_told(it: Ground, name: str) -> bool:
    """Whether the section says anything to an organisation that names none: who forbids to be
    impersonated does not, where nothing is done inside customers' orgs.
    """
    return name != "forbidding" or bool(it.situation.procedure.http_actions)


def _lead(it: Ground) -> str:
    """From whom to whom, and how it is taken (N4, A14)."""
    me = inert(it.situation.me.name) if it.situation.me else "Whoever is on call"
    as_role = f" as {inert(it.role)}" if it.role else ""
    if it.incoming is None:
        return f"{me} hands over{as_role}; nobody is named yet who takes over."
    name = inert(it.incoming.name)
    return (
        f"{me} hands over to {name}{as_role}. {name}: a thumbs-up on this message takes it; "
        f"until then {me} stays responsible."
    )
