"""What files a paper: in a folder, on a branch, in a database; one effect is one paper there.

It never overwrites: the text was merged with what stood there, and is filed only as long as that
is what stands there.
"""

from dataclasses import dataclass

from cockpit.domain.papers import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePaper:
    """File a paper; whether that happened can be looked up at every place."""

    id: str
    incident_id: str
    """Empty: it is about no single incident."""
    paper: str
    """Which paper it is, however often it is filed."""
    paper_kind: str
    title: str
    """As plain text."""
    place: Place
    name: str
    """What it is called there: a file's name, without a folder."""
    text: str
    """The whole as Markdown, merged with what stood there."""
    version: str = ""
    """What stood there when it was merged, as the place tells versions apart; empty: nothing."""
