"""What is done at the start of a shift (I10, I11, P6, A3), and what shows that it was; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain import rota_words
from cockpit.domain.effects_chat import SetUserGroup
from cockpit.domain.policy_check import check, concerned
from cockpit.domain.shift_book import SHADOW, Shift
from cockpit.domain.situation import Situation
from cockpit.domain.state import Phase

CHECKED_BEFORE = timedelta(days=1)
"""A check-up this long before the shift counts as one for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartItem:
    """One thing that is done at the start; it ticks itself by what was seen."""

    id: str
    words: str
    done: bool | None
    """None: nobody can tell."""
    key: str = ""
    """What does it, on the main screen."""
    command: str = ""
    """What does it, in a shell."""


def start_items(situation: Situation, shift: Shift, now: datetime) -> tuple[StartItem, ...]:
    """What the start of this shift asks for, in order, each with how it stands."""
    return tuple(_items(situation, shift, now))


def _items(situation: Situation, shift: Shift, now: datetime) -> Iterator[StartItem]:
    since = rota_words.when(shift.begun_at, situation.zone, now)
    yield StartItem(id="report", words=f"the report is open: it collects since {since}", done=True)
    if situation.procedure.shift.channel and shift.role != SHADOW:
        yield _taken(situation, shift)
    yield _readiness(situation, shift)
    if shift.role != situation.procedure.shift.roles[0]:
        return
    if situation.procedure.oncall_group:
        yield _group(situation, shift)
    yield _policy(situation)


def _taken(situation: Situation, shift: Shift) -> StartItem:
    """Whether the handover of this role was taken (N4)."""
    found = situation.state.handovers.to(shift.person)
    if found is None or found.role != shift.role or found.at < shift.due_at - CHECKED_BEFORE:
        words = "no handover note for you was seen: whoever was on call before writes it"
        return StartItem(id="handover", words=words, done=None, key="V", command=_HANDOVER)
    name = found.outgoing.name
    if found.is_taken:
        return StartItem(id="handover", words=f"the handover of {name} is taken", done=True)
    words = f"the handover of {name} waits for your thumbs-up in the chat"
    return StartItem(id="handover", words=words, done=False, key="V", command=_HANDOVER)


_HANDOVER = "cockpit handover --status"


def _readiness(situation: Situation, shift: Shift) -> StartItem:
    found = situation.state.readiness
    if found is None or found.at < shift.due_at - CHECKED_BEFORE:
        words, done = "you and this machine were not checked for this shift", False
    else:
        words = f"you and this machine were checked: {found.words}"
        done = found.is_ready
    return StartItem(id="ready", words=words, done=done, key="D", command="cockpit doctor")


def _group(situation: Situation, shift: Shift) -> StartItem:
    handle = situation.procedure.oncall_group
    since = min(shift.begun_at, shift.due_at)
    done = any(
        isinstance(parcel.effect, SetUserGroup)
        and parcel.effect.group.casefold() == handle.casefold()
        and parcel.phase is Phase.DONE
        and (parcel.done_at or parcel.requested_at) >= since
        for parcel in situation.state.parcels.values()
    )
    words = f"@{handle} is you" if done else f"@{handle} was not taken over from here"
    return StartItem(id="group", words=words, done=done, key="G", command="cockpit group")


def _policy(situation: Situation) -> StartItem:
    state = situation.state
    checks = [check(p, state.on_call, situation.procedure) for p in concerned(state)]
    wrong = sum(len(one.differences) for one in checks)
    unknown = sum(len(one.unknown) for one in checks)
    done: bool | None = not wrong
    words = "the escalation policy is as the procedure wants it"
    if wrong:
        s = "" if wrong == 1 else "s"
        words = f"the escalation policy is not as wanted: {wrong} difference{s}"
    elif unknown or not checks:
        words, done = "the escalation policy could not be compared", None
    return StartItem(id="policy", words=words, done=done, key="p", command="cockpit policy")
