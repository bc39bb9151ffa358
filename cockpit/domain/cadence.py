"""When others were last told something, and when the next outward update is due (N8.8); pure.

A word is what others can read: the declaration, an update all of whose parts stand, a reply in the
thread by somebody who holds a role, an update that a colleague's cockpit posted. The last word
counts; what it promised is kept, else the interval runs from when it stood in the channel. What
was deleted from the thread is no word any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cockpit.domain.effects import Purpose
from cockpit.domain.facts import UpdateWasLate
from cockpit.domain.model import Reply
from cockpit.domain.procedure import Procedure
from cockpit.domain.roles import spoke_for_it
from cockpit.domain.state import Case, Phase, State, Update

GRACE_S = 30
"""An update is on time for so long after it was due, seconds: reading the thread takes a while."""
NAG_S = 120
"""How long after an update was due one is reminded again, seconds; then twice as long, ..."""
NAG_CAP_S = 900
"""... and at last every so often."""

NEXT = "next"
"""The name under which an update tells other cockpits when the next word comes (ISO 8601)."""
_FARTHEST = timedelta(days=1)
"""A colleague's promise is believed this far ahead."""
_OUTWARD = (Purpose.UPDATE.value, Purpose.DECLARATION.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Something that others were told, and when the next was promised, if it was."""

    at: datetime
    """By the chat's own clock."""
    next_at: datetime | None = None
    by: str = ""
    """A colleague who said it; empty: it left from here."""
    text: str = ""
    """What a colleague said."""


# --- what was said ---------------------------------------------------------------------------


def confirmed(state: State, case: Case) -> tuple[Update, ...]:
    """Updates of which every part certainly stands in the channel."""
    return tuple(u for u in case.updates if stood_at(state, u.effects) is not None)


def words(state: State, case: Case) -> tuple[Word, ...]:
    """Everything that others were told so far, oldest first."""
    return tuple(sorted(_words(state, case), key=lambda word: word.at))


def last_word(state: State, case: Case) -> datetime | None:
    """When others were last told something, by the chat's own clock; None: never."""
    return max((word.at for word in _words(state, case)), default=None)


def _words(state: State, case: Case) -> Iterator[Word]:
    gone = {reply.ours for reply in case.replies.values() if reply.is_deleted and reply.ours}
    own = [(update.effects, update.next_at) for update in case.updates]
    if case.declaration is not None:
        own.append(((case.declaration.effect,), None))
    for effects, next_at in own:
        at = stood_at(state, effects)
        if at is not None and gone.isdisjoint(effects):
            yield Word(at=at, next_at=next_at)
    elsewhere = (r for r in case.replies.values() if r.ours not in state.parcels)
    for reply in (r for r in elsewhere if not r.is_deleted):
        if reply.ours and reply.purpose in _OUTWARD:
            yield Word(at=reply.at, next_at=_promised(reply), by=reply.author, text=reply.text)
        elif spoke_for_it(case, reply):
            yield Word(at=reply.at, by=reply.author, text=reply.text)


def stood_at(state: State, effects: tuple[str, ...]) -> datetime | None:
    """Since when all of these effects are done, by the other side's clock; None: not all are."""
    parcels = [state.parcels.get(effect) for effect in effects]
    done = [p.done_at or p.requested_at for p in parcels if p and p.phase is Phase.DONE]
    return max(done) if done and len(done) == len(effects) else None


def _promised(reply: Reply) -> datetime | None:
    said = dict(reply.about).get(NEXT, "")
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    if at.tzinfo is None or not reply.at < at <= reply.at + _FARTHEST:
        return None
    return at.astimezone(UTC)


# --- when the next is due --------------------------------------------------------------------


def interval_s(case: Case, procedure: Procedure) -> int:
    """Seconds between outward updates: as somebody chose for this incident, else as its severity
    demands, else as the procedure says; 0: switched off."""
    choice = case.cadence
    if choice is not None and choice.every_s is not None:
        return choice.every_s
    return usual_s(case, procedure)


def usual_s(case: Case, procedure: Procedure) -> int:
    """The same, whatever anybody chose."""
    level = procedure.level(case.severity) or procedure.level(case.incident.priority)
    return (level.cadence_s if level else 0) or procedure.cadence_s


def update_due(state: State, case: Case, procedure: Procedure) -> datetime | None:
    """When the next outward update is due: as promised in the last word, else by the interval, and
    not before a snooze ends.

    None before the declaration, when nothing has been promised to anybody, and when somebody has
    switched it off.
    """
    said = words(state, case)
    return _due_after(said[-1], case, procedure) if said else None


def _due_after(word: Word, case: Case, procedure: Procedure) -> datetime | None:
    every = interval_s(case, procedure)
    if not every:
        return None
    due = word.at + timedelta(seconds=every)
    if word.next_at is not None and word.next_at > word.at:
        due = word.next_at
    until = case.cadence.until if case.cadence is not None else None
    return due if until is None else max(due, until)


def is_snoozed(case: Case, due: datetime) -> bool:
    """Whether this is due only because somebody put it off until then."""
    return case.cadence is not None and case.cadence.until == due


def nags(due: datetime, now: datetime) -> int:
    """How often one has been reminded by now: first when it is due, then after growing pauses."""
    late_s, pause, count = (now - due).total_seconds(), float(NAG_S), 0
    while late_s >= 0:
        count += 1
        late_s -= pause
        if pause >= NAG_CAP_S:
            return count + max(0, int(late_s // pause) + 1)
        pause = min(pause * 2, NAG_CAP_S)
    return count


# --- what was late --------------------------------------------------------------------------


def late(
    state: State, case: Case, procedure: Procedure, read_at: datetime
) -> tuple[UpdateWasLate, ...]:
    """What was due and came late or has not come, as far as it is not on record yet.

    `read_at` is when the thread was last read: before that, a colleague may have said something
    that nobody here has seen. What was due under an earlier choice or severity is let be.
    """
    if not case.incident.is_open:
        return ()
    said = words(state, case)[-2:]
    ends = [*(word.at for word in said[1:]), read_at][: len(said)]
    changes = [at for at in (case.severity_at, case.cadence and case.cadence.at) if at]
    found = []
    for word, end in zip(said, ends, strict=True):
        due = _due_after(word, case, procedure)
        if due is None or due in case.late_updates or any(at > due for at in changes):
            continue
        if due + timedelta(seconds=GRACE_S) < min(end, read_at):
            found.append(UpdateWasLate(incident_id=case.incident.id, due=due))
    return tuple(found)
