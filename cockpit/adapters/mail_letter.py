"""An e-mail as it travels: its headers, its text, its envelope; nothing is sent from here."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from cockpit import __version__
from cockpit.domain.effects_outward import SendMail
from cockpit.ports.outside import Refused
from cockpit.ports.plain import plain

SUBJECT_LIMIT = 250
"""Characters of a subject."""
TEXT_LIMIT = 200_000
"""Characters of a text."""
MOST_RECIPIENTS = 50
"""Addresses of one e-mail; more people belong behind one address of a list."""

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*")
_LONGEST_ADDRESS = 254
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]")
_BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})
"""Categories of characters that could end a header, or that cannot be sent at all."""
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whom e-mails come from."""

    name: str
    address: str
    reply_to: str = ""
    """Where answers go; empty: to the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail, ready to be handed over."""

    sender: str
    recipients: tuple[str, ...]
    ref: str
    """Its Message-ID."""
    data: bytes
    """Headers and text, with CRLF at the end of every line, ASCII alone."""


def letter(mail: SendMail, sender: Sender, at: datetime) -> Letter:
    """The e-mail; the same effect has the same Message-ID each time.

    Raises:
        Refused: it cannot be an e-mail: an address is none, a header would break out of its line.
    """
    source = checked_address(sender.address, "the sender")
    people = tuple(dict.fromkeys(checked_address(address, "a recipient") for address in mail.to))
    _check(mail, people)
    ref = f"<cockpit.{_NOT_IN_IDS.sub('-', mail.id)}@{source.rpartition('@')[2]}>"
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=plain(sender.name, 80), addr_spec=source)
    message["To"] = tuple(Address(addr_spec=address) for address in people)
    if sender.reply_to and sender.reply_to != source:
        answers = checked_address(sender.reply_to, "the address for answers")
        message["Reply-To"] = Address(addr_spec=answers)
    message["Subject"] = mail.subject
    message["Date"] = at
    message["Message-ID"] = ref
    message["Auto-Submitted"] = "auto-generated"
    message["User-Agent"] = f"cockpit/{__version__}"
    text = mail.text.encode("utf-8", "replace").decode("utf-8")
    message.set_content(text.rstrip("\n") + "\n", charset="utf-8", cte="quoted-printable")
    return Letter(sender=source, recipients=people, ref=ref, data=message.as_bytes())


def checked_address(address: str, whose: str) -> str:
    """The address, if it is nothing but one; else `Refused`."""
    if len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address):
        return address
    shown = plain(address, 80) or "(nothing that can be shown)"
    words = f"{whose} is not an e-mail address that can be used: {shown}"
    raise Refused(words, 'write it as "everyone@example.com", and nothing else', code="address")


def _check(mail: SendMail, people: tuple[str, ...]) -> None:
    if not people:
        raise Refused("the e-mail is to nobody", "add addresses in the profile", code="nobody")
    if len(people) > MOST_RECIPIENTS:
        words = f"the e-mail is to {len(people)} addresses, which is more than {MOST_RECIPIENTS}"
        raise Refused(words, "use the address of a mailing list", code="too_many")
    if not mail.subject.strip() or len(mail.subject) > SUBJECT_LIMIT:
        words = f"a subject has 1 to {SUBJECT_LIMIT} characters, this one {len(mail.subject)}"
        raise Refused(words, "write another", code="subject")
    if any(unicodedata.category(letter) in _BREAKS for letter in mail.subject):
        words = "the subject has a line break or a control character in it"
        raise Refused(words, "write it on one line", code="subject")
    if len(mail.text) > TEXT_LIMIT:
        raise Refused(f"the e-mail is longer than {TEXT_LIMIT} characters", "shorten it")
