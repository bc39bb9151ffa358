"""How a long text becomes several messages: nothing lost, nothing broken that is one thing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.chat import Mention, Reach
from cockpit.domain.parts import LIMIT, split, weight

ANA = Mention(reach=Reach.PERSON, name="Ana Ortiz", id="U1", people=1)
OPS = Mention(reach=Reach.GROUP, name="ops", id="S1", people=7)
HERE = Mention(reach=Reach.HERE, name="here")
MARK = re.compile(r"\((\d+)/(\d+)\) ", re.ASCII)
FAMILY = "👨\u200d👩\u200d👧"


def texts(text: str, *mentions: Mention, limit: int = 200) -> list[str]:
    return [part for part, _ in split(text, mentions, limit)]


def bare(parts: list[str]) -> list[str]:
    return [MARK.sub("", part, count=1) for part in parts]


def test_what_fits_is_one_message_without_a_mark() -> None:
    assert split("hello", (ANA,)) == (("hello", (ANA,)),)
    assert split("") == ()


@pytest.mark.parametrize(("text", "units"), [("a", 1), ("&", 5), ("<>", 8), ("é", 1), ("👍", 2)])
def test_a_text_weighs_what_the_chat_keeps_of_it(text: str, units: int) -> None:
    assert weight(text) == units


def test_a_mention_weighs_its_id_too() -> None:
    assert weight("@ops", (OPS,)) > weight("@ops") >= 4


def test_parts_are_numbered_and_break_between_paragraphs_first() -> None:
    first, second = "one two\nthree " * 9, "four five " * 10
    found = texts(f"{first}\n\n{second}")

    assert [MARK.match(part)[0] for part in found] == ["(1/2) ", "(2/2) "]
    assert bare(found) == [first.strip("\n"), second.rstrip()]


def test_then_between_lines_then_between_words_then_anywhere() -> None:
    lines = bare(texts("\n".join(["abc def " * 9] * 4)))
    words = bare(texts("abcdefg " * 60))
    anywhere = bare(texts("x" * 500))

    assert all(part.endswith("def ") and part.startswith("abc") for part in lines[:-1])
    assert all(part.split() == ["abcdefg"] * len(part.split()) for part in words)
    assert "".join(anywhere) == "x" * 500


@pytest.mark.parametrize("lead", range(150, 200, 3))
def test_a_mention_is_never_broken(lead: int) -> None:
    found = texts("x" * lead + " @Ana Ortiz " + "y" * 100, ANA)

    assert sum("@Ana Ortiz" in part for part in found) == 1


@pytest.mark.parametrize("piece", [FAMILY, "e\u0301\u0302", "🇵🇹", "👍🏽", "\u1112\u1161\u11ab"])
@pytest.mark.parametrize("lead", range(12))
def test_what_people_take_for_one_character_is_never_broken(piece: str, lead: int) -> None:
    found = bare(texts("x" * lead + piece * 60, limit=100))

    assert len(found) > 1
    assert all(part.strip("x") == piece * part.count(piece) for part in found)


def test_nobody_is_notified_twice_and_nobody_is_forgotten() -> None:
    found = split(f"@ops look\n\n{'x ' * 120}\n\n@ops and @Ana Ortiz again", (OPS, ANA, HERE), 200)

    assert found[0][1] == (OPS, HERE)
    assert found[-1][1] == (ANA,)
    assert all(not mentions for _, mentions in found[1:-1])


@given(
    text=st.text(alphabet="ab&<> \n@ops👍🏽\u200d\u0301", max_size=600),
    limit=st.integers(80, 200),
)
def test_only_white_space_at_breaks_is_lost_and_every_part_fits(text: str, limit: int) -> None:
    parts = split(text, (OPS,), limit)

    joined = "".join(bare([part for part, _ in parts])) if len(parts) > 1 else text
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
    assert all(weight(part, named) <= limit or _is_one(part) for part, named in parts)
    assert all(part.strip() for part, _ in parts) or not text.strip()


def _is_one(part: str) -> bool:
    """A single character with more marks than fit is not broken either."""
    return bool(re.fullmatch(r"(?s)(\(\d+/\d+\) )?\s*(.[\u0301\u200d🏽]+.?)+\s*", part))


def test_the_limit_leaves_room_for_what_edits_may_have() -> None:
    assert LIMIT <= 4000
