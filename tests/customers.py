"""Customers and HTTP actions as tests want them: those of the shipped profile, and one more."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cockpit.adapters.services import HttpServices
from cockpit.domain.customers import Org
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.http_actions import HttpAction, HttpService, Keep, Kind, Need, Trace
from cockpit.ports.outside import Changed, PortError
from cockpit.ports.secret import Secret
from cockpit.ports.services import Called, Found
from cockpit.settings.load import settings_of

TOKEN = "standin-platform-token"
CANARY = "nvimp_canary-81f2-shown-once"
MERIDIAN = "org_7f3a91"
LINDAU = "org_2b60c4"
"""It forbids impersonation."""
ROOT = "/api/v1/platform"

ACTIONS = settings_of('profile = "novavms"', Path("/nowhere/config.toml")).procedure.http_actions
LOOKUP, LISTING, MINT = ACTIONS
FLAG = HttpAction(
    id="disable-flag",
    title="Disable a feature flag",
    service="platform",
    kind=Kind.ACT,
    method="PUT",
    path=f"{ROOT}/orgs/{{org_id}}/flags/{{input}}",
    body='{"enabled": false}',
    needs=(Need.ORG, Need.CONFIRMATION),
    ask="Which flag",
    confirm="{input} is off for everybody in {org} at once.",
    keep=(Keep(name="flag", path="flag"),),
)
TRACE = Trace(
    path=f"{ROOT}/impersonation-tokens?ticket_ref={{incident_id}}",
    list="tokens",
    where=(("org_id", "{org_id}"), ("ticket_ref", "{incident_id}")),
    at="created_at",
)
TRACED = replace(MINT, trace=TRACE)


def asked(query: str) -> Mapping[str, str]:
    """What fills the blanks of a look-up."""
    return {
        "query": query,
        "incident_id": "Q1",
        "incident_number": "4217",
        "person": "Ana",
        "person_email": "ana@example.com",
    }


def minting(org: str = MERIDIAN, *, trace: bool = False, **more: object) -> CallHttp:
    """The effect that mints a token for this org, as `decide` makes it."""
    given: dict[str, object] = {
        "id": "r1.http",
        "incident_id": "Q1",
        "action": MINT.id,
        "title": MINT.title,
        "service": "platform",
        "method": "POST",
        "path": MINT.path,
        "body": f'{{"org_id": "{org}", "reason": "P1 incident Q1", "ticket_ref": "Q1"}}',
        "org_id": org,
        "trace": f"{ROOT}/impersonation-tokens?ticket_ref=Q1" if trace else "",
        "where": (("org_id", org), ("ticket_ref", "Q1")) if trace else (),
        "enters": True,
        "process": "here:1:0",
    }
    return CallHttp(**{**given, **more})


def services(
    url: str,
    token: str = TOKEN,
    *,
    actions: tuple[HttpAction, ...] = (LOOKUP, MINT, FLAG),
    timeout_s: float = 20.0,
    max_answer: int = 1_048_576,
) -> HttpServices:
    """The port, at this address."""

    async def found() -> str:
        return token

    service = HttpService(name="platform", url=url, timeout_s=timeout_s, max_answer=max_answer)
    return HttpServices((service,), {"platform": found} if token else {}, actions)


class FarServices:
    """The organisation's services in memory: what they know, what was asked, what goes wrong."""

    def __init__(self) -> None:
        self.orgs = (
            Org(id=MERIDIAN, name="Meridian Retail", owner="ines@meridian.example", allows=True),
            Org(id=LINDAU, name="Lindau", owner="j.brandt@lindau.example", allows=False),
            Org(id="org_1", name="Harbour Logistics", owner="sam@harbour.example", allows=True),
            Org(id="org_2", name="Harbour Cold", owner="sam@harbour.example", allows=None),
        )
        self.asked: list[str] = []
        self.calls: list[CallHttp] = []
        self.wrong: list[PortError] = []
        """What the next questions are answered with instead."""
        self.gate = asyncio.Event()
        self.gate.set()
        """Closed, calls wait."""
        self.secret = CANARY
        self.at_write: Callable[[str], Awaitable[None]] | None = None
        """Is told right after an act was done, and before its answer leaves."""

    async def look_up(self, action: HttpAction, values: Mapping[str, str]) -> Found:
        """Those with this id or this owner."""
        assert action.kind is Kind.LOOKUP
        self.asked.append(values["query"])
        if self.wrong:
            raise self.wrong.pop(0)
        found = tuple(o for o in self.orgs if values["query"] in (o.id, o.owner))
        return Found(orgs=found, total=len(found))

    async def listed(self, action: HttpAction, values: Mapping[str, str]) -> Found:
        """All of them: whoever asks sorts out those that allow it."""
        assert action.kind is Kind.LIST
        assert values
        self.asked.append("all")
        if self.wrong:
            raise self.wrong.pop(0)
        return Found(orgs=self.orgs, total=len(self.orgs))

    async def call(self, call: CallHttp) -> Called:
        """Done, and a token given where one is asked for."""
        await self.gate.wait()
        if self.wrong:
            raise self.wrong.pop(0)
        self.calls.append(call)
        if self.at_write is not None:
            await self.at_write("called")
        given = Secret(self.secret) if call.action == MINT.id else None
        return Called(changed=Changed(kept=(("expires", "09:44"),)), secret=given)

    async def trace(self, call: CallHttp, since: datetime) -> Changed | None:
        """Whether it was called."""
        assert since.tzinfo is not None
        return Changed() if any(c.id == call.id for c in self.calls) else None


def stored(folder: Path) -> bytes:
    """Everything that stands in the files of a folder."""
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())
