# ruff: noqa: ARG002 - the signatures are the ports'
"""A pager and a chat in memory which fail as they are told, and count what really reached them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from check_ups import CheckUps
from clocks import START
from workplace import Workplace

from cockpit.domain.effects import PagerChange, PostMessage
from cockpit.domain.effects_chat import ChatChange
from cockpit.domain.effects_outward import PublishStatus, SendMail
from cockpit.domain.incident_details import Change
from cockpit.domain.model import (
    Assignment,
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    Person,
    Status,
    Urgency,
)
from cockpit.ports.outside import (
    TWIN_SPAN,
    Changed,
    Garbled,
    Happened,
    OpenPage,
    Refused,
    ServerTime,
    Unreachable,
)
from cockpit.ports.told import Posted, Stretch

T = TypeVar("T")

ANA = Person(id="PANA", name="Ana", email="ana@example.com")
BEN = Person(id="PBEN", name="Ben", email="ben@example.com")

UNSENT = ("connection refused", "later")
"""Faults of a write that certainly did not act."""
MAYBE = ("lost before", "lost after", "hangs before", "hangs after", "garbled before",
         "garbled after")  # fmt: skip
"""Faults of a write after which only a look can tell."""
FATAL = ("no",)
BLIND = ("unreachable", "refused", "garbled", "hangs")
"""Faults of a look."""


def incident(number: int = 1, **changes: object) -> Incident:
    """An open incident that pages Ana."""
    plain = Incident(
        id=f"Q{number}",
        number=4216 + number,
        title="Cloud API answers 5xx",
        status=Status.TRIGGERED,
        urgency=Urgency.HIGH,
        created_at=START,
        changed_at=START,
        service="Cloud API",
        priority="P1",
        assignments=(Assignment(person=ANA, at=START),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that stands in a channel."""

    channel: str
    thread: str
    text: str
    marker: str
    ts: str


_OVER = TimeoutError("the caller's deadline has passed")
"""What a call that hangs ends in; real time need not pass for it."""


async def _nothing(_moment: str = "") -> None:
    await asyncio.sleep(0)


class FarSide:
    """Both ports. `faults` are used up by writes, `blindness` by looks; then all goes well."""

    def __init__(self, now: Callable[[], datetime] = lambda: START) -> None:
        self.now = now
        self.incidents = {"Q1": incident()}
        self.team_ids: tuple[str, ...] = ()
        self.users: tuple[Person, ...] = (ANA, BEN)
        """Whom it knows by name."""
        self.messages: list[Message] = []
        self.notes: list[tuple[str, str, str]] = []
        self.acknowledged: list[str] = []
        self.changes: list[PagerChange] = []
        self._changed_at: list[datetime] = []
        self.faults: list[str] = []
        self.blindness: list[str] = []
        self.at_write: Callable[[str], Awaitable[None]] = _nothing
        """Awaited "before" and "after" each write acts; may never return."""
        self.at_look: Callable[[], Awaitable[None]] = _nothing
        """Awaited before each look; may never return."""
        self.held: asyncio.Event | None = None
        """While set and clear, the chat hangs."""
        self.acknowledge_does_nothing = 0
        """How many acknowledgements are answered well, and not done."""
        self.workplace = Workplace()
        """Whom the chat can mention."""
        self.altered: list[tuple[ChatChange, str, str]] = []
        self.mails: list[SendMail] = []
        self.check_ups = CheckUps()
        self.published: list[tuple[PublishStatus, str, str]] = []
        """With the page's id of the incident, and what it built on."""
        self.arrived: list[str] = []
        """The ids of effects in the order in which they took effect; acknowledgements, which do no
        harm twice, and changes at the pager, which carry no id there, left out."""
        self.calls = self.under_way = self.most_under_way = 0

    # --- chat ---

    async def post(self, message: PostMessage, thread: str) -> Posted:
        if self.held is not None:
            await self.held.wait()

        def act() -> Posted:
            self.arrived.append(message.id)
            ts = f"{1000 + len(self.messages)}.000100"
            self.messages.append(
                Message(
                    channel=message.channel,
                    thread=thread,
                    text=message.text,
                    marker=message.id,
                    ts=ts,
                )
            )
            return Posted(ts=ts, at=self.now())

        return await self._write(act)

    async def find(self, channel: str, thread: str, marker: str, since: datetime) -> Posted | None:
        await self._see()
        for message in self.messages:
            if (message.channel, message.marker) == (channel, marker):
                return Posted(ts=message.ts, at=self.now())
        return None

    async def replies(self, channel: str, thread: str, after: str) -> Stretch:
        return Stretch(replies=())

    async def alter(self, change: ChatChange, ref: str, thread: str) -> Changed:
        """Every change has a number; `altered` holds it with what it built on."""

        def act() -> Changed:
            self.arrived.append(change.id)
            self.altered.append((change, ref, thread))
            return Changed(ref=f"A{len(self.altered)}", at=self.now())

        return await self._write(act)

    async def find_alteration(
        self, change: ChatChange, ref: str, thread: str, since: datetime
    ) -> Changed | None:
        await self._see()
        for place, (made, _, _) in enumerate(self.altered, start=1):
            if made.id == change.id:
                return Changed(ref=f"A{place}", at=self.now())
        return None

    # --- pager ---

    async def me(self) -> Person:
        return ANA

    async def people(self, words: str) -> tuple[Person, ...]:
        await self._see()
        return tuple(p for p in self.users if words.casefold() in p.name.casefold())

    async def priorities(self) -> tuple[str, ...]:
        await self._see()
        return ("P1", "P2", "P3")

    async def teams(self) -> tuple[str, ...]:
        return self.team_ids

    async def open_incidents(self, start: int = 0) -> OpenPage:
        return OpenPage(incidents=tuple(i for i in self.incidents.values() if i.is_open)[start:])

    async def ended(self, most: int) -> tuple[Incident, ...]:
        return tuple(i for i in self.incidents.values() if not i.is_open)

    async def happened(self, since: datetime | None = None) -> Happened:
        return Happened(entries=(), up_to=self.now())

    async def incident(self, incident_id: str) -> Incident:
        await self._see()
        return self.incidents[incident_id]

    async def log(self, incident_id: str, since: datetime | None = None) -> tuple[LogEntry, ...]:
        return ()

    async def changes(self, incident_id: str) -> tuple[Change, ...]:
        return ()

    async def policy(self, policy_id: str) -> EscalationPolicy:
        raise Refused("no such policy", code="404")

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        return ()

    async def acknowledge(self, incident_id: str) -> Incident:
        if self.incidents[incident_id].status is Status.RESOLVED:
            raise Refused("it is resolved; acknowledging it would open it again")

        def act() -> Incident:
            if self.acknowledge_does_nothing:
                self.acknowledge_does_nothing -= 1
                return self.incidents[incident_id]
            self.acknowledged.append(incident_id)
            now = self.now()
            held = replace(
                self.incidents[incident_id],
                status=Status.ACKNOWLEDGED,
                changed_at=now,
                acknowledgements=(Assignment(person=ANA, at=now),),
            )
            self.incidents[incident_id] = held
            return held

        return await self._write(act)

    async def add_note(self, incident_id: str, text: str, marker: str) -> str:
        def act() -> str:
            self.arrived.append(marker)
            self.notes.append((incident_id, text, marker))
            return f"N{len(self.notes)}"

        return await self._write(act)

    async def find_note(self, incident_id: str, marker: str) -> str | None:
        await self._see()
        for place, (owner, _, mark) in enumerate(self.notes, start=1):
            if (owner, mark) == (incident_id, marker):
                return f"N{place}"
        return None

    async def change(self, change: PagerChange) -> Changed:
        def act() -> Changed:
            at = self.now().replace(microsecond=0)
            self.changes.append(change)
            self._changed_at.append(at)
            return Changed(at=at)

        return await self._write(act)

    async def find_change(
        self, change: PagerChange, since: datetime, twins: int | None = None
    ) -> Changed | None:
        """By what it did and when: an id of ours does not reach the other side."""
        await self._see()
        pairs = zip(self.changes, self._changed_at, strict=True)
        times = [at for made, at in pairs if replace(made, id="") == replace(change, id="")]
        near = [at for at in times if since - TWIN_SPAN <= at < since]
        if twins is not None and len(near) > twins:
            return Changed(at=near[-1])
        return next((Changed(at=at) for at in times if at >= since), None)

    def heard(self) -> ServerTime | None:
        return None

    async def publish(self, update: PublishStatus, ref: str) -> Changed:
        """Tell customers; the first word gives the incident its id on the page."""

        def act() -> Changed:
            page = ref or f"S{len(self.published) + 1}"
            self.arrived.append(update.id)
            self.published.append((update, page, ref))
            return Changed(ref=page, at=self.now())

        return await self._write(act)

    async def find_published(self, update: PublishStatus) -> Changed | None:
        """By what it says, as the page does."""
        await self._see()
        for made, page, _ in self.published:
            if made.text == update.text:
                return Changed(ref=page, at=self.now())
        return None

    async def send(self, mail: SendMail) -> Changed:
        """Hand it to the mail server."""

        def act() -> Changed:
            self.arrived.append(mail.id)
            self.mails.append(mail)
            return Changed(ref=f"<{mail.id}>", at=self.now())

        return await self._write(act)

    # --- how it goes wrong ---

    async def _write(self, act: Callable[[], T]) -> T:
        self.calls += 1
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return await self._attempt(act, self.faults.pop(0) if self.faults else "")
        finally:
            self.under_way -= 1

    async def _attempt(self, act: Callable[[], T], fault: str) -> T:
        if fault == "connection refused":
            raise Unreachable("connection refused")
        if fault == "later":
            raise Refused("too many requests", retry_after_s=7)
        if fault == "no":
            raise Refused("channel_not_found", "check the channel", code="channel_not_found")
        await self.at_write("before")
        how, _, when = fault.partition(" ")
        if when != "before":
            result = act()
            await self.at_write("after")
        if how == "lost":
            raise Unreachable("the connection broke", maybe_sent=True)
        if how == "hangs":
            raise _OVER
        if how == "garbled":
            raise Garbled("the answer is HTML")
        return result

    async def _see(self) -> None:
        fault = self.blindness.pop(0) if self.blindness else ""
        await self.at_look()
        if fault == "unreachable":
            raise Unreachable("connection refused")
        if fault == "refused":
            raise Refused("missing_scope", "add channels:history", code="missing_scope")
        if fault == "garbled":
            raise Garbled("the answer is HTML")
        if fault == "hangs":
            raise _OVER


class FarPage:
    """The status page of a far side."""

    def __init__(self, far: FarSide) -> None:
        self._far = far

    async def publish(self, update: PublishStatus, ref: str) -> Changed:
        return await self._far.publish(update, ref)

    async def find(self, update: PublishStatus, ref: str, since: datetime) -> Changed | None:
        return await self._far.find_published(update)
