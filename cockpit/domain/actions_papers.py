"""What the engineer may ask for about papers; see `cockpit.domain.actions`."""

from dataclasses import dataclass

from cockpit.domain.papers import PaperText, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A paper as it was generated."""

    paper: str
    kind: str
    title: str
    """As plain text."""
    sections: tuple[PaperText, ...]
    incident_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A paper on its way to a place: merged with what stands there, which has this version."""

    place: Place
    name: str
    text: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A paper as an e-mail."""

    to: tuple[str, ...]
    """Addresses, or the profile's names for them."""
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePapers:
    """File a paper at these places, and send it to these people."""

    made: Made
    filings: tuple[Filing, ...] = ()
    letter: Letter | None = None
    accepted: tuple[str, ...] = ()
    """Findings that the person overrode: see `cockpit.domain.actions_talk`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPaper:
    """Keep on record what was generated for a file here, which was written with it."""

    made: Made
    place: str


OnPapers = FilePapers | KeepPaper
