"""A paper as a page: everything in one file, no script, nothing fetched, every word escaped.

Markdown is made into HTML by a library that is told to pass no tag on; so are people's own edits.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape, unescape

from markdown_it import MarkdownIt

from cockpit.documents.paper import Paper, Part, Standing, fenced

_MARK = re.compile(r"<!-- cockpit: .*-->")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_ROW = re.compile(r"\|.*(?<!\\)\|")
_BARS = re.compile(r"(?<!\\)\|")
_INERT = re.compile(r"\\[!-/:-@\[-`{-~]")
_LIVE = re.compile(r"[\\`*_\[\]<>&]|://")

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1f23; --paper: #ffffff; --dim: #5d6570;
  --line: #d6dae0; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3c; --calm: #2f5d9b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --paper: #15181c; --dim: #9aa3ae;
  --line: #363c44; --bad: #ff8a80; --warn: #f0b94d; --good: #6fcf97; --calm: #8ab4f8; } }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 62rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2.2rem;
  border-bottom: 1px solid var(--line); padding-bottom: .25rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
blockquote { border-left: 3px solid var(--warn); margin: 1rem 0; padding: .1rem 0 .1rem 1rem; }
code, pre { font-size: .9em; } pre { overflow-x: auto; }
a { color: var(--calm); } figure { margin: 1rem 0; overflow-x: auto; }
figcaption { color: var(--dim); font-size: .85rem; }
.picture { width: 100%; min-width: 40rem; height: auto; display: block; }
.picture text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.picture .axis { fill: var(--dim); font-size: 11px; }
.picture .grid { stroke: var(--line); } .picture .rule { stroke: var(--line); }
.picture .bad, .picture .unanswered { fill: var(--bad); }
.picture .answered, .picture .tried { fill: var(--warn); }
.picture .eased, .picture .worked { fill: var(--good); }
.picture .told { fill: var(--calm); } .picture .change { fill: var(--calm); }
.picture .late { fill: none; stroke: var(--bad); stroke-width: 1.5; }
.plot { min-width: 30rem; max-width: 46rem; } .plot .none { fill: var(--line); opacity: .45; }
.plot .some { fill: var(--warn); } .plot .count { font-weight: 600; paint-order: stroke;
  stroke: var(--paper); stroke-width: 2.5px; }
@media print { :root { --ink: #000; --paper: #fff; --dim: #444; --line: #bbb; --bad: #8c1d18;
  --warn: #6b4500; --good: #14532d; --calm: #1f3f6e; }
  body { margin: 0; max-width: none; font-size: 10.5pt; } h2 { break-after: avoid; }
  tr, figure { break-inside: avoid; } a { text-decoration: none; } .picture { min-width: 0; } }
"""


def html(paper: Paper, stands: Standing | None = None) -> str:
    """The page.

    Args:
        paper: as it was generated, whose pictures are shown.
        stands: what people have made of it, which is shown instead of what was generated.
    """
    figures = {section.id: section.figure for section in paper.sections}
    parts = stands.parts if stands is not None else _generated(paper)
    title = _inline(parts[0].title or paper.title)
    body = [f"<h1>{title}</h1>", _block(parts[0].lines)]
    for part in parts[1:]:
        body.append(f"<h2>{_inline(part.title)}</h2>")
        if figures.get(part.id):
            caption = "The timeline below tells the same in words."
            body.append(
                f"<figure>{figures[part.id]}<figcaption>{caption}</figcaption></figure>"
                if part.id == "timeline"
                else f"<figure>{figures[part.id]}</figure>"
            )
        body.append(_block(part.lines))
    bare = escape(_bare(title))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{bare}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _generated(paper: Paper) -> tuple[Part, ...]:
    lead = Part(id="", title=paper.title, lines=tuple(paper.lead.split("\n")))
    return (
        lead,
        *(Part(id=s.id, title=s.title, lines=tuple(s.body.split("\n"))) for s in paper.sections),
    )


def _block(lines: Iterable[str]) -> str:
    """Markdown as HTML; long tables are made by ourselves, the library takes too long for them."""
    kept = [line for line in lines if not _MARK.fullmatch(line.strip())]
    return "\n".join(
        _table(part) if is_table else _markdown().render("\n".join(part))
        for is_table, part in _stretches(kept)
    )


def _stretches(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines in stretches, each of them a table or not."""
    part: list[str] = []
    fence, place = "", 0
    while place < len(lines):
        end = place if fence else _end_of_table(lines, place)
        if end > place:
            yield False, part
            yield True, lines[place:end]
            part, place = [], end
            continue
        fence = fenced(lines[place], fence)
        part.append(lines[place])
        place += 1
    yield False, part


def _end_of_table(lines: list[str], start: int) -> int:
    """Behind the table that begins here; `start`: none does."""
    if start + 1 >= len(lines) or not _RULE.fullmatch(lines[start + 1].strip()):
        return start
    if start and lines[start - 1].strip():
        return start
    end = start
    while end < len(lines) and _ROW.fullmatch(lines[end].strip()):
        end += 1
    whole = end == len(lines) or not lines[end].strip()
    return end if whole and end > start + 1 else start


def _table(lines: list[str]) -> str:
    heads, rows = lines[0], lines[2:]
    wide = len(_cells(heads))
    body = "".join(_row(_cells(row), wide, "td") for row in rows)
    head = _row(_cells(heads), wide, "th")
    return f"<table>\n<thead>{head}</thead>\n<tbody>{body}</tbody>\n</table>"


def _row(cells: list[str], wide: int, kind: str) -> str:
    filled = [*cells, *([""] * wide)][:wide]
    return "<tr>" + "".join(f"<{kind}>{_cell(cell)}</{kind}>" for cell in filled) + "</tr>\n"


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in _BARS.split(row.strip()[1:-1])]


def _cell(words: str) -> str:
    """What has no markup of its own but what was made inert is only escaped."""
    if _LIVE.search(_INERT.sub("", words)):
        return _inline(words)
    return escape(_INERT.sub(lambda found: found[0][1:], words), quote=False)


def _inline(words: str) -> str:
    return str(_markdown().renderInline(words))


def _bare(rendered: str) -> str:
    """What a rendered line says, without its tags."""
    return unescape(re.sub(r"<[^>]*>", "", rendered))


@cache
def _markdown() -> MarkdownIt:
    """Tags are text, pictures are not fetched."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
