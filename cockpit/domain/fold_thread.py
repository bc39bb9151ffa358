"""How what colleagues' cockpits say in the thread changes an incident: roles, mitigations, relief.

Everybody who may post there can say such a thing, so only what has the right shape is heeded, no
more than fits, and the timeline tells what was understood.

What was heeded stays so when its message is deleted: taking words back stops no rollback that runs,
and a role may have gone on to others since. The timeline says that it was deleted, and by whom it
was; only the cadence, which asks what others can read now, forgets it.
"""

import re
from datetime import UTC, datetime, timedelta

from cockpit.domain.effects import Purpose
from cockpit.domain.fold_talk import held_from
from cockpit.domain.model import Person, Reply
from cockpit.domain.replacing import replace
from cockpit.domain.state import Case
from cockpit.domain.talk import Holder, Mitigation, Relief, Stage

_ROLE = re.compile(r"[a-z][a-z0-9-]{0,30}")
_MOST_ROLES = 12
_MOST_MITIGATIONS = 200
_LONGEST = 200
_LONGEST_BEFORE = timedelta(days=1)
"""An incident may have begun this long before it paged."""


def heeded(case: Case, reply: Reply) -> tuple[Case, str]:
    """The case after a colleague's message, and what it was taken to say; empty: only a message."""
    if not reply.ours:
        return case, ""
    said = dict(reply.about)
    match reply.purpose:
        case Purpose.ROLE:
            return _roles(case, reply, said)
        case Purpose.MITIGATION:
            return _mitigation(case, reply, said)
        case Purpose.RELIEF:
            return _relief(case, reply, said)
        case _:
            return case, ""


def _roles(case: Case, reply: Reply, said: dict[str, str]) -> tuple[Case, str]:
    """Newer words win: what was said or done about a role since stands."""
    person = Person(id="", name=_line(said.get("person", "")), email=_line(said.get("email", "")))
    told = []
    for role in said.get("role", "").split(",")[:_MOST_ROLES]:
        if not _ROLE.fullmatch(role):
            continue
        told.append(f"{role}: {person.name or 'nobody any more'}")
        spells = (t for t in case.tenures if t.role == role)
        last = max((t.until or t.since for t in spells), default=None)
        fits = role in case.roles or len(case.roles) < _MOST_ROLES
        if fits and (last is None or reply.at > last):
            holder = Holder(
                at=reply.at, author=_author(reply, said), person=person, is_elsewhere=True
            )
            case = held_from(case, role, holder)
    return case, "; ".join(told)


def _mitigation(case: Case, reply: Reply, said: dict[str, str]) -> tuple[Case, str]:
    key, stage = said.get("id", ""), said.get("stage", "")
    if not key or len(key) > _LONGEST or stage not in set(Stage):
        return case, ""
    known = next((m for m in case.mitigations if m.id == key), None)
    if known is None:
        if not said.get("kind") or not said.get("target"):
            return case, ""
        known = Mitigation(
            id=key,
            at=reply.at,
            author=_author(reply, said),
            kind=_line(said["kind"]),
            target=_line(said["target"]),
            words=_line(said.get("words", "")),
            is_elsewhere=True,
        )
        if len(case.mitigations) >= _MOST_MITIGATIONS:
            return case, ""
        case = replace(case, mitigations=(*case.mitigations, known))
    moved = _moved(known, Stage(stage), reply.at, _line(said.get("words", "")))
    case = replace(case, mitigations=tuple(moved if m.id == key else m for m in case.mitigations))
    verb = "about to" if stage == Stage.ANNOUNCED else f"{stage}:"
    return case, f"{_author(reply, said)} {verb} {known.kind} {known.target}"


def _moved(mitigation: Mitigation, stage: Stage, at: datetime, words: str) -> Mitigation:
    latest = max(x for x in (mitigation.at, mitigation.started_at, mitigation.ended_at) if x)
    if stage is Stage.ANNOUNCED or at < latest:
        return mitigation
    begun = mitigation.started_at or (at if stage is not Stage.CALLED_OFF else None)
    return replace(
        mitigation,
        stage=stage,
        started_at=begun,
        ended_at=at if stage.is_over else None,
        outcome=words if stage.is_over else mitigation.outcome,
    )


def _relief(case: Case, reply: Reply, said: dict[str, str]) -> tuple[Case, str]:
    try:
        since = datetime.fromisoformat(said.get("since", ""))
    except ValueError:
        return case, ""
    earliest = case.incident.created_at - _LONGEST_BEFORE
    if since.tzinfo is None or not earliest <= since <= reply.at:
        return case, ""
    since = since.astimezone(UTC)
    before, words = case.relief, f"users no longer hurt since {since:%H:%M} UTC"
    if before is not None and before.noted_at is not None and reply.at <= before.noted_at:
        return case, words
    relief = Relief(
        at=since,
        author=_author(reply, said),
        words=_line(said.get("words", "")),
        noted_at=reply.at,
    )
    return replace(case, relief=relief), words


def _author(reply: Reply, said: dict[str, str]) -> str:
    """Whose word it is: the app posts for everybody."""
    return _line(said.get("by", "")) or reply.author


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
