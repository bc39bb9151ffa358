"""What may have been deployed lately from one repository; blocks, runs git, remembers."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from cockpit.adapters import (
    git_glance,
    git_graph,
    git_layout,
    git_refs,
    git_remote,
    git_rings,
    git_tags,
    git_told,
)
from cockpit.adapters.git_command import NoCommits
from cockpit.adapters.git_gathering import Gathering
from cockpit.adapters.git_memory import Memory
from cockpit.adapters.git_place import Place
from cockpit.adapters.git_refs import Ref, Refs
from cockpit.adapters.git_sizes import Size
from cockpit.adapters.git_together import Together
from cockpit.domain.evidence import Deploy, Running
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import PortError
from cockpit.ports.repositories import RepositoryReading

_MOST_SIZES = 2000
"""Sizes of commits that are remembered."""
_HALF = 0.5
_NOTHING = Size()


Found = tuple[RepositoryReading, Memory | None]
"""What a look found, and what to remember of it for the next one."""


def glance(spec: RepositorySpec, since: datetime, limit: int, together: Together) -> Found:
    """See the port; may raise the three errors."""
    return git_glance.glance(Place(spec, together), since, limit)


def scan(
    spec: RepositorySpec,
    since: datetime,
    limit: int,
    fingerprint: str,
    memory: Memory | None,
    *,
    together: Together,
) -> Found | None:
    """See the port; may raise the three errors."""
    place = Place(spec, together)
    now = git_layout.fingerprint(place.layout)
    if fingerprint and now == fingerprint:
        return None
    if memory is None and place.ask is not None:
        _, memory = git_glance.glance(place, since, limit)
    look = _Look(place, since, limit, memory)
    return replace(look.read(), fingerprint=now), look.memory


def look_through(spec: RepositorySpec, since: datetime, limit: int, memory: Memory | None) -> Found:
    """See the port; may raise the three errors."""
    place = Place(spec, calm=True)
    now = git_layout.fingerprint(place.layout)
    look = _Look(place, since, limit, memory, deep=True)
    return replace(look.read(), fingerprint=now), look.memory


class _Look:
    """One look at one repository."""

    def __init__(
        self,
        place: Place,
        since: datetime,
        limit: int,
        before: Memory | None,
        *,
        deep: bool = False,
    ) -> None:
        self._place = place
        self._spec = place.spec
        self._layout = place.layout
        self._session = place.session
        self._since = since
        self._limit = limit
        self._before = before
        self._gathering = Gathering(place, since, before, deep=deep)
        self._troubles = self._gathering.troubles
        self.memory: Memory | None = None

    def read(self) -> RepositoryReading:
        """All of it; what cannot be had beside the commits themselves is said, and left out."""
        spec = self._spec
        if self._layout.is_shallow:
            self._troubles.append("a shallow clone: older commits are not in it")
        address = git_layout.remote_address(self._layout, spec.remote)
        fetched_at = git_layout.fetched_at(self._layout) if address else None
        try:
            known = self._before.refs if self._before else {}
            ask = self._place.ask
            told = partial(git_told.of, ask) if ask is not None else None
            refs = git_refs.read(self._session, self._layout, spec, known, told)
        except NoCommits:
            warning = "no commits in it yet"
            return RepositoryReading(deploys=(), warning=warning, fetched_at=fetched_at)
        rings = git_rings.read(self._session, refs, spec.rings)
        self._troubles += rings.troubles
        lines = git_refs.release_lines(refs, spec.releases, self._since)
        others = [*(ref.sha for ref in lines), *(ring.sha for ring in rings.rings)]
        commits = self._gathering.commits(refs.head, others)
        self.memory = self._gathering.memory
        deploys = git_tags.beside(spec.name, commits, refs.tags(), self._since)
        found = sorted((d for d in deploys if d.at >= self._since), key=_newest_first)
        kept, more = found[: self._limit], max(len(found) - self._limit, 0)
        running, kept = self._placed(refs, kept, lines, rings.rings)
        sizes = self._sizes(kept, {c.sha: next(iter(c.parents), "") for c in commits})
        if self.memory is not None:
            self.memory = replace(self.memory, sizes=sizes, refs=refs.known)
        return RepositoryReading(
            deploys=tuple(self._filled(deploy, sizes, address) for deploy in kept),
            more=more,
            warning="; ".join(self._troubles),
            rings=running,
            fetched_at=fetched_at,
            whole=self.memory is None or self.memory.looked_through,
        )

    # --- more about them ---------------------------------------------------------------------

    def _placed(
        self, refs: Refs, deploys: list[Deploy], lines: list[Ref], rings: tuple[Running, ...]
    ) -> tuple[tuple[Running, ...], list[Deploy]]:
        """With the rings that each runs in, and the release branches that hold it."""
        if not lines and not rings:
            return rings, deploys
        tips = [refs.head, *(r.sha for r in lines), *(r.sha for r in rings)]
        tagged = [d.sha for d in deploys if d.tags]
        graph = self._gathering.graph
        try:
            if graph is None or not graph.serves([*tips, *tagged]):
                graph = git_graph.read(self._session, [*tips, *tagged])
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

    def _sizes(self, deploys: list[Deploy], parents: dict[str, str]) -> dict[str, Size]:
        """What each touches, as far as that can be read in time."""
        sizes, cut = self._gathering.sizes, git_layout.cuts(self._layout)
        sizes |= {deploy.sha: Size() for deploy in deploys if deploy.sha in cut}
        wanted = [deploy.sha for deploy in deploys if deploy.sha not in sizes]
        try:
            sizes |= self._place.sizes(wanted, parents, _HALF)
        except PortError as error:
            self._troubles.append(f"what its commits touch is not known: {error.reason}")
        while len(sizes) > _MOST_SIZES:
            del sizes[next(iter(sizes))]
        return sizes

    def _filled(self, deploy: Deploy, sizes: dict[str, Size], address: str) -> Deploy:
        """With what it touches, and where it is read."""
        size = sizes.get(deploy.sha, _NOTHING)
        url = git_remote.commit_url(address, self._spec.commit_url, deploy.sha)
        if size is _NOTHING and not url:
            return deploy
        return replace(deploy, paths=size.paths, files=size.files, lines=size.lines, url=url)


def _newest_first(deploy: Deploy) -> tuple[float, str]:
    return -deploy.at.timestamp(), deploy.sha
