"""Which mail server there is, and how it is spoken to; nobody speaks here."""

from dataclasses import dataclass
from typing import Literal

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The mail server that takes what leaves."""

    host: str
    port: int
    security: Security
    """`tls` from the first byte, `starttls` before anything is said, `none` to this machine."""
    user: str = ""
    """Empty: nobody logs in."""
    timeout_s: float
    """For one e-mail, from the first connection to the last answer."""
