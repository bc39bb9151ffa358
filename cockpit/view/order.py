"""Order in the incident at a glance: who holds which role, what is being done, that it is over."""

from datetime import datetime

from cockpit.domain.obligations import following, obligations
from cockpit.domain.roles import roles_of
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.view.cells import Cell, Row, Tone
from cockpit.view.tellings import summary
from cockpit.view.words import first_name, moment

_GAP = 2
"""Cells between two roles."""


def roles(situation: Situation, case: Case, width: int) -> str:
    """Who holds what, as "IC Ana  comms –", as much as fits; empty while nothing is ordered.

    The commander and whoever speaks are always named; the others while somebody holds them.
    """
    if not case.incident.is_open or not (case.roles or situation.state.is_declared(case)):
        return ""
    listed = [
        (role.short or role.title, case.roles[role.id].person.name if role.id in case.roles else "")
        for place, role in enumerate(roles_of(situation.procedure))
        if role.id in case.roles or place == 0 or role.nudged
    ]
    words = [f"{short} {first_name(name) or '–'}" for short, name in listed]
    while words and len((_GAP * " ").join(words)) > width:
        words.pop()
    return (_GAP * " ").join(words)


def doing(situation: Situation, case: Case) -> str:
    """The newest mitigation under way, as "rollback cloud since 10:02"; empty: none."""
    running = [one for one in case.mitigations if not one.stage.is_over]
    if not running:
        return ""
    last = running[-1]
    at = moment(last.started_at or last.at, situation.zone, seconds=False)
    said = f"since {at}" if last.started_at else f"announced {at}"
    more = f", {len(running) - 1} more" if len(running) > 1 else ""
    return f"{last.kind} {last.target} {said}{more}"


def rows(
    situation: Situation, case: Case, now: datetime, *, declared: bool = True
) -> tuple[Row, ...]:
    """For the update pane: what is being done, relief, and who has still to be told.

    Before it is `declared`, only if somebody has to be told by a time all the same.
    """
    found = []
    if words := doing(situation, case):
        found.append(_keyed("m", words, Tone.WARN))
    if case.relief is not None:
        at = moment(case.relief.at, situation.zone, seconds=False)
        found.append(_keyed("✔", f"users no longer hurt since {at}", Tone.GOOD))
    words, tone = summary(situation, now)
    owed = following(obligations(situation.state, case, situation.procedure))
    if words and (declared or owed is not None):
        found.append(_keyed("t", words, tone))
    return tuple(found)


def _keyed(key: str, words: str, tone: Tone) -> Row:
    mark = tone if key == "✔" else Tone.ACCENT
    return Row((Cell(key, mark, width=1), Cell(words, tone, grow=True)))
