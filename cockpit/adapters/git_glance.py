"""The first look at a repository: its newest commits, and nothing else; blocks, may run git."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cockpit.adapters import git_layout, git_log, git_names, git_near, git_refs
from cockpit.adapters.git_command import NoCommits
from cockpit.adapters.git_graph import Graph
from cockpit.adapters.git_log import Commit
from cockpit.adapters.git_memory import Memory
from cockpit.adapters.git_place import Place
from cockpit.adapters.git_together import AloneError
from cockpit.ports.outside import PortError
from cockpit.ports.repositories import RepositoryReading


def glance(place: Place, since: datetime, limit: int) -> tuple[RepositoryReading, Memory | None]:
    """What it finds, and what to remember of it; see the port; may raise the three errors."""
    spec, layout, session = place.spec, place.layout, place.session
    name = git_refs.tip_by_name(spec)
    tip = git_names.tip(layout, spec.branch, spec.remote if spec.fetch is not None else "")
    memory = None
    try:
        found = _listed(place, since, tip) if tip else None
        if found is not None:
            commits, graph = found
            through = graph is not None and graph.is_all
            told = tuple(commits)
            memory = Memory(spec, since, (tip,), told, graph=graph, looked_through=through)
        elif tip or name:
            near = git_log.near(session, spec.name, since, [tip or name])
            commits = near[0] if near else git_log.glance(session, spec.name, since, tip or name)
        else:
            commits = []
    except NoCommits:
        commits = []
    except PortError:
        git_layout.find(Path(spec.path))  # it can say better what is wrong with the place
        raise
    deploys = tuple(commit.deploy for commit in commits[:limit])
    return RepositoryReading(deploys=deploys, more=max(len(commits) - limit, 0)), memory


def _listed(place: Place, since: datetime, tip: str) -> tuple[list[Commit], Graph | None] | None:
    """The newest commits, with their graph; None: not so easily."""
    if place.ask is not None:
        with suppress(AloneError):
            return git_near.listed(place.ask, place.spec.name, since, tip)
    return git_log.listed(place.session, place.spec.name, since, tip)
