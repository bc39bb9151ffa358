"""`[[repositories]]`: tables, and their conversion to what the domain watches."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator

from cockpit.domain.watch import DeployTime, FetchSpec, RepositorySpec, RingSpec
from cockpit.settings.blanks import Blanks
from cockpit.settings.kinds import Name, ProbeUrl, Seconds
from cockpit.settings.table import Table

RELEASES = ("release/*", "releases/*", "release-*", "hotfix/*")
"""How release branches are called where nobody says otherwise."""

Time = Literal["commit", "merge"]
"""Which time of a commit counts."""


class RingTable(Table):
    """`[[repositories.rings]]`: how it is read what runs in a ring; one of tag, branch, file."""

    ring: str = ""
    """The ring or environment, as "beta" or "production"; empty: the file says which rings."""
    tag: str = ""
    """It runs the newest tag of this name; `*` stands for anything."""
    branch: str = ""
    """It runs the tip of this branch; with `*`, of the one that was committed to last."""
    file: str = ""
    """A file of the repository says it: TOML, JSON or lines `ring: tag`; with `ring`, the file
    holds nothing but the tag, branch or commit."""


class RepositoryTable(Table):
    """`[[repositories]]`: a local repository whose commits and tags may be deploys."""

    name: Name
    """What the deploys pane calls it."""
    path: Name
    """The working copy or bare repository; relative to this file."""
    branch: str = ""
    """The branch that is deployed; empty: whatever is checked out, as the remote has it where
    `fetch` is on."""
    time: Time | None = None
    """When a commit counts as deployed: `commit` when it was made, `merge` when it came into the
    branch; left out: as `procedure.deploy_time` says."""
    releases: tuple[Name, ...] = RELEASES
    """Release branches, by name, with `*` for anything; what is committed to them is listed too."""
    rings: tuple[RingTable, ...] = ()
    """What runs where, from the first stage to the last."""
    commit_url: Annotated[ProbeUrl, AfterValidator(Blanks(("sha",)))] | None = None
    """Where a commit is read in a browser, with {sha}; left out: worked out from the remote's
    address, where that is GitHub, GitLab, Bitbucket or Codeberg."""
    remote: Name = "origin"
    """The remote that it was cloned from."""
    fetch: bool = False
    """Let cockpit run `git fetch` there, in the background."""
    fetch_interval: Annotated[float, Seconds(30, 86_400)] = 300.0
    """Time from one fetch to the next."""
    fetch_timeout: Annotated[float, Seconds(1, 3600)] = 120.0
    """How long a fetch may take; then it is ended."""
    fetch_protocols: tuple[Literal["https", "ssh", "file"], ...] = ("https", "ssh")
    """How it may fetch."""
    stale: Annotated[float, Seconds(0, 2_592_000)] = 3600.0
    """Age of the last fetch from which it is said that newer commits may be missing; 0: never."""
    interval: Annotated[float, Seconds(1, 86_400)] = 30.0
    """Time from one look to the next."""
    timeout: Annotated[float, Seconds(0.5, 300)] = 20.0
    """How long git may take."""


def repository_of(table: RepositoryTable, path: Path, time: Time) -> RepositorySpec:
    """What is watched; `time` is the procedure's."""
    return RepositorySpec(
        name=table.name,
        path=str(path),
        branch=table.branch,
        time=DeployTime(table.time or time),
        releases=table.releases,
        rings=tuple(
            RingSpec(ring=r.ring, tag=r.tag, branch=r.branch, file=r.file) for r in table.rings
        ),
        commit_url=table.commit_url or "",
        remote=table.remote,
        fetch=FetchSpec(
            interval_s=table.fetch_interval,
            timeout_s=table.fetch_timeout,
            protocols=table.fetch_protocols,
        )
        if table.fetch
        else None,
        stale_s=table.stale,
        interval_s=table.interval,
        timeout_s=table.timeout,
    )
