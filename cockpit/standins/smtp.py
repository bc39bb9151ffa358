"""A strict SMTP server on loopback; what is kept of a letter is the office's business."""

import asyncio
import base64
import hmac
import re
import ssl
from collections.abc import Awaitable, Callable

from cockpit.standins.http import HOST
from cockpit.standins.letters import MailFault, Office, Step

LINE_LIMIT = 4096
SIZE_LIMIT = 1_000_000
_PATH = re.compile(r"(?:FROM|TO):<([^<>\s@]+@[^<>\s@]+)>", re.IGNORECASE)
_END = b"\r\n.\r\n"


class _Gone(Exception):
    """The conversation is over."""


class SmtpServer:
    """Listens on one port; `tls` makes it offer STARTTLS or, with `implicit`, speak TLS only.

    `taken` is called whenever a letter was kept.
    """

    def __init__(
        self,
        office: Callable[[], Office],
        *,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        taken: Callable[[], None] = lambda: None,
    ) -> None:
        self._office = office
        self._taken = taken
        self._tls = tls
        self._implicit = implicit
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> int:
        """Listen, on any free port when `port` is 0; gives the port."""
        context = self._tls if self._implicit else None
        self._server = await asyncio.start_server(
            self._accept, HOST, port, limit=SIZE_LIMIT, ssl=context
        )
        address: tuple[str, int] = self._server.sockets[0].getsockname()
        return address[1]

    async def close(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        office = self._office()
        talk = _Talk(office, reader, writer, self._tls, self._taken, secure=self._implicit)
        task = asyncio.get_running_loop().create_task(talk.run())
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)


class _Talk:
    """One conversation."""

    def __init__(
        self,
        office: Office,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        tls: ssl.SSLContext | None,
        taken: Callable[[], None],
        *,
        secure: bool,
    ) -> None:
        self._office = office
        self._reader = reader
        self._writer = writer
        self._tls = tls
        self._taken = taken
        self._secure = secure
        self._greeted = self._known = False
        self._sender = ""
        self._recipients: list[str] = []

    async def run(self) -> None:
        """From the greeting to the end."""
        try:
            await self._answer("greet", 220, "stand-in.example ESMTP")
            while True:
                await self._obey(await self._line())
        except (_Gone, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        except asyncio.LimitOverrunError:
            await self._say(500, "5.5.2 too long")
        finally:
            self._writer.close()

    async def _line(self) -> str:
        line = await self._reader.readuntil(b"\n")
        if not line.endswith(b"\r\n") or len(line) > LINE_LIMIT:
            await self._say(500, "5.5.2 lines end in CRLF, and are not that long")
            raise _Gone
        return line[:-2].decode("ascii", "replace")

    async def _say(self, code: int, *texts: str) -> None:
        for n, text in enumerate(texts):
            joint = "-" if n < len(texts) - 1 else " "
            self._writer.write(f"{code}{joint}{text}\r\n".encode())
        await self._writer.drain()

    async def _answer(self, step: Step, code: int, *texts: str, address: str = "") -> bool:
        """Say this, unless a failure was ordered; tells whether it was said."""
        fault = self._office.fault(step, address)
        if fault is None:
            await self._say(code, *texts)
            return True
        await self._fail(fault)
        return False

    async def _fail(self, fault: MailFault) -> None:
        match fault.kind:
            case "answer":
                await self._say(fault.code, fault.text)
            case "garbage":
                self._writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                await self._writer.drain()
            case "hang":
                while await self._reader.read(1024):
                    pass
                raise _Gone
            case "drop":
                self._writer.transport.abort()
                raise _Gone

    async def _obey(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        self._office.commands.append(verb)
        orders: dict[str, Callable[[str], Awaitable[None]]] = {
            "EHLO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "QUIT": self._quit,
        }
        order = orders.get(verb)
        if order is None:
            await self._say(502, "5.5.1 not here")
        elif not self._greeted and verb not in {"EHLO", "QUIT"}:
            await self._say(503, "5.5.1 EHLO first")
        else:
            await order(rest)

    async def _ehlo(self, name: str) -> None:
        if not name:
            await self._say(501, "5.5.4 who?")
            return
        offers = ["stand-in.example", f"SIZE {SIZE_LIMIT}"]
        if self._tls is not None and not self._secure:
            offers.append("STARTTLS")
        if self._office.about.user and (self._secure or self._tls is None):
            offers.append("AUTH PLAIN")
        self._greeted = await self._answer("ehlo", 250, *offers)

    async def _starttls(self, _rest: str) -> None:
        if self._tls is None or self._secure:
            await self._say(502, "5.5.1 not here")
        elif await self._answer("starttls", 220, "2.0.0 go ahead"):
            await self._writer.start_tls(self._tls)
            self._secure, self._greeted = True, False

    async def _auth(self, rest: str) -> None:
        about = self._office.about
        way, _, blob = rest.partition(" ")
        wanted = base64.b64encode(f"\0{about.user}\0{about.password}".encode())
        if not about.user or way.upper() != "PLAIN":
            await self._say(504, "5.5.4 not in this way")
        elif not hmac.compare_digest(blob.encode(), wanted):
            await self._answer("auth", 535, f"5.7.8 no: {rest}")  # as careless as some are
        else:
            self._known = await self._answer("auth", 235, "2.7.0 welcome")

    async def _mail(self, rest: str) -> None:
        found = _PATH.match(rest)
        if self._office.about.user and not self._known:
            await self._say(530, "5.7.0 log in first")
        elif found is None or self._sender:
            await self._say(501, "5.5.4 MAIL FROM:<address>, once")
        elif await self._answer("mail", 250, "2.1.0 ok"):
            self._sender = found[1]

    async def _rcpt(self, rest: str) -> None:
        found = _PATH.match(rest)
        if not self._sender or found is None:
            await self._say(503, "5.5.1 MAIL first, then RCPT TO:<address>")
        elif found[1] in self._office.about.unknown:
            await self._say(550, "5.1.1 no such mailbox")
        elif await self._answer("rcpt", 250, "2.1.5 ok", address=found[1]):
            self._recipients.append(found[1])

    async def _data(self, _rest: str) -> None:
        if not self._recipients:
            await self._say(503, "5.5.1 RCPT first")
            return
        if not await self._answer("data", 354, "end with a dot"):
            return
        sent = await self._reader.readuntil(_END)
        data = re.sub(rb"(?m)^\.\.", b".", sent[: -len(_END)] + b"\r\n")
        try:
            letter = self._office.letter(self._sender, self._recipients, data, secure=self._secure)
        except ValueError as error:
            await self._say(554, f"5.6.0 {error}")
            return
        fault = self._office.fault("dot")
        if fault is None or fault.act:
            self._office.letters.append(letter)
            self._taken()
        self._sender, self._recipients = "", []
        await (self._fail(fault) if fault else self._say(250, "2.0.0 taken"))

    async def _quit(self, _rest: str) -> None:
        await self._answer("quit", 221, "2.0.0 bye")
        raise _Gone
