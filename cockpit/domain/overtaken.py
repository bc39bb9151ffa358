"""Which updates a newer one of the same incident has overtaken before they left; pure.

What could not leave, or has waited for a while, is stale once there is something newer to say: it
is not sent silently afterwards, and not thrown away either. Two that are written one right after
the other are both sent. An update goes as a whole: once a part of it stands in the channel, or may
stand there, the others follow it.
"""

from collections.abc import Iterable
from datetime import timedelta

from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.state import Parcel, Phase, State

STALE = timedelta(seconds=30)
"""What was asked for this long before a newer one is stale, though nothing went wrong with it."""


def overtaken(state: State) -> frozenset[str]:
    """The ids of all effects of updates that are overtaken, and that nobody has released."""
    unsent = [p for p in state.parcels.values() if not p.is_over and _is_update(p)]
    if not unsent:
        return frozenset()
    whole: dict[str, list[Parcel]] = {}
    newest: dict[str, Parcel] = {}
    waiting = {p.request for p in unsent}
    concerned = {p.effect.incident_id for p in unsent}
    for parcel in state.parcels.values():
        if parcel.effect.incident_id not in concerned or not _is_update(parcel):
            continue
        if parcel.request in waiting:
            whole.setdefault(parcel.request, []).append(parcel)
        if parcel.phase is not Phase.DISCARDED:
            key = parcel.effect.incident_id
            newest[key] = max(newest.get(key, parcel), parcel, key=lambda p: p.order)
    stale: set[str] = set()
    for parts in whole.values():
        newer = newest.get(parts[0].effect.incident_id)
        if newer is not None and _is_behind(parts, newer) and _may_rest(parts):
            stale.update(part.effect.id for part in parts if not part.is_over)
    return frozenset(stale)


def is_overtaken(state: State, parcel: Parcel) -> bool:
    """Whether this one is; quick for whatever is no update that waits."""
    return _is_update(parcel) and _may_rest((parcel,)) and parcel.effect.id in overtaken(state)


def siblings(state: State, parcel: Parcel) -> tuple[Parcel, ...]:
    """The parts of an update that are not over, this one among them; of anything else, itself."""
    if not _is_update(parcel):
        return (parcel,)
    return tuple(
        p
        for p in state.parcels.values()
        if p.request == parcel.request and _is_update(p) and not p.is_over
    )


def _is_behind(parts: Iterable[Parcel], newer: Parcel) -> bool:
    """Whether these are older than that by a while, or by a failed attempt."""
    return all(part.order < newer.order for part in parts) and any(
        part.attempts > 0
        or part.phase is Phase.FAILED
        or newer.requested_at - part.requested_at >= STALE
        for part in parts
    )


def _may_rest(parts: Iterable[Parcel]) -> bool:
    """Whether certainly nothing of it has left, and nobody has said to send it."""
    return all(
        part.phase in (Phase.WAITING, Phase.FAILED, Phase.DISCARDED) and not part.released
        for part in parts
    )


def _is_update(parcel: Parcel) -> bool:
    return isinstance(parcel.effect, PostMessage) and parcel.effect.purpose is Purpose.UPDATE
