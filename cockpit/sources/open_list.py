"""Reads the list of open incidents part by part, and finds who has left it; tells nobody.

The list moves while it is read: incidents come in front, and those behind one that ends move up
past the place that is read next. So whoever is in no part of a round is only missing, and somebody
has to look. A round is one way through the list, however many questions it is spread over.
"""

from collections.abc import AsyncGenerator, Callable, Iterable

from cockpit.domain.model import Incident
from cockpit.ports.outside import OpenPage, Pager

MOST = 2000
"""Open incidents that are read: of more than these, the newest."""


class OpenList:
    """The list, and how far the present round has come.

    Args:
        pager: where to ask.
        monotonic: seconds that only ever grow.
    """

    def __init__(self, pager: Pager, monotonic: Callable[[], float]) -> None:
        self._pager = pager
        self._monotonic = monotonic
        self._newest = OpenPage(incidents=())
        self._place: int | None = None
        """Where the round goes on; None: right after the newest part."""
        self._met: set[str] = set()
        """Who was met in this round."""
        self._round: frozenset[str] | None = None
        """Who was met in a round that is over, until `missing` has looked at it."""
        self._parts: list[tuple[int, OpenPage]] = []
        """What was read since `missing` looked last."""
        self._oldest: Incident | None = None
        self.is_behind = True
        """The rest is to be read at once: nobody knows what it is like."""
        self.is_cut = False
        """There are more than are read."""
        self.total: int | None = None
        """How many there are in all, where that is known."""
        self.size = 0
        """How many the last round met, or this one so far while nothing is known of the rest."""

    @property
    def is_long(self) -> bool:
        """There is more than the newest part."""
        return self._newest.next_start is not None

    @property
    def round_length(self) -> int:
        """Questions that a round through the rest takes."""
        page = max(len(self._newest.incidents), 1)
        return -(-max(self.size - page, 0) // page)

    async def newest(self) -> tuple[Incident, ...]:
        """Read the newest part."""
        self._newest = page = await self._read(0)
        if page.next_start is None:
            self._over(cut=False)
        return page.incidents

    async def further(self) -> tuple[Incident, ...]:
        """Read one more part of the rest; the last one ends the round."""
        start = self._newest.next_start if self._place is None else self._place
        if start is None:
            return ()
        page = await self._read(start)
        self.total = page.total
        self._place = page.next_start
        self._oldest = page.incidents[-1] if page.incidents else self._oldest
        if page.next_start is None or page.next_start >= MOST or not page.incidents:
            self._over(cut=page.next_start is not None)
        elif self.is_behind:
            self.size = len(self._met)
        return page.incidents

    async def rest(self, until: float) -> AsyncGenerator[tuple[Incident, ...], None]:
        """Read the rest at once, or as much of it as there is time for, by the monotonic clock."""
        while self.is_behind and self._monotonic() < until:
            yield await self.further()

    def hurry(self) -> None:
        """Begin a new round, and read it at once: much has changed."""
        if not self.is_behind and self.is_long:
            self._place, self.is_behind = None, True
            self._met = {i.id for i in self._newest.incidents}

    def met(self, incident_id: str) -> None:
        """It was seen open elsewhere."""
        self._met.add(incident_id)

    def missing(self, known: Iterable[Incident]) -> set[str]:
        """Who of those known as open should have been in what was read since the last look."""
        some = list(known)
        found = {key for start, page in self._parts for key in _left_out(start, page, some)}
        if self._round is not None:
            found |= {i.id for i in some if i.id not in self._round and not self.is_beyond(i)}
        met = {i.id for _, page in self._parts for i in page.incidents}
        self._parts, self._round = [], None
        return found - met

    def is_beyond(self, incident: Incident) -> bool:
        """Too old to be in what is read of a list that is cut."""
        oldest = self._oldest
        return self.is_cut and oldest is not None and incident.created_at <= oldest.created_at

    async def _read(self, start: int) -> OpenPage:
        page = await self._pager.open_incidents(start)
        self._met |= {i.id for i in page.incidents}
        self._parts.append((start, page))
        return page

    def _over(self, *, cut: bool) -> None:
        self._round, self.size, self.is_cut = frozenset(self._met), len(self._met), cut
        self._place, self.is_behind = None, False
        self._met = {i.id for i in self._newest.incidents}
        if not self.is_long:
            self.total, self._oldest = None, None


def _left_out(start: int, page: OpenPage, known: Iterable[Incident]) -> set[str]:
    """Those that are older than the first and newer than the last of a part, and not in it."""
    here = {i.id for i in page.incidents}
    times = [i.created_at for i in page.incidents]
    is_last = page.next_start is None
    if not times:
        return {i.id for i in known} if is_last and start == 0 else set()
    return {
        i.id
        for i in known
        if i.id not in here
        and (start == 0 or i.created_at < times[0])
        and (is_last or i.created_at > times[-1])
    }
