"""The dialogs of triage and checklist: a line for the noise channel, the reason for a skip."""

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action, Judge, SkipStep, TellNoise
from cockpit.domain.procedure import Step
from cockpit.domain.state import Case
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.wish import Choice, Wish


def noise(desk: Desk, case: Case, words: str) -> Dialog:
    """Leave a line where alerts go that do not page (N5)."""
    incident = case.incident

    def make(choice: Choice) -> tuple[Action, ...]:
        return (TellNoise(incident_id=incident.id, text=choice.values["text"]),)

    return Dialog(
        title=f"A line about #{incident.number}",
        draft=f"noise:{incident.id}",
        verb="post",
        wish=Wish(desk, make),
        done=f"the line about #{incident.number} is on its way",
        fields=(Field(name="text", label="Line", value=words, rows=3),),
    )


def judge(desk: Desk, case: Case, verdict: str, *, worthy: bool) -> Dialog:
    """Judge otherwise than the criteria do, or before they can say, with a reason (N5)."""
    incident = case.incident
    word = "worth a page" if worthy else "not worth a page"

    def make(choice: Choice) -> tuple[Action, ...]:
        said = choice.values["text"]
        return (Judge(incident_id=incident.id, page_worthy=worthy, reason=said),)

    return Dialog(
        title=f"#{incident.number} is {word}",
        draft=f"judge:{incident.id}:{word}",
        verb="record",
        wish=Wish(desk, make),
        done=f"judged {word}",
        fields=(Field(name="text", label=f"Why? The criteria: {verdict}", value="", rows=2),),
    )


def skip(desk: Desk, case: Case, step: Step) -> Dialog:
    """Leave a step of the checklist out, with a reason that will be read afterwards (N8)."""
    incident = case.incident

    def make(choice: Choice) -> tuple[Action, ...]:
        return (SkipStep(incident_id=incident.id, step=step.id, reason=choice.values["text"]),)

    label = "Why is it left out? One sentence, for the postmortem"
    return Dialog(
        title=f"Skip “{step.title}” of #{incident.number}",
        draft=f"skip:{incident.id}:{step.id}",
        verb="record",
        wish=Wish(desk, make),
        done=f"skipped: {step.title}",
        fields=(Field(name="text", label=label, value="", rows=2),),
    )
