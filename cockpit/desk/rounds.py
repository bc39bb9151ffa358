"""Looks at what a handover note needs from outside: planned silences, orgs that are closed (N3).

Both at once, each in its own time; what could not be looked at comes back as words, never as none.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from cockpit.desk.room import Post, Seat
from cockpit.domain import http_actions
from cockpit.domain.customers import Org
from cockpit.domain.handover_looks import Looks
from cockpit.ports.outside import PortError
from cockpit.ports.services import Found, Services
from cockpit.ports.silences import Silences, Windows

WITHIN_S = 8.0
"""How long one look may take, seconds."""
Answer = TypeVar("Answer")


class Rounds:
    """Goes round once for a note.

    Args:
        silences: the pager's; None: no pager is configured.
        services: the organisation's own; None: none is configured.
        post: whose procedure names the list of orgs.
        seat: who asks.
    """

    def __init__(
        self, silences: Silences | None, services: Services | None, post: Post, seat: Seat
    ) -> None:
        self._silences = silences
        self._services = services
        self._post = post
        self._seat = seat

    async def look(self, within_s: float = WITHIN_S) -> Looks:
        """Ask both, at the same time; never raises for what they do."""
        (windows, windows_why), (found, orgs_why) = await asyncio.gather(
            _within(self._windows, within_s), _within(self._orgs, within_s)
        )
        orgs = tuple(o for o in found.orgs if o.allows is not True) if found else None
        return Looks(
            windows=windows.windows if windows else None,
            windows_why=windows_why,
            windows_more=windows.more if windows else False,
            orgs=orgs,
            orgs_why=orgs_why,
            orgs_more=_unread(found),
        )

    async def _windows(self) -> Windows | str:
        if self._silences is None:
            return "no pager is configured here"
        return await self._silences.windows()

    async def _orgs(self) -> Found | str:
        wanted = http_actions.lists(self._post.procedure.http_actions)
        if not wanted:
            return 'the profile has no [[procedure.http_actions]] of the kind "list"'
        me = self._seat.me
        values = {"person": me.name, "person_email": me.email}
        known: dict[str, Org] = {}
        total = 0
        for action in wanted:
            if self._services is None or action.service not in self._post.procedure.http_services:
                return f"no address of {action.service} is configured here"
            found = await self._services.listed(action, values)
            known |= {org.id: org for org in found.orgs}
            total += found.total - len(found.orgs)
        return Found(orgs=tuple(known.values()), total=len(known) + total)


def _unread(found: Found | None) -> int:
    return max(found.total - len(found.orgs), 0) if found else 0


async def _within(
    ask: Callable[[], Awaitable[Answer | str]], within_s: float
) -> tuple[Answer | None, str]:
    """What it gives, or why it gives nothing."""
    try:
        async with asyncio.timeout(within_s):
            answer = await ask()
    except TimeoutError:
        return None, f"no answer within {within_s:g} s"
    except PortError as error:
        return None, error.advice
    except ValueError as error:
        return None, str(error)
    return (None, answer) if isinstance(answer, str) else (answer, "")
