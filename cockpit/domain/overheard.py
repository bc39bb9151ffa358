"""What was said in a followed channel as far as it is kept: bounded, newest last; pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cockpit.domain.chat import Heard
from cockpit.domain.effects import PostMessage
from cockpit.domain.state import Parcel, Phase
from cockpit.domain.watch import ChannelSpec

KEPT = 200
"""Messages that are kept of a channel."""
PAST_S = 12 * 3600
"""An older one is nobody's business any more, seconds."""
_FAILED = (Phase.FAILED, Phase.DISCARDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overheard:
    """What was said in a channel since the last look, or (`is_whole`) all that it holds lately."""

    channel: str
    at: datetime
    messages: tuple[Heard, ...]
    """Oldest first."""
    is_whole: bool = False
    is_cut: bool = False
    """There was more than one look reads: what is missing lies before the first message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A followed channel's messages, oldest first."""

    messages: tuple[Heard, ...] = ()
    gaps: frozenset[str] = field(default_factory=frozenset)
    """The ts of messages right before which something was said that was not read."""
    read_at: datetime | None = None
    """When it was last read; None: never yet."""


def taken(before: Talk, heard: Overheard) -> Talk:
    """The talk after one more look; the same ts again is an edit, and what is gone is left out."""
    fresh = {message.ts: message for message in heard.messages}
    first = _key(heard.messages[0]) if heard.messages else None
    if heard.is_whole:
        kept = [m for m in before.messages if first is not None and _key(m) < first]
    else:
        kept = [m for m in before.messages if m.ts not in fresh]
    ordered = sorted((*kept, *fresh.values()), key=_key)[-KEPT:]
    gaps = before.gaps
    if first is not None and _is_apart(before, first) and (heard.is_cut or heard.is_whole):
        gaps = gaps | {heard.messages[0].ts}
    known = {message.ts for message in ordered}
    return Talk(messages=tuple(ordered), gaps=gaps & known, read_at=heard.at)


def _is_apart(before: Talk, first: tuple[datetime, int, str]) -> bool:
    """Whether what is read now begins after all that was known."""
    return bool(before.messages) and _key(before.messages[-1]) < first


def _key(message: Heard) -> tuple[datetime, int, str]:
    return message.at, len(message.ts), message.ts


def being_answered(parcels: Mapping[str, Parcel]) -> frozenset[tuple[str, str]]:
    """The (channel, ts) of messages that an answer from here is on its way to, or stands under."""
    return frozenset(
        (parcel.effect.channel, parcel.effect.thread)
        for parcel in parcels.values()
        if isinstance(parcel.effect, PostMessage)
        and parcel.effect.thread
        and parcel.phase not in _FAILED
    )


def unanswered(
    spec: ChannelSpec,
    messages: Iterable[Heard],
    answers: Collection[tuple[str, str]],
    now: datetime,
    after_s: int,
) -> tuple[Heard, ...]:
    """The alerts to which nobody has replied or reacted for so long, oldest first (I9)."""
    if not spec.alerts:
        return ()
    newest, oldest = now - timedelta(seconds=after_s), now - timedelta(seconds=PAST_S)
    return tuple(
        message
        for message in messages
        if message.is_bot
        and oldest <= message.at <= newest
        and not (message.is_answered or message.thread or message.ours)
        and (message.channel, message.ts) not in answers
    )
