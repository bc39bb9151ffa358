"""What may have been deployed lately from one repository; blocks, runs git, remembers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cockpit.adapters import (
    git_graph,
    git_layout,
    git_log,
    git_names,
    git_refs,
    git_remote,
    git_rings,
    git_sizes,
    git_tags,
)
from cockpit.adapters.git_command import NoCommits, Session
from cockpit.adapters.git_graph import Graph
from cockpit.adapters.git_layout import Layout
from cockpit.adapters.git_log import Commit
from cockpit.adapters.git_memory import Memory
from cockpit.adapters.git_refs import Ref, Refs
from cockpit.adapters.git_sizes import Size
from cockpit.domain.evidence import Deploy, Running
from cockpit.domain.watch import DeployTime, RepositorySpec
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable
from cockpit.ports.repositories import RepositoryReading

_MOST_SIZES = 2000
"""Sizes of commits that are remembered."""
_HALF = 0.5
_NOTHING = Size()


Found = tuple[RepositoryReading, Memory | None]
"""What a look found, and what to remember of it for the next one."""


def glance(spec: RepositorySpec, since: datetime, limit: int) -> Found:
    """See the port; may raise the three errors."""
    path = Path(spec.path)
    layout = git_layout.find(path)
    name = git_refs.tip_by_name(spec)
    tip = git_names.tip(layout, spec.branch, spec.remote if spec.fetch is not None else "")
    memory = None
    try:
        session = Session(path, spec.timeout_s)
        found = git_log.listed(session, spec.name, since, tip) if tip else None
        if found is not None:
            commits, graph = found
            memory = Memory(
                spec, since, (tip,), tuple(commits), graph=graph, looked_through=graph.is_all
            )
        elif tip or name:
            near = git_log.near(session, spec.name, since, [tip or name])
            commits = near[0] if near else git_log.glance(session, spec.name, since, tip or name)
        else:
            commits = []
    except NoCommits:
        commits = []
    except PortError:
        git_layout.find(path)  # it can say better what is wrong with the place
        raise
    deploys = tuple(commit.deploy for commit in commits[:limit])
    return RepositoryReading(deploys=deploys, more=max(len(commits) - limit, 0)), memory


def scan(
    spec: RepositorySpec, since: datetime, limit: int, fingerprint: str, memory: Memory | None
) -> Found | None:
    """See the port; may raise the three errors."""
    layout = git_layout.find(Path(spec.path))
    now = git_layout.fingerprint(layout)
    if fingerprint and now == fingerprint:
        return None
    look = _Look(spec, since, limit, layout, memory)
    return replace(look.read(), fingerprint=now), look.memory


def look_through(spec: RepositorySpec, since: datetime, limit: int, memory: Memory | None) -> Found:
    """See the port; may raise the three errors."""
    layout = git_layout.find(Path(spec.path))
    now = git_layout.fingerprint(layout)
    look = _Look(spec, since, limit, layout, memory, deep=True)
    return replace(look.read(), fingerprint=now), look.memory


class _Look:
    """One look at one repository."""

    def __init__(
        self,
        spec: RepositorySpec,
        since: datetime,
        limit: int,
        layout: Layout,
        before: Memory | None,
        *,
        deep: bool = False,
    ) -> None:
        self._spec = spec
        self._since = since
        self._limit = limit
        self._layout = layout
        self._before = before
        self._deep = deep
        self.memory: Memory | None = None
        self._session = Session(Path(spec.path), spec.timeout_s, calm=deep)
        self._sizes = dict(before.sizes) if before else {}
        self._troubles: list[str] = []
        self._graph: Graph | None = None

    def read(self) -> RepositoryReading:
        """All of it; what cannot be had beside the commits themselves is said, and left out."""
        spec = self._spec
        if self._layout.is_shallow:
            self._troubles.append("a shallow clone: older commits are not in it")
        address = git_layout.remote_address(self._layout, spec.remote)
        fetched_at = git_layout.fetched_at(self._layout) if address else None
        try:
            known = self._before.refs if self._before else {}
            refs = git_refs.read(self._session, self._layout, spec, known)
        except NoCommits:
            warning = "no commits in it yet"
            return RepositoryReading(deploys=(), warning=warning, fetched_at=fetched_at)
        rings = git_rings.read(self._session, refs, spec.rings)
        self._troubles += rings.troubles
        lines = git_refs.release_lines(refs, spec.releases, self._since)
        others = [*(ref.sha for ref in lines), *(ring.sha for ring in rings.rings)]
        commits = self._commits(refs.head, others)
        deploys = git_tags.beside(spec.name, commits, refs.tags(), self._since)
        found = sorted((d for d in deploys if d.at >= self._since), key=_newest_first)
        kept, more = found[: self._limit], max(len(found) - self._limit, 0)
        running, kept = self._placed(refs, kept, lines, rings.rings)
        self._measure(kept)
        if self.memory is not None:
            self.memory = replace(self.memory, sizes=self._sizes, refs=refs.known)
        return RepositoryReading(
            deploys=tuple(self._filled(deploy, address) for deploy in kept),
            more=more,
            warning="; ".join(self._troubles),
            rings=running,
            fetched_at=fetched_at,
            whole=self.memory is None or self.memory.looked_through,
        )

    # --- commits -----------------------------------------------------------------------------

    def _commits(self, head: str, others: Sequence[str]) -> list[Commit]:
        try:
            return self._all_commits(head, others)
        except Unreachable:
            name, since, tips = self._spec.name, self._since, [head, *others]
            near = git_log.near(self._session, name, since, tips)
            found = near[0] if near else git_log.glance(self._session, name, since, head)
        trouble = (
            f"its history takes longer than {self._spec.timeout_s:g} s to look through, so commits"
            " below older ones may be missing: give it a longer timeout, or a commit-graph"
        )
        self._troubles.append(trouble)
        self.memory = Memory(
            self._spec,
            self._since,
            (head,),
            tuple(found),
            looked_through=True,  # once more would take as long, and find no more
            trouble=trouble,
        )
        return found

    def _all_commits(self, head: str, others: Sequence[str]) -> list[Commit]:
        """Those of the branch that is deployed, and of the others what it does not hold."""
        name, since, deep = self._spec.name, self._since, self._deep
        if self._spec.time is DeployTime.MERGE:
            found = git_log.merged(self._session, name, since, head, deep=deep)
            beside = [sha for sha in others if sha != head]
            if beside:
                found += git_log.recent(self._session, name, since, beside, [head])
            self.memory = Memory(self._spec, since, (), (), looked_through=deep)
            return found
        tips = tuple(dict.fromkeys((head, *others)))
        grown = None if deep else self._grown(tips)
        if grown is not None and self._before is not None:
            if self._before.trouble:
                self._troubles.append(self._before.trouble)
            self.memory = replace(
                self._before, since=since, tips=tips, commits=tuple(grown), graph=self._graph
            )
            return grown
        near = None
        if not deep:
            near = git_log.near(self._session, name, since, list(tips), sized=True)
        if near is None:
            near, deep = (git_log.recent(self._session, name, since, list(tips), []), {}), True
        found, sizes = near
        self._sizes |= sizes
        self._graph = self._before.graph if self._before and self._before.tips == tips else None
        self.memory = Memory(
            self._spec, since, tips, tuple(found), graph=self._graph, looked_through=deep
        )
        return found

    def _grown(self, tips: tuple[str, ...]) -> list[Commit] | None:
        """What was known with what has come since; None: not so, everything is to be read."""
        memory = self._before
        if memory is None or memory.spec != self._spec or memory.since > self._since:
            return None
        if len(memory.commits) >= git_log.WALKED:
            return None
        graph = memory.graph or Graph({}, whole=False)
        fresh = [sha for sha in tips if sha not in memory.tips and sha not in graph]
        found: list[Commit] = []
        if fresh:
            try:
                found, sizes = git_log.grown(
                    self._session, self._spec.name, fresh, list(memory.tips)
                )
                self._sizes |= sizes
            except (Garbled, Refused):
                return None  # what was there may have been rewritten, and be gone by now
        if len(found) >= git_log.WALKED:
            return None
        self._graph = graph.grown({commit.sha: commit.parents for commit in found})
        held = {*tips, *(parent for commit in found for parent in commit.parents)}
        gone = [sha for sha in memory.tips if sha not in held]
        if self._graph is not None and self._graph.serves(tips[:1]):
            gone = [sha for sha in gone if not self._graph.has_below(tips[0], sha)]
        if any(not git_graph.is_below(self._session, sha, tips[0]) for sha in gone):
            return None
        both = (*found, *memory.commits)
        return [commit for commit in both if commit.at >= self._since]

    # --- more about them ---------------------------------------------------------------------

    def _placed(
        self, refs: Refs, deploys: list[Deploy], lines: list[Ref], rings: tuple[Running, ...]
    ) -> tuple[tuple[Running, ...], list[Deploy]]:
        """With the rings that each runs in, and the release branches that hold it."""
        if not lines and not rings:
            return rings, deploys
        tips = [refs.head, *(r.sha for r in lines), *(r.sha for r in rings)]
        tagged = [d.sha for d in deploys if d.tags]
        known = self._graph if self._graph and self._graph.serves([*tips, *tagged]) else None
        try:
            graph = known or git_graph.read(self._session, [*tips, *tagged])
        except PortError as error:
            self._troubles.append(f"what runs in which ring is not known: {error.reason}")
            return rings, deploys
        if self.memory is not None:
            self.memory = replace(self.memory, graph=graph)
        if not graph.whole:
            self._troubles.append("its rings are too far apart to say for all what runs where")
        placed = [
            replace(
                deploy,
                rings=tuple(r.ring for r in rings if graph.holds(r.sha, deploy.sha)),
                branches=tuple(r.shown for r in lines if graph.holds(r.sha, deploy.sha)),
            )
            for deploy in deploys
        ]
        last = rings[-1].sha if rings else ""
        return tuple(replace(r, ahead=graph.ahead(r.sha, last)) for r in rings), placed

    def _measure(self, deploys: list[Deploy]) -> None:
        """Find out what each touches, as far as that can be read in time."""
        sizes, cut = self._sizes, git_layout.cuts(self._layout)
        sizes |= {deploy.sha: Size() for deploy in deploys if deploy.sha in cut}
        wanted = [deploy.sha for deploy in deploys if deploy.sha not in sizes]
        try:
            sizes |= git_sizes.of_commits(self._session, wanted, _HALF)
        except PortError as error:
            self._troubles.append(f"what its commits touch is not known: {error.reason}")
        while len(sizes) > _MOST_SIZES:
            del sizes[next(iter(sizes))]

    def _filled(self, deploy: Deploy, address: str) -> Deploy:
        """With what it touches, and where it is read."""
        size = self._sizes.get(deploy.sha, _NOTHING)
        url = git_remote.commit_url(address, self._spec.commit_url, deploy.sha)
        if size is _NOTHING and not url:
            return deploy
        return replace(deploy, paths=size.paths, files=size.files, lines=size.lines, url=url)


def _newest_first(deploy: Deploy) -> tuple[float, str]:
    return -deploy.at.timestamp(), deploy.sha
