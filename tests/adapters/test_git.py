"""Deploys out of real repositories, however they are built and whatever is in their way."""

import asyncio
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from git_rig import DAY, ago, another_git, scan, subjects
from repository import Repository, git

from cockpit.adapters import git_layout
from cockpit.adapters.git import GitRepositories
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import (
    MISCONFIGURED,
    Garbled,
    PortError,
    Refused,
    Unreachable,
)


async def test_recent_commits_newest_first(port: GitRepositories, repo: Repository) -> None:
    repo.commit("old", ago(days=3))
    repo.commit("yesterday", ago(hours=20))
    sha = repo.commit("now", ago(minutes=5), author="Bén")

    reading = await scan(port, repo.folder)

    assert subjects(reading) == ["now", "yesterday"]
    newest = reading.deploys[0]
    assert (newest.sha, newest.author, newest.at) == (sha, "Bén", ago(minutes=5))
    assert reading.warning == ""


async def test_an_old_date_on_top_hides_nothing(port: GitRepositories, repo: Repository) -> None:
    repo.commit("recent", ago(hours=1))
    repo.commit("rebased, with its old date", ago(days=400))

    assert subjects(await scan(port, repo.folder)) == ["recent"]


async def test_what_is_beyond_the_bound_is_counted(port: GitRepositories, repo: Repository) -> None:
    for n in range(7):
        repo.commit(f"number {n}", ago(minutes=60 - n))

    reading = await scan(port, repo.folder, limit=5)

    assert subjects(reading)[0] == "number 6"
    assert (len(reading.deploys), reading.more) == (5, 2)


async def test_tags_stand_beside_their_commits(port: GitRepositories, repo: Repository) -> None:
    repo.commit("release", ago(hours=3))
    repo.git("tag", "v1")
    repo.git("tag", "-a", "v1-final", "-m", "x", GIT_COMMITTER_DATE=ago(hours=2).isoformat())

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert set(deploy.tags) == {"v1", "v1-final"}
    assert deploy.at == ago(hours=2)


async def test_a_new_tag_on_an_old_commit_is_a_deploy(
    port: GitRepositories, repo: Repository
) -> None:
    sha = repo.commit("written last week", ago(days=7))
    repo.git(
        "tag",
        "-a",
        "v2",
        "-m",
        "Release v2",
        GIT_COMMITTER_DATE=ago(minutes=9).isoformat(),
        GIT_COMMITTER_NAME="Kofi",
    )

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert (deploy.sha, deploy.at, deploy.tags) == (sha, ago(minutes=9), ("v2",))


async def test_a_tag_outside_the_branch(port: GitRepositories, repo: Repository) -> None:
    repo.commit("main", ago(days=9))
    repo.git("checkout", "-q", "-b", "release")
    repo.commit("hotfix", ago(hours=1))
    repo.git("tag", "hot")
    repo.git("checkout", "-q", "main")

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert (deploy.subject, deploy.author, deploy.tags) == ("hotfix", "Ana", ("hot",))


async def test_a_branch_that_is_not_checked_out(port: GitRepositories, repo: Repository) -> None:
    repo.commit("on main", ago(hours=2))
    repo.git("checkout", "-q", "-b", "feature/x")
    repo.commit("on the branch", ago(hours=1))

    assert subjects(await scan(port, repo.folder, branch="main")) == ["on main"]
    assert len(subjects(await scan(port, repo.folder, branch="feature/x"))) == 2


async def test_every_kind_of_repository(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    repo.commit("one", ago(hours=2))
    repo.commit("two", ago(hours=1))
    bare, tree, shallow = tmp_path / "bare.git", tmp_path / "tree", tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--bare", str(repo.folder), str(bare))
    repo.git("worktree", "add", "-q", "--detach", str(tree))
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repo.folder}", str(shallow))

    assert subjects(await scan(port, bare)) == ["two", "one"]
    assert subjects(await scan(port, tree)) == ["two", "one"]
    reading = await scan(port, shallow)
    assert subjects(reading) == ["two"]
    assert "shallow" in reading.warning


async def test_nothing_is_read_again_while_nothing_changes(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    repo.commit("one", ago(hours=2))
    tree = tmp_path / "tree"
    repo.git("worktree", "add", "-q", "-b", "other", str(tree))
    for folder in (repo.folder, tree):
        spec = RepositorySpec(name="cloud", path=str(folder))
        before = await scan(port, folder)

        assert await port.scan(spec, DAY, 50, before.fingerprint) is None
        when = ago(hours=1).isoformat()
        git(folder, "commit", "-q", "--allow-empty", "-m", "more", GIT_COMMITTER_DATE=when)
        after = await port.scan(spec, DAY, 50, before.fingerprint)
        assert after is not None
        assert subjects(after)[0] == "more"


@pytest.mark.parametrize("change", ["tag", "pack", "branch", "checkout", "delete"])
def test_every_change_of_a_reference_shows(repo: Repository, change: str) -> None:
    repo.commit("one", ago(hours=2))
    repo.git("branch", "a/b/c")
    before = git_layout.fingerprint(git_layout.find(repo.folder))

    commands = {
        "tag": ("tag", "x/y"),
        "pack": ("pack-refs", "--all"),
        "branch": ("branch", "a/b/d"),
        "checkout": ("checkout", "-q", "--detach"),
        "delete": ("branch", "-D", "a/b/c"),
    }
    repo.git(*commands[change])

    assert git_layout.fingerprint(git_layout.find(repo.folder)) != before


async def test_an_empty_repository_is_no_error(port: GitRepositories, repo: Repository) -> None:
    reading = await scan(port, repo.folder)

    assert (reading.deploys, reading.warning) == ((), "no commits in it yet")


async def test_hostile_words_are_harmless(port: GitRepositories, repo: Repository) -> None:
    repo.commit("\x1b]52;c;QUFB\x07[P1] \u202eevil", ago(hours=1), author="E\x1b[2Jve\u200b")
    repo.git("tag", "v\u202e1")

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert (deploy.subject, deploy.author, deploy.tags) == ("[P1] evil", "Eve", ("v1",))


async def test_bytes_that_are_no_text(port: GitRepositories, repo: Repository) -> None:
    stamp = int(ago(hours=1).timestamp())
    tree = repo.git("write-tree")
    raw = (
        f"tree {tree}\nauthor \udce9\udcff <a@b> {stamp} +0000\n"
        f"committer x <a@b> {stamp} +0000\n\ncaf\udce9\n"
    ).encode("utf-8", "surrogateescape")
    made = subprocess.run(
        [
            "git",
            "-C",
            str(repo.folder),
            "hash-object",
            "-t",
            "commit",
            "-w",
            "--stdin",
            "--literally",
        ],
        input=raw,
        capture_output=True,
        check=True,
    )
    repo.git("update-ref", "refs/heads/main", made.stdout.decode().strip())

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert deploy.subject.startswith("caf")


HOSTILE = {
    "core.fsmonitor": "{evil}",
    "gpg.program": "{evil}",
    "log.showSignature": "true",
    "core.pager": "{evil}",
    "pager.log": "{evil}",
    "core.sshCommand": "{evil}",
    "core.hooksPath": "{folder}",
    "core.alternateRefsCommand": "{evil}",
    "diff.external": "{evil}",
    "diff.x.textconv": "{evil}",
    "filter.x.clean": "{evil}",
    "filter.x.smudge": "{evil}",
    "credential.helper": "{evil}",
    "alias.log": "!{evil}",
    "log.decorate": "full",
    "format.pretty": "fuller",
    "i18n.logOutputEncoding": "UTF-16",
    "color.ui": "always",
    "log.follow": "true",
}


async def test_a_repositorys_own_configuration_runs_nothing(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    """Signed commits, attributes, hooks, a promisor remote: whatever could start a program."""
    trace, evil = tmp_path / "evil-ran", tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\necho $0 $* >> {trace}\nexit 1\n")
    evil.chmod(0o755)
    repo.commit("one", ago(hours=1), file="x", **{".gitattributes": "* diff=x filter=x\n"})
    raw = repo.git("cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    signed = subprocess.run(
        ["git", "-C", str(repo.folder), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=raw + "\n",
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
    repo.git("update-ref", "refs/heads/main", signed)
    for key, value in HOSTILE.items():
        repo.git("config", key, value.format(evil=evil, folder=tmp_path))
    with pytest.raises(subprocess.CalledProcessError):
        git(
            repo.folder,
            "-c",
            "core.pager=cat",
            "log",
            "--show-signature",
            "-p",
            "--ext-diff",
            "HEAD~9",
        )
    repo.git("-c", "core.fsmonitor=false", "log", "--show-signature", "-1")
    assert trace.exists(), "the trap does not spring at all"
    trace.unlink()

    reading = await scan(port, repo.folder)

    assert subjects(reading) == ["one"]
    assert not trace.exists()


async def test_missing_objects_are_not_fetched(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0)
    repo.commit("one", ago(hours=1))
    sha = repo.commit("two", ago(minutes=30))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.git"
    for key, value in {
        "remote.origin.url": url,
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "core.repositoryformatversion": "1",
    }.items():
        repo.git("config", key, value)
    parent = repo.git("rev-parse", "HEAD^")
    (repo.folder / ".git/objects" / parent[:2] / parent[2:]).unlink()

    with pytest.raises(PortError):
        await scan(port, repo.folder)

    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()
    assert sha


@pytest.mark.parametrize(
    "branch", ["--output=/tmp/x", "-x", "a..b", "HEAD@{1}", "a b", "$(x)", "x\n"]
)
async def test_a_branch_is_never_an_option(
    port: GitRepositories, repo: Repository, branch: str
) -> None:
    repo.commit("one", ago(hours=1))

    with pytest.raises(Refused, match="cannot be a branch"):
        await scan(port, repo.folder, branch=branch)


async def test_what_is_in_the_way_is_said(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    repo.commit("one", ago(hours=1))
    inner = repo.folder / "inner"
    inner.mkdir()
    file = tmp_path / "file"
    file.write_text("x")
    for path, branch, words in [
        (tmp_path / "nowhere", "", "there is no folder"),
        (file, "", "there is no folder"),
        (tmp_path, "", "is not a git repository"),
        (inner, "", "is not a git repository"),
        (repo.folder, "nope", "there is no such branch"),
    ]:
        with pytest.raises(Refused, match=words) as caught:
            await scan(port, path, branch=branch)
        assert caught.value.code == MISCONFIGURED
        assert caught.value.mend


async def test_a_damaged_repository(port: GitRepositories, repo: Repository) -> None:
    sha = repo.commit("one", ago(hours=1))
    place = repo.folder / ".git/objects" / sha[:2] / sha[2:]
    place.chmod(0o644)
    place.write_bytes(b"junk")

    with pytest.raises(Garbled, match="damaged") as caught:
        await scan(port, repo.folder)

    assert "fsck" in caught.value.mend


@pytest.mark.parametrize("port", ["alone"], indirect=True)  # only git itself knows this setting
async def test_somebody_elses_repository_names_the_command(
    port: GitRepositories, repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("one", ago(hours=1))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    with pytest.raises(Refused, match="somebody else owns it") as caught:
        await scan(port, repo.folder)

    assert caught.value.mend.endswith(
        f"git config --global --add safe.directory {repo.folder.resolve()}"
    )


async def test_a_hooks_environment_does_not_lead_astray(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("right", ago(hours=1))
    other = Repository(tmp_path / "other")
    other.commit("wrong", ago(hours=1))
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))

    assert subjects(await scan(port, repo.folder)) == ["right"]


async def test_without_git(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("one", ago(hours=1))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Refused, match="git is not installed"):
        await scan(port, repo.folder)


async def test_a_git_that_hangs_is_ended(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("one", ago(hours=1))
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\nexec {shutil.which('sleep')} 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")

    with pytest.raises(Unreachable):
        await scan(port, repo.folder, timeout_s=0.2)


async def test_all_about_one_commit(port: GitRepositories, repo: Repository) -> None:
    repo.commit("start", ago(days=2), **{"pool.py": "size = 10\n", "logo.bin": "\0\1"})
    bad = repo.commit("Pool: more", ago(hours=1), **{"pool.py": "size = 40\n", "logo.bin": "\0"})
    repo.commit(f'Revert "Pool: more"\n\nThis reverts commit {bad}.\n', ago(minutes=5))
    spec = RepositorySpec(name="cloud", path=str(repo.folder))

    found = await port.detail(spec, bad)

    assert (found.subject, found.author, found.email) == ("Pool: more", "Ana", "ana@example.com")
    assert [(f.path, f.added, f.removed) for f in found.files] == [
        ("logo.bin", None, None),
        ("pool.py", 1, 1),
    ]
    assert "-size = 10\n+size = 40" in found.diff
    assert "Binary files" in found.diff
    assert found.revert == f"git revert {bad}"
    last = await port.detail(spec, repo.git("rev-parse", "HEAD"))
    assert (last.reverts, last.files, last.diff) == (bad, (), "")


async def test_a_merges_details_are_told_against_its_first_parent(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("start", ago(days=2), **{"old name.py": "a\nb\nc\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.git("mv", "old name.py", "new.py")
    repo.commit("rename", ago(hours=3))
    repo.git("checkout", "-q", "main")
    repo.commit("beside", ago(hours=2), beside="x\n")
    sha = repo.merge("topic", ago(hours=1))

    found = await port.detail(RepositorySpec(name="cloud", path=str(repo.folder)), sha)

    assert found.is_merge
    assert [(f.was, f.path) for f in found.files] == [("old name.py", "new.py")]
    assert found.revert == f"git revert -m 1 {sha}"
    assert "rename from old name.py" in found.diff


@pytest.mark.parametrize("port", ["alone"], indirect=True)  # what is shared does not hang there
async def test_details_do_not_wait_for_repositories_that_hang(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody waits for them, and nobody for a scan."""
    sha = repo.commit("one", ago(hours=1))
    another_git(tmp_path, monkeypatch, 'case "$*" in *as-filter*) exec sleep 60;; esac')
    spec = RepositorySpec(name="cloud", path=str(repo.folder), timeout_s=5.0)
    scans = [asyncio.ensure_future(port.scan(spec, DAY, 50, "")) for _ in range(4)]

    found = await port.detail(spec, sha)

    assert found.subject == "one"
    assert not any(scan.done() for scan in scans)
    for waiting in scans:
        waiting.cancel()
