"""A paper: a document in sections that people go on writing after it was made; as Markdown, data.

What a section says is Markdown in which every foreign word was made inert by whoever wrote it. Each
heading carries a mark that readers do not see, by which the section is found again in a file that
people have edited, and by which one can see that they have not; `cockpit.documents.merging` reads
both. HTML is the business of `cockpit.documents.paper_html`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from cockpit.documents.markdown import cell

POSTMORTEM, HANDOVER, REPORT, SUMMARY = "postmortem", "handover", "report", "summary"
"""Kinds of paper."""

BYTE_ORDER = "\ufeff"
"""What some editors put before everything else."""
_SUM = 8
"""Letters of a checksum; it tells an edit from none, and guards against nobody."""
_HEADING = re.compile(r"## (?P<title>.*?) *<!-- cockpit:(?P<id>[a-z0-9-]+):(?P<sum>[0-9a-f]*) -->")
_PLAIN = re.compile(r"## (?P<title>[^#].*)")
_TOP = re.compile(r"# (?P<title>.*?) *<!-- cockpit paper:(?P<paper>[^\s:]+):(?P<sum>[0-9a-f]*) -->")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a paper."""

    id: str
    """In small letters, digits and hyphens; it stays the same however the title is worded. Empty:
    people have added the section."""
    title: str
    body: str = ""
    """Markdown, without a heading of its own above the third level; no empty line at either end."""
    items: tuple[dict[str, object], ...] = ()
    """The same for programs; for `data` alone."""
    figure: str = ""
    """A picture of it as SVG that we have drawn; for HTML alone, where the body tells the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document about an incident, a shift, or an interval."""

    id: str
    """Which paper it is, however often it is written: "postmortem-4217", "handover-2026-W17"."""
    kind: str
    title: str
    """As inert Markdown, in one line."""
    at: datetime
    """When it was made."""
    lead: str = ""
    """What stands before the first section; Markdown, likewise."""
    sections: tuple[Section, ...] = ()
    incident_id: str = ""
    """Empty: it is about no single incident."""
    facts: tuple[tuple[str, object], ...] = ()
    """Figures and names of the whole paper, for `data` alone."""

    def section(self, name: str) -> Section | None:
        """The section of this id."""
        return next((s for s in self.sections if s.id == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section as it stands in a text that people may have edited."""

    id: str
    """Empty: it is theirs."""
    title: str
    lines: tuple[str, ...]
    made: str = ""
    """The checksum of what was generated; empty: none was written beside it."""

    @property
    def is_untouched(self) -> bool:
        """Whether it stands as it was generated, by its checksum."""
        return bool(self.made) and self.made == checksum(self.title, self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A paper as it stands in a file or anywhere else, in parts."""

    paper: str
    """The id of the paper; empty: the text does not say."""
    parts: tuple[Part, ...]
    """The first one is the paper's own title, and what stands before the first section."""


def markdown(paper: Paper) -> str:
    """The whole as Markdown, with the marks by which it can be merged later."""
    return text(paper.id, parts(paper))


def text(paper_id: str, parts_: Iterable[Part]) -> str:
    """A paper's parts as one text, the first of them with its title."""
    lines: list[str] = []
    for place, part in enumerate(parts_):
        top = f"# {part.title} <!-- cockpit paper:{paper_id}:{part.made} -->"
        lines += ["", heading(part), ""] if place else [top, ""]
        lines += part.lines
        while not lines[-1].strip():
            lines.pop()
    return "\n".join(lines) + "\n"


def heading(part: Part) -> str:
    """The line above a part, with its mark."""
    mark = f" <!-- cockpit:{part.id}:{part.made} -->" if part.id else ""
    return f"## {part.title}{mark}"


def parts(paper: Paper) -> tuple[Part, ...]:
    """The paper's sections as they are generated, what stands before them first."""
    return (
        made("", paper.title, paper.lead),
        *(made(section.id, section.title, section.body) for section in paper.sections),
    )


def made(name: str, title: str, body: str) -> Part:
    """A section as it is generated."""
    lines = _lines(body)
    return Part(id=name, title=title, lines=lines, made=checksum(title, lines))


def checksum(title: str, lines: Iterable[str]) -> str:
    """What tells an edited section from one that nobody has touched; empty lines do not count."""
    said = "\n".join((title, *(line.rstrip() for line in lines if line.strip())))
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:_SUM]


def standing(written: str) -> Standing:
    """A text in parts: by the marks of its headings; headings without one are people's own."""
    paper = ""
    found: list[Part] = []
    at = Part(id="", title="", lines=())
    lines: list[str] = []
    fence = ""
    for number, line in enumerate(lines_of(written)):
        top = _TOP.fullmatch(line.rstrip())
        if top and not paper and not found:
            paper, at = top["paper"], replace(at, title=top["title"], made=top["sum"])
        elif number == 0 and line.startswith("# "):
            at = replace(at, title=line[2:].strip())
        elif head := _HEADING.fullmatch(line.rstrip()) or (not fence and _PLAIN.fullmatch(line)):
            found.append(replace(at, lines=_trimmed(lines)))
            at, lines, fence = _begun(head), [], ""
        else:
            fence = fenced(line, fence)
            lines.append(line)
    found.append(replace(at, lines=_trimmed(lines)))
    return Standing(paper=paper, parts=tuple(found))


def lines_of(written: str) -> list[str]:
    """Its lines, by the ends that editors write and by no other character."""
    return written.removeprefix(BYTE_ORDER).replace("\r\n", "\n").split("\n")


def data(paper: Paper) -> dict[str, object]:
    """The same for programs; instants are RFC 3339 in UTC.

    Keys: `id`, `kind`, `title`, `at`, `incident_id` (null: none), what else the paper knows, and
    `sections`, each with `id`, `title`, `markdown` and `items`.
    """
    return {
        "id": paper.id,
        "kind": paper.kind,
        "title": paper.title,
        "at": paper.at.isoformat(),
        "incident_id": paper.incident_id or None,
        **dict(paper.facts),
        "sections": [
            {"id": s.id, "title": s.title, "markdown": s.body, "items": list(s.items)}
            for s in paper.sections
        ],
    }


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown; its cells are foreign words, and are made inert here."""
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(cell(words) or '-' for words in row)} |" for row in rows]
    return "\n".join(lines)


def bullets(words: Iterable[str]) -> str:
    """A list in Markdown, of what is inert already."""
    return "\n".join(f"- {line}" for line in words)


def _begun(head: re.Match[str]) -> Part:
    """The part that begins with this heading; a mark ends even code that nobody has closed."""
    marks = head.groupdict()
    name, made_ = marks.get("id") or "", marks.get("sum") or ""
    return Part(id=name, title=head["title"].strip(), lines=(), made=made_)


def fenced(line: str, fence: str) -> str:
    """The fence that code stands in after this line; empty: it is no code."""
    found = _FENCE.match(line)
    if not fence:
        return found["fence"] if found else ""
    closes = found is not None and found["fence"].startswith(fence) and line.strip(" `~") == ""
    return "" if closes else fence


def _lines(body: str) -> tuple[str, ...]:
    return _trimmed(lines_of(body))


def _trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    return tuple(kept)
