"""`[papers]` and `[procedure.papers]`: where papers stand, and how a profile lays them out."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator

from cockpit.domain.papers import KINDS, PaperPlan, Place, SectionPlan, Shelf
from cockpit.settings.kinds import BaseUrl, Kind, Name, Seconds, wrong
from cockpit.settings.spans import StepId
from cockpit.settings.table import Table
from cockpit.settings.tokens import TokenTable

_HEX = 32
"""Hexadecimal digits of an id at Notion."""


def _notion_id(text: str) -> str:
    digits = text.replace("-", "")
    if len(digits) != _HEX or set(digits.lower()) - set("0123456789abcdef"):
        mend = "copy it from the database's address: the 32 letters and digits before `?v=`"
        raise wrong("is not the id of a Notion database", mend)
    return digits.lower()


def _inside(path: str) -> str:
    if path.startswith(("/", "~")) or ".." in path.split("/"):
        raise wrong("leads out of the repository", 'write a folder inside it, as "postmortems"')
    return path.strip("/")


def _branch(name: str) -> str:
    if not name or name.startswith(("-", "/")) or ".." in name or set(name) & set(" ~^:?*[\\"):
        raise wrong("is not the name of a branch", 'write it alone, as "papers"')
    return name.removeprefix("refs/heads/")


NotionId = Annotated[str, Kind("text"), AfterValidator(_notion_id)]
"""Thirty-two hexadecimal digits, with or without hyphens."""
Inside = Annotated[str, Kind("path"), AfterValidator(_inside)]
"""A folder inside a repository."""
Branch = Annotated[str, Kind("text"), AfterValidator(_branch)]
"""The name of a branch."""
ShelfName = Literal["folder", "git", "notion"]
"""Where papers are filed."""


class FolderTable(Table):
    """`[papers.folder]`: papers as files."""

    path: str
    """The folder; relative to this file. It is made when the first paper is filed."""


class GitTable(Table):
    """`[papers.git]`: papers as commits on a branch, made beside your working copy."""

    repository: str
    """A name of `[[repositories]]`, or a path."""
    branch: Branch = "papers"
    """The branch; it is begun when there is none. It must not be checked out anywhere."""
    folder: Inside = "postmortems"
    """The folder inside it; empty: its root."""
    push: str = ""
    """The remote that it is pushed to, as "origin"; empty: it is not pushed."""


class NotionTable(TokenTable):
    """`[papers.notion]`: papers as pages of a database."""

    database_id: NotionId
    """The database's id, as its address has it."""
    api_url: BaseUrl = "https://api.notion.com"
    """Where the API begins."""
    title_property: Name = "Name"
    """The database's property that holds a page's title."""
    mark_property: Name = "Cockpit"
    """A property of the kind text in which cockpit finds its own pages again; add it once."""
    timeout: Annotated[float, Seconds(0.5, 18)] = 10.0
    """How long an answer may take."""


class PapersTable(Table):
    """`[papers]`: where postmortems, handovers and reports stand; the profile says which."""

    folder: FolderTable | None = None
    """A folder."""
    git: GitTable | None = None
    """A branch."""
    notion: NotionTable | None = None
    """A Notion database."""


class SectionTable(Table):
    """`[[procedure.papers.postmortem.sections]]`: a section of a paper; only those are written."""

    id: StepId
    """Which section; one that the program does not know is left for people to write."""
    title: str = ""
    """Its title; empty: the program's own."""
    questions: tuple[Name, ...] = ()
    """What is asked there besides."""


class PaperTable(Table):
    """`[procedure.papers.postmortem]` and its like: how a kind of paper is laid out and filed."""

    title: str = ""
    """What it is called; empty: the program's own word."""
    file: tuple[ShelfName, ...] = ()
    """Where it is filed: `folder`, `git`, `notion`, as far as `[papers]` says where that is."""
    mail_to: tuple[Name, ...] = ()
    """To whom it goes by e-mail: addresses, or names of `[procedure.addresses]`."""
    mail_levels: tuple[Name, ...] = ()
    """Of which severities it goes by e-mail; none: of every one."""
    roles: bool = False
    """Whether people are called by what they did, and not by their names."""
    sections: tuple[SectionTable, ...] = ()
    """Its sections, in this order; none: all that the program knows."""


class PaperTables(Table):
    """`[procedure.papers]`: one table for each kind of paper."""

    postmortem: PaperTable = PaperTable.model_construct()
    """Of an incident."""
    handover: PaperTable = PaperTable.model_construct()
    """At the end of a shift, to whoever comes next."""
    report: PaperTable = PaperTable.model_construct()
    """Of a shift, or of any interval."""
    summary: PaperTable = PaperTable.model_construct()
    """Of a week."""


def plans_of(tables: PaperTables) -> tuple[PaperPlan, ...]:
    """The domain's plans, one for each kind."""
    return tuple(_plan(kind, getattr(tables, kind)) for kind in KINDS)


def places_of(table: PapersTable, within: Callable[[str], str]) -> tuple[Place, ...]:
    """The domain's places; `within` gives the path that a relative one, or a name, stands for."""
    found: list[Place] = []
    if table.folder is not None:
        found.append(Place(shelf=Shelf.FOLDER, where=within(table.folder.path)))
    if table.git is not None:
        git = table.git
        path = within(git.repository)
        found.append(
            Place(
                shelf=Shelf.GIT, where=path, branch=git.branch, folder=git.folder, remote=git.push
            )
        )
    if table.notion is not None:
        found.append(Place(shelf=Shelf.NOTION, where=table.notion.database_id))
    return tuple(found)


def _plan(kind: str, table: PaperTable) -> PaperPlan:
    return PaperPlan(
        kind=kind,
        title=table.title,
        sections=tuple(
            SectionPlan(id=s.id, title=s.title, questions=s.questions) for s in table.sections
        ),
        file=tuple(Shelf(name) for name in table.file),
        mail_to=table.mail_to,
        mail_levels=table.mail_levels,
        roles=table.roles,
    )
