"""What references name, told from the objects alone; no process of its own."""

from collections.abc import Mapping

from cockpit.adapters import git_raw, git_words
from cockpit.adapters.git_near import Ask
from cockpit.adapters.git_refs import Known, Ref, moment
from cockpit.adapters.git_together import AloneError
from cockpit.ports.plain import plain

_MOST = 400
"""References; of more, git is asked for all at once."""


def of(ask: Ask, named: Mapping[str, str]) -> Known | None:
    """By whole name, what it names, and what that says; None: git is to be asked.

    Args:
        ask: gives the objects.
        named: the references, each with what it names.
    """
    if len(named) > _MOST:
        return None
    try:
        objects = {sha: (kind, content) for sha, kind, content in ask(list(set(named.values())))}
    except AloneError:
        return None
    found: dict[str, tuple[str, Ref | None]] = {}
    for name, sha in named.items():
        kind, content = objects.get(sha, ("", None))
        if content is None:
            return None
        ref = None  # somebody may tag a file, too, and that is of no interest
        if kind in _READ:
            ref = _READ[kind](name, sha, content)
            if ref is None:
                return None
        found[name] = (sha, ref)
    return found


def _of_commit(name: str, sha: str, content: bytes) -> Ref | None:
    raw = git_raw.parsed(sha, content)
    if raw is None:
        return None
    author, subject = raw.signed()
    return Ref(
        name=name,
        sha=sha,
        at=moment(str(raw.when)),
        author=git_words.name(author),
        email="",
        subject=plain(subject, 300),
        names=sha,
    )


def _of_tag(name: str, sha: str, content: bytes) -> Ref | None:
    raw = git_raw.parsed_tag(content)
    if raw is None:
        return None
    return Ref(
        name=name,
        sha=raw.commit,
        at=moment(str(raw.when)),
        author=git_words.name(raw.tagger),
        email=git_words.email(raw.email),
        subject=plain(raw.subject, 300),
        names=sha,
    )


_READ = {"commit": _of_commit, "tag": _of_tag}
