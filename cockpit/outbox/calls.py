"""Acts at the organisation's own services, as the outbox carries them out; what one gives that is
shown once goes through the hatch, and nowhere else.
"""

from dataclasses import replace
from datetime import datetime

from cockpit.domain.effects_http import CallHttp
from cockpit.outbox.hatch import Hatch
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.services import Services

_LOST = "what it gives is shown once, and nobody was there: it is lost"


class Calls:
    """Acts through the services.

    Args:
        services: the organisation's own.
        hatch: takes what is shown once.
        process: this one, as host:pid:start.
    """

    def __init__(self, services: Services, hatch: Hatch, process: str) -> None:
        self._services = services
        self._hatch = hatch
        self._process = process

    async def send(self, call: CallHttp) -> Changed:
        """Do it, once; not at all when it gives what nobody waits for."""
        if call.process and not (call.process == self._process and self._hatch.is_open):
            words = "nobody waits any more for what it gives: it was not asked for"
            raise Refused(words, "ask for it again, with k or `cockpit act`", code="nobody")
        called = await self._services.call(call)
        if called.secret is not None and not self._hatch.give(call.id, called.secret):
            return replace(called.changed, warning=_LOST)
        return called.changed

    async def find(self, call: CallHttp, since: datetime) -> Changed | None:
        """Whether it happened, where the profile says where to look."""
        if not call.trace:
            raise Refused("the profile does not say where to look")
        found = await self._services.trace(call, since)
        if found is None or not call.process:
            return found
        return replace(found, warning="it happened, and its answer was lost: so is what it gave")
