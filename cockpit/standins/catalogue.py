"""What the demo's organisation runs, service by service, and how a configuration says so."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Home:
    """Code of a service: a repository, and the folders or files in it."""

    repository: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """A place where a service can be looked at."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True)
class Contact:
    """Who can help, and how they are reached."""

    level: str
    who: str
    reach: str
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """One service, by the name that the pager has for it."""

    name: str
    probes: tuple[str, ...] = ()
    homes: tuple[Home, ...] = ()
    ring: str = ""
    words: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    contacts: tuple[Contact, ...] = ()
    objective: float = 0.0
    """The availability that it promises, as a fraction; 0: none is stated."""


def lines(entries: Iterable[Entry]) -> list[str]:
    """The lines of a configuration with these services."""
    found: list[str] = []
    for entry in entries:
        found += ["", "[[procedure.services]]", f"name = {_text(entry.name)}"]
        found += _list("probes", entry.probes)
        found += [f"ring = {_text(entry.ring)}"] if entry.ring else []
        found += _list("words", entry.words)
        found += [f"objective = {entry.objective}"] if entry.objective else []
        found += _list("depends_on", entry.depends_on)
        for home in entry.homes:
            found += ["", "[[procedure.services.homes]]"]
            found += [f"repository = {_text(home.repository)}", *_list("paths", home.paths)]
        for look in entry.looks:
            found += ["", "[[procedure.services.looks]]", *_table(look)]
        for contact in entry.contacts:
            found += ["", "[[procedure.services.contacts]]", *_table(contact)]
    return found


def _table(row: Look | Contact) -> list[str]:
    return [f"{name} = {_text(value)}" for name, value in asdict(row).items() if value]


def _list(name: str, values: tuple[str, ...]) -> list[str]:
    return [f"{name} = [{', '.join(map(_text, values))}]"] if values else []


def _text(value: str) -> str:
    """A TOML basic string; JSON escapes the same characters."""
    return json.dumps(value, ensure_ascii=False)
