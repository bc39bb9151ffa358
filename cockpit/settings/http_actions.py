"""`[[http]]` and `[[procedure.http_actions]]`: the organisation's own services, and what is asked
of them or done there. What must hold between their keys is in `http_checks`.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cockpit.domain.http_actions import (
    HttpAction,
    HttpService,
    Keep,
    Kind,
    Need,
    OrgPaths,
    Trace,
)
from cockpit.settings.kinds import BaseUrl, Name, Seconds, wrong
from cockpit.settings.kinds import Kind as Words
from cockpit.settings.spans import StepId
from cockpit.settings.table import Table
from cockpit.settings.tokens import TokenTable

_PART = r"[A-Za-z0-9_$-]+(?:\[\d{1,4}\])*"
_PATH = re.compile(rf"{_PART}(?:\.{_PART})*", re.ASCII)
_KEPT = re.compile(rf"(?:(?P<name>[^={{}}]*[^={{}}\s])\s*=\s*)?(?P<path>{_PATH.pattern})", re.ASCII)
_PAIR = re.compile(rf"(?P<path>{_PATH.pattern})\s*=\s*(?P<value>\S.*)", re.ASCII)
_HEADER = re.compile(r"(?P<name>[A-Za-z0-9-]{1,80}):\s*(?P<value>[!-~][ -~]*)", re.ASCII)
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,80}", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z0-9-]{0,40}", re.ASCII)
_OURS = frozenset({"authorization", "proxy-authorization", "cookie", "host", "content-length"})
"""Headers that hold credentials, or that the client itself writes."""


def _json_path(text: str) -> str:
    if text and not _PATH.fullmatch(text):
        mend = 'write names with dots between them, as "settings.plan" or "tags[0]"'
        raise wrong("is no path in JSON", mend)
    return text


def _kept(text: str) -> str:
    if not _KEPT.fullmatch(text):
        mend = 'write a path, as "plan", or a name for it too: "cameras = usage.cameras"'
        raise wrong("is no value to keep", mend)
    return text


def _pair(text: str) -> str:
    if not _PAIR.fullmatch(text):
        mend = 'write a path and what stands there: "ticket_ref = {incident_id}"'
        raise wrong("is no path with its value", mend)
    return text


def _header(text: str) -> str:
    found = _HEADER.fullmatch(text)
    if not found:
        raise wrong("is no header", 'write it as "X-Reason: on call", in plain letters')
    if found["name"].lower() in _OURS:
        mend = "credentials belong to [[http]], the rest is written by the program"
        raise wrong("is a header that cannot be set here", mend)
    return text


def _header_name(text: str) -> str:
    if not _HEADER_NAME.fullmatch(text):
        raise wrong("is not the name of a header", 'write it as "Authorization"')
    return text


def _scheme(text: str) -> str:
    if not _SCHEME.fullmatch(text):
        mend = 'write the word before the token, as "Bearer"; never the token itself'
        raise wrong("is not the word before a token (its value is not shown here)", mend)
    return text


def _below(text: str) -> str:
    if not text.startswith("/") or text.startswith("//") or re.search(r"[\s#\\]", text):
        mend = 'begin it with one slash, below the service\'s address: "/api/orgs?query={query}"'
        raise wrong("is not an address below the service's", mend)
    return text


JsonPath = Annotated[str, Words("path in JSON"), AfterValidator(_json_path)]
"""Where in an answer something stands."""
Below = Annotated[str, Words("path"), AfterValidator(_below)]
"""An address below that of a service."""


class HttpTable(TokenTable):
    """`[[http]]`: a service of your organisation that HTTP actions go to."""

    name: Name
    """What the profile's actions call it."""
    url: BaseUrl
    """Where it begins, as "https://platform.example.com"."""
    header: Annotated[str, Words("name of a header"), AfterValidator(_header_name)] = (
        "Authorization"
    )
    """The header that takes the token."""
    scheme: Annotated[str, Words("text"), AfterValidator(_scheme)] = "Bearer"
    """The word before the token; empty: the token stands alone."""
    timeout: Annotated[float, Seconds(0.5, 18)] = 10.0
    """How long an answer may take."""
    max_answer: Annotated[int, Field(ge=1024, le=16_777_216)] = 1_048_576
    """Bytes of an answer after which it is given up."""


class OrgTable(Table):
    """`[procedure.http_actions.org]`: where a look-up's answer says what of an org."""

    list: JsonPath = ""
    """The list of orgs; empty: the answer is the list, or one org."""
    id: JsonPath = "id"
    """An org's id."""
    name: JsonPath = "name"
    """What people call it."""
    owner: JsonPath = "owner"
    """Its Owner's e-mail address."""
    allows: JsonPath = "allow_platform_impersonation"
    """Whether it lets the platform in: true or false; anything else: it is not said."""


class TraceTable(Table):
    """`[procedure.http_actions.trace]`: where one can look whether an act happened whose answer was
    lost; left out: you are asked."""

    path: Below
    """The address; the blanks of an act."""
    list: JsonPath = ""
    """The list in its answer; empty: the answer is the list."""
    where: tuple[Annotated[str, AfterValidator(_pair)], ...]
    """What an entry must say to be this act's, as "ticket_ref = {incident_id}"."""
    at: JsonPath = "created_at"
    """Where an entry says when it was made."""


class HttpActionTable(Table):
    """`[[procedure.http_actions]]`: what can be asked of a service, or done there."""

    id: StepId
    """A short name in small letters, for scripts."""
    title: Name
    """What it does, in a few words."""
    service: Name
    """Where: a service by its name in `[[http]]`."""
    kind: Annotated[Kind, Field(strict=False)] = Kind.ACT
    """`lookup`: asks which orgs fit {query}; `list`: asks which forbid platform impersonation, for
    the handover; neither changes anything. `act`: changes something."""
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    """How it is asked."""
    path: Below
    """The address below the service's. Blanks of a look-up: {query} {incident_id}
    {incident_number} {person} {person_email}; of a list: the last two; of an act: {org_id} {org}
    {owner} {input} and the last four. What is filled in is encoded: it ends no part of the
    address."""
    headers: tuple[Annotated[str, AfterValidator(_header)], ...] = ()
    """Further headers, as "X-Reason: on call"; no credentials."""
    body: str = ""
    """What is sent, as JSON; the same blanks inside its texts; empty: nothing."""
    requires: tuple[Annotated[Need, Field(strict=False)], ...] = (Need.CONFIRMATION,)
    """What has to be so before an act: `org`: it was looked up in this incident; `allowed`: and
    lets the platform in; `caller`: the caller is verified; `confirmation`: you say yes."""
    ask: str = ""
    """What you are asked for {input}; empty: nothing."""
    confirm: str = ""
    """The consequence that is confirmed; the blanks of an act."""
    keep: tuple[Annotated[str, AfterValidator(_kept)], ...] = ()
    """What is kept of the answer and shown, as "plan" or "cameras = usage.cameras"."""
    secret: JsonPath = ""
    """What of the answer is shown once, and stored nowhere: a token; empty: nothing."""
    org: OrgTable | None = None
    """Where a look-up's answer says what; left out: as its keys say by default."""
    trace: TraceTable | None = None
    """Where one can look whether an act happened."""


def action_of(table: HttpActionTable) -> HttpAction:
    """The domain's action."""
    headers = (_HEADER.fullmatch(text) for text in table.headers)
    return HttpAction(
        id=table.id,
        title=table.title,
        service=table.service,
        kind=table.kind,
        method=table.method,
        path=table.path,
        body=table.body.strip(),
        headers=tuple((found["name"], found["value"]) for found in headers if found),
        needs=table.requires if table.kind is Kind.ACT else (),
        ask=table.ask,
        confirm=table.confirm.strip(),
        keep=_keeps(table.keep),
        secret=table.secret,
        org=_org(table.org or OrgTable()),
        trace=_trace(table.trace),
    )


def service_of(table: HttpTable) -> HttpService:
    """The domain's service."""
    return HttpService(
        name=table.name,
        url=table.url.rstrip("/"),
        header=table.header,
        scheme=table.scheme,
        timeout_s=table.timeout,
        max_answer=table.max_answer,
    )


def _org(table: OrgTable) -> OrgPaths:
    return OrgPaths(
        list=table.list, id=table.id, name=table.name, owner=table.owner, allows=table.allows
    )


def _keeps(texts: tuple[str, ...]) -> tuple[Keep, ...]:
    found = (_KEPT.fullmatch(text) for text in texts)
    return tuple(Keep(name=one["name"] or one["path"], path=one["path"]) for one in found if one)


def _trace(table: TraceTable | None) -> Trace | None:
    if table is None:
        return None
    pairs = (_PAIR.fullmatch(text) for text in table.where)
    return Trace(
        path=table.path,
        list=table.list,
        where=tuple((pair["path"], pair["value"].strip()) for pair in pairs if pair),
        at=table.at,
    )
