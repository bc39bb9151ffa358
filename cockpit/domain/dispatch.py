"""Which effects may be worked on now, in what order, and in what words they stand; sends nothing.

Effects leave in the order of their requests within a lane: acknowledgements of an incident, its
notes at the pager, its messages in a channel. Lanes know nothing of one another, so that a chat
that hangs holds up no acknowledgement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from cockpit.domain import effect_words
from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    Effect,
    PagerChange,
    PostMessage,
)
from cockpit.domain.state import Parcel, Phase, State

LEASE_S = 60.0
"""How long a claim keeps everybody else off an effect, seconds."""
DEADLINE_S = 30.0
"""How long carrying an effect out may take, seconds; far less than a lease."""

LOOK_AFTER_S = 2.0
"""How long after an unclear attempt one looks first, seconds."""
LOOK_AGAIN_S = 5.0
"""How long after a first vain look one looks again, seconds (a chat's history lags)."""
LOOKS = 2
"""Vain looks after which a message certainly did not arrive."""

RETRY_CAP_S = 60.0
"""The longest pause between two attempts, seconds; nobody gives up."""
PATIENCE_CAP_S = 3600.0
"""The longest pause that the other side's "later" is believed for, seconds."""

Lane = tuple[str, ...]
Alive = Callable[[str], bool]
"""Whether a process ("host:pid:start") may still be running; True when that cannot be known."""


class Way(StrEnum):
    """What is to be done about a parcel."""

    SEND = "send"
    LOOK = "look"
    """It may have arrived already: look before anybody sends again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A parcel that may be worked on now."""

    parcel: Parcel
    way: Way
    thread: str = ""
    """The ts of the thread that a message belongs to; empty: the channel itself."""


def lane(effect: Effect) -> Lane:
    """The queue in which this effect keeps its place."""
    if isinstance(effect, PagerChange):
        return ("change", effect.incident_id)
    match effect:
        case AcknowledgeIncident(incident_id=incident):
            return ("acknowledge", incident)
        case AddNote(incident_id=incident):
            return ("note", incident)
        case PostMessage(incident_id=incident, channel=channel):
            return ("post", channel, incident)
        case _:
            assert_never(effect)


def heads(state: State) -> tuple[Parcel, ...]:
    """The first parcel of each lane that is not over, oldest first.

    A failed one stays the head until the person releases or discards it; but a failed
    acknowledgement gives way to a newer one, which says the same.
    """
    first: dict[Lane, Parcel] = {}
    for parcel in sorted(state.unsent(), key=lambda p: p.order):
        key = lane(parcel.effect)
        before = first.get(key)
        if before is None or _gives_way(before):
            first[key] = parcel
    return tuple(first.values())


def jobs(state: State, now: datetime, alive: Alive) -> tuple[Job, ...]:
    """Everything that may be worked on now, at most one job per lane, oldest first."""
    found = (_job(state, parcel, now, alive) for parcel in heads(state))
    return tuple(job for job in found if job is not None)


def job(state: State, effect: str, now: datetime, alive: Alive) -> Job | None:
    """What may be done about this effect now, if anything."""
    return next((j for j in jobs(state, now, alive) if j.parcel.effect.id == effect), None)


def wake_at(state: State, now: datetime) -> datetime | None:
    """The next instant at which something becomes workable by itself, if nothing else happens."""
    instants = (
        p.claimed_until if p.phase is Phase.CLAIMED else p.retry_at
        for p in heads(state)
        if p.phase in (Phase.WAITING, Phase.CLAIMED, Phase.UNCLEAR)
    )
    return min((at for at in instants if at is not None and at > now), default=None)


def held_back(state: State, now: datetime) -> tuple[str, ...]:
    """The ids of what waits for nothing but its next attempt: a person may not want to wait."""
    return tuple(
        head.effect.id
        for head in heads(state)
        if head.phase is Phase.WAITING and not _is_past(head.retry_at, now)
    )


def is_stuck(state: State, parcel: Parcel, is_hopeless: Callable[[Parcel], bool]) -> bool:
    """Whether this, or what it waits for, has failed, or seems hopeless while it waits."""
    if parcel.phase is Phase.FAILED:
        return True
    if parcel.phase is not Phase.WAITING:
        return False
    if is_hopeless(parcel):
        return True
    before = _blocker(state, parcel)
    return before is not None and is_stuck(state, before, is_hopeless)


def retry_after_s(attempts: int, jitter: float) -> float:
    """The pause after that many attempts that did not get through, seconds.

    Args:
        attempts: how often it has been tried, from 1.
        jitter: anything in 0..1, so that several cockpits do not knock together.
    """
    longest = min(RETRY_CAP_S, 2.0 ** min(max(attempts - 1, 0), 10))
    return longest * (0.5 + 0.5 * jitter)


def look_at(now: datetime, seconds: float = LOOK_AFTER_S) -> datetime:
    """When to look next."""
    return now + timedelta(seconds=seconds)


def standing(state: State, parcel: Parcel, now: datetime) -> str:
    """Where a parcel stands, in words, for everybody who shows it."""
    match parcel.phase:
        case Phase.DONE:
            return effect_words.done(parcel.effect)
        case Phase.DISCARDED:
            return f"given up: {parcel.reason}" if parcel.reason else "given up"
        case Phase.FAILED:
            return f"not sent: {parcel.reason}"
        case Phase.CLAIMED if parcel.claimed_until is None or now < parcel.claimed_until:
            return "sending"
        case Phase.CLAIMED | Phase.UNCLEAR:
            return "unclear: looking whether it arrived"
        case Phase.WAITING:
            return _waiting(state, parcel, now)
        case _:
            assert_never(parcel.phase)


def _job(state: State, parcel: Parcel, now: datetime, alive: Alive) -> Job | None:
    match parcel.phase:
        case Phase.WAITING:
            thread = _thread(state, parcel.effect)
            ready = _is_past(parcel.retry_at, now) and thread is not None
            return Job(parcel=parcel, way=Way.SEND, thread=thread or "") if ready else None
        case Phase.UNCLEAR:
            ready = _is_past(parcel.retry_at, now)
        case Phase.CLAIMED:
            ready = _is_past(parcel.claimed_until, now) or not alive(parcel.claimed_by)
        case Phase.DONE | Phase.FAILED | Phase.DISCARDED:
            ready = False
        case _:
            assert_never(parcel.phase)
    if not ready:
        return None
    return Job(parcel=parcel, way=Way.LOOK, thread=_thread(state, parcel.effect) or "")


def _thread(state: State, effect: Effect) -> str | None:
    """The ts of the thread, empty for none; None while its parent has still to be posted."""
    if not isinstance(effect, PostMessage) or effect.thread or not effect.thread_of:
        return effect.thread if isinstance(effect, PostMessage) else ""
    parent = state.parcels.get(effect.thread_of)
    if parent is None or parent.phase is Phase.DISCARDED:
        return ""
    return parent.ref if parent.phase is Phase.DONE else None


def _blocker(state: State, parcel: Parcel) -> Parcel | None:
    """What has to leave before this one, if anything."""
    effect = parcel.effect
    if isinstance(effect, PostMessage) and _thread(state, effect) is None:
        return state.parcels.get(effect.thread_of)
    head = next((h for h in heads(state) if lane(h.effect) == lane(effect)), parcel)
    return head if head.effect.id != effect.id else None


def _waiting(state: State, parcel: Parcel, now: datetime) -> str:
    if _thread(state, parcel.effect) is None:
        return "waiting for the declaration"
    before = _blocker(state, parcel)
    if before is not None:
        stuck = before.phase is Phase.FAILED
        return f"waiting behind {effect_words.title(before.effect)}" + (
            " that was not sent" if stuck else ""
        )
    if parcel.retry_at is not None and now < parcel.retry_at:
        left = max(1, round((parcel.retry_at - now).total_seconds()))
        return f"not sent yet: {parcel.reason}; again in {left} s"
    return "to be sent"


def _gives_way(parcel: Parcel) -> bool:
    return isinstance(parcel.effect, AcknowledgeIncident) and parcel.phase is Phase.FAILED


def _is_past(at: datetime | None, now: datetime) -> bool:
    return at is None or at <= now
