"""What is filed and mailed: merged with what people made of it where it stands."""

from clocks import START

from cockpit.documents import filing
from cockpit.documents.paper import Paper, Section, markdown
from cockpit.domain.papers import Place, Shelf
from cockpit.domain.state import EMPTY

PLACE = Place(shelf=Shelf.FOLDER, where="/papers")


def paper(body: str) -> Paper:
    section = Section(id="impact", title="Impact", body=body)
    return Paper(id="p-1", kind="postmortem", title="Postmortem", at=START, sections=(section,))


def test_what_is_mailed_is_what_will_stand_there_with_what_people_wrote() -> None:
    stands = markdown(paper("Ten minutes.")) + "\n## Thanks\n\nTo the pool.\n"
    stood = (filing.Stood(place=PLACE, text=stands, version="v1"),)

    told = filing.mailed(EMPTY, paper("Twelve minutes."), stood)

    assert "Twelve minutes." in told
    assert "Ten minutes." not in told
    assert "To the pool." in told


def test_where_nothing_stands_it_is_mailed_as_it_was_generated() -> None:
    assert filing.mailed(EMPTY, paper("Ten minutes."), ()) == markdown(paper("Ten minutes."))


def test_a_paper_is_what_its_text_says_people_s_own_parts_among_it() -> None:
    text = markdown(paper("Ten minutes.")) + "\n## Thanks\n\nTo the pool.\n"

    edited = filing.of_text(paper("Ten minutes."), text.replace("Ten minutes.", "An hour."))

    told = [(s.id, s.title, s.body) for s in edited.sections]
    assert told == [("impact", "Impact", "An hour."), ("own-2", "Thanks", "To the pool.")]
