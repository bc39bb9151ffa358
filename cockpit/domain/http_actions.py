"""HTTP actions as data: what an organisation lets the engineer ask of, or do at, a service of its
own; how the blanks of an address and of a body are filled. Nothing is sent here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ASKED_BLANKS = ("query", "incident_id", "incident_number", "person", "person_email")
"""Blanks of a look-up's address and body."""
LISTED_BLANKS = ("person", "person_email")
"""Blanks of a list's address and body."""
DONE_BLANKS = (
    *("org_id", "org", "owner", "input", "incident_id", "incident_number"),
    *("person", "person_email"),
)
"""Blanks of an act's address, body and words."""

_BLANK = re.compile(r"\{([a-z_]+)\}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
"""Characters of an address that stand for themselves (RFC 3986, section 2.3)."""
_STEPS_UP = frozenset({".", ".."})
_LONGEST = 500
"""Characters of one value that is filled in."""


class Kind(StrEnum):
    """Whether an action only asks."""

    LOOKUP = "lookup"
    """Asks which orgs fit what somebody has typed; nothing changes."""
    LIST = "list"
    """Asks for all orgs that forbid platform impersonation (N3); nothing changes."""
    ACT = "act"
    """Changes something."""


class Need(StrEnum):
    """What has to be so before an act."""

    ORG = "org"
    """The org was looked up in this incident (N8.6)."""
    ALLOWED = "allowed"
    """It was, and does not forbid platform impersonation (N3)."""
    CALLER = "caller"
    """The caller was verified (A15)."""
    CONFIRMATION = "confirmation"
    """The person says yes to its consequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """A value of the answer that is kept and shown; `path` as "settings.plan" or "tags[0]"."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgPaths:
    """Where a look-up's answer says what of each org it found."""

    list: str = ""
    """The list of orgs; empty: the answer is that list, or the one org itself."""
    id: str = "id"
    name: str = "name"
    owner: str = "owner"
    allows: str = "allow_platform_impersonation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where one can look whether an act happened whose answer was lost."""

    path: str
    """An address with `DONE_BLANKS`."""
    list: str = ""
    """The list in its answer; empty: the answer is that list."""
    where: tuple[tuple[str, str], ...]
    """(path, value) that the trace of this act has; values with `DONE_BLANKS`."""
    at: str
    """Where an entry says when it was made; an older one is of an earlier act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAction:
    """Something that is asked of a service, or done there, over HTTP."""

    id: str
    title: str
    service: str
    """Where: a service by its name in `[[http]]`."""
    kind: Kind
    method: str
    path: str
    """Below the service's address, with blanks."""
    body: str = ""
    """JSON, with blanks inside its texts; empty: there is none."""
    headers: tuple[tuple[str, str], ...] = ()
    needs: tuple[Need, ...] = (Need.CONFIRMATION,)
    ask: str = ""
    """What the person is asked for {input}; empty: nothing."""
    confirm: str = ""
    """The consequence, with blanks, for the question."""
    keep: tuple[Keep, ...] = ()
    secret: str = ""
    """Where the answer holds what is shown once, and stored nowhere; empty: nowhere."""
    org: OrgPaths = OrgPaths()
    trace: Trace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpService:
    """A service of the organisation; its token is not in here."""

    name: str
    url: str
    """Without a slash at its end."""
    header: str = "Authorization"
    scheme: str = "Bearer"
    """The word before the token; empty: it stands alone."""
    timeout_s: float = 10.0
    max_answer: int = 1_048_576
    """Bytes after which an answer is given up."""


def named(actions: tuple[HttpAction, ...], action_id: str) -> HttpAction | None:
    """The action of this id."""
    return next((a for a in actions if a.id == action_id), None)


def lookups(actions: tuple[HttpAction, ...]) -> tuple[HttpAction, ...]:
    """Those that ask which orgs fit what was typed."""
    return tuple(a for a in actions if a.kind is Kind.LOOKUP)


def lists(actions: tuple[HttpAction, ...]) -> tuple[HttpAction, ...]:
    """Those that ask for the orgs that forbid platform impersonation."""
    return tuple(a for a in actions if a.kind is Kind.LIST)


def acts(actions: tuple[HttpAction, ...]) -> tuple[HttpAction, ...]:
    """Those that change something."""
    return tuple(a for a in actions if a.kind is Kind.ACT)


def words(template: str, values: Mapping[str, str]) -> str:
    """A text for people with its blanks filled."""
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), template)


def address(template: str, values: Mapping[str, str]) -> str:
    """An address with its blanks filled, each percent-encoded whole: a value ends no part of it.

    Raises:
        ValueError: a value would change where the address leads; the words are for people.
    """
    path = template.partition("?")[0]
    for name in _BLANK.findall(path):
        value = values.get(name, "")
        if not value or value in _STEPS_UP:
            raise ValueError(f"{name} cannot stand in an address: {value or 'it is empty'}")
    for name in _BLANK.findall(template):
        if len(values.get(name, "")) > _LONGEST:
            raise ValueError(f"{name} is longer than {_LONGEST} characters")
    return _BLANK.sub(lambda found: _encoded(values.get(found[1], "")), template)


def body(template: str, values: Mapping[str, str]) -> str:
    """A JSON body with the blanks of its texts filled: no value can add a field or end a text.

    Raises:
        ValueError: the template is no JSON.
    """
    if not template:
        return ""
    return json.dumps(_filled(json.loads(template), values), ensure_ascii=False)


def _filled(part: object, values: Mapping[str, str]) -> object:
    if isinstance(part, dict):
        return {key: _filled(value, values) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    return words(part, values) if isinstance(part, str) else part


def _encoded(value: str) -> str:
    return "".join(
        chr(byte) if chr(byte) in _UNRESERVED else f"%{byte:02X}"
        for byte in value.encode("utf-8", "replace")
    )
