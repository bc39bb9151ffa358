"""Checks of the pager: token and rights, how one is notified, duty, escalation policies."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from cockpit.domain import rota, rota_words
from cockpit.domain.model import EscalationPolicy, OnCall, Person
from cockpit.domain.policy_check import check as compared
from cockpit.domain.procedure import Procedure
from cockpit.domain.reachability import minutes, shortfalls, told
from cockpit.domain.readiness import Group, Topic
from cockpit.ports.outside import Pager, Refused
from cockpit.ports.readiness import PagerAccount
from cockpit.readiness.check import Check, Said, failed, passed, skipped, unseen, warned
from cockpit.readiness.turns import Turns

AHEAD = timedelta(days=30)
"""How far ahead one's next shift is looked for."""
_RULES = "PagerDuty, My Profile, Notification Rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """By what the pager is measured, and for whom."""

    procedure: Procedure
    """Whose ladder and policy are wanted."""
    policy_ids: tuple[str, ...]
    """The policies of the configuration; empty: those that the person stands in."""
    email: str
    """As the configuration names the person."""
    now: datetime
    """By the corrected clock."""
    zone: tzinfo
    """The one that times are shown in."""
    turns: Turns
    """Who should stand where now, by others than the pager."""


class PagerChecks:
    """Looks at the pager, several things at once; `account` is the same, about the person."""

    def __init__(self, pager: Pager, account: PagerAccount, wanted: Wanted) -> None:
        self._pager = pager
        self._account = account
        self._procedure = wanted.procedure
        self._policy_ids = wanted.policy_ids
        self._email = wanted.email
        self._now = wanted.now
        self._zone = wanted.zone
        self._turns = wanted.turns

    def checks(self) -> list[Check]:
        """All of them."""
        return [
            Check(
                topic=_topic("token", "token"),
                look=self.token,
                meaning="you would not see a page here, and could not acknowledge one",
                is_way=True,
            ),
            Check(
                topic=_topic("ladder", "notification rules"),
                look=self.ladder,
                meaning="a page at night may not wake you before it escalates",
            ),
            Check(
                topic=_topic("duty", "on call"),
                look=self.duty,
                meaning="whether you are on call is not known",
            ),
            Check(
                topic=_topic("policy", "escalation policy"),
                look=self.policy,
                meaning="a page may reach the wrong person, or nobody",
            ),
        ]

    async def token(self) -> Said:
        """Whose it is, and whether they may act."""
        standing = await self._account.standing()
        person = standing.person
        if person is None:
            mend = "set person.email to your address in PagerDuty, or use your own user token"
            return failed("the token is the account's, and nobody there is you", mend=mend)
        if not standing.may_act:
            mend = "ask an administrator for a role that may respond, as “Responder”"
            words = f"{person.name} is “{standing.role}” there, and may only look"
            return failed(words, "you cannot acknowledge from here", mend)
        own, wanted = standing.email.casefold(), self._email.casefold()
        if own and wanted and own != wanted:
            mend = f"set person.email to {standing.email}, or use your own token"
            words = f"the token is that of {standing.email}, the configuration says {self._email}"
            return failed(words, "acts would be done in somebody else's name", mend)
        if not standing.is_personal:
            words = f"the account's, used as {person.name}"
            meaning = "if it is read only, the first acknowledgement will tell"
            mend = "make a user token: PagerDuty, My Profile, User Settings, API Access"
            return warned(words, meaning, mend)
        return passed(f"yours, {person.name}, and may act")

    async def ladder(self) -> Said:
        """By when which means is used, against what the procedure wants (A11)."""
        me = await self._me()
        reached = await self._account.reached(me.id)
        escalates_s, unknown = await self._escalates_s(me)
        short = shortfalls(reached, self._procedure.readiness.ladder, escalates_s)
        if short:
            first, more = short[0], len(short) - 1
            words = "; ".join(one.words for one in short[:2])
            words += f"; and {more - 1} more" if more > 1 else ""
            return failed(words, mend=f"{_RULES}: {first.mend}")
        if unknown:
            return warned(told(reached), f"after how long it escalates is not known: {unknown}")
        until = f"; escalates after {minutes(escalates_s)}" if escalates_s else ""
        return passed(f"{told(reached)}{until}")

    async def duty(self) -> Said:
        """Whether one is on call now, and when next (A4)."""
        me = await self._me()
        shifts = await self._pager.shifts(self._now, self._now + AHEAD, person_id=me.id)
        held = [s for s in shifts if rota.is_held(s, self._now)]
        coming = sorted((s for s in shifts if rota.begin(s) > self._now), key=rota.begin)
        parts = [f"{self._role(s)} {rota_words.until(s, self._zone, self._now)}" for s in held[:2]]
        if coming:
            at = rota_words.when(rota.begin(coming[0]), self._zone, self._now)
            parts.append(f"next: {self._role(coming[0])} from {at}")
        if not parts:
            mend = "if you should be, ask whoever keeps the schedule; `cockpit oncall` shows it"
            return warned("neither now nor within 30 days", "nothing pages you", mend)
        return passed("; ".join(parts))

    async def policy(self) -> Said:
        """Every policy against the one that is wanted, whoever's turn it is by a calendar in it."""
        me = await self._me()
        policies, on_call = await self._policies(me)
        people = await self._turns(me)
        if not policies:
            mend = "set pagerduty.policy_ids to the policies that page you"
            return skipped("none is named, and you stand in none now", mend)
        said: list[str] = []
        unknown: list[str] = []
        for one in policies:
            found = compared(one, on_call, self._procedure, people)
            said += [f"{one.name}: {words}" for words in found.differences]
            unknown += [f"{one.name}: {words}" for words in found.unknown]
        mend = "press p, or: cockpit policy rotate --primary WHO --secondary WHO"
        if said:
            return failed("; ".join(said[:3]), mend=mend)
        if unknown:
            return unseen("; ".join(unknown[:3]), mend="cockpit policy check says more")
        return passed(f"as wanted: {', '.join(one.name for one in policies)}")

    def _role(self, shift: OnCall) -> str:
        return "shadow" if shift.shadow else rota_words.role(shift.level, self._procedure)

    async def _me(self) -> Person:
        me = await self._pager.me()
        if not me.id:
            raise Refused("the pager does not say who you are", "see the pager's token")
        return me

    async def _policies(self, me: Person) -> tuple[list[EscalationPolicy], tuple[OnCall, ...]]:
        ids = self._policy_ids
        if not ids:
            mine = await self._pager.shifts(
                self._now, self._now + timedelta(minutes=1), person_id=me.id
            )
            ids = tuple(dict.fromkeys(s.policy_id for s in mine if s.policy_id))
        if not ids:
            return [], ()
        on_call = await self._pager.on_call(ids)
        return [await self._pager.policy(name) for name in ids], on_call

    async def _escalates_s(self, me: Person) -> tuple[int, str]:
        """The shortest time that one has at any level that one may hold; why it is not known."""
        policies, on_call = await self._policies(me)
        mine = {(s.policy_id, s.level) for s in on_call if s.person.id == me.id}
        delays = [
            level.delay_s
            for policy in policies
            for place, level in enumerate(policy.levels, start=1)
            if (policy.id, place) in mine and (place < len(policy.levels) or policy.loops)
        ]
        if delays:
            return min(delays), ""
        first = [policy.levels[0].delay_s for policy in policies if len(policy.levels) > 1]
        if first:
            return min(first), ""
        wanted = self._procedure.policy or self._procedure.ladder
        if wanted and wanted[0].after_s:
            return wanted[0].after_s, ""
        return 0, "no policy says so"


def _topic(name: str, title: str) -> Topic:
    return Topic(id=f"pager-{name}", group=Group.PAGER, title=title)
