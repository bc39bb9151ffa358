"""The one clock that the eye should find: what it counts to, how long yet, and how grave that is.

Crossing a warning mark shows in shape, not in colour alone: a "▲" more for each.
"""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.awaited import GIVE_UP_S
from cockpit.domain.clocks import Clock, ClockId
from cockpit.domain.escalation import Countdown
from cockpit.domain.situation import Situation
from cockpit.view.cells import Tone
from cockpit.view.words import duration, moment

_MOST_SIGNS = 3


@dataclass(frozen=True, slots=True)
class Focal:
    """The clock that is drawn large."""

    label: str
    value: str
    """The time left as a clock shows it; "-" before it once it is over."""
    tone: Tone
    clock: Clock | None = None
    """When it is one of the other clocks, and not the escalation."""


def focal_clock(
    situation: Situation, state: Countdown, running: tuple[Clock, ...], now: datetime
) -> Focal | None:
    """The escalation or the acknowledgement while it runs, else the first of the other clocks.

    A mark that is past hides none that still runs.
    """
    left = state.left_s(now)
    if left is not None and (state.is_escalating or state.is_lapsing):
        return _escalation(situation, state, left)
    waiting = [c for c in running if not (c.is_mark and c.due <= now)]
    mine = [c for c in waiting if not c.whose]
    first = next(iter((*mine, *waiting, *running)), None)
    return None if first is None else _other(first, now)


def crossed(situation: Situation, left_s: float) -> int:
    """How many of the profile's warning marks this many seconds are at or below."""
    return sum(left_s <= mark for mark in situation.procedure.warn_at_s)


def urgency(situation: Situation, left_s: float) -> Tone:
    """How grave it is: the last mark is an alarm, the first a warning."""
    marks, below = len(situation.procedure.warn_at_s), crossed(situation, left_s)
    if not below:
        return Tone.STRONG
    if below == marks:
        return Tone.ALARM
    return Tone.WARN if below == 1 else Tone.BAD


def _escalation(situation: Situation, state: Countdown, left: float) -> Focal:
    verb = "escalates to" if state.is_escalating else "pages again:"
    what = f"{verb} {state.next}"
    if left > 0:
        signs = "▲" * min(crossed(situation, left), _MOST_SIGNS)
        label = f"{signs} {what} in".lstrip()
        return Focal(label, duration(left), urgency(situation, left))
    if -left <= GIVE_UP_S or state.at is None:
        return Focal(f"{what}: now, asking the pager", _signed(left), Tone.ALARM)
    due = moment(state.at, situation.zone, seconds=False)
    label = f"{what} was due at {due}: the pager does not say so yet"
    return Focal(label, _signed(left), Tone.ALARM)


def _other(clock: Clock, now: datetime) -> Focal:
    left = (clock.due - now).total_seconds()
    name = named(clock, now).removesuffix(" by")
    if clock.whose:
        due = f"{name} in" if left > 0 else f"{name}: overdue by"
        return Focal(due, duration(abs(left)), Tone.STRONG, clock)
    if left > 0:
        tone = Tone.WARN if left <= clock.nudge_s else Tone.STRONG
        return Focal(f"{name} in", duration(left), tone, clock)
    words = name if clock.id is ClockId.UPDATE else clock.offer or name
    return Focal(f"▲ {words}: overdue by", duration(-left), Tone.BAD, clock)


def named(clock: Clock, now: datetime) -> str:
    """What it is called: whose it is when it is somebody else's, that it was put off."""
    whose = f"{clock.whose}: " if clock.whose else ""
    off = "snoozed, " if clock.is_snoozed and clock.due > now else ""
    return f"{whose}{off}{clock.name}"


def _signed(left: float) -> str:
    return f"-{duration(-left)}" if left <= -1 else duration(0)
