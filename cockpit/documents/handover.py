"""The handover note of a shift, from the store and from what was looked at (N3, A9); pure."""

import re
from dataclasses import replace

from cockpit.documents.handover_ground import Ground
from cockpit.documents.handover_sections import SECTIONS
from cockpit.documents.markdown import inert
from cockpit.documents.paper import HANDOVER, Paper, Section, bullets
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
    wanted = plan.sections or tuple(SectionPlan(id=name) for name in _OWN)
    role = f", {inert(it.role)}" if it.role else ""
    day = f"{it.now.astimezone(it.situation.zone):%a %Y-%m-%d %H:%M}"
    return Paper(
        id=paper_id(it),
        kind=HANDOVER,
        title=f"{inert(plan.title) or _TITLE}{role}, {day}",
        at=it.now,
        lead=_lead(it),
        sections=tuple(_section(it, section) for section in wanted),
        facts=(
            ("role", it.role or None),
            ("outgoing", it.situation.me.name if it.situation.me else None),
            ("incoming", it.incoming.name if it.incoming else None),
            ("since", it.interval.start.isoformat()),
        ),
    )


def paper_id(it: Ground) -> str:
    """What stays the same however often this note is written."""
    begun = (it.shift.due_at if it.shift else it.now).astimezone(it.situation.zone)
    name = f"handover {begun:%Y-%m-%d} {it.role or (it.shift.role if it.shift else '')}"
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


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


def _section(it: Ground, plan: SectionPlan) -> Section:
    make = SECTIONS.get(plan.id)
    section = make(it) if make else Section(id=plan.id, title=plan.title or plan.id)
    asked = bullets(inert(question) for question in plan.questions)
    body = "\n\n".join(part for part in (section.body, asked) if part)
    return replace(section, title=inert(plan.title) or section.title, body=body)
