"""Which commits a reference holds, exactly, whatever their dates; two git processes for all."""

from collections.abc import Mapping, Sequence

from cockpit.adapters.git_command import Session

MOST = 20_000
"""Commits between the references that are looked at."""


class Graph:
    """The commits that some of several tips hold and others do not.

    A commit that every tip holds is not in it.
    """

    def __init__(self, parents: Mapping[str, Sequence[str]], *, whole: bool) -> None:
        self._parents = parents
        self.whole = whole
        """False: there are more than were read, so what seems not to be held may be."""
        self._below: dict[str, frozenset[str]] = {}

    def holds(self, tip: str, sha: str) -> bool:
        """Whether the tip holds a commit that some tip holds."""
        return sha in self._held(tip) if sha in self._parents else self.whole

    def ahead(self, tip: str, other: str) -> int | None:
        """How many commits the tip holds and the other does not; None: not known."""
        if not self.whole:
            return None
        return len(self._held(tip) - self._held(other))

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


def read(session: Session, tips: Sequence[str]) -> Graph:
    """The graph of these tips, down to what they all hold.

    Raises:
        PortError: what is in the way.
    """
    shas = sorted(set(tips))
    if len(shas) < 2:  # noqa: PLR2004 - one tip holds what it holds
        return Graph({}, whole=True)
    common = session.run("merge-base", "--octopus", *shas, good=(0, 1)).decode("ascii").split()
    asked = ("rev-list", "--parents", f"--max-count={MOST + 1}", "--end-of-options", *shas)
    out = session.run(*asked, *(f"^{sha}" for sha in common[:1]), "--")
    lines = [line.split() for line in out.decode("ascii", "replace").splitlines() if line]
    return Graph({sha: parents for sha, *parents in lines[:MOST]}, whole=len(lines) <= MOST)


def is_below(session: Session, sha: str, tip: str) -> bool:
    """Whether the tip holds this commit; False also when it is no longer there."""
    asked = ("merge-base", "--is-ancestor", sha, tip)
    return session.status(*asked) == 0
