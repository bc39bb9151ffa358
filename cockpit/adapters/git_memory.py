"""What is remembered of a repository from one look to the next; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cockpit.adapters.git_graph import Graph
from cockpit.adapters.git_log import Commit
from cockpit.adapters.git_refs import Known
from cockpit.adapters.git_sizes import Size
from cockpit.domain.watch import RepositorySpec


@dataclass(frozen=True, slots=True)
class Memory:
    """What the last look at a repository found, so that the next one reads only what is new."""

    spec: RepositorySpec
    since: datetime
    tips: tuple[str, ...]
    commits: tuple[Commit, ...]
    sizes: Mapping[str, Size] = field(default_factory=dict)
    refs: Known = field(default_factory=dict)
    graph: Graph | None = None
    """Of the newest commits."""
    looked_through: bool = False
    """All of its history was: nothing recent can be hidden below what is older."""
    trouble: str = ""
    """What of it may be missing, in words."""
