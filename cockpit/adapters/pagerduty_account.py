"""Whose token it is at PagerDuty, and how that person is notified; nothing is changed from here."""

from collections.abc import Awaitable, Callable

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty_speech import segment
from cockpit.adapters.pagerduty_wire import Wire
from cockpit.domain.model import Person
from cockpit.domain.reachability import ContactMethod, Means, NotificationRule, Reached
from cockpit.ports.outside import Garbled, Refused
from cockpit.ports.readiness import PagerStanding

_NOBODYS = frozenset({"400", "404", "2100", "2001", "1008"})
"""What it answers to "who am I" when the token is the account's."""
_LOOKERS = frozenset({"read_only_user", "read_only_limited_user", "restricted_access", "observer"})
"""Roles that may not act on incidents, unless a team gives them more."""
_MEANS = {
    "push_notification": Means.PUSH,
    "phone": Means.PHONE,
    "sms": Means.SMS,
    "whatsapp": Means.WHATSAPP,
    "email": Means.EMAIL,
}
_MOST = 100


class PagerDutyAccount:
    """The pager account port, met by PagerDuty.

    `find_me` gives the person of the configuration where the token is the account's.
    """

    def __init__(self, wire: Wire, find_me: Callable[[], Awaitable[Person]]) -> None:
        self._wire = wire
        self._find_me = find_me

    async def standing(self) -> PagerStanding:
        """Whose token it is; an account's own may be read only, which no answer says."""
        try:
            user = (await self._wire.get("users/me")).node("user")
        except Refused as error:
            if error.credentials or error.code not in _NOBODYS:
                raise
            return await self._of_the_account()
        if not user.text("id"):
            raise Garbled("PagerDuty does not say who you are", "check pagerduty.api_url")
        role = user.text("role", limit=40)
        return PagerStanding(
            person=read.person(user),
            is_personal=True,
            role=role,
            may_act=role not in _LOOKERS,
            email=user.text("email"),
        )

    async def _of_the_account(self) -> PagerStanding:
        try:
            person = await self._find_me()
        except Refused as error:
            if error.credentials:
                raise
            return PagerStanding(person=None, is_personal=False)
        return PagerStanding(person=person, is_personal=False, email=person.email)

    async def reached(self, person_id: str) -> Reached:
        """Two questions; without `urgency` the rules of one urgency alone would be told."""
        place = f"users/{segment(person_id)}"
        methods = await self._wire.get(f"{place}/contact_methods")
        rules = await self._wire.get(f"{place}/notification_rules", {"urgency": "all"})
        if not methods.is_list("contact_methods") or not rules.is_list("notification_rules"):
            raise Garbled("PagerDuty does not say how you are notified", "look in PagerDuty")
        return Reached(
            methods=tuple(_method(node) for node in methods.nodes("contact_methods")[:_MOST]),
            rules=tuple(_rule(node) for node in rules.nodes("notification_rules")[:_MOST]),
        )


def _method(node: Node) -> ContactMethod:
    kind = node.raw("type").removesuffix("_reference").removesuffix("_contact_method")
    return ContactMethod(
        id=node.text("id"),
        means=_MEANS.get(kind, Means.OTHER),
        label=node.text("label", "summary", limit=60),
        enabled=node.flag("enabled") or not node.has("enabled"),
        blocked=node.flag("blacklisted"),
    )


def _rule(node: Node) -> NotificationRule:
    return NotificationRule(
        method_id=node.node("contact_method").text("id"),
        after_s=node.number("start_delay_in_minutes") * 60,
        high=node.raw("urgency") != "low",
    )
