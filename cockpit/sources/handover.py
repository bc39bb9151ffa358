"""Watches the channel in which shifts are handed over: notes, and who took them (N3, N4).

What is found is the same for whoever goes and whoever comes, since both read it from the chat.
"""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta

from cockpit.domain.chat import Heard, Reaction
from cockpit.domain.decide_handover import FROM_EMAIL, ROLE, TO, TO_EMAIL
from cockpit.domain.effects import Purpose
from cockpit.domain.facts import Seen
from cockpit.domain.facts_handover import HandoverReacted, HandoverSeen
from cockpit.domain.handovers import PAST_TAKING_S, THUMB, Handover, Thumb
from cockpit.domain.model import Person, Reply
from cockpit.domain.state import State
from cockpit.domain.thread_post import BY
from cockpit.domain.watch import HANDOVER
from cockpit.ports.outside import Clock, Refused
from cockpit.ports.told import Chat, Workspace

NAME = HANDOVER
_GONE = "thread_not_found"
_LONGEST_WAIT = timedelta(seconds=PAST_TAKING_S)
_MOST_WATCHED = 3
"""Notes whose reactions are read at one look, the newest ones."""
_SETTLED_S = 86_400
"""A note that was taken is looked at for so long, since a thumbs-up can be taken back; seconds."""


class HandoverSource:
    """The notes in one channel, and the thumbs-up on them.

    Args:
        chat: where the note's own message is read.
        workspace: where the channel is read.
        state: the state as it is now.
        channel: the channel's id.
        clock: tells which notes are past being taken.
        interval_s: seconds between looks; one look costs two questions as a rule.
    """

    name = NAME

    def __init__(
        self,
        chat: Chat,
        workspace: Workspace,
        state: Callable[[], State],
        channel: str,
        clock: Clock,
        *,
        interval_s: float = 20.0,
    ) -> None:
        self.interval_s = interval_s
        self.deadline_s = 25.0
        self.warning = ""
        self._chat = chat
        self._workspace = workspace
        self._state = state
        self._channel = channel
        self._clock = clock
        self._read_to = ""

    async def poll(self) -> AsyncGenerator[Seen, None]:
        """Notes that are new, and what changed about those that are known."""
        self.warning = ""
        backlog = await self._workspace.history(self._channel, self._read_to or self._long_ago())
        if backlog.is_cut:
            self.warning = "more was said than is read: an older handover note may be missing"
        for message in backlog.messages:
            fact = _seen(message)
            if fact is not None and not self._knows(fact):
                yield fact
            self._read_to = message.ts
        for handover in self._watched():
            for change in await self._changes(handover):
                yield change

    def _long_ago(self) -> str:
        """Before this, as the chat counts, no note can be taken any more."""
        return f"{(self._clock.now() - _LONGEST_WAIT).timestamp():.6f}"

    def _knows(self, fact: HandoverSeen) -> bool:
        known = self._state().handovers.handovers.get(fact.handover)
        return known is not None and known.ts == fact.ts

    def _watched(self) -> tuple[Handover, ...]:
        """Those that can still be taken, the newest ones, before those that can be taken back."""
        now = self._clock.now()
        known = self._state().handovers.handovers.values()
        here = [h for h in known if h.ts and h.channel == self._channel and _is_live(h, now)]
        return tuple(sorted(here, key=lambda h: (h.is_pending, h.at))[-_MOST_WATCHED:])

    async def _changes(self, handover: Handover) -> list[Seen]:
        try:
            stretch = await self._chat.replies(self._channel, handover.ts, handover.ts)
        except Refused as error:
            if error.code != _GONE:
                raise
            return [_seen_again(handover, is_deleted=True)]
        if stretch.is_gone:
            return [_seen_again(handover, is_deleted=True)]
        if stretch.first is None:
            return []
        thumb = next((r for r in stretch.first.reactions if r.name == THUMB), None)
        if thumb is not None and thumb.unnamed:
            self.warning = "somebody who reacted could not be looked up yet: looking again"
            return []
        found: list[Seen] = []
        thumbs = _thumbs(thumb)
        if thumbs != handover.thumbs:
            found.append(HandoverReacted(handover=handover.id, thumbs=thumbs))
        text = _whole(handover, stretch.first, stretch.replies)
        if not handover.paper and text != handover.text:
            found.append(_seen_again(handover, text))
        return found


def _is_live(handover: Handover, now: datetime) -> bool:
    if handover.is_deleted or handover.superseded_by:
        return False
    if handover.accepted_at is not None:
        return now - handover.accepted_at < timedelta(seconds=_SETTLED_S)
    return now - handover.at < _LONGEST_WAIT


def _seen(message: Heard) -> HandoverSeen | None:
    """The note that this message is; None: it is something else."""
    about = dict(message.about)
    if message.purpose != Purpose.HANDOVER or not message.ours or not about.get(TO):
        return None
    return HandoverSeen(
        handover=message.ours,
        channel=message.channel,
        ts=message.ts,
        at=message.at,
        role=about.get(ROLE, ""),
        outgoing=Person(id="", name=about.get(BY, ""), email=about.get(FROM_EMAIL, "")),
        incoming=Person(id="", name=about[TO], email=about.get(TO_EMAIL, "")),
        text=message.text,
    )


def _seen_again(handover: Handover, text: str = "", *, is_deleted: bool = False) -> HandoverSeen:
    """The note with other words, or without a place in the channel."""
    return HandoverSeen(
        handover=handover.id,
        channel=handover.channel,
        ts=handover.ts,
        at=handover.at,
        role=handover.role,
        outgoing=handover.outgoing,
        incoming=handover.incoming,
        text=text or handover.text,
        is_deleted=is_deleted,
    )


def _whole(handover: Handover, first: Reply, replies: tuple[Reply, ...]) -> str:
    """The note with its further parts, which its author's cockpit has put into its thread."""
    more = [r.text for r in replies if r.ts != handover.ts and _is_part(handover, r)]
    return "\n\n".join((first.text, *more))


def _is_part(handover: Handover, reply: Reply) -> bool:
    return reply.purpose == Purpose.HANDOVER and reply.ours.startswith(handover.id)


def _thumbs(thumb: Reaction | None) -> tuple[Thumb, ...]:
    if thumb is None:
        return ()
    emails = thumb.emails or ("",) * len(thumb.people)
    return tuple(Thumb(name=n, email=e) for n, e in zip(thumb.people, emails, strict=False))
