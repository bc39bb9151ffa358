"""Papers in folders and on branches: merged with what stands there, never over somebody's work."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from repository import Repository, git

from cockpit.adapters import paper_branch, paper_files
from cockpit.adapters.paper_files import read, write
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import Place, Shelf
from cockpit.ports.outside import Garbled, Refused, Unreachable

AT = datetime(2026, 4, 21, 9, tzinfo=UTC)


def paper(place: Place, text: str = "# Postmortem\n", version: str = "", **more: str) -> FilePaper:
    return FilePaper(
        id=more.get("id", "r1.file"),
        incident_id="Q1",
        paper="postmortem-4217",
        paper_kind="postmortem",
        title=more.get("title", "Postmortem: 5xx"),
        place=place,
        name="postmortem-4217.md",
        text=text,
        version=version,
    )


# --- files -----------------------------------------------------------------------------------


def test_a_file_is_written_whole_and_read_back_with_a_version(tmp_path: Path) -> None:
    file = tmp_path / "papers" / "one.md"

    write(file, "first\n", read(file).version)
    write(file, "second é\n", read(file).version)

    assert read(file).text == "second é\n"
    assert [path.name for path in file.parent.iterdir()] == ["one.md"]


def test_what_somebody_wrote_in_the_meantime_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "one.md"
    write(file, "first\n", "")
    seen = read(file).version
    file.write_text("mine\n")

    with pytest.raises(Refused, match="was changed while it was merged"):
        write(file, "second\n", seen)

    assert file.read_text() == "mine\n"


def test_a_link_and_the_rights_of_a_file_stay_as_they_are(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("first\n")
    real.chmod(0o640)
    link.symlink_to(real)

    write(link, "second\n", read(link).version)

    assert link.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("second\n", 0o640)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_protected_folder_is_said_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(Refused, match="cannot be written: permission denied"):
        write(tmp_path / "one.md", "text\n", "")


def test_a_folder_that_is_a_file_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("no folder")

    with pytest.raises(Refused, match=r"cannot be (read|written): not a directory"):
        write(tmp_path / "papers" / "one.md", "text\n", "")


def test_what_is_no_text_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(Garbled, match="no text in UTF-8"):
        read(tmp_path / "one.md")


# --- branches --------------------------------------------------------------------------------


def shelf(repository: Repository, **more: str) -> Place:
    given = {"branch": "papers", "folder": "postmortems", **more}
    return Place(shelf=Shelf.GIT, where=str(repository.folder), **given)


def worked_in(tmp_path: Path) -> Repository:
    """A repository in which somebody is in the middle of something, with hooks that would fail."""
    repository = Repository(tmp_path / "repo")
    repository.commit("first", AT, **{"a.txt": "a\n"})
    (repository.folder / "a.txt").write_text("changed\n")
    (repository.folder / "staged.txt").write_text("staged\n")
    repository.git("add", "staged.txt")
    for hook in ("pre-commit", "commit-msg", "post-commit", "reference-transaction", "pre-push"):
        file = repository.folder / ".git" / "hooks" / hook
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        file.chmod(0o755)
    repository.git("config", "commit.gpgsign", "true")
    repository.git("config", "gpg.program", "/bin/false")
    return repository


def test_a_paper_becomes_a_commit_and_nobodys_work_is_touched(tmp_path: Path) -> None:
    repository = worked_in(tmp_path)
    place = shelf(repository)
    before = (repository.git("status", "--porcelain"), repository.git("rev-parse", "HEAD"))

    done = paper_branch.file(paper(place))

    assert repository.git("show", "papers:postmortems/postmortem-4217.md") == "# Postmortem"
    assert repository.git("log", "-1", "--format=%H %s", "papers").split()[0] == done.ref
    assert (repository.git("status", "--porcelain"), repository.git("rev-parse", "HEAD")) == before
    assert not (tmp_path / "ran").exists()


def test_the_next_one_comes_on_top_and_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    repository = worked_in(tmp_path)
    place = shelf(repository)
    paper_branch.file(paper(place))
    stands = paper_branch.read(place, "postmortem-4217.md")
    other = replace(paper(place, "# Other\n", stands.version, id="r2.file"), name="other.md")

    paper_branch.file(other)

    listed = repository.git("ls-tree", "-r", "--name-only", "papers").splitlines()
    assert listed == ["postmortems/other.md", "postmortems/postmortem-4217.md"]
    assert stands.text == "# Postmortem\n"
    assert repository.git("rev-list", "--count", "papers") == "2"


def test_filing_the_same_effect_twice_makes_one_commit(tmp_path: Path) -> None:
    repository = worked_in(tmp_path)
    effect = paper(shelf(repository))

    first, second = paper_branch.file(effect), paper_branch.file(effect)

    assert first == second == paper_branch.find(effect)
    assert repository.git("rev-list", "--count", "papers") == "1"


def test_a_branch_that_moved_is_refused_and_stays(tmp_path: Path) -> None:
    repository = worked_in(tmp_path)
    place = shelf(repository)
    paper_branch.file(paper(place))
    seen = paper_branch.read(place, "postmortem-4217.md").version
    moved = git(
        repository.folder, "commit-tree", "papers^{tree}", "-p", "papers", "-m", "by somebody"
    )
    git(repository.folder, "-c", "core.hooksPath=/dev/null", "branch", "-f", "papers", moved)

    with pytest.raises(Refused, match="has moved since it was merged"):
        paper_branch.file(paper(place, "# Newer\n", seen, id="r2.file"))

    assert repository.git("rev-parse", "papers") == moved
    assert paper_branch.find(paper(place, id="r2.file")) is None


def test_a_branch_that_is_checked_out_is_not_written_to(tmp_path: Path) -> None:
    repository = worked_in(tmp_path)

    with pytest.raises(Refused, match="is checked out"):
        paper_branch.file(
            paper(shelf(repository, branch="main"), version=repository.git("rev-parse", "main"))
        )


def test_a_branch_is_pushed_where_that_is_wanted_and_found_there(tmp_path: Path) -> None:
    far = Repository(tmp_path / "far")
    repository = worked_in(tmp_path)
    repository.git("remote", "add", "origin", str(far.folder))
    effect = paper(shelf(repository, remote="origin"))

    done = paper_branch.file(effect)

    assert far.git("rev-parse", "papers") == done.ref
    assert paper_branch.find(effect) == done
    assert not (tmp_path / "ran").exists()


def test_a_remote_that_has_more_is_refused_and_one_that_is_away_is_tried_again(
    tmp_path: Path,
) -> None:
    far = Repository(tmp_path / "far")
    far.commit("theirs", AT)
    far.git("branch", "papers")
    repository = worked_in(tmp_path)
    repository.git("remote", "add", "origin", str(far.folder))
    repository.git("remote", "add", "away", str(tmp_path / "nowhere"))
    place = shelf(repository, remote="origin")

    with pytest.raises(Refused, match="has something on papers that is not here"):
        paper_branch.file(paper(place))
    with pytest.raises(Unreachable, match="could not be pushed") as away:
        paper_branch.file(paper(shelf(repository, remote="away")))

    assert away.value.maybe_sent
    assert paper_branch.find(paper(place)) is None


def test_no_repository_and_no_remote_are_said_in_words(tmp_path: Path) -> None:
    repository = worked_in(tmp_path)
    nowhere = Place(shelf=Shelf.GIT, where=str(tmp_path / "none"), branch="papers")

    with pytest.raises(Refused, match="there is no folder"):
        paper_branch.read(nowhere, "x.md")
    with pytest.raises(Refused, match="no remote upstream"):
        paper_branch.file(paper(shelf(repository, remote="upstream")))


def test_versions_tell_one_text_from_another() -> None:
    assert paper_files.version_of(b"a") != paper_files.version_of(b"b")


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "paper.md"
    os.mkfifo(pipe)

    with pytest.raises(Refused, match="is not a file"):
        paper_files.read(pipe)


def test_a_file_that_somebody_has_protected_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    file.write_text("mine\n")
    file.chmod(0o444)

    with pytest.raises(Refused, match="somebody has protected it"):
        paper_files.write(file, "yours\n", paper_files.read(file).version)

    assert file.read_text() == "mine\n"
