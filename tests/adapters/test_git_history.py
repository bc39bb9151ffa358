"""What a deploy is read to be: merges, release branches, reverts, sizes, links, and rings."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from git_rig import DAY, NOW, ago, another_git, called, scan, spec_of, subjects
from repository import Repository, git

from cockpit.adapters import git_graph, git_process
from cockpit.adapters.git import GitRepositories
from cockpit.adapters.git_command import Session
from cockpit.domain.evidence import DeployKind
from cockpit.domain.watch import DeployTime, RingSpec

RELEASES = ("release/*",)
BY_TAG = RingSpec(ring="production", tag="v*")
BY_BRANCH = RingSpec(ring="beta", branch="release/*")


def lines(count: int) -> str:
    return "".join(f"{n}\n" for n in range(count))


async def test_what_a_commit_touches(port: GitRepositories, repo: Repository) -> None:
    repo.commit("start", ago(days=2), **{"db/pool.py": lines(3)})
    repo.commit("Pool", ago(hours=1), **{"db/pool.py": lines(5), "api/x.py": lines(2)})

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert (deploy.paths, deploy.files, deploy.lines) == (("api/x.py", "db/pool.py"), 2, 4)
    assert (deploy.kind, deploy.email) == (DeployKind.COMMIT, "ana@example.com")


async def test_many_files_are_counted_and_no_folder_is_hidden(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("start", ago(days=2))
    files = {f"a/{n:03}.py": "x\n" for n in range(60)}
    repo.commit("import", ago(hours=1), **files, **{"zz/last.py": "x\n"})

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert (len(deploy.paths), deploy.files, deploy.lines) == (30, 61, 61)
    assert "zz/last.py" in deploy.paths


async def test_a_merge_is_told_by_what_it_brings(port: GitRepositories, repo: Repository) -> None:
    repo.commit("start", ago(days=2), one="1\n")
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit("work", ago(days=3), two="2\n")
    repo.git("checkout", "-q", "main")
    repo.commit("beside", ago(hours=2), three="3\n")
    repo.merge("feature", ago(hours=1))

    merge = called(await scan(port, repo.folder), "Merge feature")

    assert (merge.kind, merge.paths) == (DeployKind.MERGE, ("two",))


async def test_by_merge_time_what_came_with_a_merge_is_as_new_as_the_merge(
    port: GitRepositories, repo: Repository
) -> None:
    """Work of last week that came in an hour ago was deployed an hour ago."""
    repo.commit("start", ago(days=9))
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit("work of last week", ago(days=7))
    repo.git("checkout", "-q", "main")
    repo.commit("beside", ago(days=3))
    repo.merge("feature", ago(hours=1))
    repo.commit("afterwards", ago(minutes=5))

    by_commit = await scan(port, repo.folder)
    by_merge = await scan(port, repo.folder, time=DeployTime.MERGE)

    assert subjects(by_commit) == ["afterwards", "Merge feature"]
    assert set(subjects(by_merge)) == {"afterwards", "Merge feature", "work of last week"}
    assert called(by_merge, "work of last week").at == ago(hours=1)
    assert called(by_merge, "afterwards").at == ago(minutes=5)


async def test_a_branch_within_a_branch_comes_in_with_the_outer_merge(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("start", ago(days=9))
    repo.git("checkout", "-q", "-b", "outer")
    repo.git("checkout", "-q", "-b", "inner")
    repo.commit("deep", ago(days=8))
    repo.git("checkout", "-q", "outer")
    repo.merge("inner", ago(days=6))
    repo.git("checkout", "-q", "main")
    repo.merge("outer", ago(hours=2))

    found = await scan(port, repo.folder, time=DeployTime.MERGE)

    assert {d.subject: d.at for d in found.deploys} == dict.fromkeys(
        ("deep", "Merge inner", "Merge outer"), ago(hours=2)
    )


async def test_release_branches_are_listed_and_named(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("both", ago(hours=5))
    repo.git("checkout", "-q", "-b", "release/26.3")
    repo.commit("hotfix", ago(hours=1))
    repo.git("checkout", "-q", "-b", "release/old", "HEAD~1")
    repo.commit("years ago", ago(days=900))
    repo.git("checkout", "-q", "-b", "feature/x", "main")
    repo.commit("unfinished", ago(hours=1))
    repo.git("checkout", "-q", "main")
    repo.commit("newer", ago(minutes=30))

    reading = await scan(port, repo.folder, releases=RELEASES)

    branches = {d.subject: d.branches for d in reading.deploys}
    assert branches == {"newer": (), "hotfix": ("release/26.3",), "both": ("release/26.3",)}


async def test_a_fetched_mirrors_branches_count_by_their_own_names(
    port: GitRepositories, repo: Repository, tmp_path: Path
) -> None:
    repo.commit("start", ago(hours=5))
    repo.git("checkout", "-q", "-b", "release/1")
    repo.commit("hotfix", ago(hours=1))
    repo.git("checkout", "-q", "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(repo.folder), str(clone))

    reading = await scan(port, clone, releases=("*",))

    assert called(reading, "start").branches == ("release/1", "main")
    assert called(reading, "hotfix").branches == ("release/1",)


@pytest.mark.parametrize(
    ("subject", "body", "taken_back"),
    [
        ('Revert "Pool: 40"', "This reverts commit 0123456789abcdef0123456789abcdef01234567.",
         "0123456789abcdef0123456789abcdef01234567"),
        ("revert: pool size", "", "pool size"),
        ("Rollback of the pool", "", "the pool"),
        ("Back out pool changes", "", "pool changes"),
        ("Reverting is hard", "", ""),
        ("Pool", "See the revert of yesterday.", ""),
    ],
)  # fmt: skip
async def test_a_revert_is_known_by_its_words(
    port: GitRepositories, repo: Repository, subject: str, body: str, taken_back: str
) -> None:
    repo.commit(f"{subject}\n\n{body}\n", ago(hours=1))

    (deploy,) = (await scan(port, repo.folder)).deploys

    assert deploy.reverts == taken_back


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://github.com/nova/cloud.git", "https://github.com/nova/cloud/commit/SHA"),
        ("git@github.com:nova/cloud.git", "https://github.com/nova/cloud/commit/SHA"),
        ("ssh://git@gitlab.com:22/nova/a/cloud", "https://gitlab.com/nova/a/cloud/-/commit/SHA"),
        ("https://ana:secret@gitlab.nova.example/cloud/api.git",
         "https://gitlab.nova.example/cloud/api/-/commit/SHA"),
        ("git@bitbucket.org:nova/cloud.git", "https://bitbucket.org/nova/cloud/commits/SHA"),
        ("https://git.nova.example/cloud.git", ""),
        ("/srv/git/cloud.git", ""),
        ("javascript:alert(1)//github.com/a/b", ""),
        ("https://github.com/a/../../b", ""),
        ("https://[broken", ""),
    ],
)  # fmt: skip
async def test_a_commits_address_comes_from_the_remotes(
    port: GitRepositories, repo: Repository, address: str, link: str
) -> None:
    sha = repo.commit("one", ago(hours=1))
    repo.git("config", "remote.origin.url", address)

    (deploy,) = (await scan(port, repo.folder)).deploys
    details = await port.detail(spec_of(repo.folder), sha)

    assert deploy.url == details.url == link.replace("SHA", sha)
    assert "secret" not in details.remote


async def test_ones_own_address_of_commits_wins(port: GitRepositories, repo: Repository) -> None:
    sha = repo.commit("one", ago(hours=1))
    repo.git("config", "remote.origin.url", "https://github.com/nova/cloud.git")

    reading = await scan(port, repo.folder, commit_url="https://git.nova.example/c/{sha}")

    assert reading.deploys[0].url == f"https://git.nova.example/c/{sha}"


# --- what comes later ------------------------------------------------------------------------


def old_on_top(repo: Repository) -> None:
    repo.commit("new", ago(hours=1), **{"db/pool.py": lines(4), "öl\t.bin": "\0"})
    repo.commit("dated wrongly", ago(days=400), **{"db/pool.py": lines(2)})


def merged(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "topic", "HEAD~1")
    repo.commit("beside", ago(minutes=59), **{"api/x.py": lines(3)})
    repo.git("checkout", "-q", "main")
    repo.merge("topic", ago(minutes=58))


def rewritten(repo: Repository) -> None:
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.commit("instead", ago(minutes=50))


def forgotten(repo: Repository) -> None:
    rewritten(repo)
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")


def shrunk(repo: Repository) -> None:
    repo.git("reset", "-q", "--hard", "HEAD~1")


def released(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "release/1")
    repo.commit("on the release", ago(minutes=40))
    repo.git("checkout", "-q", "main")
    repo.commit("on main", ago(minutes=30))


def tagged(repo: Repository) -> None:
    repo.tag("v1", ago(minutes=10), "HEAD~1")


def rolled(repo: Repository) -> None:
    repo.git("tag", "-f", "live", "HEAD")
    repo.commit("ahead", ago(minutes=5))
    repo.tag("v0", ago(minutes=4), "HEAD~3")


def dropped(repo: Repository) -> None:
    repo.git("branch", "-q", "-D", "release/1")


@pytest.mark.parametrize("glanced", [False, True])
async def test_what_comes_later_is_found_like_what_was_there(
    port: GitRepositories, repo: Repository, *, glanced: bool
) -> None:
    """However the history grows, moves or shrinks: a second look finds what a first one would."""
    repo.commit("one", ago(hours=5))
    repo.commit("two", ago(hours=4))
    repo.git("tag", "live", "HEAD~1")
    more = {"releases": RELEASES, "rings": (BY_BRANCH, RingSpec(ring="production", tag="*"))}
    if glanced:
        await port.glance(spec_of(repo.folder, **more), DAY, 50)
    await scan(port, repo.folder, **more)

    changes = (old_on_top, merged, rewritten, forgotten, shrunk, released, tagged, rolled, dropped)
    for change in changes:
        change(repo)
        fresh = GitRepositories()
        expected = await scan(fresh, repo.folder, **more)
        fresh.close()
        found = await scan(port, repo.folder, **more)

        assert replace(found, whole=expected.whole) == expected, change.__name__


@pytest.mark.parametrize("fast", [False, True])
async def test_what_was_tagged_first_and_came_in_later_is_found_whole(
    port: GitRepositories, repo: Repository, *, fast: bool
) -> None:
    """While only the tag is seen, what is below it is not."""
    repo.commit("one", ago(hours=5))
    repo.git("tag", "live", "HEAD")
    repo.git("checkout", "-q", "-b", "hotfix")
    repo.commit("mended", ago(hours=4))
    repo.commit("mended well", ago(hours=3))
    repo.tag("v1", ago(hours=2))
    repo.git("checkout", "-q", "main")
    more = {"rings": (RingSpec(ring="production", tag="live"),)}
    await scan(port, repo.folder, **more)

    if fast:
        repo.git("merge", "-q", "--ff-only", "hotfix")
    else:
        repo.merge("hotfix", ago(hours=1))
    found = await scan(port, repo.folder, **more)

    assert {"one", "mended", "mended well"} <= set(subjects(found))


def test_a_wrong_date_does_not_hide_what_is_live(repo: Repository) -> None:
    """By dates alone, git does not find that what is live holds one that seems to be newer."""
    shared = repo.commit("shared", ago(hours=9))
    for minutes in range(12, 0, -1):
        repo.commit("old", ago(days=2, minutes=minutes))
    live = repo.git("rev-parse", "HEAD~1")
    repo.git("checkout", "-q", "-b", "topic", shared)
    beside = repo.commit("beside", ago(hours=1))
    repo.git("checkout", "-q", "main")
    tip = repo.merge("topic", ago(minutes=9))

    graph = git_graph.read(Session(repo.folder, 10.0), [tip, live])

    assert graph.whole
    assert graph.holds(live, shared)
    assert not graph.holds(live, beside)
    assert graph.ahead(tip, live) == 3


async def test_a_glance_lists_what_git_log_lists(port: GitRepositories, repo: Repository) -> None:
    repo.commit("old", ago(days=3))
    repo.commit("new", ago(hours=3))
    repo.commit("newer", ago(hours=2))
    repo.tag("v1", ago(hours=1), "HEAD~2")

    reading = await port.glance(spec_of(repo.folder), DAY, 1)

    assert (subjects(reading), reading.more) == (["newer"], 1)


@pytest.fixture
def unasked() -> Iterator[None]:
    """Nobody knows yet which git this is, and nobody keeps it."""
    git_process.version.cache_clear()
    yield
    git_process.version.cache_clear()


@pytest.mark.usefixtures("unasked")
async def test_an_older_git_finds_the_same(
    port: GitRepositories, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before 2.37, git could not filter by date without stopping at the first old commit."""
    repo.commit("start", ago(days=3))
    repo.commit("recent", ago(hours=1))
    repo.commit("old on top", ago(days=400))
    old = (
        'case "$*" in version|--version) echo git version 2.34.1; exit;;'
        " *--since-as-filter*) echo unrecognized argument >&2; exit 128;; esac"
    )
    another_git(tmp_path, monkeypatch, old)

    for time in DeployTime:
        assert subjects(await scan(port, repo.folder, time=time)) == ["recent"]
    assert git_process.version() == (2, 34, 1)


# --- rings -----------------------------------------------------------------------------------


async def test_rings_by_tag_and_branch(port: GitRepositories, repo: Repository) -> None:
    live = repo.commit("live", ago(hours=9))
    repo.tag("v1", ago(hours=8))
    repo.tag("nightly", ago(hours=1))
    repo.git("checkout", "-q", "-b", "release/2")
    repo.commit("in beta", ago(hours=3))
    beta = repo.commit("in beta too", ago(hours=2))
    repo.git("checkout", "-q", "main")
    repo.commit("nowhere yet", ago(hours=1))

    reading = await scan(port, repo.folder, releases=RELEASES, rings=(BY_BRANCH, BY_TAG))

    found = [(r.ring, r.ref, r.sha, r.ahead) for r in reading.rings]
    assert found == [("beta", "release/2", beta, 2), ("production", "v1", live, 0)]
    assert {d.subject: d.rings for d in reading.deploys} == {
        "nowhere yet": (),
        "in beta too": ("beta",),
        "in beta": ("beta",),
        "live": ("beta", "production"),
    }
    assert reading.warning == ""


async def test_the_tag_that_was_made_last_is_what_runs(
    port: GitRepositories, repo: Repository
) -> None:
    """Rolling back by tagging the older commit anew is seen, whatever the versions say."""
    old = repo.commit("good", ago(days=3))
    repo.tag("v1", ago(days=3))
    repo.commit("bad", ago(hours=5))
    repo.tag("v2", ago(hours=4))
    repo.tag("v1-again", ago(hours=1), old)

    reading = await scan(port, repo.folder, rings=(BY_TAG,))

    assert [(r.ref, r.sha) for r in reading.rings] == [("v1-again", old)]
    assert called(reading, "bad").rings == ()
    assert called(reading, "Release v1-again").rings == ("production",)


FILES = {
    "rings.toml": 'beta = "v2"\nproduction = "v1"\n',
    "nested.toml": '[rings.beta]\nref = "v2"\n[rings.production]\nref = "v1"\n',
    "rings.json": '{"beta": {"version": "v2"}, "production": "v1", "junk": 3}',
    "rings.yaml": '# what runs where\nbeta: v2\nproduction: "v1"  # since Monday\n',
    "rings.txt": "beta = v2\nproduction v1\n",
}


@pytest.mark.parametrize("name", FILES)
async def test_rings_by_a_file(port: GitRepositories, repo: Repository, name: str) -> None:
    one = repo.commit("one", ago(hours=5))
    repo.git("tag", "v1")
    two = repo.commit("two", ago(hours=4))
    repo.git("tag", "v2")
    repo.commit("say so", ago(hours=3), **{name: FILES[name]})

    reading = await scan(port, repo.folder, rings=(RingSpec(file=name),))

    assert [(r.ring, r.sha, r.ahead) for r in reading.rings] == [
        ("beta", two, 1),
        ("production", one, 0),
    ]


async def test_a_file_may_name_one_commit_alone(port: GitRepositories, repo: Repository) -> None:
    sha = repo.commit("one", ago(hours=5))
    repo.commit("say so", ago(hours=3), **{"deploy/live": f"{sha[:12]}\n"})

    reading = await scan(port, repo.folder, rings=(RingSpec(ring="live", file="deploy/live"),))

    assert [(r.ring, r.sha) for r in reading.rings] == [("live", sha)]


async def test_what_cannot_be_said_of_a_ring_hides_nothing(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("one", ago(hours=5), **{"bad.toml": "= [", "x.json": "[" * 9000, "gone": "v9\n"})
    repo.git("tag", "v1")
    rings = (
        RingSpec(file="bad.toml"),
        RingSpec(file="x.json"),
        RingSpec(file="nowhere.toml"),
        RingSpec(ring="beta", branch="release/*"),
        RingSpec(ring="alpha", file="gone"),
        RingSpec(ring="production", tag="v*"),
    )

    reading = await scan(port, repo.folder, rings=rings)

    assert [r.ring for r in reading.rings] == ["production"]
    for words in (
        "bad.toml names no ring",
        "x.json names no ring",
        "nowhere.toml cannot be read",
        "beta: there is no branch release/*",
        "alpha runs v9, which is not in the repository",
    ):
        assert words in reading.warning


async def test_odd_dates_do_not_confuse_what_runs_where(
    port: GitRepositories, repo: Repository
) -> None:
    repo.commit("deep", ago(hours=2))
    repo.commit("dated wrongly", ago(days=9000))
    repo.tag("v1", ago(hours=1))
    repo.commit("of next year", NOW.replace(year=2027))

    reading = await scan(port, repo.folder, rings=(BY_TAG,))

    assert {d.subject: d.rings for d in reading.deploys} == {
        "of next year": (),
        "Release v1": ("production",),
        "deep": ("production",),
    }
