"""A value that is looked up by being the same object: for remembering what was worked out of it."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """Equal to another only when both hold the very same object; comparing costs nothing.

    Whoever keeps it keeps the object, so that no other can come to have its identity.
    """

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value
