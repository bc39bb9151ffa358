"""What stands in the composer: the draft as it is kept, whom its words name, and its action; pure.

Who is notified is chosen, never read out of the words: a name that nobody chose stays text.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from cockpit.domain import templates, texts
from cockpit.domain.actions import PostUpdate
from cockpit.domain.actions_talk import EditUpdate
from cockpit.domain.cadence import interval_s, usual_s
from cockpit.domain.chat import Mention, Reach
from cockpit.domain.effects import PostMessage
from cockpit.domain.instants import upcoming
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, State, Update
from cockpit.domain.texts import LIMIT

TEXT_LIMIT = 20_000
"""Characters that an update may have, all its parts together."""
LONG_LINES = 40
"""A pasted text of so many lines is likely to be a log."""
MASS = (Reach.GROUP, Reach.HERE, Reach.CHANNEL)
"""Mentions that reach more people than one."""

_EVERYBODY = ("here", "channel", "everyone")
_BEING_NAMED = re.compile(r"(?<![\w@])@([^\W\d_][\w.-]{0,39})$")
_FIELDS = ("known", "trying", "next")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is written and chosen at one moment; `mentions` are those that were chosen."""

    known: str
    trying: str = ""
    next: str = ""
    """The next word: minutes from now, a time of day, or empty."""
    phase: str = ""
    mentions: tuple[Mention, ...] = ()

    @property
    def words(self) -> str:
        """Everything in which somebody can be named."""
        return f"{self.known}\n{self.trying}"

    @property
    def named(self) -> tuple[Mention, ...]:
        """Whom it notifies: who was chosen, and still stands in the words."""
        return named(self.words, self.mentions)


def kept(draft: Draft) -> dict[str, str]:
    """The draft as it is kept."""
    mentions = [
        {"reach": m.reach.value, "name": m.name, "id": m.id, "people": m.people}
        for m in draft.mentions
    ]
    values = {name: getattr(draft, name) for name in (*_FIELDS, "phase")}
    return {**values, "mentions": json.dumps(mentions)}


def restored(values: Mapping[str, str], plain: Draft) -> Draft:
    """The draft that was kept; what is missing or cannot be read is as in `plain`."""
    if not any(name in values for name in _FIELDS):
        return plain
    return Draft(
        known=values.get("known", plain.known),
        trying=values.get("trying", plain.trying),
        next=values.get("next", plain.next),
        phase=values.get("phase", ""),
        mentions=_mentions(values.get("mentions", "")),
    )


def _mentions(body: str) -> tuple[Mention, ...]:
    try:
        return tuple(
            Mention(
                reach=Reach(entry["reach"]),
                name=str(entry["name"]),
                id=str(entry["id"]),
                people=int(entry["people"]),
            )
            for entry in json.loads(body or "[]")
        )
    except (ValueError, TypeError, KeyError):
        return ()


# --- what is proposed --------------------------------------------------------------------------


def proposed(state: State, case: Case, procedure: Procedure, phase: str = "") -> Draft:
    """What an update of this phase says when nobody types; of the phase that fits when none is."""
    known, trying, next_s = texts.drafted(state, case, procedure, phase)
    usual = interval_s(case, procedure) or usual_s(case, procedure)
    seconds = usual if next_s is None else next_s
    return Draft(
        known=known,
        trying=trying,
        next=str(max(1, seconds // 60)) if seconds else "",
        phase=phase or templates.fitting(state, case),
    )


def last_said(state: State, case: Case) -> Update | None:
    """The update that was made last, if there is one that was not given up."""
    return next(iter(reversed(templates.standing(state, case))), None)


def as_it_stands(state: State, update: Update, zone: tzinfo) -> Draft:
    """An update as it reads now, to be corrected."""
    known, trying = update.known, update.trying
    if update.edits:
        known, trying = update.edits[-1].known, update.edits[-1].trying
    effects = (state.parcels[e].effect for e in update.effects if e in state.parcels)
    mentions = tuple(m for e in effects if isinstance(e, PostMessage) for m in e.mentions)
    return Draft(
        known=known,
        trying=trying,
        next=promise(update, zone),
        phase=update.phase,
        mentions=mentions,
    )


# --- what it asks for --------------------------------------------------------------------------


def posting(
    draft: Draft,
    case: Case,
    when: tuple[datetime, tzinfo],
    accepted: tuple[str, ...] = (),
) -> PostUpdate:
    """The update. Raises ValueError, with words for people, when it makes no sense.

    `when` is now, and the zone in which times of day are written.
    """
    return PostUpdate(
        incident_id=case.incident.id,
        known=_bounded(draft.known),
        trying=_bounded(draft.trying),
        next_at=_next_at(draft, *when),
        phase=draft.phase,
        mentions=draft.named,
        accepted=accepted,
    )


def correction(
    draft: Draft,
    case: Case,
    update: Update,
    when: tuple[datetime, tzinfo],
    accepted: tuple[str, ...] = (),
) -> EditUpdate:
    """The same for an update that was posted; a promise that nobody touched stays what it was."""
    untouched = draft.next.strip() == promise(update, when[1])
    return EditUpdate(
        incident_id=case.incident.id,
        known=_bounded(draft.known),
        trying=_bounded(draft.trying),
        next_at=_promised_at(update) if untouched else _next_at(draft, *when),
        update=update.effect,
        phase=update.phase,
        mentions=draft.named,
        accepted=accepted,
    )


def promise(update: Update, zone: tzinfo) -> str:
    """The next word that an update promises now, as it is written."""
    at = _promised_at(update)
    return f"{at.astimezone(zone):%H:%M}" if at else ""


def _promised_at(update: Update) -> datetime | None:
    return update.edits[-1].next_at if update.edits else update.next_at


def _bounded(words: str) -> str:
    if len(words) > TEXT_LIMIT:
        much = f"{len(words):,} characters are too many for an update: at most {TEXT_LIMIT:,}"
        raise ValueError(f"{much}. Cut it, and paste a log again to share it as a snippet")
    return words


def _next_at(draft: Draft, now: datetime, zone: tzinfo) -> datetime | None:
    written = draft.next.strip()
    return upcoming(written, now, zone) if written else None


# --- naming people -----------------------------------------------------------------------------


def being_named(before: str) -> str:
    """The beginning of a name that is being typed right before the cursor; empty: none is."""
    found = _BEING_NAMED.search(before[-60:])
    return found[1] if found else ""


def named(words: str, chosen: Sequence[Mention]) -> tuple[Mention, ...]:
    """Those of the chosen that stand in the words; a longer name hides a shorter one in it."""
    there = {found[1] for found in places(words, chosen)}
    return tuple(m for m in dict.fromkeys(chosen) if m.name in there)


def places(words: str, chosen: Sequence[Mention]) -> list[re.Match[str]]:
    """Where chosen names stand as whole words, each after an "@"; group 1 is the name."""
    names = sorted({m.name for m in chosen if m.name}, key=len, reverse=True)
    if not names:
        return []
    some = "|".join(re.escape(name) for name in names)
    return list(re.finditer(rf"(?<![\w@])@({some})(?!\w|[.-]\w)", words))


def only_text(words: str, chosen: Sequence[Mention]) -> tuple[str, ...]:
    """Words such as "@here" that look as if they notified many, and notify nobody."""
    free = tuple(Mention(reach=Reach.HERE, name=name) for name in _EVERYBODY)
    live = {m.name for m in chosen}
    return tuple(m.name for m in named(words, free) if m.name not in live)


def without_last(draft: Draft) -> Draft:
    """The draft in which whoever was chosen last is not notified; the words stay as they are."""
    last = draft.named[-1:]
    return replace(draft, mentions=tuple(m for m in draft.mentions if m not in last))


def reach_words(mention: Mention) -> str:
    """How many people a mention notifies, in words."""
    match mention.reach, mention.people:
        case Reach.PERSON, _:
            return "1 person"
        case _, 0:
            return "nobody knows how many people"
        case Reach.HERE, people:
            return f"up to {people} people"
        case _, 1:
            return "1 person"
        case _, people:
            return f"{people} people"


# --- long texts --------------------------------------------------------------------------------


def is_long(text: str) -> bool:
    """Whether a pasted text is more than anybody reads in an update."""
    return len(text) > LIMIT or line_count(text) >= LONG_LINES


def line_count(text: str) -> int:
    """Its lines, for people: an end of line at the very end begins no new one."""
    return text.count("\n") + (0 if text.endswith("\n") or not text else 1)


def attached(text: str) -> str:
    """What stands in the update in place of a log that was shared as a snippet."""
    count = line_count(text)
    return f"(log attached: {count:,} line{'' if count == 1 else 's'})"
