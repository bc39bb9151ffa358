"""The postmortem of an incident: blameless, written from the record, finished by people (G7, I5).

Which sections there are, and in which order, is the profile's; what each says is next door.
"""

from collections.abc import Callable

from cockpit.documents.laying_out import laid_out
from cockpit.documents.markdown import inert
from cockpit.documents.paper import POSTMORTEM, Paper, Section, bullets
from cockpit.documents.postmortem_actions import actions
from cockpit.documents.postmortem_causes import causes, changes
from cockpit.documents.postmortem_impact import hurt_s, impact
from cockpit.documents.postmortem_lessons import luck, went_well, went_wrong
from cockpit.documents.postmortem_material import Material
from cockpit.documents.postmortem_response import response
from cockpit.documents.postmortem_timeline import timeline
from cockpit.documents.spans import instant, span
from cockpit.domain.papers import PaperPlan, SectionPlan
from cockpit.domain.state import Case


def paper_id(case: Case) -> str:
    """Which paper it is, however often it is written."""
    return f"{POSTMORTEM}-{case.incident.number or inert(case.incident.id)}"


def postmortem(of: Material) -> Paper:
    """The whole paper, as it is generated."""
    incident, plan = of.case.incident, of.procedure.paper(POSTMORTEM)
    level = of.case.severity or incident.priority
    name = " ".join(part for part in (level, f"#{incident.number}") if part)
    title = of.names.words(incident.title)
    return Paper(
        id=paper_id(of.case),
        kind=POSTMORTEM,
        title=f"{inert(plan.title or 'Postmortem')}: {inert(f'{name} {title}')}",
        at=of.now,
        lead=_lead(of),
        sections=tuple(_laid_out(of, plan)),
        incident_id=incident.id,
        facts=(
            ("incident", {"id": incident.id, "number": incident.number, "title": title}),
            ("status", incident.status.value),
            ("roles_instead_of_names", of.roles),
            ("never_closed", of.is_forgotten),
        ),
    )


def _laid_out(of: Material, plan: PaperPlan) -> list[Section]:
    wanted = plan.sections or tuple(SectionPlan(id=name) for name in SECTIONS)
    return [
        laid_out(section, make(of) if (make := SECTIONS.get(section.id)) else None)
        for section in wanted
    ]


def _lead(of: Material) -> str:
    incident = of.case.incident
    lines = []
    if of.is_forgotten:
        gone = span((of.now - of.last_heard).total_seconds())
        lines.append(
            f"**This incident was never closed.** It stands as {incident.status.value}, and "
            f"nothing has been heard of it for {gone}: every figure is as of "
            f"{instant(of.now, of.zone)}. Close it, then write this again."
        )
    elif incident.is_open:
        words = f"**It is still open** ({incident.status.value})"
        lines.append(f"{words}: every figure is as of {instant(of.now, of.zone)}.")
    lines.append(
        "Blameless: it asks what made it possible, and not who. Written by the cockpit from its "
        "record; write on in it, for what you change stays when it is written again."
    )
    return "\n\n".join(lines)


def summary(of: Material) -> Section:
    """What happened, in a few lines, as far as the record knows it."""
    incident, case = of.case.incident, of.case
    said = [
        f"{instant(incident.created_at, of.zone)}: paged, {inert(of.names.words(incident.title))}"
    ]
    if case.updates:
        last = case.updates[-1]
        said.append(f"Last known: {inert(of.names.words(last.known))}")
    for one in case.mitigations[-1:]:
        outcome = f" ({one.outcome})" if one.outcome else ""
        words = of.names.words(f"{one.kind} {one.target}, {one.stage.value}{outcome}")
        said.append(f"Last tried: {inert(words)}")
    so_far = "" if of.relieved else ", and it goes on"
    said.append(f"Users were hurt for {span(hurt_s(of))}{so_far}")
    asked = "*What happened, in two sentences that somebody from another team understands?*"
    return Section(
        id="summary",
        title="Summary",
        body=f"{bullets(said)}\n\n{asked}",
        items=tuple({"text": line} for line in said),
    )


SECTIONS: dict[str, Callable[[Material], Section]] = {
    "summary": summary,
    "impact": impact,
    "timeline": timeline,
    "response": response,
    "changes": changes,
    "causes": causes,
    "went-well": went_well,
    "went-wrong": went_wrong,
    "luck": luck,
    "actions": actions,
}
"""What the program knows to write, in the order in which it does where no profile says another."""
