"""A paper written again: what people have made of it stays, and what is new comes in."""

import re
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from situations import record

from cockpit.documents import filing
from cockpit.documents.merging import Merged, merged
from cockpit.documents.paper import Paper, Section, markdown, standing, text
from cockpit.domain.facts import PaperWritten
from cockpit.domain.fold import apply
from cockpit.domain.papers import HERE
from cockpit.domain.state import EMPTY

AT = datetime(2026, 4, 21, 9, tzinfo=UTC)
Copy = tuple[tuple[str, str, str], ...]


def paper(*sections: tuple[str, str], lead: str = "Written by the cockpit.") -> Paper:
    made = tuple(Section(id=name, title=name.title(), body=body) for name, body in sections)
    return Paper(
        id="postmortem-1", kind="postmortem", title="Postmortem", at=AT, lead=lead, sections=made
    )


def generated(one: Paper) -> Copy:
    return (("", one.title, one.lead), *((s.id, s.title, s.body) for s in one.sections))


def section(result: Merged, name: str) -> list[str]:
    return next(list(part.lines) for part in standing(result.text).parts if part.id == name)


FIRST = paper(("impact", "18 minutes\n120 users\n2 % of the budget"), ("timeline", "paged\ndone"))


def test_an_untouched_paper_becomes_the_new_one() -> None:
    later = paper(("impact", "20 minutes"), ("timeline", "paged\ndone\nclosed"))

    assert merged(later, markdown(FIRST)).text == markdown(later)


def test_what_people_wrote_stays_and_what_happened_since_comes_in() -> None:
    edited = markdown(FIRST).replace("120 users", "120 users, all in Berlin")
    later = paper(
        ("impact", "18 minutes\n120 users\n3 % of the budget"), ("timeline", "paged\ndone")
    )

    result = merged(later, edited, generated(FIRST))

    assert section(result, "impact") == [
        "18 minutes",
        "120 users, all in Berlin",
        "3 % of the budget",
    ]
    assert not result.clashes


def test_what_is_added_to_a_growing_list_at_its_end_is_no_quarrel() -> None:
    edited = markdown(FIRST).replace("done\n", "done\nmy remark\n")
    later = paper(("impact", FIRST.sections[0].body), ("timeline", "paged\ndone\nclosed"))

    result = merged(later, edited, generated(FIRST))

    assert section(result, "timeline") == ["paged", "done", "closed", "my remark"]
    assert not result.clashes


def test_where_both_changed_a_line_both_are_shown_and_peoples_stays_in_place() -> None:
    edited = markdown(FIRST).replace("18 minutes", "about a quarter of an hour")
    later = paper(("impact", "21 minutes\n120 users\n2 % of the budget"), ("timeline", "paged"))

    result = merged(later, edited, generated(FIRST))

    lines = section(result, "impact")
    assert lines[0] == "about a quarter of an hour"
    assert "> 21 minutes" in lines
    assert result.clashes == ("Impact",)


def test_a_quotation_that_nobody_touched_gives_way_to_the_next_one() -> None:
    edited = markdown(FIRST).replace("18 minutes", "a quarter of an hour")
    second = paper(("impact", "21 minutes\n120 users"), ("timeline", "paged\ndone"))
    third = paper(("impact", "22 minutes\n120 users"), ("timeline", "paged\ndone"))
    once = merged(second, edited, generated(FIRST)).text

    twice = merged(third, once, generated(second))

    assert "> 22 minutes" in twice.text
    assert "> 21 minutes" not in twice.text
    assert "a quarter of an hour" in twice.text


def test_a_quotation_in_which_somebody_wrote_is_theirs() -> None:
    edited = markdown(FIRST).replace("18 minutes", "a quarter of an hour")
    second = paper(("impact", "21 minutes\n120 users"), ("timeline", "paged\ndone"))
    third = paper(("impact", "22 minutes\n120 users"), ("timeline", "paged\ndone"))
    once = merged(second, edited, generated(FIRST)).text.replace("> 21 min", "> rather 21 min")

    twice = merged(third, once, generated(second))

    assert "> rather 21 minutes" in twice.text


def test_a_section_that_people_took_out_stays_out_and_that_is_said() -> None:
    kept, _, _ = markdown(FIRST).partition("## Timeline")

    result = merged(FIRST, kept, generated(FIRST))

    assert result.left_out == ("Timeline",)
    assert "## Timeline" not in result.text


def test_a_section_of_peoples_own_stays_where_it_stands() -> None:
    edited = markdown(FIRST).replace("## Timeline", "## Thanks\n\nTo Bo.\n\n## Timeline")
    later = paper(("impact", "20 minutes"), ("timeline", "paged"), ("lessons", "none yet"))

    titles = [part.title for part in standing(merged(later, edited, generated(FIRST)).text).parts]

    assert titles == ["Postmortem", "Impact", "Thanks", "Timeline", "Lessons"]


def test_what_is_not_generated_any_more_stays_if_somebody_wrote_in_it() -> None:
    edited = markdown(FIRST).replace("120 users", "121 users")
    later = paper(("timeline", "paged"))

    assert "121 users" in merged(later, edited, generated(FIRST)).text
    assert "120 users" not in merged(later, markdown(FIRST), generated(FIRST)).text


def test_another_title_stays() -> None:
    edited = markdown(FIRST).replace("# Postmortem", "# The night of the pool", 1)
    edited = edited.replace("## Impact", "## What it cost")

    result = merged(FIRST, edited, generated(FIRST)).text

    assert result.startswith("# The night of the pool")
    assert "## What it cost" in result


def test_code_that_nobody_closed_swallows_no_section() -> None:
    edited = markdown(FIRST).replace("120 users", "```\n## no heading")

    parts = standing(edited).parts

    assert [part.id for part in parts] == ["", "impact", "timeline"]
    assert "## no heading" in parts[1].lines


_LINES = st.lists(
    st.sampled_from(("a", "b", "c", "d", "", "- x", "> q", "| r |", "```", "### h", "<!-- c -->")),
    max_size=7,
).map("\n".join)
_MINE = st.lists(
    st.sampled_from(("mine 1", "mine 2", "a", "", "```", "> mine", "## Mine", "# mine", "~~~"))
    | st.text(st.characters(exclude_characters="\r\n"), max_size=8),
    max_size=4,
)


@st.composite
def _papers(draw: st.DrawFn) -> Paper:
    names = draw(st.lists(st.sampled_from(("one", "two", "three")), unique=True))
    return paper(*((name, draw(_LINES)) for name in names), lead=draw(_LINES))


@st.composite
def _edits(draw: st.DrawFn, written: str) -> str:
    """Somebody changes, adds and takes out lines anywhere; headings of ours stay what they are."""
    lines = written.split("\n")
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(1, len(lines)))
        gone = draw(st.integers(0, 3))
        taken = [line for line in lines[at : at + gone] if "<!-- cockpit" in line]
        lines[at : at + gone] = [*taken, *draw(_MINE)]
    return "\n".join(lines)


def _said(lines: str) -> set[str]:
    """Every line that says something; a heading without its mark."""
    return {line.partition(" <!-- cockpit")[0].strip() for line in lines.split("\n")} - {""}


@given(data=st.data(), papers=st.lists(_papers(), min_size=2, max_size=4), known=st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_line_that_somebody_wrote_is_ever_lost(
    data: st.DataObject, papers: list[Paper], *, known: bool
) -> None:
    written, before = markdown(papers[0]), papers[0]
    for now in papers[1:]:
        edited = data.draw(_edits(written))
        theirs = _said(edited) - _said(written) - _said(markdown(before))

        result = merged(now, edited, generated(before) if known else ())

        assert theirs <= _said(result.text)
        written, before = result.text, now


@given(st.data(), _papers(), _papers())
def test_whatever_is_generated_anew_is_in_the_text_unless_people_took_it_out(
    data: st.DataObject, first: Paper, now: Paper
) -> None:
    edited = data.draw(_edits(markdown(first)))

    result = merged(now, edited, generated(first))

    for part in now.sections:
        if first.section(part.id) is None:
            assert _said(part.body) <= _said(result.text)


@given(st.data(), _papers())
def test_writing_the_same_again_changes_nothing(data: st.DataObject, one: Paper) -> None:
    edited = data.draw(_edits(markdown(one)))
    once = merged(one, edited, generated(one)).text

    assert merged(one, once, generated(one)).text == once


@given(_papers())
def test_a_paper_comes_back_from_its_own_text(one: Paper) -> None:
    there = standing(markdown(one))

    assert there.paper == one.id
    assert text(one.id, there.parts) == markdown(one)
    assert merged(one, markdown(one)).text == markdown(one)


@given(data=st.data(), papers=st.lists(_papers(), min_size=2, max_size=4))
@settings(max_examples=100, deadline=None)
def test_what_is_edited_in_the_cockpit_again_and_again_is_in_the_paper_that_goes_out(
    data: st.DataObject, papers: list[Paper]
) -> None:
    """Each time it is opened as it stands by then, changed, and kept with what was generated."""
    state, kept = EMPTY, ""
    mine: set[str] = set()
    for seq, now in enumerate(papers, start=1):
        before = filing.written(state, now, HERE, kept).text
        kept = data.draw(_edits(before))
        made = filing.made(now)
        fact = PaperWritten(
            id=f"w{seq}",
            incident_id="",
            paper=made.paper,
            kind=made.kind,
            title=made.title,
            place=HERE,
            sections=made.sections,
        )
        state = apply(state, record(fact, seq=seq))
        mine = (mine & _said(kept)) | (_said(kept) - _said(before))

    out = _said(markdown(filing.edited(state, papers[-1], kept)))
    again = _said(markdown(filing.edited(state, papers[0], kept)))

    assert mine <= out
    # A line that was also generated by then is nobody's alone, and goes when the record takes it.
    assert mine - _said(markdown(papers[-1])) <= again


def test_line_ends_and_a_byte_order_mark_stay_as_the_editor_left_them() -> None:
    first = FIRST
    stood = "\ufeff" + markdown(first).replace("\n", "\r\n")

    again = merged(first, stood)

    assert again.text == stood
    assert again.clashes == ()


def test_a_section_whose_mark_was_lost_is_found_again_by_its_title() -> None:
    bare = re.sub(r" <!-- cockpit:[^>]*-->", "", markdown(FIRST)).replace("120 users", "all users")
    later = paper(
        ("impact", "18 minutes\n120 users\n3 % of the budget"), ("timeline", "paged\ndone\nclosed")
    )

    result = merged(later, bare, generated(FIRST))

    assert section(result, "impact") == ["18 minutes", "all users", "3 % of the budget"]
    assert section(result, "timeline") == ["paged", "done", "closed"]
    assert (result.clashes, result.left_out) == ((), ())
