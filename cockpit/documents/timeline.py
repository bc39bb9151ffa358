"""The timeline of an incident, or of the shift, as Markdown and as JSON; every word escaped."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from cockpit.documents.markdown import inert
from cockpit.documents.spans import instant
from cockpit.domain.dispatch import standing
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.state import Case, Moment, Parcel, Phase, State
from cockpit.domain.timeline import of_case, of_shift

_HALF = 100
"""Lines of an output from its beginning, and as many from its end."""


def markdown(
    state: State, case: Case | None, now: datetime, zone: tzinfo, *, full: bool = False
) -> str:
    """What happened, oldest first; without a case, what belongs to no incident.

    `full`: below it stands what the commands printed.
    """
    lines = [f"# Timeline: {_title(case)}", ""]
    if case is not None:
        lines += [*_facts(case, zone), ""]
    moments = _moments(state, case)
    if not moments:
        lines += ["Nothing is recorded yet.", ""]
    else:
        lines += ["| When | Who | What |", "| --- | --- | --- |"]
        lines += [_row(state, m, now, zone) for m in moments]
        lines += [""]
    lines += _printed(state, moments) if full else []
    lines += [f"Times are UTC. As recorded on {instant(now, zone)}."]
    return "\n".join(lines) + "\n"


def _printed(state: State, moments: tuple[Moment, ...]) -> Iterator[str]:
    """What each command printed, as a block of its own, bounded: indented, it is no markup."""
    for moment in moments:
        for parcel in _parcels(state, moment):
            if isinstance(parcel.effect, RunCommand) and parcel.phase is Phase.DONE:
                at = parcel.done_at or moment.at
                who = f" by {inert(parcel.author)}" if parcel.author else ""
                yield f"## {at:%H:%M:%S} printed by a command run{who}"
                yield from ("", *_indented(f"$ {parcel.effect.command}".split("\n")))
                yield from (*_indented(_bounded(parcel.output)), "")


def _bounded(output: str) -> list[str]:
    """The first and the last lines of it; those in between are counted."""
    lines = output.rstrip("\n").split("\n") if output.strip() else ["(it printed nothing)"]
    left = len(lines) - 2 * _HALF
    if left <= 0:
        return lines
    return [*lines[:_HALF], f"[{left:,} lines are left out here]", *lines[-_HALF:]]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}".rstrip() for line in lines]


def jsonable(
    state: State, case: Case | None, now: datetime, *, full: bool = False
) -> dict[str, object]:
    """The same for programs; instants are RFC 3339 in UTC.

    Keys: `at`, `incident` (id, number, title, status; null for the shift) and `moments`, each with
    `at`, `kind`, `author`, `text` and `effects` (id, phase, standing, ref, done_at; with `full`
    also output: what a command printed).
    """
    incident = case.incident if case else None
    return {
        "at": now.isoformat(),
        "incident": {
            "id": incident.id,
            "number": incident.number,
            "title": incident.title,
            "status": incident.status.value,
        }
        if incident
        else None,
        "moments": [
            {
                "at": moment.at.isoformat(),
                "kind": moment.kind.value,
                "author": moment.author,
                "text": moment.text,
                "effects": [_effect(state, p, now, full=full) for p in _parcels(state, moment)],
            }
            for moment in _moments(state, case)
        ],
    }


def _title(case: Case | None) -> str:
    if case is None:
        return "the shift"
    incident = case.incident
    name = " ".join(p for p in (incident.priority, f"#{incident.number}") if p)
    return inert(f"{name} {incident.title}")


def _facts(case: Case, zone: tzinfo) -> list[str]:
    incident = case.incident
    lines = [f"- Status: {inert(incident.status.value)}"]
    if incident.service:
        lines.append(f"- Service: {inert(incident.service)}")
    lines.append(f"- Triggered: {instant(incident.created_at, zone)}")
    if case.acknowledged_at is not None:
        by = f" by {inert(case.acknowledged_by)}" if case.acknowledged_by else ""
        lines.append(f"- Acknowledged: {instant(case.acknowledged_at, zone)}{by}")
    return lines


def _moments(state: State, case: Case | None) -> tuple[Moment, ...]:
    return of_case(state, case) if case else of_shift(state)


def _row(state: State, moment: Moment, now: datetime, zone: tzinfo) -> str:
    outcomes = "; ".join(_outcome(state, p, now) for p in _parcels(state, moment))
    what = inert(moment.text) + (f" ({inert(outcomes)})" if outcomes else "")
    return f"| {instant(moment.at, zone)} | {inert(moment.author) or '-'} | {what} |"


def _outcome(state: State, parcel: Parcel, now: datetime) -> str:
    words = standing(state, parcel, now)
    if parcel.phase is Phase.DONE and parcel.done_at is not None:
        done, _, odd = words.partition(", ")
        words = f"{done} {parcel.done_at:%H:%M:%S}{f', {odd}' if odd else ''}"
    return words


def _parcels(state: State, moment: Moment) -> tuple[Parcel, ...]:
    return tuple(state.parcels[e] for e in moment.effects if e in state.parcels)


def _effect(state: State, parcel: Parcel, now: datetime, *, full: bool) -> dict[str, object]:
    output: dict[str, object] = {"output": parcel.output} if full else {}
    return output | {
        "id": parcel.effect.id,
        "phase": parcel.phase.value,
        "standing": standing(state, parcel, now),
        "ref": parcel.ref,
        "done_at": parcel.done_at.isoformat() if parcel.done_at else None,
    }
