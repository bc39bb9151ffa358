"""What was committed and tagged lately in one repository; blocks, and decides nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cockpit.adapters import git_command, git_layout
from cockpit.adapters.loose_json import instant
from cockpit.domain.evidence import Deploy
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import MISCONFIGURED, Refused, RepositoryReading
from cockpit.ports.plain import plain

WALKED = 1000
"""Commits that are looked at; git's own limit by date would stop at the first old one."""
_TAGS = 500
_LOG = (
    "log", "-z", "--no-show-signature", "--no-color", "--no-decorate", "--no-notes",
    "--encoding=UTF-8", f"--max-count={WALKED}", "--format=%H%x00%an%x00%cI%x00%s",
    "--end-of-options",
)  # fmt: skip
_FIELDS = 4
_TAG_FORMAT = (
    "%(objectname)%00%(*objectname)%00%(objecttype)%00%(*objecttype)%00%(creatordate:iso-strict)"
    "%00%(taggername)%00%(authorname)%00%(subject)%00%(refname:strip=2)"
)
_TAG_FIELDS = 9
_TAG_LIST = (
    "for-each-ref", f"--count={_TAGS}", "--sort=-creatordate", f"--format={_TAG_FORMAT}",
    "refs/tags",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    sha: str
    """Of the commit that it names in the end."""
    at: datetime
    author: str
    subject: str


def scan(
    spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
) -> RepositoryReading | None:
    """See the port; may raise the three errors."""
    path = Path(spec.path)
    layout = git_layout.find(path)
    now = git_layout.fingerprint(layout)
    if fingerprint and now == fingerprint:
        return None
    warning = "a shallow clone: older commits are not in it" if layout.is_shallow else ""
    if spec.branch and not git_command.is_revision(spec.branch):
        words = f"{plain(spec.branch, 80)} cannot be a branch"
        raise Refused(words, "correct the branch", code=MISCONFIGURED)
    try:
        out = git_command.run(path, spec.timeout_s, *_LOG, spec.branch or "HEAD", "--")
    except git_command.NoCommits:
        return RepositoryReading(deploys=(), fingerprint=now, warning="no commits in it yet")
    tags = _tags(git_command.run(path, spec.timeout_s, *_TAG_LIST))
    deploys = _with_tags(spec.name, _commits(spec.name, out), tags)
    recent = sorted((d for d in deploys if d.at >= since), key=_newest_first)
    more = max(len(recent) - limit, 0)
    return RepositoryReading(
        deploys=tuple(recent[:limit]), more=more, fingerprint=now, warning=warning
    )


def _newest_first(deploy: Deploy) -> tuple[float, str]:
    return -deploy.at.timestamp(), deploy.sha


def _commits(repository: str, out: bytes) -> list[Deploy]:
    fields = out.decode("utf-8", "replace").split("\0")
    found = []
    for start in range(0, len(fields) - _FIELDS + 1, _FIELDS):
        sha, author, when, subject = fields[start : start + _FIELDS]
        at = instant(when)
        if at is not None:
            found.append(
                Deploy(
                    repository=repository,
                    sha=plain(sha.strip(), 64),
                    at=at,
                    author=plain(author, 80) or "nobody",
                    subject=plain(subject, 300) or "(no subject)",
                )
            )
    return found


def _tags(out: bytes) -> list[_Tag]:
    found = []
    for line in out.decode("utf-8", "replace").split("\n"):
        fields = line.split("\0")
        if len(fields) != _TAG_FIELDS:
            continue
        sha, target, kind, target_kind, when, tagger, author, subject, name = fields
        at = instant(when)
        if at is not None and "commit" in {kind, target_kind}:
            found.append(
                _Tag(
                    name=plain(name, 80),
                    sha=plain(target or sha, 64),
                    at=at,
                    author=plain(tagger or author, 80) or "nobody",
                    subject=plain(subject, 300) or f"tag {plain(name, 80)}",
                )
            )
    return found


def _with_tags(repository: str, commits: list[Deploy], tags: list[_Tag]) -> list[Deploy]:
    """Tags beside their commits; a tag of another commit stands for itself, at its own time.

    A new tag on an old commit is how many teams deploy, so its time counts, not the commit's.
    """
    found = {d.sha: d for d in commits}
    for tag in reversed(tags):
        known = found.get(tag.sha)
        if known is None:
            found[tag.sha] = Deploy(
                repository=repository,
                sha=tag.sha,
                at=tag.at,
                author=tag.author,
                subject=tag.subject,
                tags=(tag.name,),
            )
        else:
            at = max(known.at, tag.at)
            found[tag.sha] = replace(known, at=at, tags=(tag.name, *known.tags))
    return list(found.values())
