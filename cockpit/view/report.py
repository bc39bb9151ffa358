"""A whole report for the reader: lines of Markdown with a tone, nothing interpreted further."""

import re

from cockpit.view.cells import Cell, Row, Sheet, Tone, text

_FAILED = re.compile(r"\b(fail(ed|ures?)?|broken)\b|✖", re.IGNORECASE)
_PASSED = re.compile(r"\b(pass(ed)?)\b|✔", re.IGNORECASE)


def sheet(title: str, body: str) -> Sheet:
    """The text, headings strong, lines about failure told apart by a mark as well as a tone."""
    rows = []
    fenced = False
    for line in body.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
            continue
        rows.append(text(line, Tone.DIM) if fenced else _line(line))
    return Sheet(title, tuple(rows) or (text("the report is empty", Tone.DIM),))


def _line(line: str) -> Row:
    if line.startswith("#"):
        return text(line.lstrip("# "), Tone.TITLE)
    if _FAILED.search(line):
        return Row((Cell("✖", Tone.BAD), Cell(line, Tone.BAD, grow=True)))
    if _PASSED.search(line):
        return text(line, Tone.GOOD)
    return text(line)
