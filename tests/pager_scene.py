"""A source over the stand-in pager, and a state that takes in what it tells."""

from clocks import ManualClock
from stand import Stand

from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.facts import Fact, Record
from cockpit.domain.fold import apply
from cockpit.domain.state import EMPTY
from cockpit.sources.keeper import Source


class PagerScene:
    """The stand-in as it begins, Ana's pager over it, and what is known by now."""

    source: Source

    def __init__(self, stand: Stand) -> None:
        async def token() -> str:
            return "standin-key-ana"

        stand.reset()
        self.stand = stand
        self.clock = ManualClock(stand.now())
        self.port = PagerDuty(
            api_url=stand.pagerduty,
            token=token,
            email="ana@novavms.example",
            timeout_s=10,
            clock=self.clock,
        )
        self.state = EMPTY

    async def told(self, after: float) -> list[Fact]:
        """What the source says so many seconds later; the state knows it then."""
        self.stand.advance(after)
        self.clock.advance(after)
        facts: list[Fact] = [fact async for fact in self.source.poll()]
        now = self.clock.now()
        for fact in facts:
            record = Record(seq=0, id="r", at=now, noted_at=now, author="", host="", fact=fact)
            self.state = apply(self.state, record)
        return facts
