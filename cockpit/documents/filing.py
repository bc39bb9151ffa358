"""From a paper to what is asked for: merged with what stands at a place, named, and addressed."""

import re
from dataclasses import replace

from cockpit.documents.merging import Merged, merged
from cockpit.documents.paper import Paper, Section, markdown, parts, standing
from cockpit.domain.actions_papers import FilePapers, Filing, KeepPaper, Letter, Made
from cockpit.domain.fold_papers import generated
from cockpit.domain.papers import HERE, PaperPlan, PaperText, Stood
from cockpit.domain.state import Case, State

_MARK = re.compile(r" *<!-- cockpit[ :].*?-->")
_INERT = re.compile(r"\\[!-/:-@\[-`{-~]")
_AGAIN = "**Written anew.** What has changed in the record since it was last filed:"


def made(paper: Paper) -> Made:
    """What is kept on record of a paper, so that it can be merged later."""
    return Made(
        paper=paper.id,
        kind=paper.kind,
        title=bare(paper.title),
        sections=tuple(
            PaperText(id=part.id, title=part.title, body="\n".join(part.lines))
            for part in parts(paper)
        ),
        incident_id=paper.incident_id,
    )


def written(state: State, paper: Paper, place: str, stands: str) -> Merged:
    """The paper as it is to be written where a text stands already; empty: nothing does."""
    copy = generated(state, paper.id, place)
    before = ((s.id, s.title, s.body) for s in copy.sections) if copy else ()
    return merged(paper, stands, before)


def kept(paper: Paper, place: str) -> KeepPaper:
    """That it was written to a file here."""
    return KeepPaper(made=made(paper), place=place)


def filed(
    state: State, paper: Paper, stood: tuple[Stood, ...], letter: Letter | None = None
) -> FilePapers:
    """The wish to file it at these places, and to send it by e-mail."""
    return FilePapers(
        made=made(paper),
        filings=tuple(
            Filing(place=one.place, name=file_name(paper), text=text, version=one.version)
            for one in stood
            if (text := _to_file(state, paper, one))
        ),
        letter=letter,
    )


def _to_file(state: State, paper: Paper, stood: Stood) -> str:
    """What goes there; empty: nothing is new.

    Where people's edits cannot be read as Markdown, only what has changed since goes there, and is
    written at the end of what stands there.
    """
    if stood.text or not stood.version:
        text = written(state, paper, stood.place.key, stood.text).text
        return "" if text == stood.text else text
    copy = generated(state, paper.id, stood.place.key)
    before = {(s.id, s.title, s.body) for s in copy.sections} if copy else set()
    fresh = [s for s in made(paper).sections if (s.id, s.title, s.body) not in before]
    sections = [paper.section(s.id) for s in fresh if s.id]
    kept = tuple(section for section in sections if section is not None)
    return markdown(replace(paper, lead=_AGAIN, sections=kept)) if kept else ""


def readable(words: str) -> str:
    """A paper as people read it: without marks, and without what makes foreign words inert."""
    return bare(_MARK.sub("", words))


def letter(paper: Paper, to: tuple[str, ...], words: str) -> Letter:
    """The paper as an e-mail: Markdown reads well as it is, without what only renderers need."""
    return Letter(to=to, subject=bare(paper.title), text=readable(words))


def why_not_mailed(plan: PaperPlan, case: Case | None) -> str:
    """Why it does not go by e-mail, in words; empty: it does."""
    if not plan.mail_to:
        return f"nobody gets it by e-mail: set mail_to in [procedure.papers.{plan.kind}]"
    if not plan.mail_levels or case is None:
        return ""
    level = case.severity or case.incident.priority
    if level.casefold() in (name.casefold() for name in plan.mail_levels):
        return ""
    wanted = ", ".join(plan.mail_levels)
    return f"it goes by e-mail for {wanted}, and this is {level or 'without a severity'}"


def mailed(state: State, paper: Paper, stood: tuple[Stood, ...]) -> str:
    """What goes by e-mail: what will stand at the first place, with what people wrote there."""
    if stood and stood[0].text:
        return written(state, paper, stood[0].place.key, stood[0].text).text
    return markdown(paper)


def file_name(paper: Paper) -> str:
    """What its file is called."""
    return f"{paper.id}.md"


def bare(words: str) -> str:
    """Words without the marks that make them inert in Markdown."""
    return _INERT.sub(lambda found: found[0][1:], words)


def draft_key(paper: Paper) -> str:
    """Under which key the text is kept that people have written in the cockpit itself."""
    return f"paper:{paper.id}"


def edited(state: State, paper: Paper, kept: str | None) -> Paper:
    """The paper with what people have made of it in the cockpit itself; that goes everywhere."""
    return of_text(paper, written(state, paper, HERE, kept).text) if kept else paper


def of_text(paper: Paper, text: str) -> Paper:
    """The paper as a text says it: its sections in their order, people's own among them."""
    lead, *rest = standing(text).parts
    sections = []
    for number, part in enumerate(rest, start=1):
        made_ = paper.section(part.id) if part.id else None
        own = Section(id=part.id or f"own-{number}", title=part.title)
        body = "\n".join(part.lines)
        sections.append(replace(made_ or own, title=part.title, body=body))
    return replace(paper, title=lead.title, lead="\n".join(lead.lines), sections=tuple(sections))
