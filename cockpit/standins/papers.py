"""What people have written in the demo's world, as data: reports and runbooks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """A reliability report; `{date}` in name and text is its day, `at` from the start."""

    name: str
    at: float
    text: str


@dataclass(frozen=True)
class Runbook:
    """A runbook in a file of its own."""

    name: str
    """The file's."""
    title: str
    text: str
    service: str = ""
    criterion: str = ""
