"""Fetching in the background: what it brings, how it is bounded, and what it never runs."""

import os
import select
import shutil
import subprocess
from pathlib import Path

import pytest
from git_rig import ago, scan, spec_of, subjects
from repository import Repository, git

from cockpit.adapters import git_fetch, git_guard, git_layout
from cockpit.adapters.git import GitRepositories
from cockpit.domain.watch import FetchSpec
from cockpit.ports.outside import MISCONFIGURED, Refused, Unreachable

FROM_DISK = FetchSpec(timeout_s=20.0, protocols=("file",))


@pytest.fixture(autouse=True)
def nobodys_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "global"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def mirror(repo: Repository, tmp_path: Path) -> Path:
    repo.commit("one", ago(hours=5))
    place = tmp_path / "mirror.git"
    git(tmp_path, "clone", "-q", "--mirror", f"file://{repo.folder}", str(place))
    return place


async def test_a_fetch_brings_what_was_pushed_and_drops_what_is_gone(
    port: GitRepositories, repo: Repository, mirror: Path
) -> None:
    repo.git("branch", "gone")
    spec = spec_of(mirror, fetch=FROM_DISK, releases=("gone", "release/*"))
    await port.fetch(spec)
    repo.git("branch", "-D", "gone")
    repo.git("checkout", "-q", "-b", "release/1")
    repo.commit("hotfix", ago(hours=1))
    repo.tag("v1", ago(minutes=30))

    await port.fetch(spec)

    reading = await port.scan(spec, ago(hours=24), 50, "")
    assert reading is not None
    assert subjects(reading) == ["hotfix", "one"]
    assert (reading.deploys[0].tags, reading.deploys[0].branches) == (("v1",), ("release/1",))
    assert reading.fetched_at is not None
    assert list((mirror / "objects/info").glob("commit-graph*"))


async def test_a_working_copy_is_read_as_its_remote_has_it(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    """Its own branch stands still while it is fetched."""
    repo.commit("one", ago(hours=5))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", f"file://{repo.folder}", str(clone))
    repo.commit("two", ago(hours=1))
    spec = spec_of(clone, fetch=FROM_DISK)

    await port.fetch(spec)

    assert subjects(await scan(port, clone, fetch=FROM_DISK)) == ["two", "one"]
    assert subjects(await scan(port, clone)) == ["one"]


async def test_nothing_is_fetched_without_leave(
    port: GitRepositories, repo: Repository, mirror: Path
) -> None:
    repo.commit("two", ago(hours=1))

    await port.fetch(spec_of(mirror))

    assert subjects(await scan(port, mirror)) == ["one"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///nowhere", "fetched by file, and allowed is https, ssh"),
        ("ext::sh -c touch% {trace}", "fetched by ext"),
        ("git://127.0.0.1/x", "fetched by git"),
        ("evil::whatever", "fetched by evil"),
    ],
)
async def test_only_allowed_protocols(
    port: GitRepositories, mirror: Path, tmp_path: Path, address: str, words: str
) -> None:
    trace = tmp_path / "trace"
    git(mirror, "config", "remote.origin.url", address.format(trace=trace))
    for name in ("ext", "git", "evil"):
        git(mirror, "config", f"protocol.{name}.allow", "always")

    with pytest.raises(Refused, match=words) as caught:
        await port.fetch(spec_of(mirror, fetch=FetchSpec()))

    assert caught.value.code == MISCONFIGURED
    assert not trace.exists()
    assert subjects(await scan(port, mirror)) == ["one"]


async def test_a_repositorys_own_configuration_runs_nothing_while_fetching(
    port: GitRepositories, repo: Repository, mirror: Path, tmp_path: Path
) -> None:
    trace, evil = tmp_path / "trace", tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\necho $0 $* >> {trace}\nexit 1\n")
    evil.chmod(0o755)
    hooks = mirror / "hooks"
    shutil.rmtree(hooks, ignore_errors=True)
    hooks.mkdir()
    for hook in ("reference-transaction", "post-merge", "pre-auto-gc", "post-checkout"):
        shutil.copy(evil, hooks / hook)
    for key, value in {
        "remote.origin.uploadpack": str(evil),
        "core.sshCommand": str(evil),
        "core.gitProxy": str(evil),
        "core.fsmonitor": str(evil),
        "core.alternateRefsCommand": str(evil),
        "credential.helper": f"!{evil}",
        "credential.https://127.0.0.1.helper": f"!{evil}",
        "core.askPass": str(evil),
        "fetch.recurseSubmodules": "true",
        "gc.auto": "1",
        "gc.autoDetach": "false",
        "maintenance.auto": "true",
        "alias.fetch": f"!{evil}",
    }.items():
        git(mirror, "config", key, value)
    repo.commit("two", ago(hours=1))
    with pytest.raises(subprocess.CalledProcessError):
        git(mirror, "update-ref", "refs/heads/springs", "HEAD")
    assert trace.exists(), "the trap does not spring at all"
    trace.unlink()

    await port.fetch(spec_of(mirror, fetch=FROM_DISK))

    assert subjects(await scan(port, mirror)) == ["two", "one"]
    assert not trace.exists()


def test_a_repositorys_own_helper_never_sees_a_question(mirror: Path, tmp_path: Path) -> None:
    """Only the person's own helpers are asked for a password, and nobody at the terminal."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    git(mirror, "config", "credential.helper", f"!touch {theirs}; true")
    git(mirror, "config", "--file", str(tmp_path / "global"), "credential.helper", f"!touch {ours}")
    fill = "protocol=https\nhost=127.0.0.1\n\n"

    own = git_fetch.own_helpers(mirror)
    environment = git_guard.for_fetching(mirror, ("https",), own, os.environ)
    asked = ["git", "-C", str(mirror), "credential", "fill"]
    done = subprocess.run(asked, input=fill.encode(), env=environment, timeout=20.0, check=False)

    assert done.returncode != 0
    assert ours.exists()
    assert not theirs.exists()


async def test_a_fetch_that_hangs_is_ended_with_all_that_it_started(
    port: GitRepositories, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = tmp_path / "pid"
    slow = tmp_path / "bin/ssh"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\necho $$ > {pid}\nexec {shutil.which('sleep')} 300\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    git(mirror, "config", "remote.origin.url", "ssh://127.0.0.1/cloud.git")

    with pytest.raises(Unreachable, match="took longer than 1 s"):
        await port.fetch(spec_of(mirror, fetch=FetchSpec(timeout_s=1.0, protocols=("ssh",))))

    assert ended(int(pid.read_text()))
    assert subjects(await scan(port, mirror)) == ["one"]


def ended(pid: int) -> bool:
    """Whether a process that is being killed is gone soon."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    gone, _, _ = select.select([watched], [], [], 10.0)
    os.close(watched)
    return bool(gone)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "no remote origin"),
        ("file:///nowhere/at/all", "no such repository"),
        ("https://127.0.0.1:1/x.git", "127.0.0.1:1/x.git does not answer"),
    ],
)
async def test_what_a_fetch_fails_at_is_said(
    port: GitRepositories, mirror: Path, address: str, words: str
) -> None:
    if address:
        git(mirror, "config", "remote.origin.url", address)
    else:
        git(mirror, "remote", "remove", "origin")
    fetch = FetchSpec(timeout_s=20.0, protocols=("file", "https"))

    with pytest.raises((Refused, Unreachable), match=words) as caught:
        await port.fetch(spec_of(mirror, fetch=fetch))

    assert caught.value.mend
    assert "secret" not in caught.value.mend


async def test_the_age_of_what_was_fetched(port: GitRepositories, mirror: Path) -> None:
    """By the file that every fetch writes, also where nothing came."""
    spec = spec_of(mirror, fetch=FROM_DISK)
    await port.fetch(spec)
    before = await port.scan(spec, ago(hours=24), 50, "")
    assert before is not None
    then = ago(hours=3).timestamp()
    os.utime(mirror / "FETCH_HEAD", (then, then))

    after = await port.scan(spec, ago(hours=24), 50, before.fingerprint)

    assert after is not None
    assert after.fetched_at == ago(hours=3)
    assert git_layout.fetched_at(git_layout.find(mirror)) == ago(hours=3)
