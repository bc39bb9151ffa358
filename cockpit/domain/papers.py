"""Papers as values: how a profile lays them out, where they stand, what was last generated; pure.

A paper is written by the cockpit, edited by people, and written again; `cockpit.documents.merging`
joins the two. What is kept here is what that needs: the sections as they were last generated.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

KINDS = ("postmortem", "handover", "report", "summary")
"""Kinds of paper, by the names that settings and commands have for them."""
LONGEST = 8_000_000
"""Characters of a paper."""
HERE = "cockpit"
"""The place of a paper that is edited in the cockpit alone."""


class Shelf(StrEnum):
    """Where papers are filed."""

    FOLDER = "folder"
    GIT = "git"
    NOTION = "notion"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlan:
    """A section as a profile wants it."""

    id: str
    title: str = ""
    """Empty: the program's own."""
    questions: tuple[str, ...] = ()
    """What is asked there besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlan:
    """How a profile wants a kind of paper."""

    kind: str
    title: str = ""
    """Empty: the program's own."""
    sections: tuple[SectionPlan, ...] = ()
    """Which, in this order; none: all that the program knows, in its own order."""
    file: tuple[Shelf, ...] = ()
    """Where it is filed when it is filed."""
    mail_to: tuple[str, ...] = ()
    """To whom it goes by e-mail, as addresses or names for them."""
    mail_levels: tuple[str, ...] = ()
    """Of which severities it goes by e-mail; none: it is about no single incident, or of all."""
    roles: bool = False
    """Whether people are called by what they did, and not by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place where papers are filed, as the configuration names it; without credentials."""

    shelf: Shelf
    where: str
    """A folder; a repository; the id of a database."""
    branch: str = ""
    """Of a repository."""
    folder: str = ""
    """Inside the repository."""
    remote: str = ""
    """Where the branch is pushed to; empty: nowhere."""

    @property
    def key(self) -> str:
        """What tells it from every other place."""
        return ":".join((self.shelf.value, self.where, *(p for p in (self.branch,) if p)))

    @property
    def words(self) -> str:
        """It, for people."""
        match self.shelf:
            case Shelf.FOLDER:
                return self.where
            case Shelf.GIT:
                pushed = f", pushed to {self.remote}" if self.remote else ""
                return f"branch {self.branch} of {self.where}{pushed}"
            case Shelf.NOTION:
                return "the Notion database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What stands at a place before a paper is written there."""

    place: Place
    text: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotionSpec:
    """A Notion database, without its token."""

    api_url: str
    """Such as "https://api.notion.com"."""
    database_id: str
    timeout_s: float
    """For one answer."""
    title_property: str
    """How the database calls a page's title."""
    mark_property: str
    """How it calls that by which our own pages are found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """A section as it was generated; without id, the paper's own title and what follows it."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCopy:
    """A paper as it was generated for a place."""

    paper: str
    kind: str
    title: str
    incident_id: str
    """Empty: it is about no single incident."""
    place: str
    at: datetime
    author: str
    sections: tuple[PaperText, ...]
    request: str
    effect: str = ""
    """What files it there; empty: it was written to a file here, so it stands there."""


def copy_key(paper: str, place: str) -> str:
    """The key of a paper at a place."""
    return f"{paper}@{place}"
