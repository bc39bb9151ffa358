"""How reactions to messages of the thread become moments; the chat does not say when they came."""

import re
from datetime import datetime

from cockpit.domain.chat import Reaction
from cockpit.domain.model import Reply
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment

_FIRST_WORDS = 40
"""Characters of a message that remind of it."""
_MOST_NAMED = 3
_MOST_KEPT = 40
"""Moments of one message's reactions that are kept: a reaction can be put and taken for ever."""
_NAMELESS = re.compile(r"\b[UW][A-Z0-9]{2,}\b")
"""What stands for a person while the chat has not said who that is."""


def reacted(
    moments: tuple[Moment, ...], before: Reply | None, reply: Reply, at: datetime
) -> tuple[Moment, ...]:
    """The moments with what changed in the reactions to this message, noticed at `at`."""
    was = _people(before.reactions if before else ())
    now = _people(reply.reactions)
    kept = moments
    lead = f"reaction:{reply.ts}:"
    found: list[Moment] = []
    for name in dict.fromkeys((*now, *was)):
        old, new = was.get(name), now.get(name)
        kept, old = _learned(kept, lead + name, old, new)
        put = [p for p in new or () if p not in (old or ())]
        taken = [p for p in old or () if p not in (new or ())]
        if put or (new == () and old is None):
            found.append(_moment(f"{lead}{name}", reply, at, (f"reacted :{name}: to", put)))
        if taken or (new is None and old == ()):
            found.append(_moment(f"{lead}{name}", reply, at, (f"took :{name}: back from", taken)))
    room = _MOST_KEPT - sum(1 for m in kept if m.id.startswith(lead))
    return (*kept, *found[: max(room, 0)])


def _people(reactions: tuple[Reaction, ...]) -> dict[str, tuple[str, ...]]:
    return {reaction.name: reaction.people for reaction in reactions}


def _learned(
    moments: tuple[Moment, ...],
    lead: str,
    old: tuple[str, ...] | None,
    new: tuple[str, ...] | None,
) -> tuple[tuple[Moment, ...], tuple[str, ...] | None]:
    """Who was called by an id has a name by now: that is no reaction, the moment learns it."""
    if not old or not new or len(old) != len(new):
        return moments, old
    names = {
        was: now
        for was, now in zip(old, new, strict=True)
        if was != now and _NAMELESS.fullmatch(was) and was not in new
    }
    if not names:
        return moments, old
    told = tuple(_renamed(m, names) if m.id.startswith(lead) else m for m in moments)
    return told, tuple(names.get(person, person) for person in old)


def _renamed(moment: Moment, names: dict[str, str]) -> Moment:
    text = _NAMELESS.sub(lambda found: names.get(found[0], found[0]), moment.text)
    return replace(moment, text=text, author=names.get(moment.author, moment.author))


def _moment(lead: str, reply: Reply, at: datetime, what: tuple[str, list[str]]) -> Moment:
    """One line for all who did the same; whoever did it alone has written it."""
    did, people = what
    words = " ".join(reply.text.split())
    short = words if len(words) <= _FIRST_WORDS else words[: _FIRST_WORDS - 1].rstrip() + "…"
    of = "the first message" if reply.ts == reply.thread else short
    author = people[0] if len(people) == 1 else ""
    said = f"{did}: {of}"
    if len(people) != 1:
        said = f"{_named(people)} {said}"
    when = max(at, reply.at)
    return Moment(
        at=when, kind=Kind.CHAT, text=said, author=author, id=f"{lead}:{when.isoformat()}:{did}"
    )


def _named(people: list[str]) -> str:
    if not people:
        return "somebody"
    more = len(people) - _MOST_NAMED
    return ", ".join(people[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
