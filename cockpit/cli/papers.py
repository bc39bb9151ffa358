"""`cockpit postmortem`, and what every paper needs: shown, written to a file, filed, mailed."""

import argparse
import asyncio
import json
from pathlib import Path

from cockpit.cli.asked import carried_out
from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import find, insisted, sitting
from cockpit.cli.speech import aside, put, say
from cockpit.desk.desk import Desk
from cockpit.documents import filing
from cockpit.documents.paper import POSTMORTEM, Paper, data, markdown, standing
from cockpit.documents.postmortem import postmortem
from cockpit.documents.postmortem_material import material_of
from cockpit.domain.decisions import Refusal
from cockpit.domain.focus import newest
from cockpit.domain.papers import PaperPlan, Stood
from cockpit.domain.state import Case
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 10_000_000
"""Characters of a document."""
_BY_NAME = {".html": "html", ".htm": "html", ".json": "json"}


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`, `PortError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        case = _case(desk, options.incident or options.named)
        known = material_of(desk.situation(), case, desk.now(), roles=options.roles)
        earlier = await desk.papers.forgotten(desk.state, case, desk.now())
        made = await with_edits(desk, postmortem(known.with_earlier(earlier)))
        plan = desk.procedure.paper(POSTMORTEM)
        await delivered(desk, made, plan, options, case)
    return DONE


def _case(desk: Desk, wanted: str) -> Case:
    """The incident that is meant; without a word, the most pressing, else the newest one."""
    case = find(desk, wanted) or newest(desk.state)
    if case is None:
        raise Failed("no incident is on record here, so there is nothing to write of")
    return case


async def with_edits(desk: Desk, paper: Paper) -> Paper:
    """The paper with what people have written in it on the screen."""
    return filing.edited(desk.state, paper, await desk.draft(filing.draft_key(paper)))


# --- every paper -----------------------------------------------------------------------------


async def delivered(
    desk: Desk, paper: Paper, plan: PaperPlan, options: argparse.Namespace, case: Case | None = None
) -> None:
    """Show it, write it, file it, send it: as the options say.

    Raises:
        Failed: it was refused, or did not arrive.
        Misused: there is nobody to ask.
        PortError: what stands there cannot be read or written.
    """
    if options.file or options.mail:
        await _file(desk, paper, plan, options, case)
    if options.output and options.output != "-":
        await _write(desk, paper, options)
    elif not (options.file or options.mail):
        put(rendered(paper, options.format or "markdown"))


def rendered(paper: Paper, form: str) -> str:
    """The paper as a text, harmless to print."""
    match form:
        case "json":
            return json.dumps(data(paper), ensure_ascii=True, indent=2) + "\n"
        case "html":
            return plain(_page(paper, ""), _LIMIT, lines=True)
        case _:
            return plain(markdown(paper), _LIMIT, lines=True)


def _page(paper: Paper, text: str) -> str:
    from cockpit.documents.paper_html import html

    return html(paper, standing(text) if text else None)


async def _write(desk: Desk, paper: Paper, options: argparse.Namespace) -> None:
    """Markdown is merged with what stands in the file; what is made for programs replaces it."""
    file = path_of(options.output)
    form = options.format or _BY_NAME.get(file.suffix.lower(), "markdown")
    there = await desk.papers.read_file(str(file))
    if form != "markdown":
        beside = await desk.papers.read_file(str(file.with_suffix(".md")))
        words = _page(paper, beside.text) if form == "html" else rendered(paper, form)
        await desk.papers.write_file(str(file), words, there.version)
        say(f"written to {file}")
        return
    merged = filing.written(desk.state, paper, str(file), there.text)
    await desk.papers.write_file(str(file), merged.text, there.version)
    result = await desk.act(filing.kept(paper, str(file)))
    if isinstance(result, Refusal):
        aside(f"written, but what was generated is not on record: {result.reason}")
    say(f"{'merged into' if there.text else 'written to'} {file}")
    _tell(merged.clashes, merged.left_out)


def path_of(output: str) -> Path:
    """The file that is meant, in full."""
    try:
        return Path(output).expanduser().absolute()
    except RuntimeError:
        return Path(output).absolute()


def _tell(clashes: tuple[str, ...], left_out: tuple[str, ...]) -> None:
    if clashes:
        aside(f"you and the record changed the same in: {', '.join(clashes)}. Both stand there")
    if left_out:
        aside(f"left out, as you took it out: {', '.join(left_out)}")


async def _file(
    desk: Desk, paper: Paper, plan: PaperPlan, options: argparse.Namespace, case: Case | None
) -> None:
    stood: tuple[Stood, ...] = ()
    if options.file:
        stood = await desk.papers.stands(plan, paper.id, filing.file_name(paper))
    letter = None
    if options.mail:
        if why_not := filing.why_not_mailed(plan, case):
            raise Failed(why_not) if plan.mail_to else Misused(why_not)
        words = filing.mailed(desk.state, paper, stood)
        letter = filing.letter(paper, plan.mail_to, words)
    action = filing.filed(desk.state, paper, stood, letter)
    if not action.filings and letter is None:
        if plan.file:
            say("nothing new since it was filed last: it stands there as it is")
            return
        raise Misused(f"nothing says where: set file in [procedure.papers.{plan.kind}]")
    await carried_out(desk, insisted(action, options), yes=options.yes)
    for one in action.filings:
        say(f"filed: {one.name} in {one.place.words}")
    if letter is not None:
        say(f"sent to {', '.join(desk.procedure.mailed(letter.to))}")
