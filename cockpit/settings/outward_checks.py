"""What must hold between the keys of `[mail]`; rules of a single value are in `kinds`."""

from collections.abc import Iterator

from cockpit.settings.explain import PASSWORD_WAYS, Trouble
from cockpit.settings.kinds import is_loopback
from cockpit.settings.tree import value_at
from cockpit.settings.words import listed


def mail(data: object) -> Iterator[Trouble]:
    """Encrypted unless it stays on this machine, from somebody, and with a whole login or none."""
    table = value_at(data, ("mail",))
    if not isinstance(table, dict):
        return
    host, security = table.get("host"), table.get("security")
    if security == "none" and isinstance(host, str) and not is_loopback(host):
        reason = "is none, so e-mails and the password would travel in the clear"
        mend = 'write "tls" or "starttls"; "none" is for this machine alone (127.0.0.1, localhost)'
        yield ("mail", "security"), reason, mend
    if not table.get("sender") and not value_at(data, ("person", "email")):
        yield ("mail", "sender"), "is missing", "add the address that e-mails come from"
    said = [way for way in PASSWORD_WAYS if way in table]
    if table.get("user") and not said and "password" not in table:
        mend = 'add password_env = "MAIL_PASSWORD", or a command or a file that has it'
        yield ("mail", "user"), "has no password", mend
    if said and not table.get("user"):
        yield ("mail", said[0]), "is nobody's password", 'add user = "…", or leave it out'
    if len(said) > 1:
        reason = f"says a second time where the password is, after {said[0]}"
        yield ("mail", said[1]), reason, f"keep one of {listed(said)}"
