"""`[mail]` and `[statuspage]`: how people outside the chat are told; no texts for them."""

from typing import Annotated, Literal

from pydantic import Field

from cockpit.settings.kinds import BaseUrl, Email, Host, PageId, Seconds
from cockpit.settings.tokens import PasswordTable, TokenTable

Security = Literal["tls", "starttls", "none"]
"""How a mail server is spoken to."""


class MailTable(PasswordTable):
    """`[mail]`: the server that takes e-mails; left out: none are sent."""

    host: Host
    """The mail server's name, as its certificate has it."""
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    """Its port; left out: 465 for `tls`, 587 for `starttls`, 25 for `none`."""
    security: Security = "tls"
    """`tls`: encrypted from the start; `starttls`: encrypted before anything is said, or nothing is
    sent; `none`: for a server on this machine alone."""
    user: str = ""
    """Who logs in; empty: nobody has to."""
    sender: Email = ""
    """The address that e-mails come from; answers go to you; empty: your own, `person.email`."""
    timeout: Annotated[float, Seconds(1, 18)] = 15.0
    """How long handing over an e-mail may take in all."""


class StatuspageTable(TokenTable):
    """`[statuspage]`: the Atlassian Statuspage that customers read; left out: none is written."""

    page_id: PageId
    """The page's id, as its API info has it."""
    api_url: BaseUrl = "https://api.statuspage.io/v1"
    """Where the REST API begins."""
    notify: bool = True
    """Whether the page's subscribers get what is published."""
    timeout: Annotated[float, Seconds(0.5, 18)] = 10.0
    """How long an answer may take."""
