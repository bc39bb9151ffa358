"""A whole report for the reader: lines of Markdown with a tone, nothing interpreted further."""

import re

from cockpit.view.cells import Cell, Row, Sheet, Tone, text

_FAILED = re.compile(r"\b(fail(ed|ures?)?|broken)\b|✖", re.IGNORECASE)
_PASSED = re.compile(r"\b(pass(ed)?)\b|✔", re.IGNORECASE)


def line_id(number: int) -> str:
    """The row of a line that was searched for, by its number from 1."""
    return f"line:{number}"


def sheet(title: str, body: str, words: str = "") -> Sheet:
    """The text, headings strong, lines about failure told apart by a mark as well as a tone.

    Lines that have all the words are marked, and can be gone to.
    """
    wanted = words.casefold().split()
    rows = []
    fenced = False
    for number, line in enumerate(body.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
            continue
        row = text(line, Tone.DIM) if fenced else _line(line)
        hit = bool(wanted) and all(word in line.casefold() for word in wanted)
        rows.append(_marked(row, number) if hit else row)
    return Sheet(title, tuple(rows) or (text("the report is empty", Tone.DIM),))


def _marked(row: Row, number: int) -> Row:
    return Row((Cell("▸", Tone.ACCENT), *row.cells), id=line_id(number))


def _line(line: str) -> Row:
    if line.startswith("#"):
        return text(line.lstrip("# "), Tone.TITLE)
    if _FAILED.search(line):
        return Row((Cell("✖", Tone.BAD), Cell(line, Tone.BAD, grow=True)))
    if _PASSED.search(line):
        return text(line, Tone.GOOD)
    return text(line)
