"""Opening: whatever lies at the journal's path, one gets a sound journal or a clear refusal."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from clocks import START, ManualClock
from journal_children import start
from records import new_record, ticked

from cockpit.domain.facts import JournalSalvaged, NoteRequested, Record, UnknownFact
from cockpit.journal.opening import open_journal
from cockpit.journal.schema import VERSION
from cockpit.ports.journal import JournalMoved, JournalTooNew

COUNT = 400


def read(path: Path) -> list[Record]:
    with closing(open_journal(path, ManualClock())) as journal:
        return journal.since(0, 1_000_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.db"


@pytest.fixture
def written(path: Path) -> tuple[Record, ...]:
    """A journal of some pages: short records, a long one, and a draft."""
    with closing(open_journal(path, ManualClock())) as journal:
        long = NoteRequested(id="n", incident_id="", text="long " * 5000)
        records = journal.append([new_record("long", long)])
        records += journal.append([new_record(f"id-{i}", ticked(f"é{i}")) for i in range(COUNT)])
        journal.keep_drafts({"update": "half a sentence"}, START)
    return records


def others(path: Path) -> list[str]:
    """What lies beside the journal, apart from its companions."""
    usual = {path.name, f"{path.name}-journal", f"{path.name}.lock"}
    return sorted(p.name for p in path.parent.iterdir() if p.name not in usual)


# --- damage ----------------------------------------------------------------------------------


def cut(eighths: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        os.truncate(path, path.stat().st_size * eighths // 8)

    damage.__name__ = f"cut_to_{eighths}_eighths"
    return damage


def junk_pages(*numbers: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            for number in numbers:
                file.seek(number * 4096)
                file.write(bytes((i * 37 + number) % 256 for i in range(4096)))

    damage.__name__ = "junk_in_" + "_".join(map(str, numbers))
    return damage


def wrong_application(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA application_id=1")


def lost_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("DROP TABLE draft")


DAMAGES = [
    *(cut(eighths) for eighths in range(1, 8)),
    junk_pages(0), junk_pages(1), junk_pages(2), junk_pages(3), junk_pages(5, 6),
    junk_pages(0, 1, 2, 3, 4), wrong_application, lost_table,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_journal_is_set_aside_and_what_is_readable_goes_on(
    damage: Callable[[Path], None], path: Path, written: tuple[Record, ...]
) -> None:
    damage(path)
    broken = path.read_bytes()

    *kept, last = read(path)

    assert set(kept) <= set(written)
    assert [r.seq for r in kept] == sorted(r.seq for r in kept)
    assert isinstance(last.fact, JournalSalvaged)
    assert last.fact.kept == len(kept)
    assert others(path) == ["journal.db.damaged-20260304T021700Z"]
    assert Path(last.fact.set_aside).read_bytes() == broken
    assert [*kept, last] == read(path)


@pytest.mark.parametrize("eighths", range(4, 8))
def test_of_a_cut_file_the_pages_that_are_left_are_kept(
    eighths: int, path: Path, written: tuple[Record, ...]
) -> None:
    """Records are spread over the file, after the long one near its start."""
    cut(eighths)(path)

    kept = len(read(path)) - 1

    assert kept > COUNT * (eighths - 3) / 8


def test_without_its_first_page_a_journal_loses_nothing(
    path: Path, written: tuple[Record, ...]
) -> None:
    junk_pages(0)(path)

    *kept, last = read(path)

    assert tuple(kept) == written
    assert isinstance(last.fact, JournalSalvaged)
    assert last.fact.lost == "none is known to be missing"
    with closing(open_journal(path, ManualClock())) as journal:
        assert journal.draft("update") == "half a sentence"


def test_what_is_missing_is_named(path: Path, written: tuple[Record, ...]) -> None:
    target = b"id-200"
    raw = path.read_bytes()
    pages = [raw[i : i + 4096] for i in range(0, len(raw), 4096)]
    leaf = next(i for i, page in enumerate(pages) if page[0] == 0x0D and target in page)
    junk_pages(leaf)(path)

    *kept, last = read(path)

    missing = sorted({r.seq for r in written} - {r.seq for r in kept})
    assert isinstance(last.fact, JournalSalvaged)
    assert last.fact.lost == (
        f"{len(missing)} records are missing (number {missing[0]}-{missing[-1]})"
    )
    assert missing == list(range(missing[0], missing[-1] + 1))
    assert len(missing) < 60
    assert last.seq == written[-1].seq + 1


def a_text_file(path: Path) -> None:
    path.write_text("dear diary\n" * 1000)


def an_empty_file_beside_a_rollback(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name(f"{path.name}-journal").write_bytes(b"x" * 512)


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "precious").write_text("x")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE bookmark (url TEXT)")


SOMETHING_ELSE = [
    a_text_file, an_empty_file_beside_a_rollback, a_folder, a_pipe, another_database,
]  # fmt: skip


@pytest.mark.parametrize("thing", SOMETHING_ELSE)
def test_something_else_in_the_journals_place_is_set_aside(
    thing: Callable[[Path], None], path: Path
) -> None:
    path.parent.mkdir(mode=0o700)
    thing(path)
    inode = path.lstat().st_ino

    (only,) = read(path)

    assert isinstance(only.fact, JournalSalvaged)
    assert only.fact.kept == 0
    assert only.fact.lost == "all that it held is missing"
    assert Path(only.fact.set_aside).lstat().st_ino == inode


def test_a_file_without_a_byte_is_a_new_journal(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"")
    path.with_name(f"{path.name}-journal").write_bytes(b"")

    assert read(path) == []
    assert others(path) == []


def test_damage_of_the_same_second_never_overwrites_what_was_set_aside(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    for _ in range(3):
        a_text_file(path)
        read(path)

    assert len(others(path)) == 3


def test_a_flipped_bit_costs_one_fact_and_not_the_journal(
    path: Path, written: tuple[Record, ...]
) -> None:
    body = b'{"incident_id":"Q1","step":"\xc3\xa977"}'
    path.write_bytes(path.read_bytes().replace(body, body.replace(b"\xc3", b"\xff")))

    records = read(path)

    assert others(path) == []
    assert [r.id for r in records] == [r.id for r in written]
    assert sum(a != b for a, b in zip(records, written, strict=True)) == 1


def test_processes_that_find_the_same_damage_set_it_aside_once(
    path: Path, written: tuple[Record, ...]
) -> None:
    junk_pages(0)(path)
    children = [start("order_at_once", path) for _ in range(5)]
    assert [child.stdout.readline() for child in children] == ["ready\n"] * 5
    for child in children:
        child.stdin.write("now\n")
        child.stdin.flush()
    answers = {child.communicate() for child in children}

    assert len(others(path)) == 1
    ((out, err),) = answers
    assert (len(out.split()), err) == (len(written) + 1, "")


def test_who_still_has_the_old_file_open_writes_nothing_into_it(
    path: Path, written: tuple[Record, ...]
) -> None:
    with closing(open_journal(path, ManualClock())) as journal:
        wrong_application(path)
        read(path)

        with pytest.raises(JournalMoved):
            journal.append([new_record("lost")])
        with pytest.raises(JournalMoved):
            journal.changed()


def test_a_transaction_that_was_cut_off_is_rolled_back_and_is_no_damage(
    path: Path, written: tuple[Record, ...]
) -> None:
    with start("spill_and_die", path) as child:
        child.communicate()
    assert child.returncode == -9
    assert path.with_name("journal.db-journal").stat().st_size > 0

    assert tuple(read(path)) == written
    assert others(path) == []


def test_a_rollback_journal_without_its_file_is_never_played_into_a_new_one(
    path: Path, written: tuple[Record, ...]
) -> None:
    with start("spill_and_die", path) as child:
        child.communicate()
    path.unlink()

    assert read(path) == []
    assert len(others(path)) == 1


# --- versions --------------------------------------------------------------------------------


def test_a_newer_journal_is_refused_and_left_alone(path: Path, written: tuple[Record, ...]) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA user_version={VERSION + 1}")
    before = path.read_bytes()

    with pytest.raises(JournalTooNew) as caught:
        read(path)

    assert f"format {VERSION + 1}" in caught.value.reason
    assert "Upgrade" in caught.value.mend
    assert path.read_bytes() == before
    assert others(path) == []


@pytest.fixture
def version_1(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700)
    script = Path(__file__).with_name("version-1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(script)
    return path.read_bytes()


def test_a_journal_of_version_1_is_migrated_with_a_copy_beside_it(
    path: Path, version_1: bytes
) -> None:
    records = read(path)

    assert [(r.seq, r.id, r.author) for r in records] == [
        (1, "5f1c", "ada"), (2, "5f1d", "ada"), (4, "5f20", "grace"),
    ]  # fmt: skip
    assert all(r.at == r.noted_at for r in records)
    assert records[0].fact == ticked("deploys", "Q1A")
    assert isinstance(records[1].fact, UnknownFact)
    assert json.loads(records[1].fact.body) == {"sky": "red"}
    assert others(path) == ["journal.db.version-1-20260304T021700Z"]
    with closing(sqlite3.connect(path.with_name(others(path)[0]))) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (1,)
        assert conn.execute("SELECT count(*) FROM record").fetchone() == (3,)


def test_a_migrated_journal_goes_on_after_its_last_place(path: Path, version_1: bytes) -> None:
    with closing(open_journal(path, ManualClock())) as journal:
        (record,) = journal.append([new_record("new")], after=4)
        journal.keep_drafts({"update": "x"}, START)

        assert record.seq == 5


def test_unknown_bodies_pass_a_migration_byte_for_byte(path: Path, version_1: bytes) -> None:
    bodies = "SELECT kind, body FROM record ORDER BY seq"
    with closing(sqlite3.connect(path)) as conn:
        before = conn.execute(bodies).fetchall()
    read(path)

    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute(bodies).fetchall() == before


def test_a_damaged_journal_of_version_1_is_salvaged_too(path: Path, version_1: bytes) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 4096)

    *kept, last = read(path)

    assert [r.id for r in kept] == ["5f1c", "5f1d", "5f20"]
    assert isinstance(last.fact, JournalSalvaged)
