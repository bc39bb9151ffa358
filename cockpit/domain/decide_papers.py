"""Decide on papers to be filed, sent, or kept on record; what they say is not decided here."""

from typing import assert_never

from cockpit.domain.actions_papers import FilePapers, Filing, KeepPaper, Letter, Made, OnPapers
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import Effect
from cockpit.domain.effects_outward import SendMail
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.facts import PaperRequested, PaperWritten
from cockpit.domain.papers import LONGEST
from cockpit.domain.parcels import Phase
from cockpit.domain.state import State


def decide_papers(state: State, action: OnPapers, ground: Ground) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    incident = action.made.incident_id
    if incident and incident not in state.cases:
        return Refusal(reason="that incident is not known here: i lists the open ones")
    match action:
        case FilePapers():
            return _file(state, action, ground)
        case KeepPaper(made=made, place=place):
            return (
                PaperWritten(
                    id=ground.new_id(),
                    incident_id=incident,
                    paper=made.paper,
                    kind=made.kind,
                    title=made.title,
                    place=place,
                    sections=made.sections,
                ),
            )
        case _:
            assert_never(action)


def _file(state: State, action: FilePapers, ground: Ground) -> Decision:
    made, request = action.made, ground.new_id()
    for filing in action.filings:
        if refusal := _why_not(state, made.paper, filing):
            return refusal
    effects: list[Effect] = [
        _filing(made, filing, f"{request}.file{place or ''}")
        for place, filing in enumerate(action.filings)
    ]
    if action.letter is not None:
        mail = _mail(action.letter, made.incident_id, request, ground)
        if isinstance(mail, Refusal):
            return mail
        effects.append(mail)
    if not effects:
        words = "nothing says where papers are filed: set `file` in [procedure.papers]"
        return Refusal(reason=f"{words}, and the place in [papers]")
    return (
        PaperRequested(
            id=request,
            incident_id=made.incident_id,
            paper=made.paper,
            kind=made.kind,
            title=made.title,
            sections=made.sections,
            effects=tuple(effects),
        ),
    )


def _filing(made: Made, filing: Filing, effect: str) -> FilePaper:
    return FilePaper(
        id=effect,
        incident_id=made.incident_id,
        paper=made.paper,
        paper_kind=made.kind,
        title=made.title,
        place=filing.place,
        name=filing.name,
        text=filing.text,
        version=filing.version,
    )


def _why_not(state: State, paper: str, filing: Filing) -> Refusal | None:
    if len(filing.text) > LONGEST:
        return Refusal(reason=f"a paper has at most {LONGEST:,} characters: shorten it")
    if _is_on_its_way(state, paper, filing.place.key):
        words = f"this paper is on its way to {filing.place.words} already"
        return Refusal(reason=f"{words}: O shows what is to be sent")
    return None


def _mail(letter: Letter, incident_id: str, request: str, ground: Ground) -> SendMail | Refusal:
    people = ground.procedure.mailed(letter.to)
    if not people:
        names = ", ".join(letter.to) or "`mail_to` of the paper"
        return Refusal(reason=f"nobody is named to mail it to: set {names} in the profile")
    return SendMail(
        id=f"{request}.mail",
        incident_id=incident_id,
        to=people,
        subject=" ".join(letter.subject.split()),
        text=letter.text.strip(),
    )


def _is_on_its_way(state: State, paper: str, place: str) -> bool:
    return any(
        isinstance(p.effect, FilePaper)
        and p.effect.paper == paper
        and p.effect.place.key == place
        and p.phase is not Phase.FAILED
        for p in state.unsent()
    )
