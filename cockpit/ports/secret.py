"""A secret on its way: from where it is kept, or from an answer, to whoever may have it."""

from typing import NoReturn


class Secret:
    """A token that shows itself only when asked to, and is neither printed, copied nor saved."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The token itself: for the client library that sends it, and for nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is neither copied nor saved")
