"""How many git processes a look costs, and references read without any: the same as git's own."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from git_rig import DAY, ago, another_git, scan, spec_of, subjects
from repository import Repository

from cockpit.adapters import git_layout, git_names, git_process
from cockpit.adapters.git import GitRepositories
from cockpit.domain.watch import RingSpec
from cockpit.ports.outside import Garbled

ALONE = pytest.mark.parametrize("port", ["alone"], indirect=True)
PLACES = ("refs/heads/", "refs/tags/", "refs/remotes/origin/")


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repo: Repository
) -> Callable[[], list[str]]:
    """Which commands git was started with since it was last asked."""
    trace = tmp_path / "asked"
    git_process.version()
    repo.commit("start", ago(days=3))
    words = 'for word in "$@"; do case $word in log|rev-list|for-each-ref|merge-base|diff-tree) '
    another_git(tmp_path, monkeypatch, f"{words} echo $word >> {trace}; break;; esac; done")

    def since_then() -> list[str]:
        found = trace.read_text().split() if trace.exists() else []
        trace.unlink(missing_ok=True)
        return found

    return since_then


@ALONE
async def test_one_process_lists_and_none_is_needed_where_nothing_is_new(
    port: GitRepositories, repo: Repository, asked: Callable[[], list[str]]
) -> None:
    asked()

    await port.glance(spec_of(repo.folder), DAY, 50)
    assert asked() == ["log"]
    await scan(port, repo.folder)

    assert asked() == []


@ALONE
async def test_one_process_tells_all_of_what_has_come(
    port: GitRepositories, repo: Repository, asked: Callable[[], list[str]]
) -> None:
    repo.tag("v1", ago(days=2))
    await scan(port, repo.folder)
    repo.commit("new", ago(hours=1), file="x\n")
    asked()

    reading = await scan(port, repo.folder)

    assert asked() == ["log"]
    assert [(d.subject, d.paths, d.lines) for d in reading.deploys] == [("new", ("file",), 1)]


@ALONE
async def test_rings_that_are_near_are_told_apart_by_what_was_read_anyway(
    port: GitRepositories, repo: Repository, asked: Callable[[], list[str]]
) -> None:
    rings = (RingSpec(ring="beta", tag="beta-*"), RingSpec(ring="live", tag="v*"))
    repo.tag("v1", ago(days=2))
    repo.commit("in beta", ago(hours=3))
    repo.tag("beta-1", ago(hours=2))
    asked()

    await port.glance(spec_of(repo.folder, rings=rings), DAY, 50)
    first = await scan(port, repo.folder, rings=rings)
    assert asked() == ["log", "for-each-ref", "log"]
    repo.commit("nowhere yet", ago(hours=1))
    asked()
    second = await scan(port, repo.folder, rings=rings)

    assert asked() == ["log"]
    assert [(r.ring, r.ahead) for r in first.rings] == [("beta", 1), ("live", 0)]
    assert second.rings == first.rings
    assert {d.subject: d.rings for d in second.deploys} == {
        "nowhere yet": (),
        "in beta": ("beta",),
    }


@ALONE
async def test_only_new_tags_are_asked_for(
    port: GitRepositories, repo: Repository, asked: Callable[[], list[str]]
) -> None:
    repo.tag("v1", ago(days=2))
    await scan(port, repo.folder, rings=(RingSpec(ring="live", tag="v*"),))
    repo.tag("v2", ago(hours=1))
    asked()

    reading = await scan(port, repo.folder, rings=(RingSpec(ring="live", tag="v*"),))

    assert asked()[:1] == ["for-each-ref"]
    assert [r.ref for r in reading.rings] == ["v2"]
    assert [d.tags for d in reading.deploys] == [("v2",)]
    repo.git("tag", "-d", "v2")
    after = await scan(port, repo.folder, rings=(RingSpec(ring="live", tag="v*"),))
    assert [r.ref for r in after.rings] == ["v1"]


def of_git(repo: Repository) -> dict[str, str]:
    told = repo.git("for-each-ref", "--format=%(refname) %(objectname)", *PLACES)
    return dict(line.split() for line in told.splitlines())


def test_references_are_read_as_git_reads_them(repo: Repository) -> None:
    """Loose and packed, moved since they were packed, symbolic, dangling, torn, and worse."""
    first = repo.commit("one", ago(hours=3))
    repo.tag("annotated", ago(hours=2))
    for name in ("plain", "deep/er/still", "ünï"):
        repo.git("tag", name)
    repo.git("update-ref", "refs/remotes/origin/main", first)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    repo.git("symbolic-ref", "refs/heads/gone", "refs/heads/nowhere")
    repo.git("pack-refs", "--all")
    second = repo.commit("two", ago(hours=1))
    repo.git("branch", "loose")
    refs = repo.folder / ".git/refs"
    (refs / "heads/torn").write_text("12345\n")
    (refs / "heads/empty").write_text("")
    (refs / "heads/main.lock").write_text(first)
    os.mkfifo(refs / "heads/pipe")
    (refs / "heads/ring").write_text("ref: refs/heads/ring\n")
    layout = git_layout.find(repo.folder)

    found = git_names.read(layout, PLACES)

    (refs / "heads/pipe").unlink()  # git itself would wait for ever
    assert found == of_git(repo)
    assert git_names.tip(layout, "", "") == second
    assert git_names.tip(layout, "", "origin") == first
    assert git_names.tip(layout, "nowhere", "origin") == ""


@pytest.mark.parametrize("torn", [b"junk", b"\0" * 99, b"0123 refs/heads/x\n"])
def test_what_is_torn_is_left_to_git(repo: Repository, torn: bytes) -> None:
    repo.commit("one", ago(hours=1))
    (repo.folder / ".git/packed-refs").write_bytes(torn)

    assert git_names.read(git_layout.find(repo.folder), PLACES) is None


async def test_a_glance_finds_what_is_new_below_odd_dates(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("below", ago(hours=2))
    for _ in range(3):
        repo.commit("odd", datetime(1970, 1, 2, tzinfo=UTC))

    assert subjects(await port.glance(spec_of(repo.folder), DAY, 50)) == ["below"]


@pytest.mark.parametrize("what", ["HEAD", "HEAD^"])
async def test_a_commit_that_is_missing_is_never_taken_for_nothing_new(
    port: GitRepositories, repo: Repository, what: str
) -> None:
    """git is told to pass over the end of what is looked through, where there is none, alone."""
    repo.commit("one", ago(hours=2))
    repo.commit("two", ago(hours=1))
    sha = repo.git("rev-parse", what)
    (repo.folder / ".git/objects" / sha[:2] / sha[2:]).unlink()

    for asked in (port.glance(spec_of(repo.folder), DAY, 50), scan(port, repo.folder)):
        with pytest.raises(Garbled, match="damaged"):
            await asked
