"""Watches the pager's list of change events of the whole account, apart from its incidents."""

from collections.abc import AsyncGenerator, Callable
from datetime import timedelta

from cockpit.domain.evidence import Deploy, DeployKind
from cockpit.domain.facts import ChangesFound, Seen
from cockpit.domain.incident_details import Change
from cockpit.domain.state import State
from cockpit.domain.watch import PAGER, PAGER_CHANGES
from cockpit.domain.watched import ChangeListState
from cockpit.ports.changes import ChangeLog, ChangesRead
from cockpit.ports.outside import Clock, PortError, Refused
from cockpit.sources.deploys import listed_from

INTERVAL_S = 120.0
DEADLINE_S = 75.0
"""Seconds for all pages of the list, one after another."""
AGAIN_S = 1800.0
"""What the token may not read is asked for again after so many seconds; somebody may allow it."""
_NOT_ALLOWED = frozenset({"402", "403", "404", "1018", "2010", "2014", "2100"})
"""Codes that say so of this list alone; a token that is worth nothing is another matter."""


class ChangeSource:
    """Change events as deploys, whether or not an incident is open.

    Args:
        log: where to ask.
        state: the state as it is now.
        clock: says what is recent.
        window_s: how far back a change is still of interest, seconds.
    """

    name = PAGER_CHANGES
    interval_s = INTERVAL_S
    deadline_s = DEADLINE_S

    def __init__(
        self, log: ChangeLog, state: Callable[[], State], clock: Clock, *, window_s: float
    ) -> None:
        self.warning = ""
        self._log = log
        self._state = state
        self._clock = clock
        self._window = timedelta(seconds=window_s)

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """What came, and what is gone or has grown too old.

        Raises:
            Refused: the token may not read the list; to be asked again in half an hour.
        """
        since = listed_from(self._state(), self._clock.now()) - self._window
        try:
            read = await self._log.since(since)
        except Refused as error:
            raise _rarely(error) from error
        self.warning = _limit(read)
        deploys = (deploy_of(change) for change in read.changes)
        recent = tuple(d for d in deploys if d is not None and d.at >= since)
        changed = _changed(self._state().changes, recent, more=not read.whole)
        if changed is not None:
            yield changed


def deploy_of(change: Change) -> Deploy | None:
    """The change as a deploy; None: it has no time or no id, and cannot be judged."""
    if change.at is None or not change.id:
        return None
    return Deploy(
        repository=PAGER,
        sha=change.id,
        at=change.at,
        author=change.source,
        subject=change.summary,
        kind=DeployKind.CHANGE,
        url=change.links[0].url if change.links else "",
        services=change.services,
    )


def may_not(error: PortError) -> bool:
    """Whether this token will not be allowed to read the list, however often it asks."""
    return isinstance(error, Refused) and error.retry_after_s == AGAIN_S


def _rarely(error: Refused) -> Refused:
    """The same refusal; what a token may not do, it may not do two minutes later either."""
    if error.code not in _NOT_ALLOWED:
        return error
    mend = (
        "changes that PagerDuty relates to the incident on screen are shown all the same; "
        "for the others, use a token with the scope change_events.read"
    )
    return Refused(
        f"the account's change events may not be read: {error.reason}",
        mend,
        code=error.code,
        credentials=error.credentials,
        retry_after_s=AGAIN_S,
    )


def _limit(read: ChangesRead) -> str:
    """What is said of a list that was not read to its end."""
    if read.whole:
        return ""
    part = "the newest" if read.has_newest else "the oldest, and not the newest,"
    return f"only {part} {len(read.changes)} changes are read; there are more"


def _changed(
    known: ChangeListState | None, deploys: tuple[Deploy, ...], *, more: bool
) -> ChangesFound | None:
    before = {d.sha: d for d in known.deploys} if known else {}
    now = {d.sha for d in deploys}
    found = tuple(d for d in deploys if before.get(d.sha) != d)
    gone = tuple(sha for sha in before if sha not in now)
    if known is not None and not found and not gone and known.more == more:
        return None
    return ChangesFound(found=found, gone=gone, more=more)
