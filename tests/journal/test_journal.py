"""The open journal: all or nothing, in order, for ever, and clear words when it cannot be."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START, ManualClock
from journal_children import run
from records import new_record

from cockpit.journal.opening import open_journal
from cockpit.journal.sqlite import SqliteJournal
from cockpit.ports.journal import (
    JournalFull,
    JournalLocked,
    JournalReadOnly,
    Overtaken,
)


def opened(path: Path, patience_s: float = 5.0) -> SqliteJournal:
    return open_journal(path, ManualClock(), patience_s=patience_s)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    with closing(opened(path)) as journal:
        yield journal


def test_a_new_journal_is_empty(journal: SqliteJournal) -> None:
    assert journal.since(0) == []
    assert not journal.changed()


def test_records_come_back_in_order_with_consecutive_places(path: Path) -> None:
    with closing(opened(path)) as journal:
        written = journal.append([new_record("b"), new_record("a")])
        written += journal.append([new_record("c", at=START - timedelta(hours=1))])

    with closing(opened(path)) as journal:
        assert tuple(journal.since(0)) == written
        assert [(r.seq, r.id) for r in written] == [(1, "b"), (2, "a"), (3, "c")]


def test_reading_goes_on_where_one_stopped(journal: SqliteJournal) -> None:
    journal.append([new_record(f"{i}") for i in range(1, 6)])

    assert [r.seq for r in journal.since(2, limit=2)] == [3, 4]
    assert journal.since(5) == []


def test_of_an_append_that_fails_nothing_is_there(journal: SqliteJournal) -> None:
    journal.append([new_record("taken")])
    naive = new_record("naive", at=START.replace(tzinfo=None))

    with pytest.raises(ValueError, match="zone"):
        journal.append([new_record("first"), naive])
    with pytest.raises(Exception, match="UNIQUE"):
        journal.append([new_record("second"), new_record("taken")])

    assert [r.id for r in journal.since(0)] == ["taken"]


def test_an_append_after_a_place_needs_it_to_be_the_last(journal: SqliteJournal) -> None:
    journal.append([new_record("a")], after=0)
    with pytest.raises(Overtaken):
        journal.append([new_record("b")], after=0)
    journal.append([new_record("c")], after=1)

    assert [r.id for r in journal.since(0)] == ["a", "c"]


def test_what_happened_cannot_be_changed_or_removed(journal: SqliteJournal) -> None:
    journal.append([new_record("a")])

    for statement in (
        "UPDATE record SET body = ''",
        "DELETE FROM record",
        "INSERT OR REPLACE INTO record SELECT 1, 'b', at, at, author, host, kind, body FROM record",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="what happened has happened"):
            journal._conn.execute(statement)
    assert [r.id for r in journal.since(0)] == ["a"]


def test_only_what_others_write_is_a_change(path: Path, journal: SqliteJournal) -> None:
    journal.append([new_record("mine")])
    assert not journal.changed()

    with closing(opened(path)) as other:
        other.append([new_record("theirs")])

    assert journal.changed()
    assert not journal.changed()


def test_a_draft_is_kept_replaced_and_removed(path: Path) -> None:
    with closing(opened(path)) as journal:
        journal.keep_drafts({"update": "We know", "note": "x"}, START)
        journal.keep_drafts({"update": "We know\nthat é", "note": ""}, START)

    with closing(opened(path)) as journal:
        assert journal.draft("update") == "We know\nthat é"
        assert journal.draft("note") is None


def test_every_commit_is_synced_and_the_journal_is_never_in_wal_mode(
    journal: SqliteJournal,
) -> None:
    journal.append([new_record("a")])

    assert journal._conn.execute("PRAGMA synchronous").fetchone() == (2,)
    assert journal._conn.execute("PRAGMA journal_mode").fetchone() == ("truncate",)


def test_nobody_else_can_read_a_new_journal(path: Path) -> None:
    before = os.umask(0)
    try:
        with closing(opened(path)) as journal:
            journal.append([new_record("a")])
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
    finally:
        os.umask(before)

    assert modes == {"journal.db": 0o600, "journal.db-journal": 0o600, "journal.db.lock": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_exposed_journal_is_closed_to_others(path: Path) -> None:
    opened(path).close()
    path.parent.chmod(0o755)
    path.chmod(0o644)

    opened(path).close()

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_journal_behind_a_link_stays_there(tmp_path: Path, path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)

    with closing(opened(link)) as journal:
        journal.append([new_record("a")])

    assert link.is_symlink()
    with closing(opened(path)) as journal:
        assert [r.id for r in journal.since(0)] == ["a"]


def test_a_full_disk_is_said_and_leaves_nothing_half_done(journal: SqliteJournal) -> None:
    (pages,) = journal._conn.execute("PRAGMA page_count").fetchone()
    journal._conn.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(JournalFull) as caught:
        journal.append([new_record(f"{i}" * 200) for i in range(100)])

    assert "no room" in caught.value.reason
    assert "Free some space" in caught.value.mend
    assert journal.since(0) == []
    journal._conn.execute("PRAGMA max_page_count=1000000")
    journal.append([new_record("later")])
    assert [r.id for r in journal.since(0)] == ["later"]


def test_a_file_that_may_not_grow_any_more_keeps_what_was_told(path: Path) -> None:
    opened(path).close()

    *told, error = run("fill", path, 40_000)

    assert error in {"JournalFull", "JournalBroken"}
    assert len(told) > 3
    with closing(opened(path)) as journal:
        assert [r.id for r in journal.since(0)] == " ".join(told).split()


def test_a_folder_that_may_not_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if os.getuid() == 0:
            os.chown(folder, 65534, 65534)
        folder.chmod(0o500)

        error, reason, mend = run("as_nobody", folder / "journal.db")

        assert error == JournalReadOnly.__name__
        assert "cannot be written" in reason
        assert "permission" in mend
        assert list(folder.iterdir()) == []
        folder.chmod(0o700)


def test_a_file_that_may_not_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "journal.db"
        opened(path).close()
        for owned in (path, path.parent, *path.parent.iterdir()):
            if os.getuid() == 0:
                os.chown(owned, 65534, 65534)
        path.chmod(0o400)

        error, _, _ = run("as_nobody", path)

        assert error == JournalReadOnly.__name__


def test_a_journal_that_is_held_by_another_is_said(path: Path, journal: SqliteJournal) -> None:
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        closing(opened(path, patience_s=0.05)) as impatient,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalLocked) as caught:
            impatient.append([new_record("a")])
        with pytest.raises(JournalLocked):
            impatient.since(0)
        with pytest.raises(JournalLocked):
            opened(path, patience_s=0.05)
        other.execute("ROLLBACK")

        impatient.append([new_record("b")])
        assert "Another process" in caught.value.reason
        assert [r.id for r in impatient.since(0)] == ["b"]


def test_a_reader_that_does_not_let_go_is_waited_for_and_then_said(path: Path) -> None:
    with (
        closing(opened(path, patience_s=0.05)) as journal,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM record").fetchall()
        with pytest.raises(JournalLocked):
            journal.append([new_record("a")])
        other.execute("ROLLBACK")

        assert journal.since(0) == []
        assert journal.append([new_record("b")])[0].seq == 1
