"""One repository that is looked at, and the ways to ask for what it holds."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from cockpit.adapters import git_layout, git_sizes
from cockpit.adapters.git_command import Session
from cockpit.adapters.git_near import Ask
from cockpit.adapters.git_sizes import Size
from cockpit.adapters.git_together import AloneError, Together
from cockpit.domain.watch import RepositorySpec


class Place:
    """Processes of its own, and those that it shares with others where it may.

    Args:
        spec: the repository.
        together: the shared processes.
        calm: its own give way to whatever else the machine has to do.

    Raises:
        Refused: there is none, in words.
    """

    def __init__(
        self, spec: RepositorySpec, together: Together | None = None, *, calm: bool = False
    ) -> None:
        self.spec = spec
        self.layout = git_layout.find(Path(spec.path))
        self.session = Session(Path(spec.path), spec.timeout_s, calm=calm)
        self._offered = together

    @cached_property
    def _together(self) -> Together | None:
        """The shared processes, where it may use them."""
        offered = self._offered
        return offered if offered and offered.has(self.spec.path, self.layout) else None

    @property
    def ask(self) -> Ask | None:
        """How objects are had without a process of its own; None: not at all."""
        return partial(self._together.objects, self.spec.path) if self._together else None

    def sizes(
        self, shas: Sequence[str], parents: Mapping[str, str], share: float
    ) -> dict[str, Size]:
        """What each of these commits touches, by sha, for those that could be read.

        Args:
            shas: the commits.
            parents: of each its first one, empty without one; where it is not known, none.
            share: the part of what is left of the time that its own processes may take.

        Raises:
            PortError: what is in the way.
        """
        found: dict[str, Size] = {}
        if self._together is not None:
            pairs = [(sha, parents[sha]) for sha in shas if sha in parents]
            with suppress(AloneError):
                touched = self._together.touched(self.spec.path, pairs)
                found = {sha: git_sizes.size(rows) for sha, rows in touched.items()}
        left = [sha for sha in shas if sha not in found]
        return found | git_sizes.of_commits(self.session, left, share)
