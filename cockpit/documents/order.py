"""Who does what, what was done, and who has to hear of it, as plain text."""

from datetime import datetime, tzinfo

from cockpit.documents.spans import left, short
from cockpit.domain.cadence import interval_s, last_word, update_due
from cockpit.domain.cadence_words import chosen, remark
from cockpit.domain.obligations import Course, Obligation, obligations
from cockpit.domain.people import names
from cockpit.domain.procedure import Procedure
from cockpit.domain.roles import nudged, roles_of, suggested
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, State
from cockpit.domain.talk import Mitigation

_WIDTH = 24


def roles(case: Case, procedure: Procedure, now: datetime, zone: tzinfo) -> str:
    """Each role with whoever holds it."""
    lines = []
    for role in roles_of(procedure):
        held = case.roles.get(role.id)
        who = f"{held.person.name}, since {short(held.at, zone, now)}" if held else "nobody"
        lines.append(_row(role.title, who))
    person = suggested(case, procedure)
    if person is not None:
        first = roles_of(procedure)[0]
        lines.append(f"{person.name} acknowledged it: `cockpit role {first.id} {person.name}`?")
    return "\n".join(lines) + "\n"


def mitigations(case: Case, now: datetime, zone: tzinfo) -> str:
    """What was announced and done, the oldest first, with its number."""
    lines = [
        f"{place}. {mitigation(one, now, zone)}"
        for place, one in enumerate(case.mitigations, start=1)
    ]
    if case.relief is not None:
        since = short(case.relief.at, zone, now)
        lines.append(f"users no longer hurt since {since}, says {case.relief.author}")
    return "\n".join(lines or ["no mitigation was announced"]) + "\n"


def mitigation(one: Mitigation, now: datetime, zone: tzinfo) -> str:
    """One mitigation in a line."""
    at = one.ended_at or one.started_at or one.at
    outcome = f": {one.outcome or one.words}" if one.outcome or one.words else ""
    return f"{one.kind} {one.target}, {one.stage} {short(at, zone, now)} by {one.author}{outcome}"


def cadence(situation: Situation, case: Case, now: datetime) -> str:
    """How often others hear, when they hear next, and who sees to it."""
    state, procedure, zone = situation.state, situation.procedure, situation.zone
    every, due = interval_s(case, procedure), update_due(state, case, procedure)
    word = last_word(state, case)
    lines = [
        _row("Interval", f"{every // 60} min" if every else "off"),
        _row("Last word", short(word, zone, now) if word else "none: not declared yet"),
        _row("Next due", f"{left(due, now)} ({short(due, zone, now)})" if due else "nothing"),
        _row("Reminded", names(nudged(case, procedure))),
    ]
    said = chosen(case, procedure, now, zone)
    lines += [_row("Chosen", said)] if said else []
    lines += [_row("Late", short(at, zone, now)) for at in case.late_updates]
    much = remark(state, case, procedure, now)
    return "\n".join([*lines, *([much] if much else [])]) + "\n"


def tellings(state: State, case: Case, procedure: Procedure, when: tuple[datetime, tzinfo]) -> str:
    """Who has to hear, and how far that has come."""
    found = obligations(state, case, procedure)
    if not found:
        return "nobody has to be told by the profile, or no severity is set\n"
    return "".join(f"{_telling(one, *when)}\n" for one in found)


def _telling(one: Obligation, now: datetime, zone: tzinfo) -> str:
    mark = "x" if one.course in (Course.DONE, Course.AGAIN) else " "
    words = one.course.value
    if one.at is not None:
        words += f" {short(one.at, zone, now)}" + (f" by {one.by}" if one.by else "")
    if one.due is not None:
        words += f", {left(one.due, now)} ({short(one.due, zone, now)})"
    if one.how.strip() and one.course is not Course.OPEN:
        words += f"; {one.how.strip().splitlines()[0]}"
    return f"[{mark}] {one.id:<14} {one.telling.who} ({one.telling.way}): {words}"


def _row(name: str, words: str) -> str:
    return f"{name:<{_WIDTH}}{words}"
