"""The token of one web service: read when it is needed first, and anew once it was refused."""

from collections.abc import Awaitable, Callable

from cockpit.adapters.wire_call import Reply
from cockpit.ports.outside import PortError, Refused

Token = Callable[[], Awaitable[str]]
"""Gives the token; raises `Refused` with `credentials` when it cannot be had."""

_GOOD = range(200, 300)


class Bearer:
    """Asks with a token, and judges only whether there is a good answer.

    Args:
        find: where the token comes from.
    """

    def __init__(self, find: Token) -> None:
        self._find = find
        self._token = ""

    async def ask(
        self, exchange: Callable[[str], Awaitable[Reply]], refusal: Callable[[Reply], PortError]
    ) -> Reply:
        """Ask once; anything but a good answer in JSON is raised.

        Args:
            exchange: asks with this token.
            refusal: what any other answer means.
        """
        if not self._token:
            self._token = await self._find()
        answer = await exchange(self._token)
        if answer.status in _GOOD and answer.body is not None:
            return answer
        error = refusal(answer)
        if isinstance(error, Refused) and error.credentials:
            self._token = ""
        raise error
