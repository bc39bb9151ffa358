"""One call of a method: who asks, with which arguments; the refusals; no method."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cockpit.standins.scenario import Token
from cockpit.standins.slack.model import Message, Room
from cockpit.standins.slack.workspace import Workspace, is_ts, message_at

Json = dict[str, object]
T = TypeVar("T")


class ApiError(Exception):
    """`ok` is false; `error` says why, in the API's own code."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.body: Json = {"ok": False, "error": error, **more}


@dataclass(frozen=True)
class Call:
    """A request that was let in."""

    workspace: Workspace
    at: datetime
    token: Token
    args: Json
    host: str = ""
    """By which the caller knows this server."""

    @property
    def user(self) -> str:
        """The Slack user id that asks."""
        return self.workspace.user_of(self.token)

    @property
    def by_bot(self) -> bool:
        """Whether an application asks, and not a person."""
        return not self.token.person

    def text(self, name: str, default: str = "") -> str:
        """A text argument."""
        value = self.args.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise bad_argument(name, "string")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean argument, in JSON or as text."""
        value = self.args.get(name, default)
        if isinstance(value, bool):
            return value
        if str(value) not in {"true", "false", "1", "0", "True", "False", ""}:
            raise bad_argument(name, "boolean")
        return str(value) in {"true", "True", "1"}

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`, in JSON or as text."""
        value = self.args.get(name, default)
        if isinstance(value, bool) or not str(value).isdecimal():
            raise bad_argument(name, "integer")
        return max(1, min(int(str(value)), most))

    def structure(self, name: str) -> object:
        """An object or list, in JSON or as JSON text."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_argument(name, "object") from error

    def need(self, *scopes: str) -> None:
        """Refuse when the token has none of these scopes."""
        if not set(scopes) & set(self.token.scopes):
            provided = ",".join(self.token.scopes)
            raise ApiError("missing_scope", needed=scopes[0], provided=provided)

    def room(self, name: str = "channel") -> Room:
        """The channel that an argument names by id; a private one only for members."""
        room = self.workspace.room(self.text(name))
        if room is None or (room.private and self.user not in room.members):
            raise ApiError("channel_not_found")
        return room

    def need_for(self, room: Room, right: str) -> None:
        """Refuse without the scope for this kind of channel, such as `groups:history`."""
        self.need(f"{'groups' if room.private else 'channels'}:{right}")

    def message(self, room: Room, name: str = "timestamp") -> Message:
        """The message whose ts an argument holds."""
        ts = self.text(name)
        if not is_ts(ts):
            raise ApiError("bad_timestamp" if name == "timestamp" else "message_not_found")
        found = message_at(room, ts)
        if found is None:
            raise ApiError("message_not_found")
        return found

    def page(self, items: Sequence[T], default: int, most: int) -> tuple[list[T], str]:
        """One page, and the cursor of the next one (empty at the end)."""
        limit = self.number("limit", default, most)
        start = self._start()
        shown = list(items[start : start + limit])
        end = start + len(shown)
        more = end < len(items)
        return shown, base64.b64encode(f"next:{end}".encode()).decode() if more else ""

    def _start(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        try:
            word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
            if word == "next":
                return int(number)
        except ValueError:
            pass
        raise ApiError("invalid_cursor")


Endpoint = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A method: what answers, the scope it always needs, its rate per minute.

    `writes`: it changes something. `form_only`: it takes no JSON.
    """

    endpoint: Endpoint
    scope: str = ""
    rate: int = 50
    writes: bool = False
    form_only: bool = False


def bad_argument(name: str, kind: str) -> ApiError:
    """The refusal of an argument of the wrong type."""
    message = f"[ERROR] must be a {kind} [json-pointer:/{name}]"
    return ApiError("invalid_arguments", response_metadata={"messages": [message]})
