"""The newest commits below a tip, told from commits alone; judges no history as a whole."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from cockpit.adapters import git_graph, git_raw
from cockpit.adapters.git_answers import Raw
from cockpit.adapters.git_graph import Graph
from cockpit.adapters.git_log import NEAR, OLDER, WALKED, Commit, as_commit
from cockpit.adapters.git_raw import RawCommit
from cockpit.adapters.git_together import AloneError

Ask = Callable[[Sequence[str]], list[tuple[str, str, Raw]]]
"""Objects of one repository by name: the sha of each, what it is, and what git keeps of it."""
_MOST_BYTES = 16 * 1024 * 1024
"""What all that is read of one history may take."""
_MOST_NEW = 200
"""So many that have come since the last look, and git is asked in its own way."""


def listed(
    ask: Ask, repository: str, since: datetime, tip: str
) -> tuple[list[Commit], Graph | None] | None:
    """Every commit since then among the newest ones, and the graph of all that was looked at.

    Those are the newest of the branch itself, and what came into it by merges, as far as not many
    in a row are older. None: so many are new that one has to look further down.

    Raises:
        AloneError: something is missing, or odd.
    """
    line, old = _line(ask, tip), since.timestamp()
    if sum(raw.when >= old for raw in line) > NEAR - OLDER:
        return None
    found = {raw.sha: raw for raw in line}
    own = git_graph.of_branch(tip, {raw.sha: raw.parents for raw in line})
    _beside(ask, old, found)
    graph = own.grown({sha: raw.parents for sha, raw in found.items() if sha not in own})
    new = [raw for raw in found.values() if raw.when >= old]
    return _commits(repository, new), graph


def grown(ask: Ask, repository: str, tips: Sequence[str], known: Collection[str]) -> list[Commit]:
    """Every commit below these tips that is not known, down to those that are.

    Raises:
        AloneError: something is missing or odd, or not all of it ends where something is known.
    """
    found: dict[str, RawCommit] = {}
    left = list(dict.fromkeys(tips))
    while left:
        for raw in _read(ask, left):
            found[raw.sha] = raw
        if len(found) > _MOST_NEW or _is_much(found):
            raise AloneError
        above = [p for sha in left for p in found[sha].parents]
        left = [p for p in dict.fromkeys(above) if p not in found and p not in known]
    return _commits(repository, found.values())


def _commits(repository: str, raws: Iterable[RawCommit]) -> list[Commit]:
    """The newest first."""
    found = [as_commit(repository, *raw.fields()) for raw in raws]
    return sorted(found, key=lambda commit: commit.at, reverse=True)


def _line(ask: Ask, tip: str) -> list[RawCommit]:
    """The tip and its first parents, as many as are there."""
    names = [tip, *(f"{tip}~{above}" for above in range(1, NEAR))]
    line: list[RawCommit] = []
    below: tuple[str, ...] = (tip,)
    for sha, _, content in ask(names):
        if content is None:
            break
        if sha not in below:
            raise AloneError
        line.append(_parsed(sha, content))
        below = line[-1].parents[:1]
    if not line or (len(line) < NEAR and line[-1].parents):
        raise AloneError  # a history ends where a commit has no parent, and not elsewhere
    return line


def _beside(ask: Ask, old: float, found: dict[str, RawCommit]) -> None:
    """Add what merges brought; each way down ends at what is known, or after many older ones."""
    older = {p: 0 for raw in found.values() for p in raw.parents[1:] if p not in found}
    while older:
        if len(found) > WALKED or _is_much(found):
            raise AloneError
        below: dict[str, int] = {}
        for raw in _read(ask, list(older)):
            found[raw.sha] = raw
            count = 0 if raw.when >= old else older[raw.sha] + 1
            if count < OLDER:
                below |= {p: min(count, below.get(p, count)) for p in raw.parents}
        older = {sha: count for sha, count in below.items() if sha not in found}


def _is_much(found: Mapping[str, RawCommit]) -> bool:
    return sum(len(raw.rest) for raw in found.values()) > _MOST_BYTES


def _read(ask: Ask, shas: Sequence[str]) -> list[RawCommit]:
    return [_parsed(sha, content) for sha, _, content in ask(shas)]


def _parsed(sha: str, content: Raw) -> RawCommit:
    raw = None if content is None else git_raw.parsed(sha, content)
    if raw is None:
        raise AloneError
    return raw
