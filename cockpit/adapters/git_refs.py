"""What a repository's references name: branches, tags, and the tip that is deployed; runs git."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from cockpit.adapters import git_names, git_words
from cockpit.adapters.git_command import NoCommits, Session, is_revision
from cockpit.adapters.git_layout import Layout, head_of
from cockpit.adapters.git_names import HEADS, REMOTES, TAGS
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import MISCONFIGURED, Refused
from cockpit.ports.plain import plain

MOST = 5000
"""References that are read, the newest first."""
_ONE_BY_ONE = 100
"""References that git is asked for by their names; of more, it is asked for all."""
MOST_LINES = 8
"""Release branches whose commits are listed, the newest first."""
_FORMAT = "%00".join(
    (
        "%(objectname)", "%(*objectname)", "%(objecttype)", "%(*objecttype)",
        "%(creatordate:unix)", "%(taggername)", "%(authorname)", "%(taggeremail)",
        "%(subject)", "%(refname)",
    )
)  # fmt: skip
_FIELDS = 10
_EPOCH, _FAR = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ref:
    """A branch or a tag."""

    name: str
    """In whole, as git knows it; not harmless."""
    sha: str
    """Of the commit that it names in the end."""
    at: datetime
    """When the commit was made or, with an annotated tag, the tag."""
    author: str
    email: str
    subject: str
    names: str = ""
    """What it names itself: the commit or, with an annotated tag, the tag."""

    @property
    def shown(self) -> str:
        """Its name, short and harmless, without the remote's."""
        for prefix in (HEADS, TAGS):
            if self.name.startswith(prefix):
                return plain(self.name.removeprefix(prefix), 80)
        if self.name.startswith(REMOTES):
            return plain(self.name.removeprefix(REMOTES).partition("/")[2], 80)
        return plain(self.name, 80)


Known = Mapping[str, tuple[str, Ref | None]]
"""By whole name: what it names, and what git said of that; None: it is of no interest."""


@dataclass(frozen=True, slots=True)
class Refs:
    """Those that a repository has and somebody wants to know of, as far as they are read."""

    all: dict[str, Ref]
    """By whole name, the newest first."""
    head: str
    """The commit that is deployed."""
    remote: str
    known: Known = field(default_factory=dict)
    """What need not be asked again."""

    def tags(self) -> list[Ref]:
        """The newest first."""
        return [r for name, r in self.all.items() if name.startswith(TAGS)]

    def newest_tag(self, pattern: str) -> Ref | None:
        """The tag that was made last, of those that fit."""
        return next((r for r in self.tags() if fnmatchcase(r.name[len(TAGS) :], pattern)), None)

    def branches(self, *patterns: str) -> list[Ref]:
        """Branches of these names, here or at the remote; the newer of two, the newest first."""
        found: dict[str, Ref] = {}
        for ref in self.all.values():
            short = self._short(ref.name)
            if short and any(fnmatchcase(short, pattern) for pattern in patterns):
                found.setdefault(short, ref)
        return list(found.values())

    def named(self, name: str) -> Ref | None:
        """What somebody calls by that name: a tag, a branch, a branch of the remote."""
        places = (TAGS, HEADS, f"{REMOTES}{self.remote}/", REMOTES, "refs/", "")
        return next((self.all[p + name] for p in places if p + name in self.all), None)

    def _short(self, name: str) -> str:
        for prefix in (HEADS, f"{REMOTES}{self.remote}/"):
            if name.startswith(prefix) and name != f"{REMOTES}{self.remote}/HEAD":
                return name.removeprefix(prefix)
        return ""


Told = Callable[[Mapping[str, str]], Known | None]
"""What these names, each with what it names, are, without a process; None: that cannot be had."""


def read(
    session: Session, layout: Layout, spec: RepositorySpec, known: Known, told: Told | None = None
) -> Refs:
    """The references as they are now; git is asked for what is not known of them.

    Raises:
        NoCommits: there is no commit yet.
        PortError: what is in the way.
    """
    for name, what in ((spec.branch, "branch"), (spec.remote, "remote")):
        if name and not is_revision(name):
            words = f"{plain(name, 80)} cannot be a {what}"
            raise Refused(words, f"correct the {what}", code=MISCONFIGURED)
    by_branch = bool(spec.releases) or any(r.branch or r.file for r in spec.rings)
    branches = (HEADS, f"{REMOTES}{spec.remote}/") if by_branch else ()
    places = (TAGS, *branches)
    named = git_names.read(layout, places)
    head = git_names.tip(layout, spec.branch, spec.remote if spec.fetch is not None else "")
    if named is None or not head:
        found = asked(session, (HEADS, TAGS, f"{REMOTES}{spec.remote}/"))
        refs = Refs({ref.name: ref for ref in found}, "", spec.remote)
        return Refs(refs.all, _tip(session, layout, spec, refs), spec.remote)
    known = {n: k for n, k in known.items() if named.get(n) == k[0]}
    unknown = [name for name in named if name not in known]
    if unknown:
        fresh = told({name: named[name] for name in unknown}) if told is not None else None
        if fresh is None:
            found = asked(session, unknown if len(unknown) <= _ONE_BY_ONE else places)
            fresh = {ref.name: (ref.names, ref) for ref in found if ref.name in named}
        known = {**{name: (named[name], None) for name in unknown}, **known, **fresh}
    newest = sorted((ref for _, ref in known.values() if ref is not None), key=_newest_first)
    return Refs({ref.name: ref for ref in newest}, head, spec.remote, known)


def asked(session: Session, places: Sequence[str]) -> list[Ref]:
    """What git says of these references, and of those below them."""
    command = ("for-each-ref", f"--count={MOST}", "--sort=-creatordate", f"--format={_FORMAT}")
    lines = session.run(*command, *places).decode("utf-8", "surrogateescape").split("\n")
    return sorted((ref for line in lines if (ref := _ref(line))), key=_newest_first)


def _newest_first(ref: Ref) -> tuple[float, str]:
    return -ref.at.timestamp(), ref.name


def release_lines(refs: Refs, patterns: tuple[str, ...], since: datetime) -> list[Ref]:
    """Release branches that were committed to since then, bounded."""
    return [r for r in refs.branches(*patterns) if r.at >= since][:MOST_LINES]


def tip_by_name(spec: RepositorySpec) -> str:
    """What git calls the tip that is deployed; empty: one has to look at the references."""
    name = spec.branch or "HEAD"
    if not is_revision(name) or not is_revision(spec.remote):
        raise Refused(f"{plain(name, 80)} cannot be a branch", "correct it", code=MISCONFIGURED)
    return name if spec.fetch is None else ""


def commit_named(session: Session, name: str) -> str:
    """The sha of the commit that git finds under this name; empty: none."""
    if not is_revision(name):
        return ""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    out = session.run(*asked, good=(0, 1))
    # Before git 2.30, rev-parse prints --end-of-options as well.
    return out.decode("ascii", "replace").strip().rpartition("\n")[2]


def _tip(session: Session, layout: Layout, spec: RepositorySpec, refs: Refs) -> str:
    """The commit that is deployed.

    A working copy's own branch stands still while it is fetched, so then the remote's is meant.
    """
    head = head_of(layout)
    name = spec.branch or head.removeprefix(HEADS)
    if spec.fetch is not None:
        theirs = refs.all.get(f"{REMOTES}{spec.remote}/{name}")
        if theirs is not None:
            return theirs.sha
    here = refs.all.get(HEADS + name) or (refs.named(name) if spec.branch else None)
    sha = here.sha if here else commit_named(session, spec.branch or "HEAD")
    if sha:
        return sha
    if spec.branch and refs.all:
        raise Refused("there is no such branch", "correct the branch", code=MISCONFIGURED)
    raise NoCommits


def _ref(line: str) -> Ref | None:
    fields = line.split("\0")
    if len(fields) != _FIELDS:
        return None
    sha, target, kind, target_kind, when, tagger, author, email, subject, name = fields
    if "commit" not in {kind, target_kind}:
        return None
    return Ref(
        name=name,
        sha=plain(target or sha, 64),
        at=moment(when),
        author=git_words.name(tagger or author),
        email=git_words.email(email),
        subject=plain(subject, 300),
        names=sha,
    )


def moment(unix: str) -> datetime:
    """An instant from Unix seconds; what git cannot date is of 1970, what is too late of 9999."""
    try:
        return datetime.fromtimestamp(int(unix), UTC)
    except ValueError:
        return _FAR if unix.isdecimal() else _EPOCH
    except (OverflowError, OSError):
        return _FAR
