"""How a command ends: exit codes, and errors said to people; prints nothing."""

DONE = 0
FAILED = 1
"""What was asked did not succeed."""
WRONG = 2
"""Wrong usage or configuration."""


class Failed(Exception):
    """What was asked did not succeed; the words say why and what to do, in one line."""


class Misused(Exception):
    """It cannot be asked like that; the words say how it can."""
