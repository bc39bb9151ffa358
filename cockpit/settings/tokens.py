"""Where secrets are said to be, as tables that others build on; no secret stands in any of them."""

from cockpit.settings.kinds import Command, SecretPath, Variable
from cockpit.settings.table import Table


class TokenTable(Table):
    """The three ways to say where a token is; exactly one of them, never the token itself."""

    token_env: Variable | None = None
    """Environment variable that holds the token."""
    token_command: Command | None = None
    """Command that prints the token, as a list, run without a shell: `["pass", "show", "x"]`."""
    token_file: SecretPath | None = None
    """File that holds the token and that only its owner can read (mode 0600)."""


class PasswordTable(Table):
    """The same three ways for a password; at most one of them."""

    password_env: Variable | None = None
    """Environment variable that holds the password."""
    password_command: Command | None = None
    """Command that prints the password, as a list, run without a shell: `["pass", "show", "x"]`."""
    password_file: SecretPath | None = None
    """File that holds the password and that only its owner can read (mode 0600)."""
