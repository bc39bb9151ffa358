"""Watches local repositories for commits and tags that may be deploys; one source for each."""

from asyncio import Semaphore
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta

from cockpit.domain.evidence import Deploy
from cockpit.domain.facts import DeploysFound, RingsRead, Seen
from cockpit.domain.state import State
from cockpit.domain.watch import RepositorySpec, repository_source
from cockpit.domain.watched import RepositoryState
from cockpit.ports.outside import Clock
from cockpit.ports.repositories import Repositories, RepositoryReading
from cockpit.sources.turns import Turns

MOST = 50
"""Deploys of one repository that are listed; the rest is counted."""
LONGEST = timedelta(days=7)
"""Of an incident that has been open for longer, the oldest suspects are let go."""
AT_ONCE = 4
"""Repositories that are read at the same time."""
_DAYS_FROM_H = 48


class RepositorySource:
    """One repository, so that one that is missing does not hide the others.

    Args:
        repositories: where to look.
        spec: the repository.
        state: the state as it is now.
        clock: says what is recent.
        gate: shared by all repositories; lets `AT_ONCE` of them through.
        turns: shared by all repositories; who looks through a whole history.
        window_s: how far back a commit is still of interest, seconds.
    """

    def __init__(
        self,
        repositories: Repositories,
        spec: RepositorySpec,
        state: Callable[[], State],
        clock: Clock,
        gate: Semaphore,
        *,
        turns: Turns,
        window_s: float = 86_400.0,
    ) -> None:
        self.name = repository_source(spec.name)
        self.interval_s = spec.interval_s
        self.deadline_s = spec.timeout_s + spec.interval_s
        """Waiting for the gate is included."""
        self.again: Callable[[], None] | None = None
        """Asks for the next poll at once. With it, the first poll is a glance, so that many
        repositories are all listed before the first of them is looked into, and all of them are
        before the whole history of the first one is looked through."""
        self._repositories = repositories
        self._spec = spec
        self._state = state
        self._clock = clock
        self._gate = gate
        self._turns = turns
        self._window = timedelta(seconds=window_s)
        self._fingerprint = ""
        self._glanced = False
        self._whole = True
        self._limits = ""
        self._fetched_at: datetime | None = None
        self._since: datetime | None = None
        """How far back the last reading went; the clock may be corrected backwards after it."""

    @property
    def warning(self) -> str:
        """What limits the truth of the last reading, the age of what was fetched among it."""
        age = _age(self._fetched_at, self._clock.now(), self._spec.stale_s)
        return "; ".join(words for words in (self._limits, age) if words)

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """What came, and what is gone or has grown too old."""
        since = listed_from(self._state(), self._clock.now()) - self._window
        if self.again is not None and not self._glanced:
            self._glanced = True
            async for fact in self._glance(since, self.again):
                yield fact
            return
        try:
            found = await self._scan(since)
            if not found and not self._whole and self._turns.has(self):
                self._whole = True  # once: where it fails, it is not tried without end
                found = await self._look_through(since)
        finally:
            self._turns.over(self)
        if not self._whole and self.again is not None:
            self._turns.ask(self, self.again)
        for fact in found:
            yield fact

    async def _scan(self, since: datetime) -> list[Seen]:
        """What has changed, if anything has."""
        known = self._state().repositories.get(self._spec.name)
        was_set_back = self._since is not None and since < self._since
        fingerprint = "" if known is None or was_set_back else self._fingerprint
        async with self._gate:
            reading = await self._repositories.scan(self._spec, since, MOST, fingerprint)
        if reading is None:
            aged = _aged(self._spec.name, known, since)
            if aged is not None:
                self._fingerprint = "" if aged.more else self._fingerprint
                return [aged]
            return []
        return self._taken(reading, since)

    async def _look_through(self, since: datetime) -> list[Seen]:
        """What the rest of its history has; done once the state knows what a scan found."""
        reading = await self._repositories.look_through(self._spec, since, MOST)
        return self._taken(reading, since)

    def _taken(self, reading: RepositoryReading, since: datetime) -> list[Seen]:
        """What a reading has that is not known."""
        known = self._state().repositories.get(self._spec.name)
        self._fingerprint, self._limits = reading.fingerprint, reading.warning
        self._since, self._fetched_at = since, reading.fetched_at
        self._whole = reading.whole
        found: list[Seen] = []
        changed = _changed(self._spec.name, known, reading.deploys, reading.more)
        if changed is not None:
            found.append(changed)
        if reading.rings != (known.rings if known else ()):
            found.append(RingsRead(repository=self._spec.name, rings=reading.rings))
        return found

    async def _glance(
        self, since: datetime, again: Callable[[], None]
    ) -> AsyncGenerator[Seen, None]:
        """What is new at first sight; it takes nothing away, and a whole look follows at once."""
        again()
        # No gate: the port does many glances at once better than a few, and bounds them itself.
        reading = await self._repositories.glance(self._spec, since, MOST)
        known = self._state().repositories.get(self._spec.name)
        before = {d.sha for d in known.deploys} if known else set()
        found = tuple(d for d in reading.deploys if d.sha not in before)
        if found:
            more = max(reading.more, known.more if known else 0)
            yield DeploysFound(repository=self._spec.name, found=found, more=more)


def listed_from(state: State, now: datetime) -> datetime:
    """From when on the window counts back: suspects stay as long as their incident is open."""
    return min(_oldest_page(state, now), now)


def glance_first(source: object, again: Callable[[], None]) -> None:
    """Let a source of repositories list them first, and ask with `again` for the whole look."""
    if isinstance(source, RepositorySource):
        source.again = again


def _age(at: datetime | None, now: datetime, stale_s: float) -> str:
    """That it was not fetched for long, in units so coarse that it is rarely said anew."""
    if at is None or not stale_s or (now - at).total_seconds() < stale_s:
        return ""
    minutes = int((now - at).total_seconds() // 60)
    hours = minutes // 60
    short = f"{hours} h" if hours else f"{max(minutes // 10 * 10, 1)} min"
    span = f"{hours // 24} d" if hours >= _DAYS_FROM_H else short
    return f"not fetched for {span}: newer commits are not seen"


def _oldest_page(state: State, now: datetime) -> datetime:
    """Since when somebody wants to know what changed: the oldest incident that is open, or now."""
    pages = (c.incident.created_at for c in state.cases.values() if c.incident.is_open)
    return max(min(pages, default=now), now - LONGEST)


def _aged(name: str, known: RepositoryState | None, since: datetime) -> DeploysFound | None:
    """Time passes also where nobody commits."""
    if known is None:
        return None
    gone = tuple(d.sha for d in known.deploys if d.at < since)
    return DeploysFound(repository=name, gone=gone, more=known.more) if gone else None


def _changed(
    name: str, known: RepositoryState | None, deploys: tuple[Deploy, ...], more: int
) -> DeploysFound | None:
    before = {d.sha: d for d in known.deploys} if known else {}
    now = {d.sha for d in deploys}
    found = tuple(d for d in deploys if before.get(d.sha) != d)
    gone = tuple(sha for sha in before if sha not in now)
    if known is not None and not found and not gone and known.more == more:
        return None
    return DeploysFound(repository=name, found=found, gone=gone, more=more)
