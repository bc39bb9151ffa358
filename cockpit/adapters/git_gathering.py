"""Which commits of one repository are recent: those that were known, and those that have come."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from cockpit.adapters import git_graph, git_log, git_near
from cockpit.adapters.git_graph import Graph
from cockpit.adapters.git_log import Commit
from cockpit.adapters.git_memory import Memory
from cockpit.adapters.git_place import Place
from cockpit.adapters.git_together import AloneError
from cockpit.domain.watch import DeployTime
from cockpit.ports.outside import Garbled, Refused, Unreachable


class Gathering:
    """The commits of one look.

    Args:
        place: the repository.
        since: from when on they are recent.
        before: what the last look left.
        deep: its whole history is looked through.
    """

    def __init__(self, place: Place, since: datetime, before: Memory | None, *, deep: bool) -> None:
        self._place = place
        self._since = since
        self._before = before
        self._deep = deep
        self.memory: Memory | None = None
        """For the next look."""
        self.graph: Graph | None = None
        self.sizes = dict(before.sizes) if before else {}
        """What each touches, by sha, as far as it is known."""
        self.troubles: list[str] = []

    def commits(self, head: str, others: Sequence[str]) -> list[Commit]:
        """Of the branch that is deployed, and of other tips what it does not hold."""
        try:
            return self._all_commits(head, others)
        except Unreachable:
            name, since, tips = self._place.spec.name, self._since, [head, *others]
            near = git_log.near(self._place.session, name, since, tips)
            found = near[0] if near else git_log.glance(self._place.session, name, since, head)
        trouble = (
            f"its history takes longer than {self._place.spec.timeout_s:g} s to look through, so"
            " commits below older ones may be missing: give it a longer timeout, or a commit-graph"
        )
        self.troubles.append(trouble)
        self.memory = Memory(
            self._place.spec,
            self._since,
            (head,),
            tuple(found),
            looked_through=True,  # once more would take as long, and find no more
            trouble=trouble,
        )
        return found

    def _all_commits(self, head: str, others: Sequence[str]) -> list[Commit]:
        """Those of the branch that is deployed, and of the others what it does not hold."""
        name, since, deep = self._place.spec.name, self._since, self._deep
        if self._place.spec.time is DeployTime.MERGE:
            found = git_log.merged(self._place.session, name, since, head, deep=deep)
            beside = [sha for sha in others if sha != head]
            if beside:
                found += git_log.recent(self._place.session, name, since, beside, [head])
            self.memory = Memory(self._place.spec, since, (), (), looked_through=deep)
            return found
        tips = tuple(dict.fromkeys((head, *others)))
        grown = None if deep else self._grown(tips)
        if grown is not None and self._before is not None:
            if self._before.trouble:
                self.troubles.append(self._before.trouble)
            self.memory = replace(
                self._before, since=since, tips=tips, commits=tuple(grown), graph=self.graph
            )
            return grown
        near = None
        if not deep:
            near = git_log.near(self._place.session, name, since, list(tips), sized=True)
        if near is None:
            deep = True
            near = git_log.recent(self._place.session, name, since, list(tips), []), {}
        found, sizes = near
        self.sizes |= sizes
        self.graph = self._before.graph if self._before and self._before.tips == tips else None
        self.memory = Memory(
            self._place.spec, since, tips, tuple(found), graph=self.graph, looked_through=deep
        )
        return found

    def _grown(self, tips: tuple[str, ...]) -> list[Commit] | None:
        """What was known with what has come since; None: not so, everything is to be read."""
        memory = self._before
        if memory is None or memory.spec != self._place.spec or memory.since > self._since:
            return None
        if len(memory.commits) >= git_log.WALKED:
            return None
        graph = memory.graph or Graph({}, whole=False)
        known = graph.below(memory.tips) | set(memory.tips)
        fresh = [sha for sha in tips if sha not in known]
        found: list[Commit] = []
        if fresh:
            try:
                found = self._come(fresh, memory, known)
            except (Garbled, Refused):
                return None  # what was there may have been rewritten, and be gone by now
        if len(found) >= git_log.WALKED:
            return None
        self.graph = graph.grown({commit.sha: commit.parents for commit in found})
        held = {*tips, *(parent for commit in found for parent in commit.parents)}
        gone = [sha for sha in memory.tips if sha not in held]
        if self.graph is not None and self.graph.serves(tips[:1]):
            gone = [sha for sha in gone if not self.graph.has_below(tips[0], sha)]
        if any(not git_graph.is_below(self._place.session, sha, tips[0]) for sha in gone):
            return None
        both = (*found, *memory.commits)
        return [commit for commit in both if commit.at >= self._since]

    def _come(self, fresh: list[str], memory: Memory, known: set[str]) -> list[Commit]:
        """What is below these tips, and was not below those of the last look."""
        name, ask = self._place.spec.name, self._place.ask
        if ask is not None:
            held = {p for commit in memory.commits for p in (commit.sha, *commit.parents)}
            with suppress(AloneError):
                return git_near.grown(ask, name, fresh, known | held)
        found, sizes = git_log.grown(self._place.session, name, fresh, list(memory.tips))
        self.sizes |= sizes
        return found
