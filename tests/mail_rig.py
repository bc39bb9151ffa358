"""The mail port on real SMTP: a strict server of our own in this process, with TLS or without."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import trustme
from clocks import ManualClock
from patience import PATIENCE_S

from cockpit.adapters.mail import SmtpMail
from cockpit.adapters.mail_letter import Sender
from cockpit.adapters.mail_server import Security, Server
from cockpit.domain.effects_outward import SendMail
from cockpit.standins.letters import MailFault, Office
from cockpit.standins.outward import MailServer
from cockpit.standins.smtp import SmtpServer

CANARY = "canary-9f3b PASSWORD ü"
AT = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)
SENDER = Sender(name="Ana Ribeiro", address="oncall@example.com", reply_to="ana@example.com")
TEXT = "Known: the API is down.\n.hidden by a dot\nSchon lange — über 10 Minuten.\n" + "x" * 2000


def to_all(effect: str = "r1.mail", **more: object) -> SendMail:
    """An e-mail to everybody."""
    given: dict[str, object] = {
        "to": ("everyone@example.com",),
        "subject": "[P1] Cloud API answers 5xx — über alles",
        "text": TEXT,
    }
    return SendMail(id=effect, incident_id="Q1", **{**given, **more})


@dataclass
class Post:
    """A server that listens, and how one speaks to it."""

    office: Office
    server: SmtpServer
    port: int
    asked: list[str] = field(default_factory=list)
    """One entry for each time that the password was asked for."""
    clock: ManualClock = field(default_factory=lambda: ManualClock(AT))

    def mail(
        self,
        security: Security = "none",
        *,
        user: str = "",
        password: str = CANARY,
        timeout_s: float = PATIENCE_S,
        host: str = "127.0.0.1",
        sender: Sender = SENDER,
    ) -> SmtpMail:
        """The port."""

        async def found() -> str:
            self.asked.append("password")
            return password

        server = Server(
            host=host, port=self.port, security=security, user=user, timeout_s=timeout_s
        )
        return SmtpMail(server, sender, found if user else None, self.clock)

    def fault(self, step: str, kind: str = "answer", **more: object) -> None:
        """What goes wrong next; see `cockpit/standins/letters.py`."""
        self.office.faults.append(MailFault(step=step, kind=kind, **more))

    @property
    def letters(self) -> list[dict]:
        """What was taken."""
        return self.office.shown()


@asynccontextmanager
async def post_office(
    about: MailServer | None = None,
    tls: ssl.SSLContext | None = None,
    *,
    implicit: bool = False,
) -> AsyncIterator[Post]:
    """A server in this very loop."""
    office = Office(about or MailServer(), [], lambda: AT)
    server = SmtpServer(lambda: office, tls=tls, implicit=implicit)
    port = await server.start()
    try:
        yield Post(office, server, port)
    finally:
        await server.close()


def certificate(ca: trustme.CA, *names: str) -> ssl.SSLContext:
    """What a server shows whose certificate is for these names."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert(*(names or ("127.0.0.1",))).configure_cert(context)
    return context


def trusted(ca: trustme.CA, folder: Path, setenv: Callable[[str, str], None]) -> None:
    """From now on this process trusts it, by the variable that people set."""
    path = folder / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    setenv("SSL_CERT_FILE", str(path))


async def outcome(call: Awaitable[object]) -> object:
    """What it gives, or the error that it raises."""
    try:
        return await call
    except Exception as error:  # noqa: BLE001 - the caller looks at it
        return error


def told(error: BaseException) -> str:
    """All that anybody could print of an error, of whatever led to it, too."""
    words: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        words += [repr(seen), str(seen), repr(vars(seen))]
        seen = seen.__cause__ or seen.__context__
    return " ".join(words)


def verbs(post: Post) -> Sequence[str]:
    """The commands that the server heard."""
    return post.office.commands
