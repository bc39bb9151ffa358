"""Tags beside the commits that they name; no git runs here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cockpit.adapters.git_log import Commit
from cockpit.adapters.git_refs import Ref
from cockpit.domain.evidence import Deploy, DeployKind

MOST = 8
"""Tags of one commit that are named."""


def beside(
    repository: str, commits: Sequence[Commit], tags: Sequence[Ref], since: datetime
) -> list[Deploy]:
    """A tag of a commit that is not listed stands for itself, at its own time.

    A new tag on an old commit is how many teams deploy, so its time counts, not the commit's.
    """
    found = {commit.sha: commit.deploy for commit in commits}
    for tag in reversed(tags):
        known = found.get(tag.sha)
        if known is not None:
            named = (tag.shown, *known.tags)[:MOST]
            found[tag.sha] = replace(known, at=max(known.at, tag.at), tags=named)
        elif tag.at >= since:
            found[tag.sha] = Deploy(
                repository=repository,
                sha=tag.sha,
                at=tag.at,
                author=tag.author,
                email=tag.email,
                subject=tag.subject or f"tag {tag.shown}",
                tags=(tag.shown,),
                kind=DeployKind.TAG,
            )
    return list(found.values())
