"""Facts about an incident's order with defaults: roles, replies, mitigations, choices, tellings."""

from datetime import datetime
from itertools import count

from situations import ANA, INCIDENT, NOW, ZONE, procedure, state_of

from cockpit.domain.decide import decide
from cockpit.domain.decisions import Decision, Ground
from cockpit.domain.effects import Effect, PostMessage
from cockpit.domain.facts import (
    CadenceChosen,
    EffectDone,
    Fact,
    MitigationAnnounced,
    MitigationMoved,
    ReplySeen,
    RoleAssigned,
    SeveritySet,
    TellingRequested,
)
from cockpit.domain.model import Person, Reply
from cockpit.domain.procedure import Procedure

THREAD = "1776761110.000100"
NOVA = procedure()


def ground(by: Procedure = NOVA, me: Person = ANA, now: datetime = NOW) -> Ground:
    """What a decision stands on, with ids that count up."""
    ids = count(1)
    return Ground(procedure=by, me=me, now=now, zone=ZONE, new_id=lambda: f"id{next(ids)}")


def decided(action, *told: Fact | tuple[datetime, Fact], **on: object) -> Decision:
    """What is decided after these facts."""
    return decide(state_of(*told), action, ground(**on))


def posts(decision: Decision) -> list[PostMessage]:
    """The messages that a decision wants to send."""
    assert isinstance(decision, tuple), decision
    return [e for fact in decision for e in fact.effects if isinstance(e, PostMessage)]


def holds(role: str, person: Person, at: datetime, **more: object) -> tuple[datetime, Fact]:
    """Somebody takes a role here."""
    name = f"role-{role}-{at.isoformat()}"
    return at, RoleAssigned(id=name, incident_id=INCIDENT, role=role, person=person, **more)


def leaves(role: str, at: datetime) -> tuple[datetime, Fact]:
    """Nobody holds it any more."""
    return holds(role, Person(id="", name=""), at)


def reply(at: datetime, author: str, text: str = "on it", **more: object) -> tuple[datetime, Fact]:
    """Somebody writes in the thread."""
    ts = f"{at.timestamp():.6f}"
    said = Reply(channel="C1", thread=THREAD, ts=ts, at=at, author=author, text=text, **more)
    return at, ReplySeen(incident_id=INCIDENT, reply=said)


def cockpit_says(
    at: datetime, purpose: str, *, text: str = "told", **about: str
) -> tuple[datetime, Fact]:
    """A colleague's cockpit posts in the thread; the app is its author."""
    pairs = tuple((name.removesuffix("_"), value) for name, value in about.items())
    ours = f"theirs-{at.isoformat()}"
    return reply(at, "cockpit", text, ours=ours, purpose=purpose, about=pairs)


def chose(at: datetime, **choice: object) -> tuple[datetime, Fact]:
    """Somebody changes the nudges."""
    return at, CadenceChosen(incident_id=INCIDENT, **choice)


def severe(level: str, at: datetime) -> tuple[datetime, Fact]:
    """Somebody sets the severity."""
    return at, SeveritySet(incident_id=INCIDENT, level=level)


def announced(
    name: str, at: datetime, *, kind: str = "rollback", target: str = "cloud", **more: object
) -> tuple[datetime, Fact]:
    """A mitigation is announced here."""
    fact = MitigationAnnounced(id=name, incident_id=INCIDENT, kind=kind, target=target, **more)
    return at, fact


def moved(name: str, stage: str, at: datetime, words: str = "") -> tuple[datetime, Fact]:
    """A mitigation goes on, or ends."""
    return at, MitigationMoved(
        id=f"{name}-{stage}", incident_id=INCIDENT, mitigation=name, stage=stage, words=words
    )


def told(
    telling: str, at: datetime, *effects: Effect, words: str = "by phone", done: bool = True
) -> tuple[tuple[datetime, Fact], ...]:
    """Somebody was told; with `done`, what tells them has arrived at once."""
    fact = TellingRequested(
        id=f"tell-{telling}-{at.isoformat()}",
        incident_id=INCIDENT,
        telling=telling,
        words=words,
        effects=effects,
    )
    arrived = ((at, EffectDone(effect=e.id, ref="1.0", done_at=at)) for e in effects if done)
    return ((at, fact), *arrived)
