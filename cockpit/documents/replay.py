"""A replay as lines of text, for a pipe: what happened, one moment a line, as it goes by."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from cockpit.documents.spans import span
from cockpit.domain.dispatch import standing
from cockpit.domain.film import Film
from cockpit.domain.state import Moment, State
from cockpit.domain.timeline import of_case_and_shift


def moments(film: Film) -> tuple[Moment, ...]:
    """Everything that belongs on its timeline, oldest first."""
    state = film.last
    return of_case_and_shift(state, state.cases[film.incident_id])


def head(film: Film) -> str:
    """Which incident, and that it is past."""
    incident = film.last.cases[film.incident_id].incident
    lasted = span((film.ends - film.events[0]).total_seconds())
    over = "" if not incident.is_open else ", never closed in this journal"
    return f"REPLAY #{incident.number} {incident.title} ({lasted}{over}); nothing is done by this"


def lines(film: Film, zone: tzinfo) -> Iterator[tuple[datetime, str]]:
    """Each moment with its instant."""
    state = film.last
    for moment in moments(film):
        yield moment.at, _line(state, moment, zone)


def _line(state: State, moment: Moment, zone: tzinfo) -> str:
    local = moment.at.astimezone(zone)
    beside = "" if local.utcoffset() == moment.at.utcoffset() else f" ({local:%H:%M})"
    who = f"{moment.author}: " if moment.author else ""
    text = " · ".join(part.strip() for part in moment.text.splitlines() if part.strip())
    return f"{moment.at:%Y-%m-%d %H:%M:%S} UTC{beside} {who}{text}{_left(state, moment)}"


def _left(state: State, moment: Moment) -> str:
    """How what it sent stands at the end, where that is not simply done."""
    parcels = [state.parcels[key] for key in moment.effects if key in state.parcels]
    open_ = [p for p in parcels if not p.is_over]
    return f" [{standing(state, open_[0], moment.at)}]" if open_ else ""
