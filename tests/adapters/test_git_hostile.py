"""A repository that nobody vouches for: no program that it names is ever run by reading it."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from git_rig import DAY, ago, scan, spec_of, subjects
from repository import Repository, git

from cockpit.adapters.git import GitRepositories
from cockpit.domain.watch import RingSpec
from cockpit.ports.outside import PortError

RINGS = (RingSpec(ring="production", tag="v*"), RingSpec(file="rings.toml"))


@dataclass(frozen=True)
class Trap:
    """A signed history with attributes and hooks, and a program that leaves a trace."""

    repo: Path
    evil: Path
    trace: Path
    sha: str

    def set(self, key: str, value: str) -> None:
        """One setting of the repository's own."""
        git(self.repo, "config", key, value.format(evil=self.evil, folder=self.evil.parent))

    async def is_quiet(self, port: GitRepositories) -> None:
        """Everything that can be read is read, and nothing was run."""
        glance = await port.glance(spec_of(self.repo), DAY, 50)
        reading = await scan(port, self.repo, rings=RINGS, releases=("*",))
        details = await port.detail(spec_of(self.repo), self.sha)

        assert subjects(glance)[0] == subjects(reading)[0] == "signed"
        assert reading.deploys[0].paths == ("file",)
        assert [r.ring for r in reading.rings] == ["production"]
        assert "-one" in details.diff
        assert not self.trace.exists()


@pytest.fixture(scope="module")
def baited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    place = Path(tmp_path_factory.mktemp("bait")) / "cloud"
    repo = Repository(place)
    repo.commit("start", ago(hours=3), file="one\n", **{".gitattributes": "* diff=x filter=x\n"})
    repo.git("tag", "v1")
    repo.commit("signed", ago(hours=1), file="two\n")
    raw = repo.git("cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    signed = subprocess.run(
        ["git", "-C", str(place), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=raw + "\n",
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
    repo.git("update-ref", "refs/heads/main", signed)
    (place / ".git/info/attributes").write_text("* diff=x filter=x merge=x\n")
    return place, signed


@pytest.fixture
def trap(baited: tuple[Path, str], tmp_path: Path) -> Trap:
    repo, trace, evil = tmp_path / "cloud", tmp_path / "evil-ran", tmp_path / "bin/evil"
    shutil.copytree(baited[0], repo)
    evil.parent.mkdir()
    evil.write_text(f"#!/bin/sh\necho $0 $* >> {trace}\nexit 1\n")
    evil.chmod(0o755)
    for hook in ("reference-transaction", "post-checkout", "post-index-change", "fsmonitor"):
        shutil.copy(evil, repo / ".git/hooks" / hook)
        shutil.copy(evil, evil.parent / hook)
    return Trap(repo, evil, trace, baited[1])


SETTINGS = (
    "core.fsmonitor={evil}",
    "core.pager={evil}",
    "pager.log={evil}",
    "pager.diff-tree={evil}",
    "core.hooksPath={folder}",
    "core.sshCommand={evil}",
    "core.gitProxy={evil}",
    "core.askPass={evil}",
    "core.editor={evil}",
    "core.alternateRefsCommand={evil}",
    "credential.helper=!{evil}",
    "diff.external={evil}",
    "diff.x.command={evil}",
    "diff.x.textconv={evil}",
    "filter.x.clean={evil}",
    "filter.x.smudge={evil}",
    "filter.x.process={evil}",
    "merge.x.driver={evil}",
    "interactive.diffFilter={evil}",
    "trailer.sign.command={evil}",
    "uploadpack.packObjectsHook={evil}",
    "alias.log=!{evil}",
    "alias.rev-parse=!{evil}",
    "diff.orderFile=/nowhere",
)


@pytest.mark.parametrize("setting", SETTINGS)
async def test_no_setting_runs_anything(port: GitRepositories, trap: Trap, setting: str) -> None:
    trap.set(*setting.split("=", 1))

    await trap.is_quiet(port)


@pytest.mark.parametrize("kind", ["openpgp", "x509", "ssh"])
async def test_no_signature_is_checked(port: GitRepositories, trap: Trap, kind: str) -> None:
    program = "gpg.program" if kind == "openpgp" else f"gpg.{kind}.program"
    for key, value in {"log.showSignature": "true", "gpg.format": kind, program: "{evil}"}.items():
        trap.set(key, value)

    await trap.is_quiet(port)


@pytest.mark.parametrize("key", ["include.path", "includeIf.gitdir:/**.path"])
async def test_what_it_includes_runs_nothing(port: GitRepositories, trap: Trap, key: str) -> None:
    included = trap.evil.with_name("included")
    trap.set(key, str(included))
    for setting in ("core.fsmonitor", "diff.external", "gpg.program", "diff.x.textconv"):
        git(trap.repo, "config", "--file", str(included), setting, str(trap.evil))
    git(trap.repo, "config", "--file", str(included), "log.showSignature", "true")

    await trap.is_quiet(port)


async def test_settings_that_change_what_git_prints_change_nothing(
    port: GitRepositories, trap: Trap
) -> None:
    for key, value in {
        "log.decorate": "full",
        "format.pretty": "fuller",
        "i18n.logOutputEncoding": "UTF-16",
        "color.ui": "always",
        "color.diff": "always",
        "log.follow": "true",
        "log.showRoot": "false",
        "log.diffMerges": "off",
        "log.date": "relative",
        "diff.noprefix": "true",
        "diff.submodule": "log",
        "diff.renames": "copies",
        "core.quotePath": "true",
        "core.abbrev": "4",
    }.items():
        trap.set(key, value)

    await trap.is_quiet(port)


async def test_a_missing_object_starts_no_helper(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    """A promisor remote would be asked for it, by any program that its address names."""
    trace = tmp_path / "evil-ran"
    repo.commit("one", ago(hours=2), file="1\n")
    sha = repo.commit("two", ago(hours=1), file="2\n")
    for key, value in {
        "remote.origin.url": f"ext::sh -c touch% {trace}",
        "remote.origin.promisor": "true",
        "protocol.ext.allow": "always",
        "protocol.allow": "always",
        "extensions.partialClone": "origin",
        "core.repositoryformatversion": "1",
    }.items():
        repo.git("config", key, value)
    blob = repo.git("rev-parse", "HEAD:file")
    (repo.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (repo.folder / "file").unlink()
    with pytest.raises(subprocess.CalledProcessError):
        repo.git("cat-file", "blob", blob)
    assert trace.exists(), "the trap does not spring at all"
    trace.unlink()

    reading = await scan(port, repo.folder)
    details = await port.detail(spec_of(repo.folder), sha)

    assert subjects(reading) == ["two", "one"]
    assert "what its commits touch is not known" in reading.warning
    assert "cannot be read" in details.diff
    assert not trace.exists()


async def test_unguarded_git_falls_into_the_trap(trap: Trap) -> None:
    """Else the tests above would prove nothing."""
    for key in ("diff.external", "core.fsmonitor", "gpg.program"):
        trap.set(key, "{evil}")
    for command in (("diff", "HEAD~1"), ("status",), ("log", "--show-signature", "-1")):
        trap.trace.unlink(missing_ok=True)
        subprocess.run(["git", "-C", str(trap.repo), *command], capture_output=True, check=False)
        assert trap.trace.exists(), command


# --- what it says ----------------------------------------------------------------------------


async def test_the_details_of_a_hostile_commit_are_harmless(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("start", ago(hours=2))
    sha = repo.commit(
        "\x1b]0;title\x07 subject\n\nbody \u202e\x9b2J\n",
        ago(hours=1),
        author="E\x1b[2Jve",
        **{"a\x1b[31m\u202eb": "\x1b]52;c;QUFB\x07\r\x0b\ttext\u2066\n+++ forged\n"},
    )

    found = await port.detail(spec_of(repo.folder), sha)

    shown = "".join((found.subject, found.message, found.author, found.diff, found.files[0].path))
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\r\x0b\t")
    assert (found.subject, found.files[0].path) == ("subject", "ab")
    assert found.added == 2
    assert [line for line in found.diff.splitlines() if line.startswith("+++")] == [
        "+++ b/ab",
        "++++ forged",
    ] or "++++ forged" in found.diff


async def test_a_subject_of_a_megabyte_is_cut(port: GitRepositories, repo: Repository) -> None:
    sha = repo.commit("start", ago(hours=2))
    tree = repo.git("rev-parse", "HEAD^{tree}")
    stamp = int(ago(hours=1).timestamp())
    raw = (
        f"tree {tree}\nparent {sha}\nauthor {'A' * 100_000} <a@b> {stamp} +0000\n"
        f"committer x <a@b> {stamp} +0000\n\n{'S' * 1_000_000}\n"
    )
    made = subprocess.run(
        ["git", "-C", str(repo.folder), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=raw,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
    repo.git("update-ref", "refs/heads/main", made)

    newest = (await scan(port, repo.folder)).deploys[0]
    found = await port.detail(spec_of(repo.folder), made)

    assert (len(newest.subject), len(newest.author)) == (300, 80)
    assert (len(found.subject), len(found.message) <= 20_000) == (300, True)


@pytest.mark.parametrize("sha", ["--output=/tmp/x", "HEAD", "v1..v2", "", "g" * 40, "abc\n"])
async def test_only_a_commits_name_is_looked_up(
    port: GitRepositories, repo: Repository, sha: str
) -> None:
    repo.commit("one", ago(hours=1))

    with pytest.raises(PortError):
        await port.detail(spec_of(repo.folder), sha)


async def test_a_commit_that_is_not_there_is_said(port: GitRepositories, repo: Repository) -> None:
    repo.commit("one", ago(hours=1))

    with pytest.raises(PortError) as caught:
        await port.detail(spec_of(repo.folder), "0123456789" * 4)

    assert caught.value.reason
    assert caught.value.mend
