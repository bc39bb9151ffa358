"""Which commits a reference holds, exactly, whatever their dates; few git processes for all."""

from collections.abc import Container, Iterable, Mapping, Sequence

from cockpit.adapters.git_command import Session

MOST = 20_000
"""Commits between the references that are looked at."""
_MOST_LOWEST = 200
_MOST_ROUNDS = 16


class Graph:
    """Commits of a history, down to where everything is held by one commit, its base.

    Whatever is not in it and is a parent of what is, the base holds, or it is the base itself.
    """

    def __init__(
        self, parents: Mapping[str, Sequence[str]], *, whole: bool, base: str = ""
    ) -> None:
        self._parents = parents
        self.whole = whole
        """False: there are more than were read, so what seems not to be held may be."""
        self._base = base
        """Empty: nobody knows it, or there is nothing below."""
        self._below: dict[str, frozenset[str]] = {}

    def __contains__(self, sha: object) -> bool:
        return sha in self._parents or (sha == self._base and sha != "")

    def below(self, tips: Iterable[str]) -> set[str]:
        """What of it these tips hold; it may have been read for others as well."""
        found: set[str] = set().union(*(self._held(tip) for tip in tips))
        return found | ({self._base} & {*tips, *self._exits(found)})

    @property
    def is_all(self) -> bool:
        """There is nothing below it."""
        return self.whole and not self._exits(self._parents)

    def serves(self, tips: Iterable[str]) -> bool:
        """Whether it can tell of all these tips what they hold, because each holds its base."""
        return self.whole and all(self._rests(tip) for tip in tips)

    def grown(self, parents: Mapping[str, Sequence[str]]) -> "Graph | None":
        """With more commits; None: not all of them stand on what is in it, and on nothing else.

        One that stands on none of it may be held by its base as well.
        """
        if not self.whole or len(self._parents) + len(parents) > MOST:
            return None
        below = self._exits(self._parents) | {self._base}
        both = {**self._parents, **parents}
        stands = all(sha in both or sha in below for above in parents.values() for sha in above)
        certain = stands and not (self._base and _adrift(parents, self))
        return Graph(both, whole=True, base=self._base) if certain else None

    def holds(self, tip: str, sha: str) -> bool:
        """Whether the tip holds a commit that some tip holds."""
        return sha in self._held(tip) if sha in self._parents else self.whole

    def has_below(self, tip: str, sha: str) -> bool:
        """Whether it is certain that the tip, which it serves, holds this commit."""
        return sha in self and (sha == self._base or sha in self._held(tip))

    def ahead(self, tip: str, other: str) -> int | None:
        """How many commits the tip holds and the other does not; None: not known."""
        if not self.whole:
            return None
        return len(self._held(tip) - self._held(other))

    def _rests(self, tip: str) -> bool:
        if tip not in self._parents:
            return tip in self
        exits = self._exits(self._held(tip))
        return self._base in exits if self._base else not self._exits(self._parents)

    def _exits(self, shas: Iterable[str]) -> set[str]:
        """Parents of these that are not in it."""
        return {p for sha in shas for p in self._parents[sha] if p not in self._parents}

    def _held(self, tip: str) -> frozenset[str]:
        if tip not in self._below:
            found: set[str] = set()
            left = [tip]
            while left:
                sha = left.pop()
                if sha in self._parents and sha not in found:
                    found.add(sha)
                    left += self._parents[sha]
            self._below[tip] = frozenset(found)
        return self._below[tip]


def _adrift(parents: Mapping[str, Sequence[str]], ground: Container[str]) -> list[str]:
    """Those of these commits that hold none of the ground, so that its base may hold them."""
    left, above = list(parents), set[str]()
    while left:
        rest = []
        for sha in reversed(left):
            if any(p in above or p in ground for p in parents[sha]):
                above.add(sha)
            else:
                rest.append(sha)
        if len(rest) == len(left):
            break
        left = rest[::-1]
    return left


def of_branch(tip: str, parents: Mapping[str, Sequence[str]]) -> Graph:
    """The graph of what a tip holds and the commit some way down its own line does not."""
    at = tip
    while parents.get(at):
        at = parents[at][0]
    return Graph(parents, whole=True, base="" if at in parents else at)


def read(session: Session, tips: Sequence[str]) -> Graph:
    """The graph of these tips, down to what they all hold.

    Raises:
        PortError: what is in the way.
    """
    shas = sorted(set(tips))
    if len(shas) < 2:  # noqa: PLR2004 - one tip holds what it holds
        return Graph({}, whole=True, base=next(iter(shas), ""))
    common = session.run("merge-base", "--octopus", *shas, good=(0, 1)).decode("ascii").split()
    asked = ("rev-list", "--parents", f"--max-count={MOST + 1}", "--end-of-options", *shas)
    out = session.run(*asked, *(f"^{sha}" for sha in common[:1]), "--")
    lines = [line.split() for line in out.decode("ascii", "replace").splitlines() if line]
    parents = {sha: above for sha, *above in lines[:MOST]}
    base = next(iter(common), "")
    sound = _without_held(session, parents, base)
    return Graph(parents, whole=sound and len(lines) <= MOST, base=base)


def _without_held(session: Session, parents: dict[str, list[str]], base: str) -> bool:
    """Take out what the base holds as well; False: that would take too long.

    git goes by dates, and where they are wrong it takes some of that for not held. Such commits are
    below all others that it may be wrong about, so that only the lowest ones need be asked for.
    """
    for _ in range(_MOST_ROUNDS):
        unsure = _adrift(parents, {base}) if base else []
        lowest = [sha for sha in unsure if not any(p in parents for p in parents[sha])]
        if not lowest or len(lowest) > _MOST_LOWEST:
            return not lowest
        out = session.run("merge-base", "--independent", base, *lowest)
        held = set(lowest) - set(out.decode("ascii").split())
        if not held:
            return True
        for sha in held:
            del parents[sha]
    return False


def is_below(session: Session, sha: str, tip: str) -> bool:
    """Whether the tip holds this commit; False also when it is no longer there."""
    asked = ("merge-base", "--is-ancestor", sha, tip)
    return session.status(*asked) == 0
