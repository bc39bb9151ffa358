"""Who the people of a workspace are, and what they are called; asked rarely, and remembered."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_wire import Wire
from cockpit.ports.outside import Garbled, PortError, Refused
from cockpit.ports.plain import plain

_MOST_NAMES = 20_000
_NAMES_AT_ONCE = 8
"""People who are looked up for one reading; the rest show their ids until the next."""
_PAGE = 1000
_MOST_PAGES = 10
"""Slack lets a workspace be listed twenty times a minute, one page each."""
_FRESH_S = 1800.0
"""For so long the list of everybody is taken as it is, seconds."""
_NAME_LIMIT = 80
_NOBODY = frozenset({"users_not_found", "user_not_found"})
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One person of the workspace."""

    id: str
    name: str
    """As Slack shows them."""
    handle: str = ""
    """Theirs alone."""
    real_name: str = ""
    email: str = ""
    is_person: bool = True
    """Neither a bot nor gone."""


class People:
    """The people of a workspace, as far as they are known."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._known: dict[str, Somebody] = {}
        self._listed: tuple[Somebody, ...] | None = None
        self._pages: list[tuple[str, list[Somebody]]] = []
        """What has been read of the next list, with the cursor after each page."""
        self._stale_at = 0.0
        self._listing = asyncio.Lock()
        self._me = ""

    async def me(self) -> str:
        """The user id that the token acts as."""
        if not self._me:
            body = await self._wire.ask("auth.test", {})
            self._me = body.raw("user_id")
        return self._me

    def name(self, user: str) -> str:
        """What somebody is called; their id while nobody knows."""
        known = self._known.get(user)
        return known.name if known else plain(user, 40)

    def knows(self, user: str) -> bool:
        """Whether they were looked up, even if nobody was found."""
        return user in self._known

    def email(self, user: str) -> str:
        """Their address, where Slack tells it."""
        known = self._known.get(user)
        return known.email if known else ""

    async def learn(self, users: Iterable[str]) -> None:
        """Look up whoever is not known yet, a few at a time; what fails is tried another time."""
        unknown = dict.fromkeys(user for user in users if user and user not in self._known)
        for user in list(unknown)[:_NAMES_AT_ONCE]:
            try:
                body = await self._wire.ask("users.info", {"user": user})
            except Refused as error:
                if error.retry_after_s is not None:
                    return
                self._remember(Somebody(id=user, name=plain(user, 40), is_person=False))
            except PortError:
                return
            else:
                self._remember(_somebody(body.node("user"), user))

    async def by_email(self, email: str) -> Somebody | None:
        """Whoever has this address; None: nobody."""
        try:
            body = await self._wire.ask("users.lookupByEmail", {"email": email})
        except Refused as error:
            if error.code in _NOBODY:
                return None
            raise
        found = _somebody(body.node("user"), "")
        self._remember(found)
        return found

    async def everybody(self) -> tuple[Somebody, ...]:
        """All people, bounded; an older list where a newer one cannot be had.

        Whoever stops waiting loses nothing: the next one reads on.
        """
        async with self._listing:
            now = asyncio.get_running_loop().time()
            if self._listed is None or now >= self._stale_at:
                try:
                    self._listed = await self._list()
                except PortError as error:
                    if isinstance(error, Refused) and error.code == "invalid_cursor":
                        self._pages.clear()
                    if self._listed is None:
                        raise
                self._stale_at = now + _FRESH_S
            return self._listed

    async def _list(self) -> tuple[Somebody, ...]:
        while len(self._pages) < _MOST_PAGES:
            cursor = self._pages[-1][0] if self._pages else ""
            body = await self._wire.ask("users.list", {"limit": _PAGE, "cursor": cursor})
            if not body.is_list("members"):
                raise Garbled("Slack does not list its people", "check slack.api_url")
            cursor = body.node("response_metadata").raw("next_cursor")
            people = [_somebody(person, "") for person in body.nodes("members")]
            self._pages.append((cursor, people))
            for person in people:
                self._remember(person)
            if not cursor:
                break
        found = [person for _, people in self._pages for person in people]
        self._pages.clear()
        return tuple(person for person in found if person.is_person and person.id)

    def _remember(self, person: Somebody) -> None:
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        self._known[person.id] = person


def _somebody(person: Node, user: str) -> Somebody:
    profile = person.node("profile")
    key = person.raw("id") or user
    handle = person.text("name", limit=_NAME_LIMIT)
    real = profile.text("real_name", limit=_NAME_LIMIT) or person.text(
        "real_name", limit=_NAME_LIMIT
    )
    shown = profile.text("display_name", limit=_NAME_LIMIT).lstrip("@ ") or real or handle
    is_program = person.flag("is_bot") or key == _SLACKBOT
    return Somebody(
        id=key,
        name=shown or plain(key, 40),
        handle=handle,
        real_name=real,
        email=profile.text("email"),
        is_person=not (person.flag("deleted") or is_program),
    )
