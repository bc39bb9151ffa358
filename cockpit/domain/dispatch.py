"""Which effects may be worked on now, in what order, and in what words they stand; sends nothing.

Of each lane only the head is worked on. Requests take turns, so that what is asked for now does
not wait behind the three hundredth acknowledgement of a storm.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from cockpit.domain import effect_words
from cockpit.domain.effects import Effect, OverrideSchedule, PagerChange, PostMessage
from cockpit.domain.effects_chat import ShareSnippet
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.effects_outward import SendMail
from cockpit.domain.lanes import head, heads, needed, parent_of
from cockpit.domain.overtaken import is_overtaken, overtaken
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

HISTORY = timedelta(minutes=5)
"""How long before its request an effect is looked for: clocks differ."""
_TICK = timedelta(seconds=1)
"""What clocks outside are read to."""

BY_KEY = "y it did, n it did not"
STALE_BY_KEY = "x leaves it, t sends it all the same"
"""How a person says it on the screen; a command says it otherwise."""
IN_DOUBT = "unclear whether it happened"
"""How the reason begins of what may have arrived and cannot be looked up."""

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
    ref: str = ""
    """The other side's id of what it builds on: a message, a room, an incident on the page."""
    since: datetime | None = None
    """For a look: what is older than this cannot be this effect's work."""
    twins: int | None = None
    """For a look: how many exactly like it were done just before `since`; None: nothing alike."""


def jobs(state: State, now: datetime, alive: Alive) -> tuple[Job, ...]:
    """Everything that may be worked on now, at most one job per lane; requests take turns."""
    turns: Counter[str] = Counter()
    found: list[tuple[int, int, Job]] = []
    for parcel in _fresh(state):
        job = _job(state, parcel, now, alive)
        if job is not None:
            turns[parcel.request] += 1
            found.append((turns[parcel.request], parcel.order, job))
    return tuple(job for _, _, job in sorted(found, key=lambda item: item[:2]))


def job(state: State, effect: str, now: datetime, alive: Alive) -> Job | None:
    """What may be done about this effect now, if anything."""
    parcel = state.parcels.get(effect)
    if parcel is None or head(state, parcel.effect) != parcel or is_overtaken(state, parcel):
        return None
    return _job(state, parcel, now, alive)


def wake_at(state: State, now: datetime) -> datetime | None:
    """The next instant at which something becomes workable by itself, if nothing else happens."""
    instants = (
        p.claimed_until if p.phase is Phase.CLAIMED else p.retry_at
        for p in _fresh(state)
        if p.phase in (Phase.WAITING, Phase.CLAIMED, Phase.UNCLEAR)
    )
    return min((at for at in instants if at is not None and at > now), default=None)


def held_back(state: State, now: datetime) -> tuple[str, ...]:
    """The ids of what waits for nothing but its next attempt: a person may not want to wait."""
    return tuple(
        head.effect.id
        for head in _fresh(state)
        if head.phase is Phase.WAITING and not _is_past(head.retry_at, now)
    )


def is_stuck(state: State, parcel: Parcel, is_hopeless: Callable[[Parcel], bool]) -> bool:
    """Whether this, or what it waits for, has failed, is overtaken, or seems hopeless."""
    if parcel.phase in (Phase.FAILED, Phase.DISCARDED) or is_overtaken(state, parcel):
        return True
    if asks_a_person(parcel):
        return True
    if parcel.phase is not Phase.WAITING:
        return False
    if is_hopeless(parcel):
        return True
    before = _blocker(state, parcel)
    return before is not None and is_stuck(state, before, is_hopeless)


def asks_a_person(parcel: Parcel) -> bool:
    """Whether it may have arrived, and nobody but a person can tell: an e-mail is not looked up,
    nor is a command, nor an act at a service whose profile does not say where.

    Whoever went to look for one has put it down as failed, so that others go on.
    """
    if not isinstance(parcel.effect, SendMail | CallHttp | RunCommand):
        return False
    in_vain = parcel.phase is Phase.FAILED and parcel.reason.startswith(IN_DOUBT)
    return in_vain or (parcel.phase is Phase.UNCLEAR and isinstance(parcel.effect, SendMail))


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
    if is_overtaken(state, parcel):
        return f"overtaken by a newer update: {STALE_BY_KEY}"
    if asks_a_person(parcel):
        did = "happened" if isinstance(parcel.effect, RunCommand) else "arrived"
        return f"unclear: nobody can look whether it {did}, so say it: {BY_KEY}"
    return _standing(state, parcel, now)


def _standing(state: State, parcel: Parcel, now: datetime) -> str:
    match parcel.phase:
        case Phase.DONE:
            odd = parcel.warning if isinstance(parcel.effect, PostMessage | RunCommand) else ""
            return effect_words.done(parcel.effect) + (f", {odd}" if odd else "")
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


def _fresh(state: State) -> Iterator[Parcel]:
    """The heads that may still be worked on: what was overtaken waits for a person."""
    stale = overtaken(state)
    return (parcel for parcel in heads(state) if parcel.effect.id not in stale)


def _job(state: State, parcel: Parcel, now: datetime, alive: Alive) -> Job | None:
    match parcel.phase:
        case Phase.WAITING:
            ready = _is_past(parcel.retry_at, now) and needed(state, parcel) is None
            return _ready(state, parcel, Way.SEND) if ready else None
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
    return _ready(state, parcel, Way.LOOK)


def _ready(state: State, parcel: Parcel, way: Way) -> Job:
    parent = state.parcels.get(parent_of(parcel.effect))
    since, twins = _since(state, parcel) if way is Way.LOOK else (None, None)
    return Job(
        parcel=parcel,
        way=way,
        thread=_thread(state, parcel.effect),
        ref=parent.ref if parent is not None and parent.phase is Phase.DONE else "",
        since=since,
        twins=twins,
    )


def _since(state: State, parcel: Parcel) -> tuple[datetime, int | None]:
    """From when on a trace outside is this effect's, and how many like it there are just before.

    An earlier change of the same kind to the same thing left a trace too, which is not to be taken
    for this one's: two escalations within a minute are two. Those within a second are told apart by
    their number alone. Messages and notes carry a marker.
    """
    earlier = [
        (p.done_at, p.effect)
        for p in state.parcels.values()
        if isinstance(p.effect, PagerChange | CallHttp)
        and p.phase is Phase.DONE
        and p.done_at is not None
        and p.order < parcel.order
        and _is_alike(p.effect, parcel.effect)
    ]
    first = parcel.requested_at - HISTORY
    last = max((at for at, _ in earlier), default=first - _TICK)
    if last + _TICK <= first:
        return first, None
    same = (at for at, effect in earlier if replace(effect, id=parcel.effect.id) == parcel.effect)
    return last + _TICK, sum(at >= last - _TICK for at in same)


def _is_alike(one: Effect, other: Effect) -> bool:
    if isinstance(one, OverrideSchedule) and isinstance(other, OverrideSchedule):
        return one.schedule_id == other.schedule_id
    if isinstance(one, CallHttp) and isinstance(other, CallHttp):
        return (one.action, one.org_id) == (other.action, other.org_id)
    return type(one) is type(other) and one.incident_id == other.incident_id


def _thread(state: State, effect: Effect) -> str:
    """The ts of the thread, empty for none."""
    match effect:
        case PostMessage(thread=thread, thread_of=parent_id):
            if thread or not parent_id:
                return thread
        case ShareSnippet(thread_of=parent_id):
            pass
        case _:
            return ""
    parent = state.parcels.get(parent_id)
    return parent.ref if parent is not None and parent.phase is Phase.DONE else ""


def _blocker(state: State, parcel: Parcel) -> Parcel | None:
    """What has to leave before this one, if anything."""
    before = needed(state, parcel)
    if before is not None:
        return before
    first = head(state, parcel.effect) or parcel
    return first if first.effect.id != parcel.effect.id else None


def _waiting(state: State, parcel: Parcel, now: datetime) -> str:
    first = needed(state, parcel)
    if first is not None and isinstance(first.effect, PostMessage):
        return "waiting for the declaration"
    before = _blocker(state, parcel)
    if before is not None:
        why = {Phase.FAILED: " that was not sent", Phase.DISCARDED: " that was given up"}
        return f"waiting behind {effect_words.title(before.effect)}{why.get(before.phase, '')}"
    if parcel.retry_at is not None and now < parcel.retry_at:
        left = max(1, round((parcel.retry_at - now).total_seconds()))
        return f"not sent yet, again in {left} s: {parcel.reason}"
    return "to be sent"


def _is_past(at: datetime | None, now: datetime) -> bool:
    return at is None or at <= now
