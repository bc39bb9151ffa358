"""One commit in full: who, what and why, the files, the diff, the way back; blocks, runs git."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cockpit.adapters import git_layout, git_remote, git_words
from cockpit.adapters.git_command import NoCommits, Session
from cockpit.domain.deploy_details import DeployDetails, FileChange
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.outside import MISCONFIGURED, Garbled, PortError, Refused
from cockpit.ports.plain import plain

MOST_FILES = 300
MOST_DIFF = 200_000
"""Bytes of the diff that are read."""
_MOST_NUMBERS = 8 * 1024 * 1024
_LINE = 500
_MESSAGE = 20_000
_MOST_PARENTS = 16
_SHA = re.compile(r"[0-9a-f]{4,64}")
_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%cI%x00%B"
_FIELDS = 8
_HEAD = (
    "log", "-1", "--no-walk", "--no-show-signature", "--no-color", "--no-decorate", "--no-notes",
    "--encoding=UTF-8", f"--format={_FORMAT}", "--no-patch", "--end-of-options",
)  # fmt: skip
_DIFF = (
    "diff-tree", "-r", "--no-commit-id", "--root", "--no-ext-diff", "--no-textconv", "--no-color",
    "--submodule=short", "--ignore-submodules=none", "-M", "-l200",
)  # fmt: skip


def detail(spec: RepositorySpec, sha: str) -> DeployDetails:
    """See the port; may raise the three errors."""
    if not _SHA.fullmatch(sha):
        raise Refused(f"{plain(sha, 80)} is no commit", code=MISCONFIGURED)
    path = Path(spec.path)
    layout = git_layout.find(path)
    session = Session(path, spec.timeout_s)
    try:
        head = session.run(*_HEAD, f"{sha}^{{commit}}", "--")
    except NoCommits:
        head = b""
    fields = head.decode("utf-8", "replace").split("\0", _FIELDS - 1)
    if len(fields) != _FIELDS:
        raise Garbled("git says nothing of this commit", "run git show on it in a clone")
    whole, parents = fields[0], tuple(fields[1].split())[:_MOST_PARENTS]
    told = _told(spec, fields, parents, git_layout.remote_address(layout, spec.remote))
    if whole in git_layout.cuts(layout):
        # A shallow clone begins here: against nothing, every file would look new.
        return told
    span = (parents[0], whole) if parents else (whole,)
    try:
        return _with_changes(session, told, span)
    except PortError as error:
        return replace(told, diff=f"What it changes cannot be read: {error.reason}.")


def _with_changes(session: Session, told: DeployDetails, span: tuple[str, ...]) -> DeployDetails:
    """With its files and its diff: a merge's against its first parent."""
    numbers, _ = session.some(_MOST_NUMBERS, *_DIFF, "--numstat", "-z", *span, "--", share=0.5)
    files, rest = _files(numbers)
    text, cut = session.some(MOST_DIFF, *_DIFF, "-p", *span, "--")
    return replace(
        told,
        files=tuple(files),
        more_files=rest,
        added=sum(f.added or 0 for f in files),
        removed=sum(f.removed or 0 for f in files),
        diff=_harmless(text),
        diff_cut=cut,
    )


def _told(
    spec: RepositorySpec, fields: list[str], parents: tuple[str, ...], address: str
) -> DeployDetails:
    sha, _, author, email, authored, committer, committed, message = fields
    at, offset = _moment(authored)
    subject = git_words.subject(message)
    return DeployDetails(
        repository=spec.name,
        sha=plain(sha, 64),
        subject=subject,
        message=plain(message, _MESSAGE, lines=True).strip(),
        author=git_words.name(author),
        email=git_words.email(email),
        authored_at=at,
        utc_offset_m=offset,
        committer=git_words.name(committer),
        committed_at=_moment(committed)[0],
        parents=tuple(plain(p, 64) for p in parents),
        revert=f"git revert {'-m 1 ' if len(parents) > 1 else ''}{plain(sha, 64)}",
        reverts=git_words.reverted(subject, message),
        remote=git_remote.shown(address),
        url=git_remote.commit_url(address, spec.commit_url, sha),
    )


def _moment(text: str) -> tuple[datetime, int]:
    """An instant with its zone: the instant in UTC, and minutes that the clock was ahead of it."""
    try:
        at = datetime.fromisoformat(text)
        offset = at.utcoffset()
        return at.astimezone(UTC), round(offset.total_seconds() / 60) if offset else 0
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC), 0


def _files(out: bytes) -> tuple[list[FileChange], int]:
    """From `--numstat -z`: "added<tab>removed<tab>path", or an empty path and then two."""
    parts = iter(out.decode("utf-8", "replace").split("\0"))
    found: list[FileChange] = []
    more = 0
    for part in parts:
        numbers = part.split("\t", 2)
        if len(numbers) < 3:  # noqa: PLR2004 - two numbers and a path
            continue
        was, path = ("", numbers[2]) if numbers[2] else (next(parts, ""), next(parts, ""))
        if len(found) == MOST_FILES:
            more += 1
            continue
        found.append(
            FileChange(
                path=plain(path, 300),
                added=int(numbers[0]) if numbers[0].isdecimal() else None,
                removed=int(numbers[1]) if numbers[1].isdecimal() else None,
                was=plain(was, 300),
            )
        )
    return found, more


def _harmless(diff: bytes) -> str:
    """Line by line, so that nothing within a line can break it."""
    lines = diff.decode("utf-8", "replace").split("\n")
    shown = (plain(line.expandtabs(4), _LINE, lines=True).replace("\n", " ") for line in lines)
    return "\n".join(line.rstrip() for line in shown).rstrip("\n")
