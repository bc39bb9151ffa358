"""What stands in the composer: kept and restored, and whom its words name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.chat import Mention, Reach
from cockpit.domain.compose import (
    Draft,
    attached,
    being_named,
    is_long,
    kept,
    line_count,
    named,
    only_text,
    reach_words,
    restored,
    without_last,
)

BEN = Mention(reach=Reach.PERSON, name="Ben", id="U1")
BEN_TAILOR = Mention(reach=Reach.PERSON, name="Ben Tailor", id="U2")
HERE = Mention(reach=Reach.HERE, name="here", people=42)
PLAIN = Draft(known="proposed", next="15")

mentions = st.builds(
    Mention,
    reach=st.sampled_from(Reach),
    name=st.text(max_size=20),
    id=st.text(max_size=12),
    people=st.integers(0, 10_000),
)
drafts = st.builds(
    Draft,
    known=st.text(),
    trying=st.text(),
    next=st.text(max_size=8),
    phase=st.sampled_from(("", "no change", "resolved")),
    mentions=st.lists(mentions, max_size=4).map(tuple),
)


@given(drafts)
def test_a_draft_is_restored_as_it_was_kept(draft: Draft) -> None:
    assert restored(kept(draft), PLAIN) == draft


@pytest.mark.parametrize("body", ["", "{", "[1]", '[{"reach": "moon"}]', '{"a": 1}', "null"])
def test_mentions_that_cannot_be_read_notify_nobody(body: str) -> None:
    draft = restored({"known": "k", "mentions": body}, PLAIN)

    assert draft.known == "k"
    assert draft.mentions == ()


def test_without_a_draft_the_proposal_stands() -> None:
    assert restored({}, PLAIN) == PLAIN


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("@b", "b"),
        ("tell @ben.t", "ben.t"),
        ("(@Zoë", "Zoë"),
        ("@", ""),
        ("@1", ""),
        ("ana@ben", ""),
        ("@ben ", ""),
        ("@@ben", ""),
        ("@" + "b" * 50, ""),
    ],
)
def test_a_name_is_being_typed_after_an_at_that_begins_a_word(before: str, word: str) -> None:
    assert being_named(before) == word


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("@Ben look", (BEN,)),
        ("@Ben Tailor look", (BEN_TAILOR,)),
        ("@Ben and @Ben Tailor", (BEN, BEN_TAILOR)),
        ("@Benedict", ()),
        ("a@Ben", ()),
        ("@Ben-jamin", ()),
        ("@Ben.", (BEN,)),
        ("Ben", ()),
    ],
)
def test_only_a_whole_name_after_an_at_is_named(words: str, who: tuple[Mention, ...]) -> None:
    assert named(words, (BEN, BEN_TAILOR)) == who


def test_words_for_everybody_that_nobody_chose_are_only_text() -> None:
    assert only_text("@here and @channel, @everyone", (HERE,)) == ("channel", "everyone")


def test_the_last_of_those_named_is_taken_out_and_the_words_stay() -> None:
    draft = Draft(known="@Ben and @here", mentions=(BEN, BEN_TAILOR, HERE))

    assert without_last(draft).named == (BEN,)
    assert without_last(draft).known == draft.known
    assert without_last(without_last(without_last(draft))).named == ()


@pytest.mark.parametrize(
    ("mention", "words"),
    [
        (BEN, "1 person"),
        (HERE, "up to 42 people"),
        (Mention(reach=Reach.CHANNEL, name="channel"), "nobody knows how many people"),
        (Mention(reach=Reach.GROUP, name="g", people=1), "1 person"),
        (Mention(reach=Reach.GROUP, name="g", people=12), "12 people"),
    ],
)
def test_it_says_how_many_people_a_mention_reaches(mention: Mention, words: str) -> None:
    assert reach_words(mention) == words


@pytest.mark.parametrize(("text", "count"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2)])
def test_lines_are_counted_as_people_do(text: str, count: int) -> None:
    assert line_count(text) == count


def test_forty_lines_are_long_and_thirty_nine_are_not() -> None:
    assert is_long("x\n" * 40)
    assert not is_long("x\n" * 39)
    assert attached("x\n" * 40) == "(log attached: 40 lines)"
