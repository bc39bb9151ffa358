"""A postmortem's timeline: what happened, in UTC with the local time beside, and how it went out.

What was late or did not leave is a row of its own, or said in the row: a timeline that leaves it
out tells of another incident.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cockpit.documents.markdown import cell
from cockpit.documents.paper import Section
from cockpit.documents.picture_of_timeline import picture
from cockpit.documents.postmortem_material import Material
from cockpit.documents.spans import span
from cockpit.domain.dispatch import standing
from cockpit.domain.state import Moment, Parcel, Phase

_SLOW = timedelta(seconds=30)
"""What takes longer to arrive is remarked on."""

Row = tuple[datetime, str, str, str]
"""When, of which kind, who, what."""


def timeline(of: Material) -> Section:
    """Everything that happened, oldest first."""
    rows = sorted((*_rows(of), *_late(of)), key=lambda row: row[0])
    if not rows:
        return Section(id="timeline", title="Timeline", body="Nothing is recorded of it.")
    has_zone = of.case.incident.created_at.astimezone(of.zone).utcoffset() != timedelta(0)
    heads = ("UTC", "Local", "Who", "What") if has_zone else ("UTC", "Who", "What")
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for at, _, who, what in rows:
        local = f" {at.astimezone(of.zone):%H:%M:%S %Z} |" if has_zone else ""
        lines.append(f"| {at:%Y-%m-%d %H:%M:%S} |{local} {cell(who) or '-'} | {cell(what)} |")
    return Section(
        id="timeline",
        title="Timeline",
        body="\n".join(lines),
        items=tuple(
            {"at": at.isoformat(), "kind": kind, "author": who, "text": what}
            for at, kind, who, what in rows
        ),
        figure=picture(of),
    )


def _rows(of: Material) -> Iterator[Row]:
    for moment in of.moments:
        said = "; ".join(_outcome(of, parcel) for parcel in _parcels(of, moment))
        what = of.names.words(moment.text) + (f" ({of.names.words(said)})" if said else "")
        yield moment.at, moment.kind.value, of.names.call(moment.author), what


def _late(of: Material) -> Iterator[Row]:
    """When an outward word was due, and did not come then."""
    told = of.figures.cadence.told_at
    for due in of.figures.cadence.late:
        came = min((at for at in told if at > due), default=None)
        after = f"came {span((came - due).total_seconds())} late" if came else "did not come"
        yield due, "late", "", f"an outward update was due: it {after}"


def _outcome(of: Material, parcel: Parcel) -> str:
    words = standing(of.state, parcel, of.now)
    if parcel.phase is not Phase.DONE or parcel.done_at is None:
        return words
    done, _, odd = words.partition(", ")
    said = [f"{done} {parcel.done_at:%H:%M:%S}"]
    took = parcel.done_at - parcel.requested_at
    if parcel.attempts > 1:
        said.append(f"at attempt {parcel.attempts}")
    if took > _SLOW:
        said.append(f"{span(took.total_seconds())} after it was asked for")
    return ", ".join((*said, *([odd] if odd else [])))


def _parcels(of: Material, moment: Moment) -> list[Parcel]:
    parcels = of.state.parcels
    return [parcels[e] for e in moment.effects if e in parcels]
