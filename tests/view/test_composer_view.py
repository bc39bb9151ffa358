"""What the composer shows beside its fields, as lines of words."""

import pytest

from cockpit.domain.chat import Mention, Reach
from cockpit.view.cells import Sheet, Tone
from cockpit.view.composer import Outgoing, preview

BEN = Mention(reach=Reach.PERSON, name="Ben Tailor", id="U2")
HERE = Mention(reach=Reach.HERE, name="here", people=42)


def said(sheet: Sheet) -> list[str]:
    """Its lines."""
    return ["".join(cell.text for cell in row.cells) for row in sheet.rows]


def marked(sheet: Sheet) -> list[str]:
    """What is marked in it."""
    return [c.text for row in sheet.rows for c in row.cells if c.tone is Tone.ACCENT]


def outgoing(*parts: str, mentions: tuple[Mention, ...] = (), replaces: str = "") -> Outgoing:
    return Outgoing(
        target="#live",
        members="42 members",
        parts=parts,
        mentions=mentions,
        written="\n".join(parts),
        replaces=replaces,
    )


def words(line: str) -> list[str]:
    """Broken at every space: as narrow as can be."""
    return line.split(" ")


def whole(line: str) -> list[str]:
    return [line]


def test_who_is_notified_stands_before_the_message_by_name_and_number() -> None:
    sheet = preview(outgoing("look @Ben Tailor, @here", mentions=(BEN, HERE)), whole)

    assert said(sheet)[0] == (
        "notifies @Ben Tailor (1 person), @here (up to 42 people); #live: 42 members"
    )
    assert marked(sheet) == ["@Ben Tailor", "@here"]


def test_a_name_is_marked_however_narrow_it_is() -> None:
    sheet = preview(outgoing("look @Ben Tailor now", mentions=(BEN,)), words)

    assert marked(sheet) == ["@Ben Tailor"]


@pytest.mark.parametrize("text", ["@here", "see @channel."])
def test_a_word_for_everybody_that_was_not_chosen_is_told_to_be_text(text: str) -> None:
    sheet = preview(outgoing(text), whole)

    assert any("is only text there" in line for line in said(sheet))
    assert marked(sheet) == []


def test_beside_code_those_who_are_named_stand_in_front() -> None:
    sheet = preview(outgoing("`ps` @Ben Tailor", mentions=(BEN,)), whole)

    assert said(sheet)[-2:] == ["@Ben Tailor", "`ps` @Ben Tailor"]


def test_parts_are_counted_and_a_replacement_is_said() -> None:
    sheet = preview(outgoing("(1/2) a", "(2/2) b", replaces="▲ This REPLACES it"), whole)

    assert sheet.title == "To #live: 14 characters, in 2 messages"
    assert said(sheet)[0] == "▲ This REPLACES it"
    assert said(sheet)[-4:] == ["", "(1/2) a", "", "(2/2) b"]
