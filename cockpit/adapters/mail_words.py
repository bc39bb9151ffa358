"""What a mail server's answers and silences mean, in words for people; nothing is sent."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cockpit.ports.outside import PortError, Refused, Unreachable
from cockpit.ports.plain import plain

LATER_S = 60.0
"""Seconds until it is tried again where the server says "later"."""
GOING_AWAY = 421
"""It ends the connection."""

REFUSALS = range(400, 600)
"""Numbers that say no."""
_LATER = range(400, 500)
_WORDS_LIMIT = 120
_CERTIFICATE = "if the server's certificate is your company's own, set SSL_CERT_FILE to its CA"
_PORT = 'check mail.port and mail.security: "tls" is usually 465, "starttls" 587'


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: its number, and words that nobody has made harmless yet."""

    code: int
    text: str

    @property
    def is_later(self) -> bool:
        """Whether the same may be taken at another time."""
        return self.code in _LATER

    def __str__(self) -> str:
        words = plain(self.text, _WORDS_LIMIT)
        return f"{self.code} {words}".strip()


def said_no(answer: Answer, doing: str) -> Refused:
    """The server took none of it."""
    if answer.is_later:
        words = f"the mail server says to try later, {doing} ({answer})"
        return Refused(
            words, "nothing: cockpit waits", code=str(answer.code), retry_after_s=LATER_S
        )
    words = f"the mail server refuses the e-mail, {doing} ({answer})"
    return Refused(words, "see what it says, and ask who runs it", code=str(answer.code))


def no_sender(answer: Answer, sender: str) -> Refused:
    """It takes nothing from this address."""
    if answer.is_later:
        return said_no(answer, "saying whom it is from")
    words = f"the mail server takes no e-mail from {plain(sender, 80)} ({answer})"
    return Refused(words, "set mail.sender to an address that it takes", code=str(answer.code))


def nobody(refused: Sequence[tuple[str, Answer]]) -> Refused:
    """It takes the e-mail for none of the recipients."""
    names = ", ".join(by_name(name, answer) for name, answer in refused)
    later = [answer for _, answer in refused if answer.is_later]
    code = str((later or [refused[0][1]])[0].code)
    if later:
        words = f"the mail server does not take it yet for {names}"
        return Refused(words, "nothing: cockpit waits", code=code, retry_after_s=LATER_S)
    words = f"the mail server takes it for nobody: {names}"
    return Refused(words, "check the addresses in the profile", code=code)


def by_name(name: str, answer: Answer) -> str:
    """A recipient, and what was said of them."""
    return f"{plain(name, 80)} ({answer})"


def no_login(code: int) -> Refused:
    """Of the server's words none is repeated here: they may hold what was sent."""
    if code in _LATER:
        words = f"the mail server lets nobody log in now ({code})"
        return Refused(words, "nothing: cockpit waits", code=str(code), retry_after_s=LATER_S)
    if not code:
        words = "the mail server offers no way to log in that is known here"
        return Refused(words, "check mail.user: leave it out where nobody has to", credentials=True)
    words = f"the mail server does not accept the user and the password ({code})"
    mend = "check mail.user, and where the password comes from"
    return Refused(words, mend, code=str(code), credentials=True)


def in_the_clear() -> Refused:
    """Somebody on the way, or the server itself, does not offer what is asked for."""
    words = "the mail server offers no encryption (STARTTLS); nothing was sent in the clear"
    return Refused(words, _PORT, code="no_starttls")


def no_mail_server(*, maybe_sent: bool) -> Unreachable:
    """What answers does not speak SMTP."""
    words = "what answers there makes no sense: it is no mail server, or something is in between"
    return Unreachable(words, "check mail.host and mail.port", maybe_sent=maybe_sent)


def broken(error: BaseException, place: str, *, maybe_sent: bool) -> PortError:
    """The connection could not be made, or broke."""
    if maybe_sent:
        words = "the mail server hung up before it said whether it has the e-mail"
        return Unreachable(words, "check the network", maybe_sent=True)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            words = "the mail server's certificate is not trusted; nothing was sent"
            return Unreachable(words, _CERTIFICATE)
        if isinstance(cause, ssl.SSLError):
            words = f"no encrypted connection to {place} can be made"
            return Unreachable(words, _PORT)
        if isinstance(cause, socket.gaierror):
            words = f"the mail server's name is not found ({place})"
            return Unreachable(words, "check mail.host, the network and the DNS")
        if isinstance(cause, ConnectionRefusedError):
            words = f"nothing listens at {place}"
            return Unreachable(words, "check mail.host and mail.port, and whether it runs")
    if isinstance(error, ValueError):
        return Refused("the e-mail or an address cannot be sent as it is", "write it anew")
    words = f"the connection to the mail server ({place}) broke; nothing was sent"
    return Unreachable(words, "check the network")


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
