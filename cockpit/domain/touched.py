"""What a deploy touches: whose code, configuration, documentation; by its paths and words, pure."""

import re
from dataclasses import dataclass

from cockpit.domain.catalogue import Service
from cockpit.domain.evidence import Deploy

_CONFIG_SUFFIXES = frozenset(
    {".toml", ".yaml", ".yml", ".ini", ".cfg", ".conf", ".env", ".properties"}
    | {".tf", ".tfvars", ".hcl"}
)
_CONFIG_FOLDERS = frozenset(
    {"config", "configs", "configuration", "conf", "settings", "helm", "charts", "terraform"}
    | {"deploy", "deployment", "deployments", "k8s", "kubernetes", "ansible", "flags"}
)
_CONFIG_NAMES = frozenset({"dockerfile", ".env", "procfile"})
_HARMLESS_FOLDERS = frozenset({"doc", "docs", "test", "tests", "testdata", ".github", ".gitlab"})
_HARMLESS_SUFFIXES = frozenset({".md", ".rst", ".adoc"})
_HARMLESS_NAMES = frozenset({"license", "notice", "codeowners", ".gitignore", ".gitlab-ci.yml"})
_LEAST_SHA = 7
"""Characters of a sha from which on it means one commit."""
_WORD = re.compile(r"[^\s,;:()\[\]{}<>\"'“”@#]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Where a deploy meets the code of a service."""

    repository: str
    path: str = ""
    """The home's folder or file that it touches; empty: the whole repository is the home."""
    is_read: bool = True
    """False: the deploy's files are not known, and it is in the right repository at least."""


def home(deploy: Deploy, service: Service) -> Touch | None:
    """How the deploy touches this service; None: it does not, as far as is known."""
    unread = None
    for one in service.homes:
        if one.repository != deploy.repository:
            continue
        paths = tuple(path.strip("/") for path in one.paths if path.strip("/") not in ("", "."))
        if not paths:
            return Touch(repository=deploy.repository)
        met = next((p for p in paths if any(is_under(d, p) for d in deploy.paths)), "")
        if met:
            return Touch(repository=deploy.repository, path=met)
        if not is_whole(deploy):
            unread = Touch(repository=deploy.repository, is_read=False)
    return unread


def is_under(path: str, folder: str) -> bool:
    """Whether a path is this file, or in this folder."""
    return path == folder or path.startswith(f"{folder}/")


def is_whole(deploy: Deploy) -> bool:
    """Whether every file that it touches is known."""
    return bool(deploy.paths) and len(deploy.paths) >= deploy.files


def configuration(deploy: Deploy) -> str:
    """The first file of configuration that it touches; empty: none, as far as is known."""
    return next((p for p in deploy.paths if _is_configuration(p)), "")


def _is_configuration(path: str) -> bool:
    if _is_harmless(path):
        return False
    folders, name = _parts(path)
    is_named = name in _CONFIG_NAMES or _suffix(name) in _CONFIG_SUFFIXES
    return is_named or not _CONFIG_FOLDERS.isdisjoint(folders)


def is_harmless(deploy: Deploy) -> bool:
    """Whether it touches nothing but what no service runs."""
    return is_whole(deploy) and all(map(_is_harmless, deploy.paths))


def _is_harmless(path: str) -> bool:
    folders, name = _parts(path)
    is_named = name in _HARMLESS_NAMES or _suffix(name) in _HARMLESS_SUFFIXES
    return is_named or not _HARMLESS_FOLDERS.isdisjoint(folders)


def _parts(path: str) -> tuple[list[str], str]:
    *folders, name = path.casefold().split("/")
    return folders, name


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{dot}{suffix}" if stem else ""


def reverts(deploy: Deploy) -> bool:
    """Whether it takes an earlier change back, by its message or its subject."""
    return bool(deploy.reverts) or deploy.subject.casefold().startswith(
        ("revert ", "revert:", "reverts ", "reverted ")
    )


def names(text: str, deploy: Deploy) -> bool:
    """Whether a text names this deploy: one of its tags as a word, or its sha."""
    words = {word.rstrip(".!?").casefold() for word in _WORD.findall(text)}
    if any(tag.casefold() in words for tag in deploy.tags):
        return True
    sha = deploy.sha.casefold()
    return any(len(word) >= _LEAST_SHA and sha.startswith(word) for word in words)
