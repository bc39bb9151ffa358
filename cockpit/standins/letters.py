"""The letters that a mail server took, and the failures on order; it speaks to nobody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_string
from email.policy import SMTP
from typing import Literal

from cockpit.standins.outward import MailServer

Step = Literal["greet", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "dot", "quit"]
ONCE = ("From", "Date", "Message-ID", "To", "Subject")
LINE_LIMIT = 998


@dataclass
class Letter:
    """A letter that was taken; `data` is all of it, with LF at the ends of lines."""

    at: datetime
    sender: str
    recipients: list[str]
    data: str
    secure: bool
    user: str


@dataclass(frozen=True)
class MailFault:
    """What goes wrong with the next `times` (0: all) times that a conversation comes to a step.

    `answer` says `code` and `text` instead of what is right; `drop` hangs up, `hang` says nothing,
    `garbage` speaks another language. With `act`, a letter is taken before that.
    """

    step: Step
    kind: Literal["answer", "drop", "hang", "garbage"] = "answer"
    code: int = 451
    text: str = "4.3.2 try again later"
    address: str = ""
    """Of a `rcpt`: only this one."""
    times: int = 1
    act: bool = False


class Office:
    """Keeps letters, knows who may send, and has failures waiting."""

    def __init__(
        self, about: MailServer, letters: list[Letter], now: Callable[[], datetime]
    ) -> None:
        self.about = about
        self.letters = letters
        self.now = now
        self.faults: list[MailFault] = []
        self.commands: list[str] = []
        """The first word of every command, in order."""

    def fault(self, step: Step, address: str = "") -> MailFault | None:
        """The failure of this step, if one was ordered; counts it."""
        for n, fault in enumerate(self.faults):
            if fault.step != step or fault.address not in {"", address}:
                continue
            if fault.times == 1:
                del self.faults[n]
            elif fault.times > 1:
                self.faults[n] = replace(fault, times=fault.times - 1)
            return fault
        return None

    def letter(self, sender: str, recipients: list[str], data: bytes, *, secure: bool) -> Letter:
        """The letter as it would be kept.

        Raises:
            ValueError: it is not as RFC 5322 wants it; the text says why.
        """
        try:
            text = data.decode("ascii")
        except UnicodeDecodeError as error:
            raise ValueError("8-bit data, and 8BITMIME is not offered") from error
        lines = text.split("\r\n")
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError("a line does not end in CRLF")
        if any(len(line) > LINE_LIMIT for line in lines):
            raise ValueError("a line is too long")
        message = message_from_string(text, policy=SMTP)
        wrong = [name for name in ONCE if len(message.get_all(name, [])) != 1]
        if wrong:
            raise ValueError(f"there must be one header {wrong[0]}")
        return Letter(
            at=self.now(),
            sender=sender,
            recipients=list(recipients),
            data=text.replace("\r\n", "\n"),
            secure=secure,
            user=self.about.user,
        )

    def shown(self) -> list[dict[str, object]]:
        """The letters as people read them."""
        return [_shown(letter) for letter in self.letters]


def _shown(letter: Letter) -> dict[str, object]:
    message = message_from_string(letter.data, policy=SMTP)
    content = message.get_payload(decode=True)
    text = content.decode("utf-8") if isinstance(content, bytes) else ""
    return {
        "at": letter.at.isoformat(),
        "sender": letter.sender,
        "recipients": letter.recipients,
        "secure": letter.secure,
        "headers": {name: str(value) for name, value in message.items()},
        "text": text.replace("\r\n", "\n"),
    }
