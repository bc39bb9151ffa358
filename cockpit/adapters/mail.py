"""The mail port, met by SMTP; what to write, and to whom, is not decided here."""

from collections.abc import Awaitable, Callable

from cockpit.adapters.mail_letter import Sender, letter
from cockpit.adapters.mail_server import Server
from cockpit.domain.effects_outward import SendMail
from cockpit.ports.outside import Changed, Clock, Refused

Password = Callable[[], Awaitable[str]]
"""Gives the password; raises `Refused` with `credentials` when it cannot be had."""


class SmtpMail:
    """Hands each e-mail to one server, over a connection of its own, and never twice by itself.

    Args:
        server: which.
        sender: whom the e-mails come from.
        password: asked for before the first login, and again after it was refused.
        clock: for the date.
    """

    def __init__(
        self, server: Server, sender: Sender, password: Password | None, clock: Clock
    ) -> None:
        self._server = server
        self._sender = sender
        self._find_password = password
        self._password = ""
        self._clock = clock

    async def send(self, mail: SendMail) -> Changed:
        """Hand it over; `ref` is its Message-ID, `warning` names whom the server refused.

        As soon as the last of it has left, silence is `Unreachable` with `maybe_sent`; whatever
        fails earlier was not sent.
        """
        from cockpit.adapters import mail_session  # noqa: PLC0415 - not before the first frame

        ready = letter(mail, self._sender, self._clock.now())
        password = await self._known_password()
        try:
            refused = await mail_session.deliver(self._server, ready, password)
        except Refused as error:
            if error.credentials:
                self._password = ""
            raise
        return Changed(ref=ready.ref, warning=_warning(refused))

    async def enter(self) -> str:
        """Go as far as the server's door and leave; as whom we were let in, in words."""
        from cockpit.adapters import mail_session  # noqa: PLC0415 - not before the first frame

        await mail_session.enter(self._server, await self._known_password())
        return f"lets {self._server.user} in" if self._server.user else "answers; no login is set"

    async def _known_password(self) -> str:
        if not self._server.user or self._find_password is None:
            return ""
        if not self._password:
            self._password = await self._find_password()
        return self._password


def _warning(refused: tuple[str, ...]) -> str:
    return f"not delivered to {', '.join(refused)}" if refused else ""
