"""Which commits are of interest, and what each of them says; runs `git log`, judges nothing."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from cockpit.adapters import git_graph, git_process, git_sizes, git_words
from cockpit.adapters.git_command import MOST_BYTES, Session
from cockpit.adapters.git_graph import Graph
from cockpit.adapters.git_refs import moment
from cockpit.adapters.git_sizes import Size
from cockpit.domain.evidence import Deploy, DeployKind
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain

WALKED = 1000
"""Commits that are read at most."""
_FILTERS_SINCE = (2, 37)
"""The first git that can filter by date without stopping at the first old commit."""
NEAR = 40
"""Commits of the branch itself that are looked through at first."""
OLDER = 10
"""So many older ones at least among them, and what lies below is taken to be older too, for now."""
_LINE = "--first-parent"
_FIELDS = "%H%x00%P%x00%ct%x00%an%x00%ae%x00%s%x00%b"
_COUNT = 7
_WHEN = 2
_LOG = (
    "log", "-z", "--no-show-signature", "--no-color", "--no-decorate", "--no-notes",
    "--encoding=UTF-8",
)  # fmt: skip
_TELLS_MERGES_SINCE = (2, 31)
"""The first git that can tell a merge against its first parent, and walk on beyond it."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, as the deploy that it may be."""

    deploy: Deploy
    parents: tuple[str, ...]

    @property
    def sha(self) -> str:
        """Its name."""
        return self.deploy.sha

    @property
    def at(self) -> datetime:
        """Its time."""
        return self.deploy.at

    def moved_to(self, at: datetime) -> "Commit":
        """The same at another time."""
        return replace(self, deploy=replace(self.deploy, at=at))


def glance(session: Session, repository: str, since: datetime, tip: str) -> list[Commit]:
    """Commits since then, found as fast as git can.

    git stops at the first commit that is older, so what lies below one is missing.
    """
    return _log(session, repository, _since("since", since), "--end-of-options", tip)


def listed(
    session: Session, repository: str, since: datetime, tip: str
) -> tuple[list[Commit], Graph] | None:
    """As `near`, with the graph of all commits that were gone through; None: not so easily."""
    below = ("--ignore-missing", f"^{tip}~{NEAR}")
    records = _records(session, tip, *below)
    new = [r for r, _ in records if moment(r[_WHEN]) >= since]
    if len(records) == WALKED or len(new) > NEAR - OLDER:
        return None
    graph = git_graph.of_branch(tip, {sha: above.split() for (sha, above, *_), _ in records})
    return [as_commit(repository, *fields) for fields in new], graph


def near(
    session: Session,
    repository: str,
    since: datetime,
    tips: list[str],
    *limits: str,
    sized: bool = False,
) -> tuple[list[Commit], dict[str, Size]] | None:
    """Every commit since then among the newest ones, whatever their dates; None: too many are new.

    Those are the newest of the branch of the first tip, and all that came into it since the last of
    them. One that is older hides nothing here, and nothing below them is seen. With `sized`, what
    each touches is told as well, as far as that can be had by the way.
    """
    tip, filtered = tips[0], _filter(since)
    for most in (NEAR, WALKED):
        # A history that is shorter has no such commit; a tip that is missing is still an error.
        below = ("--ignore-missing", f"^{tip}~{most}")
        selection = (*limits, *filtered, *tips, *below)
        told = sized and bool(filtered) and most == NEAR
        found, sizes = _sized(session, repository, *selection) if told else (None, {})
        if found is None:
            found = _log(session, repository, *selection)
        new = [commit for commit in found if commit.at >= since]
        if len(new) <= most - OLDER:
            return new, sizes
    return None


def recent(
    session: Session, repository: str, since: datetime, tips: list[str], but: list[str]
) -> list[Commit]:
    """Every commit since then below these tips, and not below `but`.

    git's own limit by date would stop at the first old commit, and hide newer ones below it: a
    rebase that keeps dates, or a wrong clock, is enough. Takes six tenths of the time at most.
    """
    selection = (*_filter(since), "--end-of-options", *tips, *_nots(but))
    found = _log(session, repository, *selection, share=0.6)
    return [commit for commit in found if commit.at >= since]


def between(session: Session, repository: str, tips: list[str], but: list[str]) -> list[Commit]:
    """Every commit below these tips and not below those, whatever its date."""
    return _log(session, repository, "--end-of-options", *tips, *_nots(but))


def grown(
    session: Session, repository: str, tips: list[str], but: list[str]
) -> tuple[list[Commit], dict[str, Size]]:
    """As `between`, with what each touches, as far as that can be had by the way."""
    selection = ("--end-of-options", *tips, *_nots(but))
    found, sizes = _sized(session, repository, *selection)
    return between(session, repository, tips, but) if found is None else found, sizes


def _sized(
    session: Session, repository: str, *selection: str
) -> tuple[list[Commit] | None, dict[str, Size]]:
    """With what each touches; None where that cannot be had, or takes too long."""
    if git_process.version() >= _TELLS_MERGES_SINCE:
        stat = (*git_sizes.NUMSTAT, "--diff-merges=first-parent")
        with suppress(PortError):
            records = _records(session, *stat, *selection, share=0.5)
            commits = [as_commit(repository, *fields) for fields, _ in records]
            return commits, {fields[0]: git_sizes.size(rows) for fields, rows in records}
    return None, {}


def merged(
    session: Session, repository: str, since: datetime, tip: str, *, deep: bool
) -> list[Commit]:
    """What came into a branch since then: commits of a merge carry the merge's time.

    With `deep`, the whole branch is looked through, as `recent` does; else the newest, as `near`.
    """
    newest = None if deep else near(session, repository, since, [tip], _LINE)
    if newest is not None:
        line, _ = newest
    else:
        selection = (_LINE, *_filter(since), "--end-of-options", tip)
        log = _log(session, repository, *selection, share=0.4)
        line = [commit for commit in log if commit.at >= since]
    if not line:
        return []
    came = between(session, repository, [tip], list(line[-1].parents[:1]))
    return [commit for commit in by_merge(tip, came) if commit.at >= since]


def by_merge(tip: str, commits: list[Commit]) -> list[Commit]:
    """The same, each at the time of the oldest commit of the branch itself that holds it."""
    known = {commit.sha: commit for commit in commits}
    line = []
    at: str | None = tip
    while at is not None and at in known:
        line.append(known[at])
        at = next(iter(known[at].parents), None)
    times = {commit.sha: commit.at for commit in line}
    for merge in reversed(line):
        below = list(merge.parents[1:])
        while below:
            sha = below.pop()
            if sha in known and sha not in times:
                times[sha] = merge.at
                below += known[sha].parents
    return [commit.moved_to(times.get(commit.sha, commit.at)) for commit in commits]


def _filter(since: datetime) -> list[str]:
    """Where git cannot do it, as many commits as may be are read, and looked through here."""
    filters = git_process.version() >= _FILTERS_SINCE
    return [_since("since-as-filter", since)] if filters else []


def _since(option: str, at: datetime) -> str:
    return f"--{option}={at:%Y-%m-%dT%H:%M:%SZ}"


def _nots(shas: list[str]) -> list[str]:
    return [f"^{sha}" for sha in shas]


def _log(session: Session, repository: str, *selection: str, share: float = 1.0) -> list[Commit]:
    """The newest first."""
    records = _records(session, *selection, share=share)
    return [as_commit(repository, *fields) for fields, _ in records]


def _records(
    session: Session, *selection: str, share: float = 1.0
) -> list[tuple[list[str], list[str]]]:
    """The fields of each commit, and what follows them; where there is too much, what is whole."""
    start = secrets.token_hex(8)
    form = f"--format=%x00{start}%x00{_FIELDS}%x00"
    asked = (*_LOG, form, f"--max-count={WALKED}", *selection, "--")
    out, cut = session.some(MOST_BYTES, *asked, share=share)
    parts = out.decode("utf-8", "replace").split("\0")
    places = [place + 1 for place, part in enumerate(parts) if part == start]
    ends = [*(place - 1 for place in places[1:]), *([] if cut else [len(parts)])]
    return [
        (parts[place : place + _COUNT], parts[place + _COUNT : end])
        for place, end in zip(places, ends, strict=False)
    ]


def as_commit(repository: str, sha: str, parents: str, when: str, *words: str) -> Commit:
    """From what git says of it, in this order: author, address, subject and body as well."""
    author, email, subject, body = words
    above = tuple(parents.split())
    shown = plain(subject, 300) or "(no subject)"
    return Commit(
        Deploy(
            repository=repository,
            sha=sha,
            at=moment(when),
            author=git_words.name(author),
            email=git_words.email(email),
            subject=shown,
            kind=DeployKind.MERGE if len(above) > 1 else DeployKind.COMMIT,
            reverts=git_words.reverted(shown, body),
        ),
        above,
    )
