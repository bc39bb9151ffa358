"""What runs in each ring of a repository: from tags, branches, or a file in it; runs git."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cockpit.adapters.git_command import Session, is_revision
from cockpit.adapters.git_refs import Ref, Refs, commit_named
from cockpit.domain.evidence import Running
from cockpit.domain.watch import RingSpec
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain

MOST_RINGS = 20
_MOST_FILE = 64 * 1024
_SHA = re.compile(r"[0-9a-f]{7,64}")
_LINE = re.compile(r"^\s*[\"']?([\w.-]+)[\"']?\s*(?:[:=]|\s)\s*[\"']?([^\s\"'#,]+)", re.MULTILINE)
_KEYS = ("ref", "sha", "commit", "version", "tag", "revision", "branch")
"""Where a table or object of a ring says what runs, the first that is there."""


@dataclass(frozen=True, slots=True)
class Read:
    """What runs where, and what could not be found out."""

    rings: tuple[Running, ...]
    troubles: tuple[str, ...]


def read(session: Session, refs: Refs, specs: tuple[RingSpec, ...]) -> Read:
    """From the first stage to the last; what is missing is said, and hides nothing else."""
    found: dict[str, Running] = {}
    troubles: list[str] = []
    for spec in specs:
        for ring, ref in _said(session, refs, spec, troubles):
            shown = plain(ring, 40)
            if isinstance(ref, Ref):
                running = Running(ring=shown, sha=ref.sha, ref=ref.shown, at=ref.at)
            else:
                running = _named(session, refs, shown, ref)
            if running.sha and len(found) < MOST_RINGS:
                found.setdefault(shown, running)
            elif not running.sha:
                troubles.append(f"{shown} runs {running.ref}, which is not in the repository")
    return Read(tuple(found.values()), tuple(troubles))


def _said(
    session: Session, refs: Refs, spec: RingSpec, troubles: list[str]
) -> list[tuple[str, Ref | str]]:
    if spec.file:
        try:
            content = _content(session, refs.head, spec.file)
        except PortError:
            troubles.append(f"{plain(spec.file, 80)} cannot be read, so its rings are not known")
            return []
        if spec.ring:
            return [(spec.ring, (content.split() or [""])[0])]
        named = mapping(content, spec.file)
        if not named:
            troubles.append(f"{plain(spec.file, 80)} names no ring")
        return list(named.items())
    ref = refs.newest_tag(spec.tag) if spec.tag else next(iter(refs.branches(spec.branch)), None)
    if ref is None:
        what = f"tag {spec.tag}" if spec.tag else f"branch {spec.branch}"
        troubles.append(f"{plain(spec.ring, 40)}: there is no {plain(what, 80)}")
        return []
    return [(spec.ring, ref)]


def _named(session: Session, refs: Refs, ring: str, name: str) -> Running:
    """What a file calls by a name or a sha; without a sha when there is no such thing."""
    ref = refs.named(name)
    if ref is not None:
        return Running(ring=ring, sha=ref.sha, ref=ref.shown, at=ref.at)
    sha = commit_named(session, name) if _SHA.fullmatch(name) else ""
    at: datetime | None = next((r.at for r in refs.all.values() if r.sha == sha), None)
    return Running(ring=ring, sha=sha, ref=plain(name, 80), at=at)


def _content(session: Session, commit: str, path: str) -> str:
    out, _ = session.some(_MOST_FILE, "cat-file", "blob", f"{commit}:{path.lstrip('/')}")
    return out.decode("utf-8", "replace")


def mapping(content: str, path: str) -> dict[str, str]:
    """Ring to what it runs, as TOML, JSON, or lines such as `beta: v1.2`; bounded."""
    try:
        if path.endswith(".toml"):
            return _flat(tomllib.loads(content))
        if path.endswith(".json"):
            return _flat(json.loads(content))
    except (ValueError, RecursionError):
        return {}
    lines = "\n".join(line for line in content.splitlines() if not line.lstrip().startswith("#"))
    found = {ring: ref for ring, ref in _LINE.findall(lines) if is_revision(ref)}
    return dict(list(found.items())[:MOST_RINGS])


def _flat(data: object) -> dict[str, str]:
    """`ring = "ref"`, or a table of each ring with a key such as `ref`; under `rings` or not."""
    if not isinstance(data, Mapping):
        return {}
    inner = data.get("rings", data)
    if not isinstance(inner, Mapping):
        return {}
    found: dict[str, str] = {}
    for ring, said in inner.items():
        ref = said
        if isinstance(said, Mapping):
            ref = next((said[key] for key in _KEYS if key in said), None)
        if isinstance(ref, str) and is_revision(ref) and len(found) < MOST_RINGS:
            found[str(ring)] = ref
    return found
