"""Many repositories through two processes: the same as by processes for each, and nobody's fault
is another's."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from git_rig import DAY, ago, another_git, subjects
from patience import PATIENCE_S
from repository import Repository

from cockpit.adapters import git as git_port
from cockpit.adapters import git_answers
from cockpit.adapters.git import GitRepositories
from cockpit.adapters.git_borrowing import Borrowing
from cockpit.domain.watch import RepositorySpec, RingSpec
from cockpit.ports.outside import PortError, Unreachable
from cockpit.ports.repositories import RepositoryReading

NAMES = ("api", "billing", "cloud", "docs")
RINGS = (RingSpec(ring="production", tag="v*"),)


def spec(repo: Repository) -> RepositorySpec:
    return RepositorySpec(
        name=repo.folder.name, path=str(repo.folder), releases=("release/*",), rings=RINGS
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four, with a merge, an odd date, a tag and a release branch in each; two share a history."""
    place = Path(tmp_path_factory.mktemp("template"))
    found = []
    for name in NAMES:
        repo = Repository(place / name)
        repo.commit("first", ago(days=9), file=f"{name}\n")
        repo.tag("v1", ago(days=8))
        repo.commit(f"new in {name}", ago(hours=5), **{f"{name}/pool.py": "x\n" * 5})
        repo.git("checkout", "-q", "-b", "release/1")
        repo.commit("release", ago(hours=4))
        repo.git("checkout", "-q", "main")
        repo.commit("dated wrongly", ago(days=4000))
        repo.merge("release/1", ago(hours=3))
        found.append(repo)
    fork = Repository(place / "fork")
    fork.git("pull", "-q", str(found[0].folder), "main")
    found[0].commit("only in api", ago(hours=2))
    for number in range(45):
        fork.commit(f"only in the fork {number}", ago(minutes=90 - number))
    return place


@pytest.fixture
def repos(tmp_path: Path, template: Path) -> list[Repository]:
    """Copies of those."""
    shutil.copytree(template, tmp_path / "repos")
    return [Repository.at(tmp_path / "repos" / name) for name in (*NAMES, "fork")]


@pytest.fixture
async def together(repos: list[Repository]) -> AsyncIterator[GitRepositories]:
    port = GitRepositories(together=[str(repo.folder) for repo in repos])
    yield port
    port.close()


@pytest.fixture
async def alone() -> AsyncIterator[GitRepositories]:
    port = GitRepositories()
    yield port
    port.close()


Outcome = RepositoryReading | tuple[str, str] | None


async def outcome(port: GitRepositories, repo: Repository) -> Outcome:
    """What a glance and a look find, or what is in the way."""
    try:
        await port.glance(spec(repo), DAY, 100)
        found = await port.scan(spec(repo), DAY, 100, "")
    except PortError as error:
        return error.reason, error.mend
    return found and replace(found, whole=True)  # which of them saw everything may differ


async def outcomes(port: GitRepositories, repos: list[Repository]) -> list[Outcome]:
    return list(await asyncio.gather(*(outcome(port, repo) for repo in repos)))


async def test_all_is_found_that_each_alone_would_tell(
    together: GitRepositories, alone: GitRepositories, repos: list[Repository]
) -> None:
    found = await outcomes(together, repos)

    assert found == await outcomes(alone, repos)
    for repo in repos:
        repo.commit("later", ago(minutes=5), file="later\n")
        repo.git("checkout", "-q", "-b", "topic", "HEAD~3")
        repo.commit("beside", ago(minutes=4), side="1\n")
        repo.git("checkout", "-q", "main")
        repo.merge("topic", ago(minutes=3))
    again = await outcomes(together, repos)
    assert again == await outcomes(alone, repos)
    assert all(isinstance(r, RepositoryReading) and "beside" in subjects(r) for r in again)


async def test_a_branch_from_far_below_is_not_taken_for_new(
    tmp_path: Path, alone: GitRepositories
) -> None:
    """It begins below the newest forty commits, and little is below them."""
    repo = Repository(tmp_path / "api")
    for number in range(4):
        repo.commit(f"far below {number}", ago(days=9 - number / 10))
    repo.git("branch", "topic", "HEAD~2")
    for number in range(42):
        repo.commit(f"line {number}", ago(days=8 - number / 10))
    repo.tag("v1", ago(days=2), "HEAD~35")
    repo.git("checkout", "-q", "topic")
    repo.commit("beside", ago(hours=9))
    repo.git("checkout", "-q", "main")
    repo.merge("topic", ago(hours=8))
    repo.tag("beta", ago(hours=1))
    rings = (RingSpec(ring="beta", tag="beta"), *RINGS)
    asked = RepositorySpec(name="api", path=str(repo.folder), rings=rings)
    port = GitRepositories(together=[str(repo.folder), str(tmp_path / "gone")])

    await port.glance(asked, DAY, 50)
    found = await port.scan(asked, DAY, 50, "")
    port.close()

    expected = await alone.scan(asked, DAY, 50, "")
    assert found
    assert expected
    assert found.rings == expected.rings
    assert [running.ahead for running in found.rings] == [37, 0]
    assert found.deploys == expected.deploys


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Which processes have been started."""
    trace = tmp_path / "started"
    words = "cat-file|diff-tree|log|rev-list|for-each-ref|merge-base"
    first = f'for word in "$@"; do case $word in {words}) echo $word >> {trace}; break;; esac; done'
    another_git(tmp_path, monkeypatch, first)
    return lambda: sorted(trace.read_text().split())


async def test_two_processes_tell_of_all(tmp_path: Path, started: Callable[[], list[str]]) -> None:
    repos = [Repository(tmp_path / name) for name in NAMES]
    for repo in repos:
        for hours in (4, 3, 2):
            repo.commit("one", ago(hours=hours), file=f"{repo.folder.name} {hours}\n")
        repo.tag("v1", ago(hours=1), "HEAD~1")
        repo.git("tag", "light")
        repo.git("tag", "text", "HEAD:file")
    port = GitRepositories(together=[str(repo.folder) for repo in repos])
    specs = [RepositorySpec(name=r.folder.name, path=str(r.folder), rings=RINGS) for r in repos]

    await asyncio.gather(*(port.glance(spec, DAY, 50) for spec in specs))
    found = await asyncio.gather(*(port.scan(spec, DAY, 50, "") for spec in specs))
    port.close()

    assert started() == ["cat-file", "diff-tree"]
    assert [len(reading.deploys) for reading in found if reading] == [3] * len(NAMES)
    assert {d.tags for reading in found if reading for d in reading.deploys} == {
        ("light",), ("v1",), (),
    }  # fmt: skip
    assert {deploy.lines for reading in found if reading for deploy in reading.deploys} == {1, 2}


async def test_one_that_is_torn_hides_nothing_of_the_others(
    together: GitRepositories, alone: GitRepositories, repos: list[Repository]
) -> None:
    for place in (repos[1].folder / ".git/objects").glob("??/*"):
        place.chmod(0o644)
        place.write_bytes(b"junk")
    repos[2].git("gc", "-q")
    (pack,) = (repos[2].folder / ".git/objects/pack").glob("*.pack")
    pack.chmod(0o644)
    os.truncate(pack, 100)

    found = await outcomes(together, repos)

    assert found == await outcomes(alone, repos)
    assert [isinstance(reading, RepositoryReading) for reading in found] == [
        True, False, False, True, True,
    ]  # fmt: skip


async def test_one_that_appears_later_is_found(
    together: GitRepositories, repos: list[Repository]
) -> None:
    hidden = repos[3].folder.rename(repos[3].folder.parent / "elsewhere")
    before = await outcomes(together, repos)

    hidden.rename(repos[3].folder)

    assert isinstance(before[3], tuple)
    assert isinstance(await outcome(together, repos[3]), RepositoryReading)


def children(command: str) -> list[int]:
    """Processes of ours that run this git command."""
    told = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return [int(line.split()[0]) for line in told.splitlines() if f" {command} " in f"{line} "]


@pytest.mark.parametrize("command", ["cat-file", "diff-tree"])
async def test_a_process_that_is_killed_is_not_missed(
    together: GitRepositories, alone: GitRepositories, repos: list[Repository], command: str
) -> None:
    await outcomes(together, repos)
    for repo in repos:
        repo.commit("later", ago(minutes=5), file="later\n")
    (process,) = children(command)

    os.kill(process, signal.SIGKILL)

    assert await outcomes(together, repos) == await outcomes(alone, repos)


@pytest.mark.parametrize("does", ["exec sleep 60", "yes", "exit 1", "echo junk; exec cat"])
async def test_a_git_that_answers_oddly_is_asked_for_each(
    repos: list[Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    monkeypatch.setattr(git_answers, "ANSWER_S", 0.2)
    another_git(tmp_path, monkeypatch, f'case "$*" in *batch*|*--stdin*) {does};; esac')
    port = GitRepositories(together=[str(repo.folder) for repo in repos])

    found = await outcomes(port, repos)
    port.close()

    assert all(isinstance(reading, RepositoryReading) for reading in found)
    assert found == await outcomes(GitRepositories(), repos)


async def test_none_can_give_its_own_words_for_a_commit_of_another(
    together: GitRepositories, alone: GitRepositories, repos: list[Repository]
) -> None:
    liar, believed = repos[:2]  # it comes first, so git takes its word
    sha = believed.commit("true", ago(hours=1))
    believed.commit("on top", ago(minutes=50))
    content = believed.git("cat-file", "commit", sha).replace("true", "lies").encode() + b"\n"
    place = liar.folder / ".git/objects" / sha[:2] / sha[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(zlib.compress(b"commit %d\0%s" % (len(content), content)))

    found = await outcome(together, believed)

    assert found == await outcome(alone, believed)
    assert isinstance(found, RepositoryReading)
    assert "true" in subjects(found)


async def test_where_nothing_can_be_written_each_is_asked(
    together: GitRepositories,
    alone: GitRepositories,
    repos: list[Repository],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(repos[0].folder / "not there"))

    assert await outcomes(together, repos) == await outcomes(alone, repos)


async def test_a_history_that_is_patched_by_hand_is_read_as_git_reads_it(
    together: GitRepositories, alone: GitRepositories, repos: list[Repository]
) -> None:
    (repos[0].folder / ".git/info/grafts").write_text(repos[0].git("rev-parse", "HEAD") + "\n")

    found = await outcome(together, repos[0])

    assert found == await outcome(alone, repos[0])
    assert isinstance(found, RepositoryReading)
    assert len(found.deploys) < len(NAMES)


async def test_a_pipe_in_the_place_of_a_file_holds_up_nobody_else(
    together: GitRepositories, alone: GitRepositories, repos: list[Repository]
) -> None:
    os.mkfifo(repos[1].folder / ".git/commondir")

    found = await outcomes(together, repos[:1])

    assert found == await outcomes(alone, repos[:1])


async def test_looks_at_what_has_not_changed_keep_nothing_running(
    together: GitRepositories, repos: list[Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the files of a pack that was repacked would stay on the disk for as long."""
    monkeypatch.setattr(git_port, "_REST_S", 0.2)
    await outcomes(together, repos)
    reading = await together.scan(spec(repos[0]), DAY, 100, "")
    assert reading is not None

    async with asyncio.timeout(PATIENCE_S):
        while children("cat-file") or children("diff-tree"):
            assert await together.scan(spec(repos[0]), DAY, 100, reading.fingerprint) is None


def test_what_a_killed_one_left_is_removed_and_what_is_in_use_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = (
        "import os; from cockpit.adapters.git_borrowing import Borrowing as B; B([]); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", killed], env={"TMPDIR": str(tmp_path)}, check=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (left,) = tmp_path.iterdir()

    used = Borrowing([])
    other = Borrowing([])

    assert not left.exists()
    assert set(tmp_path.iterdir()) == {used.place, other.place}
    used.end()
    other.end()
    assert not list(tmp_path.iterdir())


async def test_nothing_is_left_running_once_nobody_looks(
    repos: list[Repository], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(git_port, "_REST_S", 0.01)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    port = GitRepositories(together=[str(repo.folder) for repo in repos])

    await outcomes(port, repos)

    async with asyncio.timeout(PATIENCE_S):
        while children("cat-file") or children("diff-tree"):
            await asyncio.sleep(0)
    assert not list(tmp_path.glob("cockpit-git-*"))
    port.close()


async def test_nothing_is_left_of_an_answer_that_is_still_waited_for(
    repos: list[Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    another_git(tmp_path, monkeypatch, 'case "$*" in *batch*) exec sleep 60;; esac')
    port = GitRepositories(together=[str(repo.folder) for repo in repos])
    look = asyncio.ensure_future(port.glance(spec(repos[0]), DAY, 50))
    async with asyncio.timeout(PATIENCE_S):
        while not children("sleep"):
            await asyncio.sleep(0)

    port.close()

    assert not list(tmp_path.glob("cockpit-git-*"))
    assert isinstance(await look, RepositoryReading)
    assert not children("sleep")


async def test_one_that_keeps_waiting_keeps_none_of_the_others_waiting(
    repos: list[Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fork has so much new that git itself is asked, which hangs."""
    another_git(tmp_path, monkeypatch, 'case "$*" in *" log "*) exec sleep 60;; esac')
    port = GitRepositories(together=[str(repo.folder) for repo in repos])
    specs = [RepositorySpec(name="x", path=str(r.folder), timeout_s=1.0) for r in repos]

    asked = [asyncio.ensure_future(port.glance(spec, DAY, 50)) for spec in specs]
    done = await asyncio.gather(*asked, return_exceptions=True)
    port.close()

    assert [type(found) for found in done] == [*[RepositoryReading] * 4, Unreachable]
