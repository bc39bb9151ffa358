"""Who has to hear of an incident of its severity, by when, and how far that has come; pure.

The list ticks itself (I4, I5, P7): by the declaration, by updates, by messages that stand where
they were to go; what only a person can know, a person says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.domain.cadence import confirmed, stood_at
from cockpit.domain.demands import Level, Telling, Way
from cockpit.domain.dispatch import asks_a_person
from cockpit.domain.effects import PostMessage
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, Phase, State

_TURNED = re.compile(r"[^a-z0-9]+")


class Course(StrEnum):
    """How far an obligation has come."""

    OPEN = "open"
    """Nobody has told them yet."""
    DOUBT = "unclear whether it arrived: the outbox asks"
    SENDING = "being sent"
    FAILED = "not sent"
    DONE = "done"
    AGAIN = "to repeat"
    """Done, and they have to hear again by `due`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Somebody who has to hear of the incident, and how that stands."""

    id: str
    telling: Telling
    course: Course
    due: datetime | None = None
    """By when they have to hear, the first time or again; None: no time is set, or it is done."""
    at: datetime | None = None
    """When they last heard."""
    by: str = ""
    how: str = ""

    @property
    def is_met(self) -> bool:
        """Nothing has to be done about it, at least by now."""
        return self.course is Course.DONE

    def is_late(self, now: datetime) -> bool:
        """Whether they should have heard by now."""
        return self.due is not None and self.due <= now and self.course is not Course.SENDING


def level_of(case: Case, procedure: Procedure) -> Level | None:
    """The severity that counts: as somebody has set it, else as the pager's priority says."""
    return procedure.level(case.severity) or procedure.level(case.incident.priority)


def named(telling: Telling) -> str:
    """The short name of an obligation: its own, else made of whom it tells."""
    return telling.id or _TURNED.sub("-", telling.who.casefold()).strip("-")


def telling_of(case: Case, procedure: Procedure, key: str) -> Telling | None:
    """The obligation of this name that the incident's severity brings."""
    level = level_of(case, procedure)
    wanted = key.strip().casefold()
    return next((t for t in (level.tells if level else ()) if named(t) == wanted), None)


def obligations(state: State, case: Case, procedure: Procedure) -> tuple[Obligation, ...]:
    """Everybody who has to hear, in the profile's order."""
    level = level_of(case, procedure)
    return tuple(_standing(state, case, procedure, t) for t in (level.tells if level else ()))


def following(found: Iterable[Obligation]) -> Obligation | None:
    """Whoever has to be told next and hears of it in no other clock's time; None: nobody.

    The declaration and the updates have clocks of their own.
    """
    open_ = (
        o
        for o in found
        if o.due is not None
        and o.course is not Course.SENDING
        and o.telling.way not in (Way.DECLARE, Way.UPDATE)
    )
    return min(open_, key=lambda o: (o.due is None, o.due), default=None)


def _standing(state: State, case: Case, procedure: Procedure, telling: Telling) -> Obligation:
    told = _told(state, case, procedure, telling)
    if told.course is not Course.DONE:
        return _due(told, case)
    if not telling.every_s or not case.incident.is_open or told.at is None:
        return told
    again = told.at + timedelta(seconds=telling.every_s)
    return Obligation(
        id=told.id,
        telling=telling,
        course=Course.AGAIN,
        due=again,
        at=told.at,
        by=told.by,
        how=told.how,
    )


def _due(told: Obligation, case: Case) -> Obligation:
    """The same with when it is due: from the page, or from when its severity was set if later."""
    telling, due = told.telling, None
    if telling.within_s and case.incident.is_open:
        begun = max(case.incident.created_at, case.severity_at or case.incident.created_at)
        due = begun + timedelta(seconds=telling.within_s)
    return Obligation(
        id=told.id, telling=telling, course=told.course, due=due, by=told.by, how=told.how
    )


def _told(state: State, case: Case, procedure: Procedure, telling: Telling) -> Obligation:
    """What has been told, whatever the time."""
    key = named(telling)
    said = case.told.get(key)
    if said is not None:
        course, at = _course(state, said.effects)
        if not said.effects:
            course, at = Course.DONE, said.at
        if course is not None:
            how = "; ".join(words for words in (*_warnings(state, said.effects), said.how) if words)
            return Obligation(
                id=key, telling=telling, course=course, at=at, by=said.author, how=how
            )
    effects, by = _effects(state, case, procedure, telling)
    course, at = _course(state, effects) if effects else (None, None)
    return Obligation(id=key, telling=telling, course=course or Course.OPEN, at=at, by=by)


def _warnings(state: State, effects: tuple[str, ...]) -> tuple[str, ...]:
    """Who did not hear all the same: a server that takes a letter may refuse some of its people."""
    parcels = (state.parcels.get(effect) for effect in effects)
    return tuple(parcel.warning for parcel in parcels if parcel is not None and parcel.warning)


def _effects(
    state: State, case: Case, procedure: Procedure, telling: Telling
) -> tuple[tuple[str, ...], str]:
    """What tells them without being asked for as a telling, and whose it is."""
    match telling.way:
        case Way.DECLARE if case.declaration is not None:
            return (case.declaration.effect,), case.declaration.author
        case Way.UPDATE if case.updates:
            last = (confirmed(state, case) or case.updates)[-1]
            return last.effects, last.author
        case Way.POST if telling.to:
            channel = procedure.channels.of(telling.to[0])
            posts = (
                p
                for p in state.parcels.values()
                if isinstance(p.effect, PostMessage)
                and (p.effect.incident_id, p.effect.channel) == (case.incident.id, channel)
                and not (p.effect.thread or p.effect.thread_of)
                and _tags(p.effect, telling)
                and p.phase is not Phase.DISCARDED
            )
            last_post = max(posts, key=lambda p: p.order, default=None)
            return ((last_post.effect.id,), last_post.author) if last_post else ((), "")
        case _:
            return (), ""


def _tags(post: PostMessage, telling: Telling) -> bool:
    """Whether it reaches the groups that have to hear: what tags nobody tells them nothing."""
    tagged = {mention.name.casefold() for mention in post.mentions}
    return all(group.casefold() in tagged for group in telling.groups)


def _course(state: State, effects: tuple[str, ...]) -> tuple[Course | None, datetime | None]:
    """How far these have come, and when all were done; None: they were given up."""
    at = stood_at(state, effects)
    if at is not None:
        return Course.DONE, at
    parcels = [p for effect in effects if (p := state.parcels.get(effect))]
    if any(asks_a_person(p) for p in parcels):
        return Course.DOUBT, None
    phases = {p.phase for p in parcels}
    if Phase.FAILED in phases:
        return Course.FAILED, None
    if not phases or Phase.DISCARDED in phases:
        return None, None
    return Course.SENDING, None
