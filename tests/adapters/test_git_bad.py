"""Repositories in a bad way: torn, foreign, odd, in the middle of something, or very large."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from git_rig import DAY, NOW, ago, another_git, called, scan, spec_of, subjects
from repository import Repository, git

from cockpit.adapters import git_graph, git_layout, git_log, git_names, git_process
from cockpit.adapters.git import GitRepositories
from cockpit.domain.watch import DeployTime, RingSpec
from cockpit.ports.outside import PortError, Refused
from cockpit.ports.repositories import RepositoryReading

LIVE = RingSpec(ring="production", tag="v*")


# --- dates -----------------------------------------------------------------------------------


async def test_odd_dates_hide_nothing(port: GitRepositories, repo: Repository) -> None:
    """git stops at the first old commit; here a whole rebased branch of them is in the way."""
    repo.commit("below", ago(hours=2))
    for n in range(30):
        repo.commit(f"of 1970, {n}", datetime(1970, 1, 2, tzinfo=UTC))
    repo.commit("of next year", NOW + timedelta(days=365))
    repo.commit("of 2099", datetime(2099, 12, 31, tzinfo=UTC))
    repo.commit("on top, of 1970", datetime(1970, 1, 2, tzinfo=UTC))

    for time in DeployTime:
        reading = await scan(port, repo.folder, time=time)
        assert subjects(reading) == ["of 2099", "of next year", "below"], time


def a_long_history(repo: Repository, *dates: datetime) -> None:
    """Commits at these times, one upon the other, each with its number as its subject."""
    stream = "".join(
        f"commit refs/heads/main\ncommitter A <a@b> {int(at.timestamp())} +0000\n"
        f"data {len(str(number))}\n{number}\n"
        for number, at in enumerate(dates)
    )
    command = ["git", "-C", str(repo.folder), "fast-import", "--quiet"]
    subprocess.run(command, input=stream.encode(), check=True)


@pytest.mark.parametrize("time", DeployTime)
async def test_what_lies_below_many_old_commits_is_found_when_all_is_looked_through(
    port: GitRepositories, repo: Repository, time: DeployTime
) -> None:
    """A scan shows at once what is likely to matter, and says that this was not all."""
    a_long_history(repo, ago(days=9), ago(hours=3), *[ago(days=2)] * 200, ago(hours=1))
    spec = spec_of(repo.folder, time=time)

    first = await port.scan(spec, DAY, 50, "")
    assert first is not None
    second = await port.look_through(spec, DAY, 50)
    repo.commit("more", ago(minutes=50))
    third = await port.scan(spec, DAY, 50, first.fingerprint)
    assert third is not None

    assert (subjects(first), first.whole) == (["202"], False)
    assert (subjects(second), second.whole) == (["202", "1"], True)
    if time is DeployTime.COMMIT:
        assert (subjects(third), third.whole) == (["more", "202", "1"], True), "it is remembered"


async def test_a_glance_sees_through_odd_dates_as_well(
    port: GitRepositories, repo: Repository
) -> None:
    dates = [datetime(1970, 1, 2, tzinfo=UTC)] * 25
    a_long_history(repo, ago(days=9), ago(hours=2), *dates, ago(hours=1), *dates[:3])

    reading = await port.glance(spec_of(repo.folder), DAY, 50)

    assert subjects(reading) == ["27", "1"]


@pytest.mark.parametrize("days", [60, 2000])
async def test_a_busy_day_is_listed_in_whole(
    port: GitRepositories, repo: Repository, days: int
) -> None:
    """More of it than is looked through at first, with much or hardly anything below it."""
    old = [ago(days=days - n / 100) for n in range(days)]
    a_long_history(repo, *old, *(ago(minutes=400 - n) for n in range(90)))

    glance = await port.glance(spec_of(repo.folder), DAY, 50)
    reading = await scan(port, repo.folder)

    assert (len(glance.deploys), glance.more) == (50, 40)
    assert (len(reading.deploys), reading.more) == (50, 40)
    assert subjects(reading)[0] == str(days + 89)


async def test_what_a_much_older_commit_of_a_merge_hides_is_found_at_once(
    port: GitRepositories, repo: Repository
) -> None:
    """git would come to it last of all, after the whole history of the branch."""
    a_long_history(repo, *(ago(days=300 - n) for n in range(250)))
    repo.git("reset", "-q", "--hard", "main")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("hidden", ago(hours=2))
    repo.commit("hides", datetime(1970, 1, 2, tzinfo=UTC))
    repo.git("checkout", "-q", "main")
    repo.merge("topic", ago(hours=1))

    assert subjects(await scan(port, repo.folder)) == ["Merge topic", "hidden"]


async def test_a_commit_without_a_date_is_of_1970(port: GitRepositories, repo: Repository) -> None:
    sha = repo.commit("start", ago(hours=2))
    tree = repo.git("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nparent {sha}\nauthor A <a@b> never\ncommitter A <a@b> never\n\nodd\n"
    odd = made(repo, raw.encode())

    reading = await scan(port, repo.folder)
    details = await port.detail(spec_of(repo.folder), odd)

    assert subjects(reading) == ["start"]
    assert details.authored_at == datetime(1970, 1, 1, tzinfo=UTC)


async def test_the_authors_zone_is_kept(port: GitRepositories, repo: Repository) -> None:
    repo.commit("start", ago(hours=2))
    tree = repo.git("rev-parse", "HEAD^{tree}")
    stamp = int(ago(hours=1).timestamp())
    person = f"A <a@b> {stamp}"
    sha = made(
        repo, f"tree {tree}\nauthor {person} +0545\ncommitter {person} -0930\n\nx\n".encode()
    )

    found = await port.detail(spec_of(repo.folder), sha)

    assert (found.authored_at, found.utc_offset_m) == (ago(hours=1), 5 * 60 + 45)


async def test_a_nul_in_a_message_ends_it_and_nothing_else(
    port: GitRepositories, repo: Repository
) -> None:
    sha = repo.commit("start", ago(hours=2))
    tree = repo.git("rev-parse", "HEAD^{tree}")
    person = f"A <a@b> {int(ago(hours=1).timestamp())} +0000".encode()
    words = b"first\0second\n\nthird\0" + b"0" * 40 + b"\0forged\n"
    head = f"tree {tree}\nparent {sha}\n".encode()
    made(repo, head + b"author " + person + b"\ncommitter " + person + b"\n\n" + words)

    reading = await scan(port, repo.folder)

    assert subjects(reading) == ["first", "start"]


# --- in the middle of something --------------------------------------------------------------


async def test_detached_and_in_the_middle_of_a_rebase(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("start", ago(hours=5), file="0\n")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("topic", ago(hours=4), file="1\n")
    repo.git("checkout", "-q", "main")
    repo.commit("main", ago(hours=3), file="2\n")
    repo.git("checkout", "-q", "topic")
    with pytest.raises(subprocess.CalledProcessError):
        repo.git("rebase", "-q", "main")

    assert (repo.folder / ".git/rebase-merge").exists()
    assert subjects(await scan(port, repo.folder)) == ["main", "start"]
    assert subjects(await scan(port, repo.folder, branch="topic")) == ["topic", "start"]


async def test_one_that_is_removed_while_it_is_read(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("one", ago(hours=1))
    another_git(tmp_path, monkeypatch, f"rm -rf {repo.folder}")

    with pytest.raises(PortError) as caught:
        await scan(port, repo.folder)
    assert caught.value.reason
    with pytest.raises(Refused, match="there is no folder"):
        await scan(port, repo.folder)


async def test_submodules_are_told_by_their_commits_and_never_entered(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    part = Repository(tmp_path / "part")
    part.commit("inside", ago(hours=9), file="x\n")
    repo.commit("start", ago(hours=3))
    allow = ("-c", "protocol.file.allow=always")
    repo.git(*allow, "submodule", "--quiet", "add", str(part.folder), "part")
    sha = repo.commit("Use part", ago(hours=1))
    shutil.rmtree(repo.folder / ".git/modules")

    deploy = called(await scan(port, repo.folder), "Use part")
    details = await port.detail(spec_of(repo.folder), sha)

    assert set(deploy.paths) == {".gitmodules", "part"}
    assert "+Subproject commit" in details.diff


async def test_packed_references_and_reftables(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    repo.commit("one", ago(hours=2))
    repo.tag("v1", ago(hours=1))
    repo.git("branch", "release/1")
    repo.git("pack-refs", "--all", "--prune")
    repo.git("gc", "-q")

    reading = await scan(port, repo.folder, rings=(LIVE,), releases=("release/*",))
    assert [(d.subject, d.tags, d.branches) for d in reading.deploys] == [
        ("one", ("v1",), ("release/1",))
    ]

    if git_process.version() >= (2, 45):
        other = Repository(tmp_path / "reftable", "--ref-format=reftable")
        other.commit("two", ago(hours=1))
        other.tag("v2", ago(minutes=30))
        reading = await scan(port, other.folder, rings=(LIVE,))
        assert [(d.subject, d.tags) for d in reading.deploys] == [("two", ("v2",))]


async def test_a_shallow_clone_does_not_seem_to_add_everything(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    repo.commit("old", ago(days=5), **{f"f{n}": "x\n" for n in range(20)})
    sha = repo.commit("new", ago(hours=1), one="1\n")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repo.folder}", str(clone))

    reading = await scan(port, clone)
    details = await port.detail(spec_of(clone), sha)

    assert [(d.subject, d.files, d.paths) for d in reading.deploys] == [("new", 0, ())]
    assert "shallow" in reading.warning
    assert (details.files, details.diff) == ((), "")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository away")
async def test_one_that_belongs_to_somebody_else(
    port: GitRepositories, repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    sha = repo.commit("one", ago(hours=1))
    for place in (repo.folder, *repo.folder.rglob("*")):
        os.chown(place, 1234, 1234)

    for asked in (
        port.glance(spec_of(repo.folder), DAY, 50),
        port.scan(spec_of(repo.folder), DAY, 50, ""),
        port.detail(spec_of(repo.folder), sha),
    ):
        with pytest.raises(Refused, match="somebody else owns it") as caught:
            await asked
        assert "safe.directory" in caught.value.mend


# --- torn ------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["tree", "blob", "parent", "index", "packed-refs", "config"])
async def test_whatever_is_torn_is_said_or_left_out(
    port: GitRepositories, repo: Repository, what: str
) -> None:
    """Never a crash, and never silence: commits without what they touch, or a reason."""
    repo.commit("start", ago(hours=3), file="0\n")
    repo.commit("one", ago(hours=1), file="1\n")
    (repo.folder / "file").unlink()
    named = {"tree": "HEAD^{tree}", "blob": "HEAD:file", "parent": "HEAD^"}
    if what in named:
        sha = repo.git("rev-parse", named[what])
        place = repo.folder / ".git/objects" / sha[:2] / sha[2:]
    else:
        place = repo.folder / ".git" / what
    if place.exists():
        place.chmod(0o644)
    place.write_bytes(b"\0junk\xff" * 9)

    found = await attempt(port, repo.folder)

    if isinstance(found, PortError):
        assert found.reason
        assert found.mend
    else:
        assert subjects(found) == ["one", "start"]
        assert bool(found.warning) == (what in {"tree", "blob"})


async def attempt(port: GitRepositories, path: Path) -> RepositoryReading | PortError:
    """What is read, or why not."""
    try:
        return await scan(port, path)
    except PortError as error:
        return error


# --- very large ------------------------------------------------------------------------------


async def test_ten_thousand_tags(port: GitRepositories, repo: Repository) -> None:
    sha = repo.commit("start", ago(days=9))
    names = sorted(f"refs/tags/v1.{n}" for n in range(10_000))
    packed = "".join(f"{sha} {name}\n" for name in names)
    head = "# pack-refs with: peeled fully-peeled sorted \n"
    (repo.folder / ".git/packed-refs").write_text(head + packed)
    repo.tag("v2", ago(days=2))
    repo.commit("new", ago(hours=1))

    reading = await scan(port, repo.folder, rings=(LIVE,))

    assert subjects(reading) == ["new"]
    assert [r.ref for r in reading.rings] == ["v2"]


async def test_a_commit_of_many_files_and_a_long_diff(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("start", ago(hours=2))
    text = "x = 1\n" * 60_000
    for n in range(400):
        (repo.folder / f"f{n}").write_text("y\n")
    (repo.folder / "long").write_text(text)
    repo.git("add", ".")
    sha = repo.commit("import", ago(hours=1))

    deploy = called(await scan(port, repo.folder), "import")
    details = await port.detail(spec_of(repo.folder), sha)

    assert (deploy.files, len(deploy.paths), deploy.lines) == (401, 30, 60_400)
    assert (len(details.files), details.more_files) == (300, 101)
    assert details.diff_cut
    assert len(details.diff) <= 200_000


async def test_more_than_a_thousand_commits_of_a_day(
    port: GitRepositories, repo: Repository
) -> None:
    start = ago(hours=10)
    a_long_history(repo, *(start + timedelta(seconds=n) for n in range(1200)))

    reading = await scan(port, repo.folder)

    assert (len(reading.deploys), reading.more) == (50, git_log.WALKED - 50)


async def test_a_history_too_long_for_its_time_is_read_from_the_top(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a git that takes for ever to look through all of it."""
    a_long_history(repo, *[ago(days=3)] * 200, ago(hours=2), ago(hours=1))
    slow = f"exec {shutil.which('sleep')} 60"
    case = f'case "$*" in *ignore-missing*) ;; *--since-as-filter*) {slow};; esac'
    another_git(tmp_path, monkeypatch, case)

    spec = spec_of(repo.folder, timeout_s=2.0)
    first = await port.scan(spec, DAY, 50, "")
    assert first is not None
    second = await port.look_through(spec, DAY, 50)

    assert (subjects(second), first.warning) == (["201", "200"], "")
    assert "takes longer than 2 s to look through" in second.warning
    assert second.whole, "once more would take as long, and find no more"


async def test_rings_too_far_apart_are_not_guessed(
    port: GitRepositories, repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_graph, "MOST", 2)
    repo.commit("start", ago(days=2))
    repo.git("tag", "v1")
    for n in range(5):
        repo.commit(f"{n}", ago(minutes=60 - n))

    reading = await scan(port, repo.folder, rings=(LIVE,))

    assert "too far apart" in reading.warning
    assert [r.ahead for r in reading.rings] == [None]
    assert {d.rings for d in reading.deploys} == {()}


def made(repo: Repository, raw: bytes) -> str:
    """A commit as these bytes say, whatever they are, as the tip of main."""
    command = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    done = subprocess.run(
        ["git", "-C", str(repo.folder), *command], input=raw, capture_output=True, check=True
    )
    sha = done.stdout.decode().strip()
    repo.git("update-ref", "refs/heads/main", sha)
    return sha


async def test_a_whole_history_is_looked_through_without_haste(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The probes and the screen come first."""
    a_long_history(repo, *[ago(days=2)] * 200, ago(hours=1))
    seen = tmp_path / "seen"
    wait = "for n in $(seq 300); do [ $(nice) -gt 0 ] && break; done"
    another_git(tmp_path, monkeypatch, f'case "$*" in *-as-filter*) {wait}; nice > {seen};; esac')

    await port.look_through(spec_of(repo.folder), DAY, 50)

    assert int(seen.read_text()) > 0


def test_no_file_of_a_repository_is_waited_for(repo: Repository) -> None:
    """A pipe that nobody writes to would be, without end."""
    layout = git_layout.find(repo.folder)
    for name in ("config", "HEAD", "packed-refs", "shallow"):
        (layout.own / name).unlink(missing_ok=True)
        os.mkfifo(layout.own / name)

    assert git_layout.remote_address(layout, "origin") == ""
    assert git_layout.head_of(layout) == ""
    assert git_layout.cuts(layout) == frozenset()
    assert git_names.tip(layout, "main", "") == ""
