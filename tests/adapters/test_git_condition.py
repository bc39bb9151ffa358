"""How a working copy stands; nothing that the repository names is run for it."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from cockpit.adapters.git import GitRepositories
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import Refused
from cockpit.ports.readiness import CopyCondition


def git(folder: Path, *arguments: str) -> None:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
    command = ["git", *who, "-C", str(folder), *arguments]
    subprocess.run(command, env=env, check=True, capture_output=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "cloud"
    folder.mkdir()
    git(folder, "init", "--initial-branch=main")
    (folder / "a.txt").write_text("one\n", encoding="utf-8")
    git(folder, "add", "a.txt")
    git(folder, "commit", "-m", "one")
    return folder


def condition(folder: Path) -> CopyCondition:
    port = GitRepositories(1)
    try:
        return asyncio.run(port.condition(RepositorySpec(name="cloud", path=str(folder))))
    finally:
        port.close()


def test_a_clean_copy_is_on_its_branch_and_untracked_files_are_nobodys_business(copy):
    (copy / "notes.txt").write_text("mine", encoding="utf-8")

    assert condition(copy) == CopyCondition(branch="main", has_remote=False)


def test_changed_and_added_files_are_counted(copy):
    (copy / "a.txt").write_text("two\n", encoding="utf-8")
    (copy / "b.txt").write_text("new\n", encoding="utf-8")
    git(copy, "add", "b.txt")

    assert condition(copy).changed == 2


def test_a_merge_that_was_not_ended_is_going_on(copy):
    (copy / ".git/MERGE_HEAD").write_text("0" * 40, encoding="utf-8")

    assert condition(copy).doing == "a merge"


def test_a_detached_head_is_no_branch(copy):
    git(copy, "switch", "--detach")

    assert condition(copy).branch == ""


def test_a_filter_that_the_repository_names_is_not_run(copy):
    trace = copy.parent / "it ran"
    git(copy, "config", "filter.trap.clean", f"touch '{trace}'; cat")
    git(copy, "config", "filter.trap.required", "true")
    (copy / ".gitattributes").write_text("* filter=trap\n", encoding="utf-8")
    (copy / "a.txt").write_text("uno\n", encoding="utf-8")

    assert condition(copy).changed == 1
    assert not trace.exists()


def test_what_is_no_repository_is_refused_with_its_mend(tmp_path):
    with pytest.raises(Refused, match="is not a git repository"):
        condition(tmp_path)
