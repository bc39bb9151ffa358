"""Words are found in all that is recorded; the index is made of the journal and can be lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from clocks import START, ManualClock
from hypothesis import given
from hypothesis import strategies as st
from records import new_record

from cockpit.domain.effects import AddNote
from cockpit.domain.evidence import Deploy
from cockpit.domain.facts import DeploysFound, EffectDone, Fact, NoteRequested, UnknownFact
from cockpit.domain.questions import Findings, question
from cockpit.journal.index import find
from cockpit.journal.opening import open_journal
from cockpit.journal.sqlite import SqliteJournal
from cockpit.ports.outside import Refused


def note(text: str, incident_id: str = "Q1") -> NoteRequested:
    effect = AddNote(id=f"e-{text}", incident_id=incident_id, text=text)
    return NoteRequested(id=f"r-{text}", incident_id=incident_id, text=text, effects=(effect,))


class Archive:
    """A journal and what is found in it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.sqlite3"
        self.index = folder / "search.sqlite3"
        self.journal: SqliteJournal = open_journal(self.path, ManualClock())
        self._count = 0

    def record(self, *facts: Fact) -> None:
        for fact in facts:
            self._count += 1
            at = START + timedelta(minutes=self._count)
            self.journal.append([new_record(f"{self._count}", fact, at=at)])

    def find(self, said: str, most: int = 50) -> Findings:
        return find(self.index, self.path, question(said, START, UTC), most, patience_s=0.2)

    def texts(self, said: str) -> list[str]:
        return [found.text for found in self.find(said).found]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive(tmp_path)
    with closing(archive.journal):
        yield archive


@pytest.fixture(scope="module")
def one_note(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = Archive(tmp_path_factory.mktemp("one"))
    with closing(archive.journal):
        archive.record(note("pool"))
        yield archive


def test_every_word_has_to_be_there_or_begin_one_that_is(archive: Archive) -> None:
    archive.record(note("The pool is empty"), note("pools of gateways"), note("carpool"))

    assert archive.texts("pool") == ["pools of gateways", "The pool is empty"]
    assert archive.texts("EMPTY poo") == ["The pool is empty"]
    assert archive.texts("pool zebra") == []


@pytest.mark.parametrize(
    "word",
    ['"', "pool AND", "NEAR(pool)", "text:pool", "pool*", "(pool", "^pool", "pool OR x", "-"],
)
def test_what_sqlite_has_a_meaning_for_is_only_a_word(archive: Archive, word: str) -> None:
    archive.record(note("nothing of that kind"))

    assert archive.texts(word) == archive.texts(word), "it is answered, and in the same way again"


def test_accents_and_other_scripts_are_found(archive: Archive) -> None:
    archive.record(note("Zürich liegt lahm"), note("база данных"))

    assert archive.texts("zurich") == ["Zürich liegt lahm"]
    assert archive.texts("данных") == ["база данных"]


def test_what_narrows_a_question_counts(archive: Archive) -> None:
    archive.record(
        note("pool one"), note("pool two", "Q2"), UnknownFact(kind="moon", body='{"a":"pool"}')
    )

    assert archive.texts("pool kind:note") == ["pool two", "pool one"]
    assert archive.texts("pool kind:moon") == ["pool"]
    assert archive.texts("pool by:ad") == ["pool", "pool two", "pool one"]
    assert archive.texts("pool by:bo") == []
    assert archive.texts("pool since:2026-03-04 until:2026-03-04") == archive.texts("pool")
    assert archive.texts("pool until:2026-03-03") == []


def test_a_name_is_found_however_it_is_capitalised_in_any_script(archive: Archive) -> None:
    new = new_record("1", note("pool"))
    archive.journal.append([replace(new, author="Émile Örn")])

    assert archive.texts("by:émile") == ["pool"]
    assert archive.texts("by:ÖRN") == ["pool"]


def test_an_outcome_belongs_to_the_incident_of_its_request(archive: Archive) -> None:
    archive.record(note("look", "Q7"), EffectDone(effect="e-look", ref="x", output="disk is full"))

    (found,) = archive.find("full").found

    assert (found.incident_id, found.kind) == ("Q7", "outcome")


def test_what_is_recorded_later_is_found_too(archive: Archive) -> None:
    archive.record(note("first"))
    assert archive.texts("first") == ["first"]

    archive.record(note("second"))

    assert archive.texts("second") == ["second"]


def test_no_more_than_asked_for_and_the_newest_of_them(archive: Archive) -> None:
    archive.record(*(note(f"pool {n}") for n in range(5)))

    found = archive.find("pool", most=2)

    assert [f.text for f in found.found] == ["pool 4", "pool 3"]
    assert (found.more, found.searched) == (True, 5)


def test_the_same_words_again_are_one_find(archive: Archive) -> None:
    archive.record(note("the same"), note("the same"))

    assert archive.texts("same") == ["the same"]


def test_a_newer_description_of_a_thing_takes_the_place_of_the_older_one(archive: Archive) -> None:
    deploy = Deploy(repository="cloud", sha="a1b2c3", at=START, author="Bo Lund", subject="Pool")
    released = replace(deploy, rings=("production",), subject="Pool size")
    archive.record(DeploysFound(repository="cloud", found=(deploy,)))
    assert archive.texts("pool") == ["Pool\ncloud\na1b2c3\nBo Lund"]

    archive.record(DeploysFound(repository="cloud", found=(released,)))
    (found,) = archive.find("pool").found

    assert found.text.splitlines()[0] == "Pool size"
    assert (found.at, found.author) == (START, "Bo Lund"), "its own time, and whose work it is"
    assert archive.texts("production") == [found.text]


def test_a_damaged_index_is_made_anew(archive: Archive) -> None:
    archive.record(note("kept"))
    archive.find("kept")
    archive.index.write_bytes(b"no index at all" * 1000)

    assert archive.texts("kept") == ["kept"]


def test_the_index_of_another_journal_is_made_anew(archive: Archive, tmp_path: Path) -> None:
    archive.record(note("here"))
    (tmp_path / "other").mkdir()
    other = Archive(tmp_path / "other")
    with closing(other.journal):
        other.record(note("elsewhere"), note("twice"))
        other.find("elsewhere")
    archive.index.write_bytes(other.index.read_bytes())
    before = archive.index.stat().st_ino

    assert archive.texts("elsewhere") == []
    assert archive.texts("here") == ["here"]
    assert archive.index.stat().st_ino == before, "other processes may have it open"


def test_who_waits_too_long_for_another_process_hears_what_it_does(archive: Archive) -> None:
    archive.find("x")
    with closing(sqlite3.connect(archive.index, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="another cockpit is still making the search index"):
            archive.find("x")

    assert archive.find("x").searched == 0


def test_a_journal_that_cannot_be_read_is_not_blamed_on_the_index(archive: Archive) -> None:
    archive.record(note("kept"))
    archive.find("kept")
    index = archive.index.read_bytes()
    archive.path.write_bytes(b"no journal at all" * 1000)

    with pytest.raises(Refused, match=r"the journal .* cannot be read"):
        archive.find("kept")
    assert archive.index.read_bytes() == index


def test_nobody_else_can_read_the_index(archive: Archive) -> None:
    archive.find("x")

    assert S_IMODE(archive.index.stat().st_mode) == 0o600


def test_where_no_index_can_be_kept_it_is_said_in_words(archive: Archive, tmp_path: Path) -> None:
    archive.index = tmp_path / "gone" / "search.sqlite3"

    with pytest.raises(Refused, match=r"the search index .* cannot be kept"):
        archive.find("x")


@given(said=st.text(st.characters(), max_size=30))
def test_no_question_breaks_it(one_note: Archive, said: str) -> None:
    asked = question(said.replace(":", " ").replace("#", " "), START, UTC)

    found = find(one_note.index, one_note.path, asked, 5)

    assert found.searched == 1
