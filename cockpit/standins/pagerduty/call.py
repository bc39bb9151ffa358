"""One call to the API: its checked parts, its refusals and its pages; no endpoint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.model import Incident
from cockpit.standins.scenario import Person

Json = dict[str, object]
T = TypeVar("T")

INVALID = 2001
NOT_FOUND = 2100
OFFSET_END = 10_000
PAGE_SIZE, PAGE_LIMIT = 25, 100


class ApiError(Exception):
    """The API says no, with its status, its message and its own code."""

    def __init__(self, status: int, message: str, code: int, *errors: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"error": {"message": message, "code": code, "errors": list(errors)}}


def invalid(*errors: str, code: int = INVALID) -> ApiError:
    """The 400 of a request that makes no sense."""
    return ApiError(400, "Invalid Input Provided", code, *errors)


def not_found(what: str) -> ApiError:
    """The 404 of a thing that does not exist, or that one may not see."""
    return ApiError(404, "Not Found", NOT_FOUND, f"{what} not found")


@dataclass(frozen=True)
class Call:
    """A request that was let in: who asks, when, for what."""

    account: Account
    at: datetime
    params: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    body: Json
    caller: Person | None
    """Whose key it is; None for a key of the whole account."""
    sender: Person | None
    """Whom `From` names."""

    def many(self, name: str) -> list[str]:
        """All values of a parameter such as `statuses[]`."""
        return [value for key, value in self.query if key == name]

    def one(self, name: str, default: str = "") -> str:
        """The last value of a parameter."""
        return (self.many(name) or [default])[-1]

    def chosen(self, name: str, allowed: Sequence[str]) -> list[str]:
        """All values of a parameter, each of which must be allowed."""
        values = self.many(name)
        for value in values:
            if value not in allowed:
                raise invalid(f"{name} is not one of {', '.join(allowed)}: {value}")
        return values

    def integer(self, name: str, default: int) -> int:
        """A whole number that is not negative."""
        text = self.one(name, str(default))
        if not text.isdecimal():
            raise invalid(f"{name} must be a whole number")
        return int(text)

    def instant(self, name: str, default: datetime) -> datetime:
        """An ISO 8601 instant; without an offset it is read in the account's zone (UTC)."""
        text = self.one(name)
        return instant(text, name) if text else default

    def incident(self) -> Incident:
        """The incident that the path names."""
        found = self.account.incident(self.params[0])
        if found is None:
            raise not_found("Incident")
        return found

    def person(self) -> Person:
        """Who `From` says is acting."""
        if self.sender is None:
            raise invalid("Requester User Not Found", code=1008)
        return self.sender

    def page(self, key: str, items: Sequence[T], shape: Callable[[T], Json]) -> Json:
        """One page of a classic list."""
        limit, offset = self.integer("limit", PAGE_SIZE), self.integer("offset", 0)
        limit = min(limit, PAGE_LIMIT) or PAGE_SIZE
        if limit + offset > OFFSET_END:
            raise invalid("Offset plus limit may not exceed 10000")
        shown = items[offset : offset + limit]
        total = len(items) if self.one("total") == "true" else None
        return {
            key: [shape(item) for item in shown],
            "limit": limit,
            "offset": offset,
            "more": offset + len(shown) < len(items),
            "total": total,
        }


def instant(text: object, name: str) -> datetime:
    """An instant from ISO 8601.

    Raises:
        ApiError: it is none.
    """
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise invalid(f"{name} is not an ISO 8601 time") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def only(given: object, allowed: Sequence[str], where: str) -> Json:
    """`given`, if it is an object with no other fields than these."""
    if not isinstance(given, dict):
        raise invalid(f"{where} must be an object")
    for name in given:
        if name not in allowed:
            raise invalid(f"{where}.{name} is not a known field")
    return given


def text_of(given: Json, name: str, where: str, *, required: bool = True) -> str:
    """A text field that is not blank."""
    value = given.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise invalid(f"{where}.{name} cannot be blank")
    return value


def reference(given: object, where: str) -> str:
    """The id in a reference object such as `{"id": …, "type": "user_reference"}`."""
    if not isinstance(given, dict) or not isinstance(given.get("id"), str):
        raise invalid(f"{where} must be a reference with an id")
    if not isinstance(given.get("type"), str):
        raise invalid(f"{where} must be a reference with a type")
    return str(given["id"])
