"""A line of what was found says what it is about, and where the words stand in it."""

from clocks import START
from situations import idle

from cockpit.domain.questions import Findings, Found, Question
from cockpit.view import finding
from cockpit.view.cells import Space


def line(text: str, *words: str) -> str:
    found = Found(seq=1, at=START, kind="report", author="", incident_id="", text=text)
    looked = finding.Looked(question=Question(words=words), stored=Findings(found=(found,)))
    sheet = finding.sheet(looked, idle(), START, Space(width=120, height=36))
    (row,) = [row for row in sheet.rows if row.id]
    return "".join(cell.text for cell in row.cells[3:])


def test_words_far_into_a_text_stand_behind_how_it_begins() -> None:
    text = f"Cloud API soak\n{' '.join(['filler'] * 30)}\nand the pool was empty"

    assert line(text, "pool") == "Cloud API soak … filler · and the pool was empty"


def test_words_near_the_beginning_leave_the_text_as_it_is() -> None:
    assert line("The pool was empty\nagain", "pool") == "The pool was empty · again"
