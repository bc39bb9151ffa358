"""What went well, what did not, and where it was luck: as far as the figures show it."""

from collections.abc import Iterable, Iterator

from cockpit.documents.markdown import inert
from cockpit.documents.paper import Section, bullets
from cockpit.documents.postmortem_material import Material
from cockpit.documents.spans import counted, span
from cockpit.domain import effect_words
from cockpit.domain.response_figures import Kept
from cockpit.domain.state import Parcel, Phase
from cockpit.domain.talk import Stage

_NEARLY = 0.9
"""What took this much of the time that was given was in time by a hair."""
_MOST = 10


def went_well(of: Material) -> Section:
    """What the figures show to have gone as it should."""
    return _section(of, "went-well", "What went well", _well(of), "What else went well?")


def went_wrong(of: Material) -> Section:
    """What they show not to have."""
    return _section(of, "went-wrong", "What did not", _wrong(of), "What made it hard?")


def luck(of: Material) -> Section:
    """What ended well without anybody having seen to it."""
    more = "What would have happened at another hour, or with other people?"
    return _section(of, "luck", "Where it was luck", _lucky(of), more)


def _section(of: Material, name: str, title: str, found: Iterable[str], more: str) -> Section:
    words = [of.names.words(line) for line in found]
    return Section(
        id=name,
        title=title,
        body=bullets([*(inert(line) for line in words), f"*{more}*"]),
        items=tuple({"text": line} for line in words),
    )


def _well(of: Material) -> Iterator[str]:
    if of.figures.figure("acknowledge").kept is Kept.WITHIN and not _climbed(of):
        yield "nobody had to be paged because somebody else did not answer"
    yield from of.debriefing.good


def _wrong(of: Material) -> Iterator[str]:
    for words in of.debriefing.missed:
        yield words.removesuffix(" (s)")
    climbed = _climbed(of)
    if climbed:
        yield f"it climbed the escalation policy {counted(climbed, 'time')}"
    for step in of.figures.steps:
        if step.kept is Kept.SKIPPED:
            yield f"step {step.place}, {step.step.title.casefold()}: {step.proof}"
    yield from _in_vain(of)


def _in_vain(of: Material) -> Iterator[str]:
    """What did not help, and what did not leave."""
    for one in of.case.mitigations:
        if one.stage in (Stage.FAILED, Stage.UNDONE):
            why = f": {one.outcome}" if one.outcome else ""
            yield f"{one.kind} {one.target} did not help{why}"
    lost = [p for p in _parcels(of) if p.phase in (Phase.FAILED, Phase.DISCARDED)]
    for parcel in lost[:_MOST]:
        title = effect_words.title(parcel.effect)
        why = f": {parcel.reason}" if parcel.reason else ""
        yield f"{title}, asked for at {parcel.requested_at:%H:%M:%S} UTC, did not leave{why}"


def _lucky(of: Material) -> Iterator[str]:
    for one in of.figures.figures:
        if one.kept is Kept.WITHIN and (one.took_s or 0.0) > one.allowed_s * _NEARLY:
            left = span(one.allowed_s - (one.took_s or 0.0))
            yield f"{one.id}: in time with {left} to spare"
    worked = any(m.stage is Stage.WORKED for m in of.case.mitigations)
    if not of.case.incident.is_open and not worked:
        yield "it ended without anything that is on record as having worked: why did it end?"
    paged = of.case.asked_at.astimezone(of.zone)
    if of.procedure.working_hours.covers(paged):
        yield f"it came at {paged:%H:%M} on a working day: who would have been there at night?"
    again = [p for p in _parcels(of) if p.phase is Phase.DONE and p.attempts > 1]
    if again:
        what = ", ".join(dict.fromkeys(effect_words.title(p.effect) for p in again))
        yield f"{what} left only at a later attempt: the way out came back by itself"


def _climbed(of: Material) -> int:
    return sum(1 for entry in of.case.course if entry.kind == "escalate")


def _parcels(of: Material) -> list[Parcel]:
    incident = of.case.incident.id
    return [p for p in of.state.parcels.values() if p.effect.incident_id == incident]
