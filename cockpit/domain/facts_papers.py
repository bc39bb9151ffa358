"""What became of papers, in the past tense; see `cockpit.domain.facts`."""

from dataclasses import dataclass

from cockpit.domain.effects import Effect
from cockpit.domain.papers import PaperText


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWritten:
    """A paper was written to a file here, merged with what stood there."""

    id: str
    incident_id: str
    """Empty: it is about no single incident."""
    paper: str
    kind: str
    title: str
    place: str
    """The file, in full; `HERE`: it is edited in the cockpit alone."""
    sections: tuple[PaperText, ...]
    """As they were generated, before people's edits came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRequested:
    """The engineer has a paper filed, or sent by e-mail (G7, I5, I11)."""

    id: str
    incident_id: str
    """Empty: it is about no single incident."""
    paper: str
    kind: str
    title: str
    sections: tuple[PaperText, ...]
    """As they were generated, before people's edits came in."""
    effects: tuple[Effect, ...] = ()
