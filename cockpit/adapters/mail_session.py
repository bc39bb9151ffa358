"""The one place that imports aiosmtplib: one e-mail over one connection, step by step."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum
from typing import TypeVar

import aiosmtplib

from cockpit.adapters import mail_words
from cockpit.adapters.mail_letter import Letter
from cockpit.adapters.mail_server import Server
from cockpit.adapters.mail_words import Answer
from cockpit.ports.outside import PortError, Refused, Unreachable

T = TypeVar("T")

_NAME = "[127.0.0.1]"
"""How this machine calls itself: its real name is nobody's business, and slow to find."""
_GO_ON, _TAKEN = 354, range(200, 300)
_PARTING_S = 1.0
_LINE_BEGINS_WITH_A_DOT = re.compile(rb"(?m)^\.")
_UNKNOWN_CODE = -1
"""What the library says of an answer that is none."""


class Step(Enum):
    """How far a conversation has come; the words say what was being done."""

    CONNECTING = "connecting"
    SECURING = "securing the connection"
    LOGGING_IN = "logging in"
    ADDRESSING = "saying whom it is from and for"
    HANDED_OVER = "waiting for the receipt"


async def deliver(server: Server, letter: Letter, password: str) -> tuple[str, ...]:
    """Hand a letter over, once; gives the recipients that the server refused, with its words.

    May raise `Refused` and `Unreachable`; `maybe_sent` once the whole letter has left.
    """

    async def hand_over(talk: "_Talk") -> tuple[str, ...]:
        return await talk.deliver(letter)

    return await _talked(server, password, hand_over)


async def enter(server: Server, password: str) -> None:
    """Connect, secure the connection, log in, and leave: no letter is begun.

    May raise `Refused` and `Unreachable`.
    """

    async def look_in(talk: "_Talk") -> None:
        await talk.enter()

    await _talked(server, password, look_in)


async def _talked(server: Server, password: str, say: Callable[["_Talk"], Awaitable[T]]) -> T:
    """Say something over a connection of its own, and what fails as one of our errors."""
    talk = _Talk(server, password)
    try:
        async with asyncio.timeout(server.timeout_s):
            given = await say(talk)
    except TimeoutError:
        fault: PortError = _late(talk, server)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        # Raised below, outside: the library's error may hold what must not be shown.
        fault = _fault(error, talk, server)
    except Refused as error:
        fault = error
    else:
        await talk.part()
        return given
    finally:
        talk.close()
    raise fault


class _Talk:
    """One connection."""

    def __init__(self, server: Server, password: str) -> None:
        self.step = Step.CONNECTING
        self._server = server
        self._password = password
        self._smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=False,
            local_hostname=_NAME,
            timeout=server.timeout_s,
        )

    async def enter(self) -> None:
        await self._smtp.connect()
        await self._secure()
        if self._server.user:
            self.step = Step.LOGGING_IN
            await self._smtp.login(self._server.user, self._password)

    async def deliver(self, letter: Letter) -> tuple[str, ...]:
        await self.enter()
        self.step = Step.ADDRESSING
        await self._smtp.mail(letter.sender)
        refused = await self._address(letter)
        await self._hand_over(letter)
        return refused

    async def _secure(self) -> None:
        """Before anything is said, and never without: who strips STARTTLS gets nothing."""
        self.step = Step.SECURING
        await self._smtp.ehlo()
        if self._server.security != "starttls":
            return
        if not self._smtp.supports_extension("starttls"):
            raise mail_words.in_the_clear()
        await self._smtp.starttls()
        await self._smtp.ehlo()

    async def _address(self, letter: Letter) -> tuple[str, ...]:
        """Name the recipients; `Refused` when none of them is taken."""
        refused: list[tuple[str, Answer]] = []
        for recipient in letter.recipients:
            try:
                await self._smtp.rcpt(recipient)
            except aiosmtplib.SMTPRecipientRefused as error:
                refused.append((recipient, self.answer(error)))
                if error.code == mail_words.GOING_AWAY:
                    raise
        if len(refused) == len(letter.recipients):
            raise mail_words.nobody(refused)
        return tuple(mail_words.by_name(name, answer) for name, answer in refused)

    async def _hand_over(self, letter: Letter) -> None:
        """The text and the final dot go in one piece: what fails after that is unclear."""
        started = await self._smtp.execute_command(b"DATA")
        if started.code != _GO_ON:
            raise aiosmtplib.SMTPDataError(started.code, started.message)
        protocol = self._smtp.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("gone")
        data = _LINE_BEGINS_WITH_A_DOT.sub(b"..", letter.data)
        protocol.write(data + b".\r\n")
        self.step = Step.HANDED_OVER
        receipt = await protocol.read_response()
        if receipt.code not in _TAKEN:
            raise aiosmtplib.SMTPDataError(receipt.code, receipt.message)

    def answer(self, error: aiosmtplib.SMTPResponseException) -> Answer:
        """What the server said; should it repeat the password, that part goes."""
        text = error.message.replace(self._password, "***") if self._password else error.message
        return Answer(error.code, text)

    async def part(self) -> None:
        """Say goodbye; whether that works says nothing about the letter."""
        with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            async with asyncio.timeout(_PARTING_S):
                await self._smtp.quit()

    def close(self) -> None:
        """Hang up."""
        self._smtp.close()


def _late(talk: _Talk, server: Server) -> Unreachable:
    words = f"the mail server did not answer within {server.timeout_s:g} s ({talk.step.value})"
    mend = f"check mail.host and mail.port ({server.host}:{server.port}), and the network"
    return Unreachable(words, mend, maybe_sent=talk.step is Step.HANDED_OVER)


def _fault(error: Exception, talk: _Talk, server: Server) -> PortError:
    handed = talk.step is Step.HANDED_OVER
    if isinstance(error, aiosmtplib.SMTPResponseException):
        answer = talk.answer(error)
        if error.code == _UNKNOWN_CODE or (handed and error.code not in mail_words.REFUSALS):
            return mail_words.no_mail_server(maybe_sent=handed)
        if talk.step is Step.LOGGING_IN:
            return mail_words.no_login(answer.code)
        if isinstance(error, aiosmtplib.SMTPSenderRefused):
            return mail_words.no_sender(answer, error.sender)
        return mail_words.said_no(answer, talk.step.value)
    no_way = isinstance(error, ValueError) or type(error) is aiosmtplib.SMTPException
    if talk.step is Step.LOGGING_IN and no_way:
        return mail_words.no_login(0)
    return mail_words.broken(error, f"{server.host}:{server.port}", maybe_sent=handed)
