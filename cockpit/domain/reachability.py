"""Whether a page reaches its person: notification rules against the ladder that is wanted (A11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Means(StrEnum):
    """What a page can arrive by."""

    PUSH = "push"
    PHONE = "phone"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    OTHER = "other"


WAKING = (Means.PUSH, Means.PHONE, Means.SMS, Means.WHATSAPP)
"""What may wake somebody; an e-mail does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMethod:
    """A way to reach a person, as the pager has it; its address stays there."""

    id: str
    means: Means
    label: str = ""
    enabled: bool = True
    blocked: bool = False
    """The pager gave up on it: it was refused too often."""

    @property
    def works(self) -> bool:
        """Whether anything is sent there."""
        return self.enabled and not self.blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRule:
    """After how long which of them is used."""

    method_id: str
    after_s: int
    """Seconds from the assignment."""
    high: bool = True
    """For incidents of high urgency; rules for low urgency page nobody at night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """All that the pager says of how a person is reached."""

    methods: tuple[ContactMethod, ...]
    rules: tuple[NotificationRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One rung of the ladder that is wanted."""

    by_s: int
    """Seconds from the page by which one of these means has been used."""
    means: tuple[Means, ...]
    every_s: int = 0
    """Seconds after which one of them is used again, until somebody acknowledges or it escalates;
    0: once is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """Where the rules fall short of the ladder."""

    words: str
    mend: str


def shortfalls(
    reached: Reached, ladder: tuple[Reach, ...], escalates_s: int = 0
) -> tuple[Shortfall, ...]:
    """What keeps a page from reaching its person in time; empty: nothing does.

    Args:
        reached: what the pager says.
        ladder: what is wanted; empty: that anything that wakes is used at all.
        escalates_s: seconds after which the next level is paged; 0: not known, or never.
    """
    high = sorted((rule for rule in reached.rules if rule.high), key=lambda rule: rule.after_s)
    if not high:
        low = len(reached.rules)
        also = f" ({low} for low urgency, which pages nobody)" if low else ""
        words = f"no notification rule for high urgency{also}"
        return (Shortfall(words=words, mend="add rules for high-urgency incidents"),)
    wanted = ladder or (Reach(by_s=high[-1].after_s, means=WAKING),)
    return tuple(s for reach in wanted for s in _short(reached, high, reach, escalates_s))


def told(reached: Reached) -> str:
    """The rules that count, in a few words: "push at once, phone after 2 min"."""
    methods = {method.id: method for method in reached.methods}
    rules = sorted((r for r in reached.rules if r.high), key=lambda rule: rule.after_s)
    parts = []
    for rule in rules:
        method = methods.get(rule.method_id)
        means = method.means.value if method else "an unknown method"
        parts.append(f"{means} {_after(rule.after_s)}")
    return ", ".join(dict.fromkeys(parts)) or "nothing"


def _short(
    reached: Reached, high: list[NotificationRule], reach: Reach, escalates_s: int
) -> Iterable[Shortfall]:
    methods = {method.id: method for method in reached.methods}
    fitting = [r for r in high if (m := methods.get(r.method_id)) and m.means in reach.means]
    used = [rule for rule in fitting if methods[rule.method_id].works]
    means, by = " or ".join(reach.means), minutes(reach.by_s)
    add = f"add {means} within {by} for high-urgency incidents"
    if not used:
        dead = [methods[rule.method_id] for rule in fitting]
        unused = [m for m in reached.methods if m.means in reach.means and m.works]
        if dead:
            why = "blocked by the pager" if dead[0].blocked else "switched off"
            words = f"{dead[0].means} ({dead[0].label or 'no label'}) is {why}"
            yield Shortfall(words=words, mend=f"switch it on and test it, or {add}")
        elif unused:
            yield Shortfall(words=f"no rule uses {means}", mend=add)
        else:
            yield Shortfall(words=f"no {means} is set up", mend=f"add one, then {add}")
        return
    first = used[0].after_s
    if escalates_s and first >= escalates_s:
        words = f"{means} only after {minutes(first)}, when it escalates already"
        yield Shortfall(words=words, mend=add)
    elif first > reach.by_s:
        yield Shortfall(words=f"{means} only after {minutes(first)}, wanted by {by}", mend=add)
    yield from _gaps(used, reach, escalates_s)


def _gaps(used: list[NotificationRule], reach: Reach, escalates_s: int) -> Iterable[Shortfall]:
    """The pauses between the same means, up to the escalation."""
    if not reach.every_s or not escalates_s:
        return
    times = [rule.after_s for rule in used if rule.after_s < escalates_s]
    for one, following in zip(times, [*times[1:], escalates_s], strict=True):
        if following - one > reach.every_s:
            means, every = " or ".join(reach.means), minutes(reach.every_s)
            words = f"no {means} between {minutes(one)} and {minutes(following)}"
            yield Shortfall(
                words=f"{words}, wanted every {every}",
                mend=f"add {means} after {minutes(one + reach.every_s)} as well",
            )
            return


def _after(seconds: int) -> str:
    return f"after {minutes(seconds)}" if seconds else "at once"


def minutes(seconds: int) -> str:
    """A delay as people say it: 5 min, 90 s."""
    return f"{seconds} s" if seconds % 60 else f"{seconds // 60} min"
